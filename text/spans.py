"""Ranges of a text: spans, long spans in stretches, and sets of covered characters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

_MOST = 20_000
"""Longest stretch in characters: far more than any paragraph that people read."""
_ENDS = ("\n", ". ", "! ", "? ", "。", "！", "？", " ")
"""Where a stretch may end, the best place first."""


class Span(NamedTuple):
    """Half-open range ``[start, end)`` in Unicode code points."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The slice of ``text`` that the span covers."""
        return text[self.start : self.end]


def stretches(text: str, long: Span) -> Iterator[Span]:
    """A span as consecutive stretches of bounded length, which end where a text may be cut."""
    start = long.start
    while long.end - start > _MOST:
        middle, most = start + _MOST // 2, start + _MOST
        places = ((text.rfind(end, middle, most), len(end)) for end in _ENDS)
        end = next((at + size for at, size in places if at >= 0), most)
        yield Span(start, end)
        start = end
    yield Span(start, long.end)


class Taken:
    """Which characters of a text are part of some span; a query does not visit each span."""

    def __init__(self, length: int, spans: Iterable[tuple[int, int]] = ()) -> None:
        self._taken = bytearray(length)
        for start, end in spans:
            self.add(start, end)

    def add(self, start: int, end: int) -> None:
        """Take ``[start, end)``, in code points, inside of the text."""
        self._taken[start:end] = b"\1" * (end - start)

    def holds(self, start: int, end: int) -> bool:
        """Whether a character of ``[start, end)`` is taken."""
        return 1 in self._taken[start:end]

    def blanked(self, text: str) -> str:
        """The text with a space in place of each taken character."""
        pieces, at = [], 0
        while (start := self._taken.find(1, at)) >= 0:
            end = self._taken.find(0, start)
            end = len(text) if end < 0 else end
            pieces += [text[at:start], " " * (end - start)]
            at = end
        return "".join([*pieces, text[at:]])
