"""What the reader reads at once: a question, and a chunk under its title, heading and neighbour.

    [CLS] question [SEP] context, preceding sentence [SEP] chunk [SEP]

The chunk has token type 1, everything before it type 0: only the chunk's sentences are scored.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, NamedTuple

from ...index.chunking.embedded_text import passage
from ...index.types import Chunk
from ...text.spans import Span
from ...text.tokens import line_breaks

CLS, SEP = 101, 102
"""Word pieces of BERT's vocabulary that open a text and close its parts."""
MOST_QUESTION, MOST_CONTEXT, MOST_CHUNK = 64, 64, 256
"""Word pieces of the parts of a window; what is longer is cut."""


class Pieces(NamedTuple):
    """A chunk in word pieces.

    Attributes:
        context: word pieces of its title, its heading, and column names before its first sentence.
        ids: word pieces from its first sentence on.
        offsets: the span of each in ``text``.
        sentences: the half-open span of word pieces of each sentence, in order; empty spans for
            sentences beyond ``MOST_CHUNK``.
        text: what was cut into word pieces.
    """

    context: list[int]
    ids: list[int]
    offsets: list[tuple[int, int]]
    sentences: list[tuple[int, int]]
    text: str

    def in_document(self, first: int, last: int, chunk: Chunk) -> Span:
        """The span in the document of word pieces ``first`` to ``last``, made whole words.

        Args:
            first: a word piece of the chunk.
            last: the same or a later one.
            chunk: the chunk.
        """
        start, end = self.offsets[first][0], self.offsets[last][1]
        while _is_inside_word(self.text, start):
            start -= 1
        while _is_inside_word(self.text, end):
            end += 1
        begun = chunk.sentences[0].start
        places = original_places(chunk.text[begun - chunk.start :])
        return Span(begun + places[start], begun + places[end - 1] + 1)


def _is_inside_word(text: str, at: int) -> bool:
    """Whether a word or a number goes on from the character before ``at``."""
    if not 0 < at < len(text):
        return False
    if text[at - 1].isalnum() and text[at].isalnum():
        return True
    # A sign between two digits is part of a number: 1,900 and 2.5 and 10:30.
    around = text[max(0, at - 2) : at + 1] if text[at].isdigit() else text[at - 1 : at + 2]
    return re.fullmatch(r"\d[.,:]\d", around) is not None


class Window(NamedTuple):
    """An input of the reader.

    Attributes:
        ids: word pieces.
        start: where the chunk's word pieces start; those before have token type 0.
        sentences: the half-open span of word pieces of each sentence of the chunk.
    """

    ids: list[int]
    start: int
    sentences: list[tuple[int, int]]


def read_chunk(tokenizer: Any, chunk: Chunk) -> Pieces:
    """Cut a chunk into word pieces.

    Args:
        tokenizer: a ``tokenizers.Tokenizer`` with BERT's vocabulary, without truncation.
        chunk: the chunk.
    """
    embedded = passage(chunk)
    before = embedded.spans[0].start if embedded.spans else 0
    text = embedded.text[before:]
    context = tokenizer.encode(embedded.text[:before], add_special_tokens=False).ids
    encoding = tokenizer.encode(text, add_special_tokens=False)
    offsets = encoding.offsets[:MOST_CHUNK]
    spans = [Span(span.start - before, span.end - before) for span in embedded.spans]
    return Pieces(context, encoding.ids[:MOST_CHUNK], offsets, _in_pieces(offsets, spans), text)


def original_places(text: str) -> list[int]:
    """Where each character of ``joined_lines(text)`` stands in ``text``."""
    places: list[int] = []
    at = 0
    for span, put in line_breaks(text):
        places += range(at, span.start)
        places += [span.start] * len(put)
        at = span.end
    return [*places, *range(at, len(text))]


def _in_pieces(offsets: Sequence[tuple[int, int]], spans: Sequence[Span]) -> list[tuple[int, int]]:
    """The half-open span of word pieces of each span of characters; spans in order."""
    placed, piece = [], 0
    for span in spans:
        while piece < len(offsets) and offsets[piece][1] <= span.start:
            piece += 1
        first = piece
        while piece < len(offsets) and offsets[piece][0] < span.end:
            piece += 1
        placed.append((first, piece))
    return placed


def to_window(question: Sequence[int], context: Sequence[int], pieces: Pieces) -> Window:
    """Join the parts of a window.

    Args:
        question: its word pieces, cut at ``MOST_QUESTION``.
        context: word pieces of title, heading and the preceding sentence.
        pieces: the chunk.
    """
    before = [CLS, *question[:MOST_QUESTION], SEP, *context[:MOST_CONTEXT], SEP]
    start = len(before)
    sentences = [(start + first, start + end) for first, end in pieces.sentences]
    return Window([*before, *pieces.ids, SEP], start, sentences)
