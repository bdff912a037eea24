"""Which sentences of a document a quote holds that does not stand in it letter by letter.

Another system reads a file in its own way: with the signs of Markdown, with menus, a table's cells
one to a line; and it cuts by length. Sentences are then found by their words. A sentence counts if
all its words follow one another in the quote, or if the quote begins or ends within it: a word that
is changed is no cut, so that nothing is gained by a false quote.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...index import split_sentences
from ...text import wording

_LETTERS = re.compile(r"[^\W_]+")
_SENTENCE_END = re.compile(r"[.!?。！？]['\"”’)\]]*\Z")
_FEW = 3
"""A sentence of fewer words may stand anywhere by chance: its neighbour must stand beside it."""


def find_pieces(
    quote: str, text: str, sentences: Sequence[tuple[int, int, str]], least: float
) -> Iterator[tuple[int, int]]:
    """The spans ``[start, end)`` of a document's text that a quote has, sentence by sentence.

    Args:
        quote: as the other system has it.
        text: the document's.
        sentences: start, end and wording of each, in order.
        least: the share of a sentence's wording that must be there if the quote cuts it, in (0, 1].
    """
    quoted = f" {_apart(wording(quote))} "
    keys = ["", *(_apart(key) for _, _, key in sentences), ""]
    for (start, end, _), before, key, after in zip(
        sentences, keys, keys[1:], keys[2:], strict=False
    ):
        words = key.split()
        if len(words) < _FEW:
            near = [f" {before} {key} " if before else "", f" {key} {after} " if after else ""]
            if any(pair and pair in quoted for pair in near):
                yield start, end
        elif f" {key} " in quoted:
            yield start, end
        else:
            yield from _cut(quoted, text, start, end, words, least)


def foreign_sentences(quote: str, text: str) -> list[str]:
    """The wordings of whole sentences of a quote that the document, worded ``text``, has not."""
    inner = split_sentences(quote)[1:-1]
    texts = [quote[span.start : span.end] for span in inner]
    keys = [wording(text) for text in texts if _SENTENCE_END.search(text)]
    return [key for key in keys if f" {_apart(key)} " not in f" {_apart(text)} "]


def _apart(wording_: str) -> str:
    """A wording with the parts of each word apart: commas part the cells of a table in a file."""
    return " ".join(_LETTERS.findall(wording_))


def _cut(
    quoted: str, text: str, start: int, end: int, words: Sequence[str], least: float
) -> Iterator[tuple[int, int]]:
    """The part of a sentence with which a quote begins or ends, if it is large enough."""
    size = least * len(" ".join(words))
    sentence = text[start:end]
    for at in range(1, len(words)):
        tail, head = " ".join(words[at:]), " ".join(words[:-at])
        if len(tail) >= size and quoted.startswith(f" {tail} "):
            starts = (match.start() for match in _LETTERS.finditer(sentence))
            yield from ((start + s, end) for s in starts if _apart(wording(sentence[s:])) == tail)
        if len(head) >= size and quoted.endswith(f" {head} "):
            ends = (match.end() for match in _LETTERS.finditer(sentence))
            yield from ((start, start + e) for e in ends if _apart(wording(sentence[:e])) == head)
