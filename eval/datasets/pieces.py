"""Find the sentences of a document in a quote that does not match it character by character.

Other systems parse files differently: with Markdown markup, with menus, with a table's cells on
separate lines; and they cut by length. Sentences are then found by their words. A sentence counts
if all its words are consecutive in the quote, or if the quote begins or ends within it. A changed
word is not such a cut, so altered quotes gain nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...index.chunking.sentences import split_sentences
from ...text.wordings import wording

_LETTERS = re.compile(r"[^\W_]+")
_SENTENCE_END = re.compile(r"[.!?。！？]['\"”’)\]]*\Z")
_FEW = 3
"""A sentence of fewer words may match by chance: a neighbour must match beside it."""


def find_pieces(
    quote: str, text: str, sentences: Sequence[tuple[int, int, str]], least: float
) -> Iterator[tuple[int, int]]:
    """Find the spans ``[start, end)`` of a document's text in a quote, sentence by sentence.

    Args:
        quote: the text as the other system quotes it.
        text: the document's text.
        sentences: start, end and wording of each of its sentences, in order.
        least: the share of a sentence's wording that a cut quote must contain, in (0, 1].
    """
    quoted = f" {_split_words(wording(quote))} "
    keys = ["", *(_split_words(key) for _, _, key in sentences), ""]
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
    """The wordings of complete sentences of a quote that are not in the document.

    Args:
        quote: the text as the other system quotes it.
        text: the wording of the document.
    """
    inner = split_sentences(quote)[1:-1]
    texts = [quote[span.start : span.end] for span in inner]
    keys = [wording(text) for text in texts if _SENTENCE_END.search(text)]
    return [key for key in keys if f" {_split_words(key)} " not in f" {_split_words(text)} "]


def _split_words(wording_: str) -> str:
    """A wording split at all punctuation: in a file commas separate the cells of a table."""
    return " ".join(_LETTERS.findall(wording_))


def _cut(
    quoted: str, text: str, start: int, end: int, words: Sequence[str], least: float
) -> Iterator[tuple[int, int]]:
    """The part of a sentence that a quote begins or ends with, if it is large enough."""
    size = least * len(" ".join(words))
    sentence = text[start:end]
    for at in range(1, len(words)):
        tail, head = " ".join(words[at:]), " ".join(words[:-at])
        if len(tail) >= size and quoted.startswith(f" {tail} "):
            starts = (match.start() for match in _LETTERS.finditer(sentence))
            yield from (
                (start + s, end) for s in starts if _split_words(wording(sentence[s:])) == tail
            )
        if len(head) >= size and quoted.endswith(f" {head} "):
            ends = (match.end() for match in _LETTERS.finditer(sentence))
            yield from (
                (start, start + e) for e in ends if _split_words(wording(sentence[:e])) == head
            )
