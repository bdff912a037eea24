"""Put the words of a page in reading order: columns left to right, tables row by row."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .bands import Band, columns_between, groups, make_bands
from .lines import Line, make_lines
from .tables import Gap, Table, is_table, table_rows
from .words import Word

_GUTTER = 0.9
_ROOM = 2.0, 5.0
"""Least and most vertical space around a heading, in font sizes."""
_UNEVEN = 3.6
"""Tolerance of the heights of columns above a heading, in font sizes of the text."""
_HEADING_SIZE = 1.15
_DEEPEST = 6
"""Levels of columns inside columns."""
_MOST_BANDS = 2_000
"""On a page with more bands, columns are not detected."""
_SURE = 6
_MOST_GUTTERS = 8


class Flow(NamedTuple):
    """Lines of one column, from top to bottom."""

    lines: tuple[Line, ...]


def find_gutters(pages: Sequence[Sequence[Word]], body: float) -> list[Gap]:
    """The most frequent gaps between columns, from left to right."""
    seen: Counter[Gap] = Counter()
    for words in pages:
        bands = make_bands(words, _GUTTER * body)
        for group, gaps in groups(bands, _GUTTER * body, ()) if len(bands) <= _MOST_BANDS else ():
            columns = list(map(make_lines, columns_between(group, gaps) if gaps else [[]]))
            if min(map(len, columns)) >= _SURE and not is_table(columns):
                seen.update((round(gap[0]), round(gap[1])) for gap in gaps)
    gutters: list[Gap] = []
    for gap, _ in seen.most_common(_MOST_GUTTERS):
        if all(gap[1] <= gutter[0] or gap[0] >= gutter[1] for gutter in gutters):
            gutters.append(gap)
    return sorted(gutters)


def arrange(
    words: Sequence[Word], body: float, gutters: Sequence[Gap] = (), depth: int = 0
) -> list[Flow | Table]:
    """Words of one reading direction as flows and tables in reading order.

    Args:
        words: all words of a page or of a column of it.
        body: font size of most of the document's text, in points.
        gutters: the document's gaps between columns.
        depth: the number of columns that contain this one.
    """
    bands = make_bands(words, _GUTTER * body)
    if depth >= _DEEPEST or len(bands) > _MOST_BANDS:
        return [Flow(tuple(make_lines(words)))] if words else []
    parts: list[Flow | Table] = []
    plain: list[Word] = []
    for group, gaps in groups(bands, _GUTTER * body, gutters):
        if not gaps:
            plain += [word for band in group for word in band.words]
            continue
        if plain:
            parts.append(Flow(tuple(make_lines(plain))))
            plain = []
        if is_table([make_lines(column) for column in columns_between(group, gaps)]):
            parts += _tables(group, gaps, body)
            continue
        for piece in _split_at_headings(group, gaps, body):
            for column in columns_between(piece, gaps):
                parts += arrange(column, body, (), depth + 1)
    if plain:
        parts.append(Flow(tuple(make_lines(plain))))
    return parts


def _split_at_headings(
    bands: Sequence[Band], gaps: Sequence[Gap], body: float
) -> Iterator[Sequence[Band]]:
    """Groups of bands, split before a large heading for which all columns leave space."""
    begin = reached = 0
    for number in range(1, len(bands) - 1):
        before, band, after = bands[number - 1 : number + 2]
        reached = number - 1 if before.right >= gaps[-1][1] else reached
        size = min(word.size for word in band.words)
        is_heading = band.right <= gaps[0][0] and size >= _HEADING_SIZE * body
        room = after.top - before.bottom
        is_right = after.top - bands[reached].bottom <= room + _UNEVEN * body
        is_text = max(word.size for word in after.words) < _HEADING_SIZE * body
        is_full = after.left <= gaps[0][0] and after.right >= gaps[-1][1]
        fits = _ROOM[0] * size <= room <= _ROOM[1] * size
        if is_heading and fits and is_right and is_text and is_full:
            yield bands[begin:number]
            begin = number
    yield bands[begin:]


def _tables(bands: Sequence[Band], gaps: Sequence[Gap], body: float) -> Iterator[Flow | Table]:
    """The rows of a table; single-cell lines before, between and after them as flows."""
    rows = table_rows([band.words for band in bands], gaps, body)
    for is_row, some in itertools.groupby(rows, key=lambda row: len(row.cells) > 1):
        part = tuple(some)
        if is_row:
            yield Table(part)
        else:
            yield Flow(tuple(line for row in part for line in make_lines(row.words)))
