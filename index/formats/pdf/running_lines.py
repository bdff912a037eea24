"""Find running headers, footers and page numbers: edge lines that repeat or count pages."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .bands import blank_strips
from .lines import make_lines
from .words import Word

_DEPTH = 3
"""Lines at the top and at the bottom of a page that may be running lines."""
_LINES = 2
_NEAR = 4.0
"""Tolerance of a line's height between pages, in points."""
_LARGE = 1.15
_APART = 0.8
_WORDS = 14
_REACH = 2
_SURE = 3
_WINDOW = 8
"""Lines of the same wording, before and after a line, that it is compared to."""
_MOST_PAGES = 999
_NUMBER = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"(?:[-–—|\[(•·]\s*)?(?P<label>(?:page|p\.|pg\.?|seite|s\.|página|pagina)\s*)?"
    r"(?P<number>\d{1,4}|(?=[ivxlc])c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3}))"
    r"(?P<of>\s*(?:of|/|von|de|sur|di)\s*\d{1,4})?(?:\s*[-–—|\])•·])?",
    re.IGNORECASE,
)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


class _Edge(NamedTuple):
    """A line near the top or the bottom of a page.

    ``bare`` is the number if the line is a mere page number, and ``plain`` is true if that has
    digits or a label; ``apart`` is true if a gap separates the line from the text.
    """

    page: int
    place: str
    depth: int
    words: list[Word]
    text: str
    base: float
    size: float
    apart: bool
    bare: int | None
    plain: bool

    @property
    def key(self) -> str:
        return "#" if self.bare is not None else _NUMBER.sub("#", self.text).casefold()

    @property
    def numbers(self) -> list[int]:
        if self.bare is not None:
            return [self.bare]
        return [int(number) for number in _NUMBER.findall(self.text) if len(number) < 9]


class RunningLine(NamedTuple):
    """A running header or footer, or a page number.

    Attributes:
        words: of the line.
        region: ``running header``, ``running footer`` or ``page number``.
        above: whether it stands above the text.
    """

    words: list[Word]
    region: str
    above: bool


def find_running_lines(pages: Sequence[Sequence[Word]], body: float) -> list[list[RunningLine]]:
    """The running headers, footers and page numbers of each page, from top to bottom.

    A line is one if nearby pages have a line of the same wording at the same height, with equal
    numbers or numbers that count pages; or if it begins or ends with a number that counts pages on
    three pages. Large lines are none, nor are lines with text further out, or lines that follow the
    text without a gap on most pages.
    """
    edges = [edge for number, words in enumerate(pages) for edge in _edges(number, words)]
    edges = [edge for edge in edges if edge.size < _LARGE * body]
    running = _repeated(edges, len(pages)) | _counting(edges)
    running |= _beside(running, edges)
    by_page: list[list[RunningLine]] = [[] for _ in pages]
    taken: set[tuple[int, int]] = set()
    for edge in _apart(edges, running):
        if (edge.page, edge.words[0].order) in taken:
            continue
        taken.add((edge.page, edge.words[0].order))
        region = "page number" if edge.bare is not None else f"running {edge.place}"
        by_page[edge.page].append(RunningLine(edge.words, region, edge.place == "header"))
    for lines in by_page:
        lines.sort(key=lambda line: line.words[0].base)
    return by_page


def _apart(edges: Sequence[_Edge], running: set[int]) -> list[_Edge]:
    """The running lines that are outermost, at heights mostly set apart from the text."""
    remaining = [edge for edge in edges if id(edge) in running]
    for _ in range(_DEPTH):
        outer: dict[tuple[int, str], _Edge] = {}
        kept: list[_Edge] = []
        for edge in sorted(remaining, key=lambda edge: edge.depth):
            before = outer.get((edge.page, edge.place))
            if edge.depth == (before.depth + 1 if before else 0):
                outer[edge.page, edge.place] = edge
                kept.append(edge)
        gaps: dict[tuple[str, int], list[bool]] = defaultdict(list)
        for edge in outer.values():
            gaps[edge.place, round(edge.base / _NEAR)].append(edge.apart)
        close = {place for place, apart in gaps.items() if 2 * sum(apart) < len(apart)}
        remaining = [edge for edge in kept if (edge.place, round(edge.base / _NEAR)) not in close]
        if len(remaining) == len(kept):
            break
    return remaining


def _edges(page: int, words: Sequence[Word]) -> Iterator[_Edge]:
    """The outermost lines of a page, as far as each is alone at its height."""
    strips = list(blank_strips(words))
    for place, ordered in (("header", strips), ("footer", strips[::-1])):
        for depth, strip in enumerate(ordered[:_DEPTH]):
            lines = make_lines(strip)
            if len(lines) > _LINES:
                break
            text = "\n".join(line.text for line in lines)
            size = max(line.size for line in lines)
            inner = ordered[depth + 1] if depth + 1 < len(ordered) else None
            match = _PAGE_NUMBER.fullmatch(text)
            yield _Edge(
                page,
                place,
                depth,
                strip,
                text,
                lines[0].base,
                size,
                inner is not None and _gap(strip, inner) >= _APART * size,
                _value(match["number"]) if match else None,
                bool(match and (match["label"] or match["of"] or match["number"].isdecimal())),
            )


def _gap(strip: Sequence[Word], inner: Sequence[Word]) -> float:
    top, bottom = min(word.top for word in strip), max(word.bottom for word in strip)
    return max(min(word.top for word in inner) - bottom, top - max(word.bottom for word in inner))


def _value(number: str) -> int | None:
    """The value of Arabic or small Roman digits."""
    if number.isdecimal():
        return int(number)
    values = [_ROMAN[digit] for digit in number.lower()]
    return sum(
        -value if after > value else value
        for value, after in zip(values, [*values[1:], 0], strict=True)
    )


def _repeated(edges: Sequence[_Edge], pages: int) -> set[int]:
    """Lines of the same wording at the same height on other pages."""
    alike: dict[tuple[str, str], list[_Edge]] = defaultdict(list)
    for edge in edges:
        alike[edge.place, edge.key].append(edge)
    repeated: set[int] = set()
    for group in alike.values():
        for at, edge in enumerate(group):
            about = group[max(at - _WINDOW, 0) : at + _WINDOW + 1]
            others = {neighbour.page for neighbour in about if _is_same(edge, neighbour)}
            near = any(abs(page - edge.page) <= _REACH for page in others)
            outer = edge.depth == 0 and edge.apart
            numbered = edge.bare is not None and edge.plain and edge.bare <= _MOST_PAGES
            if len(others) >= _SURE - 1 or (outer and (near or (numbered and pages < _SURE))):
                repeated.add(id(edge))
    return repeated


def _is_same(first: _Edge, second: _Edge) -> bool:
    """Whether two lines of one key match on two pages, their numbers equal or counting pages."""
    apart = second.page - first.page
    numbers = list(zip(first.numbers, second.numbers, strict=False))
    return (
        apart != 0
        and abs(first.base - second.base) <= _NEAR
        and all(second_number - number in (0, apart) for number, second_number in numbers)
        and (first.bare is None or numbers[0][0] != numbers[0][1])
    )


def _counting(edges: Sequence[_Edge]) -> set[int]:
    """Short lines that begin or end with a number that counts pages on at least three pages."""
    series: dict[tuple[str, int, int], list[_Edge]] = defaultdict(list)
    for edge in edges:
        words = edge.text.split()
        for number in {words[0], words[-1]} if len(words) <= _WORDS else ():
            if number.isdecimal() and len(number) < 5:
                height = round(edge.base / _NEAR)
                series[edge.place, height, int(number) - edge.page].append(edge)
    return {
        id(edge)
        for group in series.values()
        if len({edge.page for edge in group}) >= _SURE
        for edge in group
    }


def _beside(running: set[int], edges: Sequence[_Edge]) -> set[int]:
    """Mere page numbers where other pages have a running line, such as preliminary Roman ones."""
    places = {
        (edge.place, round(edge.base / _NEAR) + step)
        for edge in edges
        for step in (-1, 0, 1)
        if id(edge) in running
    }
    return {
        id(edge)
        for edge in edges
        if edge.bare is not None
        and edge.depth == 0
        and edge.apart
        and (edge.place, round(edge.base / _NEAR)) in places
    }
