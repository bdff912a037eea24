"""Bands of a page: what is between blank horizontal strips, and the vertical gaps they share."""

from __future__ import annotations

import itertools
import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .lines import join, line_words
from .tables import Gap, is_bullet
from .words import Word

_FEWEST = 3
"""Least number of adjacent lines in columns or a table."""
_LONG = 100
"""Bands with a useless shared gap are examined again one by one, up to this many."""
_CELLS, _WIDEST, _FILLED = 3, 0.35, 0.7
"""Least number of cells of a table line, and the greatest width of one cell and of all together,
as shares of the page's text."""


class Band(NamedTuple):
    """Words between two blank horizontal strips, and the vertical gaps between and around them.

    ``tabular`` is true for one of several lines with many short cells, false for one of several
    other lines, and ``None`` for a band between these.
    """

    words: list[Word]
    top: float
    bottom: float
    free: list[Gap]
    tabular: bool | None = None

    @property
    def left(self) -> float:
        return self.free[0][1]

    @property
    def right(self) -> float:
        return self.free[-1][0]


def make_bands(words: Sequence[Word], least: float) -> list[Band]:
    """The bands of a page or a column; gaps are at least ``least`` points wide."""
    bands = [_band(row, least) for row in blank_strips(words)]
    width = max((band.right for band in bands), default=0.0) - min(
        (band.left for band in bands), default=0.0
    )
    marked: list[Band] = []
    for short, some in itertools.groupby(bands, key=lambda band: _has_short_cells(band, width)):
        run = list(some)
        marked += [band._replace(tabular=short if len(run) >= _FEWEST else None) for band in run]
    return marked


def _has_short_cells(band: Band, width: float) -> bool:
    ends = [band.left, *(end for gap in band.free[1:-1] for end in gap), band.right]
    cells = [right - left for left, right in zip(ends[::2], ends[1::2], strict=True)]
    return len(cells) >= _CELLS and max(cells) <= _WIDEST * width and sum(cells) <= _FILLED * width


def blank_strips(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Words from top to bottom, split at blank heights of the page."""
    row: list[Word] = []
    bottom = -math.inf
    for word in sorted(words, key=lambda word: word.top):
        if row and word.top >= bottom:
            yield row
            row = []
        row.append(word)
        bottom = max(bottom, word.bottom) if len(row) > 1 else word.bottom
    if row:
        yield row


def _band(words: list[Word], least: float) -> Band:
    free: list[Gap] = []
    reached = -math.inf
    for word in sorted(words, key=lambda word: word.left):
        if word.left - reached >= least:
            free.append((reached, word.left))
        reached = max(reached, word.right)
    free.append((reached, math.inf))
    return Band(words, min(word.top for word in words), max(word.bottom for word in words), free)


def _inner(free: Sequence[Gap], least: float) -> list[Gap]:
    """The gaps with words on both sides."""
    return [
        gap
        for gap in free
        if math.isfinite(gap[0]) and math.isfinite(gap[1]) and gap[1] - gap[0] >= least
    ]


def _common(first: Sequence[Gap], second: Sequence[Gap]) -> list[Gap]:
    """The intersection of two ordered lists of gaps."""
    common: list[Gap] = []
    a = b = 0
    while a < len(first) and b < len(second):
        start, end = max(first[a][0], second[b][0]), min(first[a][1], second[b][1])
        if start < end:
            common.append((start, end))
        if first[a][1] < second[b][1]:
            a += 1
        else:
            b += 1
    return common


def groups(
    bands: Sequence[Band], least: float, gutters: Sequence[Gap]
) -> Iterator[tuple[Sequence[Band], Sequence[Gap]]]:
    """Bands in order, grouped by shared gaps; a band that shares none is alone.

    Args:
        bands: all bands of a page or of a column.
        least: width of a gap, in points.
        gutters: gaps between columns elsewhere in the document, which need fewer lines.
    """
    at = passed = 0
    while at < len(bands):
        end, gaps = _reach(bands, at, least)
        gaps = _without_bullets(bands[at:end], gaps)
        is_gutter = bool(_inner(_common(gaps, gutters), least))
        if not gaps or not _is_wide(bands[at:end], gaps, is_gutter):
            at += 1 if end - at < _LONG else end - at
            continue
        begin = at
        while begin > passed and bands[begin - 1].left >= gaps[0][1]:
            begin -= 1
        for band in bands[passed:begin]:
            yield [band], ()
        end = _without_tail(bands, begin, end, gaps, least)
        yield bands[begin:end], gaps
        at = passed = end
    for band in bands[passed:]:
        yield [band], ()


def _reach(bands: Sequence[Band], start: int, least: float) -> tuple[int, list[Gap]]:
    """The end of the bands that share gaps with the one at ``start``, and these gaps."""
    free, tabular = bands[start].free, bands[start].tabular
    gaps = _inner(free, least)
    end = start + 1
    while gaps and end < len(bands):
        next_tabular = bands[end].tabular
        free = _common(free, bands[end].free)
        shared = _inner(free, least)
        if not shared or None is not next_tabular is not tabular is not None:
            break
        gaps, tabular = shared, next_tabular if tabular is None else tabular
        end += 1
    return end, gaps


def _without_bullets(bands: Sequence[Band], gaps: list[Gap]) -> list[Gap]:
    """The gaps without those that only separate bullets from their text."""
    if not gaps:
        return gaps
    columns = columns_between(bands, gaps)
    return [
        gap
        for gap, column in zip(gaps, columns, strict=False)
        if not all(map(is_bullet, map(join, line_words(column))))
    ]


def _is_wide(bands: Sequence[Band], gaps: Sequence[Gap], is_gutter: bool) -> bool:
    """Whether there are enough lines on both sides of a gap."""
    heights = sorted(len(line_words(column)) for column in columns_between(bands, gaps))
    return heights[-1 if is_gutter else -2] >= _FEWEST


def _without_tail(
    bands: Sequence[Band], begin: int, end: int, gaps: Sequence[Gap], least: float
) -> int:
    """The end of a group without lines in its left column that belong to what follows."""
    if end == len(bands):
        return end
    last = end
    while last > begin and bands[last - 1].right <= gaps[0][0]:
        last -= 1
    for number in range(max(last, begin + 1), end):
        if bands[number].top - bands[number - 1].bottom > least:
            return number
    return end


def columns_between(bands: Sequence[Band], gaps: Sequence[Gap]) -> list[list[Word]]:
    """The words between the gaps, from left to right."""
    starts = [gap[0] for gap in gaps]
    columns: list[list[Word]] = [[] for _ in range(len(gaps) + 1)]
    for band in bands:
        for word in band.words:
            middle = (word.left + word.right) / 2
            columns[bisect_left(starts, middle)].append(word)
    return [column for column in columns if column]
