"""Very long texts in stretches, for libraries whose time grows with the square of a text."""

from __future__ import annotations

from collections.abc import Iterator

from .types import Span

_MOST = 20_000
"""Characters of a stretch: far more than any paragraph that people read."""
_ENDS = ("\n", ". ", "! ", "? ", "。", "！", "？", " ")
"""After what a stretch may end, the best first."""


def stretches(text: str, long: Span) -> Iterator[Span]:
    """A span in neighbouring stretches of bounded length, which end where a text may be cut."""
    start = long.start
    while long.end - start > _MOST:
        middle, most = start + _MOST // 2, start + _MOST
        places = ((text.rfind(end, middle, most), len(end)) for end in _ENDS)
        end = next((at + size for at, size in places if at >= 0), most)
        yield Span(start, end)
        start = end
    yield Span(start, long.end)
