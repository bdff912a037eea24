"""The words of a page in reading order: columns left to right, tables row by row.

Blank strips across the page part it into bands. Neighbouring bands that share an upright blank
strip form a group: columns of flowing text, or a table.
"""

from __future__ import annotations

import itertools
import math
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .pdf_lines import Line, make_lines
from .pdf_tables import Gap, Table, is_bullet, is_table, table_rows
from .pdf_words import Word

_GUTTER = 0.9
_ROOM = 2.0, 5.0
"""Height left free around a heading, in font sizes."""
_HEADING_SIZE = 1.15
_FEWEST = 3
"""Lines side by side that make columns or a table."""
_DEEPEST = 6
"""Columns inside columns are looked for so many times."""
_MOST_BANDS = 2_000
"""A page with more is no page of text; its lines are read straight across."""


class Flow(NamedTuple):
    """Lines of one column, from top to bottom."""

    lines: tuple[Line, ...]


class _Band(NamedTuple):
    """Words between two blank strips across the page, and the upright gaps between and beside."""

    words: list[Word]
    top: float
    bottom: float
    free: list[Gap]


def arrange(words: Sequence[Word], body: float, depth: int = 0) -> list[Flow | Table]:
    """Words of one direction as flows and tables in reading order.

    Args:
        words: all words of a page or of a column of it.
        body: font size of most of the document's text, in points.
        depth: how many columns this one lies in.
    """
    bands = [_band(row, _GUTTER * body) for row in blank_strips(words)]
    if depth >= _DEEPEST or len(bands) > _MOST_BANDS:
        return [Flow(tuple(make_lines(words)))] if words else []
    parts: list[Flow | Table] = []
    plain: list[Word] = []
    for group, gaps in _groups(bands, _GUTTER * body):
        if not gaps:
            plain += [word for band in group for word in band.words]
            continue
        columns = _columns(group, gaps)
        if plain:
            parts.append(Flow(tuple(make_lines(plain))))
            plain = []
        if is_table([make_lines(column) for column in columns]):
            parts += _tables(group, gaps, body)
            continue
        for piece in _split_at_headings(group, gaps, body):
            for column in _columns(piece, gaps):
                parts += arrange(column, body, depth + 1)
    if plain:
        parts.append(Flow(tuple(make_lines(plain))))
    return parts


def blank_strips(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Words from top to bottom, parted where nothing stands at a height of the page."""
    row: list[Word] = []
    bottom = -math.inf
    for word in sorted(words, key=lambda one: one.top):
        if row and word.top >= bottom:
            yield row
            row = []
        row.append(word)
        bottom = max(bottom, word.bottom) if len(row) > 1 else word.bottom
    if row:
        yield row


def _band(words: list[Word], least: float) -> _Band:
    free: list[Gap] = []
    reached = -math.inf
    for word in sorted(words, key=lambda one: one.left):
        if word.left - reached >= least:
            free.append((reached, word.left))
        reached = max(reached, word.right)
    free.append((reached, math.inf))
    return _Band(words, min(word.top for word in words), max(word.bottom for word in words), free)


def _inner(free: Sequence[Gap], least: float) -> list[Gap]:
    """The gaps that words stand on both sides of."""
    return [
        gap
        for gap in free
        if math.isfinite(gap[0]) and math.isfinite(gap[1]) and gap[1] - gap[0] >= least
    ]


def _common(one: Sequence[Gap], other: Sequence[Gap]) -> list[Gap]:
    """What two ordered lists of gaps have in common."""
    found: list[Gap] = []
    a = b = 0
    while a < len(one) and b < len(other):
        start, end = max(one[a][0], other[b][0]), min(one[a][1], other[b][1])
        if start < end:
            found.append((start, end))
        if one[a][1] < other[b][1]:
            a += 1
        else:
            b += 1
    return found


def _groups(
    bands: Sequence[_Band], least: float
) -> Iterator[tuple[Sequence[_Band], Sequence[Gap]]]:
    """Bands in order: those that share gaps together with these, any other alone without."""
    at = passed = 0
    while at < len(bands):
        end, gaps = _reach(bands, at, least)
        gaps = _without_bullets(bands[at:end], gaps)
        if not gaps or not _is_wide(bands[at:end], gaps):
            at += 1
            continue
        begin = at
        while begin > passed and _first_left(bands[begin - 1]) >= gaps[0][1]:
            begin -= 1
        for band in bands[passed:begin]:
            yield [band], ()
        end = _without_tail(bands, begin, end, gaps, least)
        yield bands[begin:end], gaps
        at = passed = end
    for band in bands[passed:]:
        yield [band], ()


def _first_left(band: _Band) -> float:
    return band.free[0][1]


def _last_right(band: _Band) -> float:
    return band.free[-1][0]


def _reach(bands: Sequence[_Band], start: int, least: float) -> tuple[int, list[Gap]]:
    """Where the bands end that share gaps with the one at ``start``, and these gaps."""
    free = bands[start].free
    gaps = _inner(free, least)
    end = start + 1
    while gaps and end < len(bands):
        free = _common(free, bands[end].free)
        shared = _inner(free, least)
        if not shared:
            break
        gaps = shared
        end += 1
    return end, gaps


def _without_bullets(bands: Sequence[_Band], gaps: list[Gap]) -> list[Gap]:
    """The gaps but for those that only part the signs of list items from their text."""
    if not gaps:
        return gaps
    columns = _columns(bands, gaps)
    return [
        gap
        for gap, column in zip(gaps, columns, strict=False)
        if not all(is_bullet(line.text) for line in make_lines(column))
    ]


def _is_wide(bands: Sequence[_Band], gaps: Sequence[Gap]) -> bool:
    """Whether enough lines stand on both sides of a gap."""
    heights = sorted((len(make_lines(column)) for column in _columns(bands, gaps)), reverse=True)
    return heights[1] >= _FEWEST


def _without_tail(
    bands: Sequence[_Band], begin: int, end: int, gaps: Sequence[Gap], least: float
) -> int:
    """The end of a group without lines on the left that rather belong to what follows it."""
    if end == len(bands):
        return end
    last = end
    while last > begin and _last_right(bands[last - 1]) <= gaps[0][0]:
        last -= 1
    for number in range(max(last, begin + 1), end):
        if bands[number].top - bands[number - 1].bottom > least:
            return number
    return end


def _columns(bands: Sequence[_Band], gaps: Sequence[Gap]) -> list[list[Word]]:
    """The words between the gaps, from left to right."""
    starts = [gap[0] for gap in gaps]
    columns: list[list[Word]] = [[] for _ in range(len(gaps) + 1)]
    for band in bands:
        for word in band.words:
            middle = (word.left + word.right) / 2
            columns[bisect_left(starts, middle)].append(word)
    return [column for column in columns if column]


def _split_at_headings(
    bands: Sequence[_Band], gaps: Sequence[Gap], body: float
) -> Iterator[Sequence[_Band]]:
    """Groups of bands, parted before a large heading that all columns make room for."""
    begin = 0
    for number in range(1, len(bands) - 1):
        before, band, after = bands[number - 1 : number + 2]
        size = min(word.size for word in band.words)
        is_heading = _last_right(band) <= gaps[0][0] and size >= _HEADING_SIZE * body
        room = (after.top - before.bottom) / size
        text = max(word.size for word in after.words) < _HEADING_SIZE * body
        full = all(
            _first_left(one) <= gaps[0][0] and _last_right(one) >= gaps[-1][1]
            for one in (before, after)
        )
        if is_heading and full and text and _ROOM[0] <= room <= _ROOM[1]:
            yield bands[begin:number]
            begin = number
    yield bands[begin:]


def _tables(bands: Sequence[_Band], gaps: Sequence[Gap], body: float) -> Iterator[Flow | Table]:
    """The rows of a table; lines of a single cell before, between and after them as flows."""
    rows = table_rows([band.words for band in bands], gaps, body)
    for is_row, some in itertools.groupby(rows, key=lambda row: len(row.cells) > 1):
        part = tuple(some)
        if is_row:
            yield Table(part)
        else:
            yield Flow(tuple(line for row in part for line in make_lines(row.words)))
