"""What the encoder reads for a chunk."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate

from ...text import Span, joined_lines, line_breaks
from ..types import Chunk, Passage


def passage(chunk: Chunk) -> Passage:
    """What is embedded for a chunk: its context, its text, and a span for each sentence.

    Words that are broken at a line's end are whole in it.
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
    """Leads from a place in a text to the same place after its broken words are joined."""

    def __init__(self, text: str) -> None:
        breaks = line_breaks(text)
        self._ends = [span.end for span, _ in breaks]
        lost = (span.end - span.start - len(put) for span, put in breaks)
        self._lost = [0, *accumulate(lost)]

    def to(self, place: int) -> int:
        return place - self._lost[bisect_right(self._ends, place)]
