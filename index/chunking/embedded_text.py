"""The encoder input of a chunk."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from ...text.spans import Span
from ...text.tokens import joined_lines, line_breaks
from ..types import Chunk, Passage


def passage(chunk: Chunk) -> Passage:
    """The encoder input of a chunk: its context and text, and a span for each sentence.

    Words hyphenated at a line end are joined.
    """
    before = f"{joined_lines(chunk.context)}\n" if chunk.context else ""
    moved = _Moved(chunk.text)
    spans = tuple(
        Span(
            len(before) + moved.to(sentence.start - chunk.start),
            len(before) + moved.to(sentence.end - chunk.start),
        )
        for sentence in chunk.sentences
    )
    return Passage(before + joined_lines(chunk.text), spans)


class _Moved:
    """Maps an offset in a text to the same place after hyphenated words are joined."""

    def __init__(self, text: str) -> None:
        breaks = line_breaks(text)
        self._ends = [span.end for span, _ in breaks]
        lost = (span.end - span.start - len(put) for span, put in breaks)
        self._lost = [0, *accumulate(lost)]

    def to(self, place: int) -> int:
        return place - self._lost[bisect_right(self._ends, place)]
