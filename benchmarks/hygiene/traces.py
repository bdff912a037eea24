"""Where the sentences of known pages stand in an index."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from loccit.index import Index

from .dirt import FURNITURE, Gold, Origin, Page

Place = tuple[str, int, int]
"""A document and a span ``[start, end)`` of its cleaned text."""
_REPEATS = 0.75


class _Trace(NamedTuple):
    start: int
    end: int
    origin: Origin | None


class Kept(NamedTuple):
    """How many sentences stand in the index: of the pages' own, and of what sites add."""

    sentences: int
    sentences_lost: int
    furniture: int
    furniture_lost: int


class Traces:
    """The places of every page's sentences in an index's documents.

    Args:
        index: holds the pages.
        pages: by the name of their documents.
    """

    def __init__(self, index: Index, pages: Mapping[str, Page]) -> None:
        self._index = index
        self._traces: dict[str, list[_Trace]] = {}
        self._counts = [0, 0, 0, 0]
        for name, page in pages.items():
            if name in index.names:
                self._traces[name] = list(self._find(name, page))

    def _find(self, name: str, page: Page) -> Iterable[_Trace]:
        document = self._index.document(name)
        gone = [document.blocks[number] for number in document.repeated]
        at = 0
        for paragraph in page.paragraphs:
            for text, origin in paragraph.pieces:
                words = r"\s+".join(map(re.escape, text.split()))
                match = re.compile(words).search(document.text, at)
                is_lost = match is None or any(
                    block.start <= match.start() < block.end for block in gone
                )
                self._counts[2 * paragraph.is_furniture] += 1
                self._counts[2 * paragraph.is_furniture + 1] += is_lost
                if match:
                    at = match.end()
                    yield _Trace(match.start(), match.end(), origin)

    def kept(self) -> Kept:
        """How many sentences there are, and how many of them are not searched."""
        return Kept(*self._counts)

    def _inside(self, name: str, start: int, end: int) -> list[_Trace]:
        traces = self._traces.get(name, [])
        first = max(0, bisect_left(traces, start, key=lambda trace: trace.start) - 1)
        return [trace for trace in traces[first:] if trace.end > start and trace.start < end][:1000]

    def _shares(self, name: str, start: int, end: int) -> dict[Origin | None, int]:
        """Characters of a place by origin."""
        shares: dict[Origin | None, int] = {}
        for trace in self._inside(name, start, end):
            length = min(end, trace.end) - max(start, trace.start)
            shares[trace.origin] = shares.get(trace.origin, 0) + length
        return shares

    def origins(self, name: str, start: int, end: int) -> set[Origin]:
        """The sentences of articles that a place touches."""
        return {
            origin for origin in self._shares(name, start, end) if origin and origin != FURNITURE
        }

    def article(self, name: str, start: int, end: int) -> int | None:
        """The article that most of a place is from."""
        shares = {origin: n for origin, n in self._shares(name, start, end).items() if origin}
        most = max(shares, key=lambda origin: shares[origin], default=FURNITURE)
        return None if most == FURNITURE else most[0]

    def furniture(self, name: str, start: int, end: int) -> float:
        """The share of a place that is furniture, in [0, 1]."""
        shares = self._shares(name, start, end)
        return shares.get(FURNITURE, 0) / max(1, sum(shares.values()))

    def repeats(self, places: Sequence[Place]) -> bool:
        """Whether one of the places says mostly what those before it say."""
        seen: set[Origin] = set()
        for place in places:
            shares = {origin: n for origin, n in self._shares(*place).items() if origin}
            again = sum(n for origin, n in shares.items() if origin in seen)
            if shares and again >= _REPEATS * sum(shares.values()):
                return True
            seen.update(set(shares) - {FURNITURE})
        return False

    def holds(self, places: Iterable[Place], answers: Sequence[Gold]) -> bool:
        """Whether a place holds one of the answers wholly, in the article or in a copy of it."""
        return any(
            self._holds(place, trace, answer)
            for place in places
            for trace in self._inside(*place)
            for answer in answers
            if trace.origin == answer.origin
        )

    def _holds(self, place: Place, trace: _Trace, answer: Gold) -> bool:
        name, start, end = place
        text = self._index.document(name).text[trace.start : trace.end]
        words = r"\s+".join(map(re.escape, answer.words.split()))
        matches = list(re.finditer(words, text))
        if len(matches) <= answer.nth:
            return False
        match = matches[answer.nth]
        return start <= trace.start + match.start() and trace.start + match.end() <= end
