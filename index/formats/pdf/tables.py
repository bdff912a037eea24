"""Distinguish tables from columns of text, and read their rows."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .lines import Line, join, make_lines
from .words import Word

_BULLET = re.compile(r"[•‣◦▪●■–—*\-\uf0b7\uf0a7]|[(\[]?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)\]]")
LEADERS = re.compile(r"(?:\. ?){4,}\s*\S{0,6}$")
"""Leader dots, as at the end of a line in a table of contents."""

_CELL_GAP = 0.9
_CROSSED_SPACE = 0.6
_MOST = 0.6
"""Share of lines with a gap from which it separates columns; cells span it on the others."""
_SAME_BASE = 0.25
_FEWEST = 3
_ALIGNED = 0.7
_ITEM_WORDS, _FEW_DIGITS = 5, 4
_FULL, _FLOWING = 0.75, 0.6
"""Share of its column's width from which a line is full; share of full lines in flowing text."""
_LOWER = 0.2
_WORDS, _LETTERS = 2.5, 12
_BREAK = 1.25
_SHARED = 0.8


Gap = tuple[float, float]
"""Left and right edge of a blank strip between columns, in points."""


class Row(NamedTuple):
    """A row of a table: the texts of its cells, in which wrapped lines keep their line breaks."""

    cells: tuple[str, ...]
    bold: bool
    words: tuple[Word, ...]


class Table(NamedTuple):
    """Rows from top to bottom."""

    rows: tuple[Row, ...]

    def is_list(self) -> bool:
        """Whether the rows are items of a numbered list."""
        numbers = [row.cells[0] for row in self.rows]
        if not all(number.isdecimal() and len(number) < _FEW_DIGITS for number in numbers):
            return False
        steps = {int(following) - int(number) for number, following in itertools.pairwise(numbers)}
        texts = [row.cells[1].split() for row in self.rows if len(row.cells) == 2]
        many = sum(map(len, texts)) > _ITEM_WORDS * len(texts)
        return steps == {1} and len(texts) == len(numbers) and many

    def heads(self) -> int:
        """The number of header rows.

        They are bold rows above others, else a first row without digits above rows with digits; a
        cell that ends with a colon marks a row of names and values instead.
        """
        bold = next((n for n, row in enumerate(self.rows) if not row.bold), 0)
        if bold:
            return bold
        first, *below = self.rows
        numeric = sum(any(map(_is_number, row.cells)) for row in below)
        named = not any(_is_number(cell) or cell.endswith(":") for cell in first.cells)
        return int(named and bool(below) and numeric > len(below) / 2)


def _is_number(cell: str) -> bool:
    return any(letter.isdigit() for letter in cell)


def is_bullet(text: str) -> bool:
    """Whether a text is nothing but a bullet or the number of a list item."""
    return bool(_BULLET.fullmatch(text))


def is_table(columns: Sequence[Sequence[Line]]) -> bool:
    """Whether adjacent lines are cells of rows and not columns of text.

    Cells are short and share baselines; text flows: most lines fill their column and continue a
    sentence. Wrapped cells begin on common baselines.
    """
    if not _are_aligned(columns):
        return False
    tall = [column for column in columns if len(column) >= _FEWEST]
    return not tall or not all(map(_flows, tall)) or _rows_begin_together(columns)


def _are_aligned(columns: Sequence[Sequence[Line]]) -> bool:
    """Whether most lines of all columns but the tallest share a baseline with it."""
    tallest = max(columns, key=len)
    bases = [line.base for line in tallest]
    others = [line for column in columns if column is not tallest for line in column]
    aligned = sum(_is_among(bases, line.base, line.size) for line in others)
    return aligned >= _ALIGNED * len(others)


def _is_among(bases: Sequence[float], base: float, size: float) -> bool:
    """Whether a baseline is among others, which are ordered from the top."""
    at = bisect_left(bases, base - _SAME_BASE * size)
    return at < len(bases) and bases[at] <= base + _SAME_BASE * size


def _flows(lines: Sequence[Line]) -> bool:
    """Whether most lines, or several consecutive ones, are flowing text."""
    entries = sum(bool(LEADERS.search(line.text)) for line in lines)
    if 2 * entries >= len(lines):
        return True
    width = max(line.right for line in lines) - min(line.left for line in lines)
    full = [line.right - line.left >= _FULL * width for line in lines]
    if sum(full) >= _FLOWING * len(lines):
        return _is_prose(lines)
    runs = [
        [line for line, _ in some]
        for is_full, some in itertools.groupby(
            zip(lines, full, strict=True), key=lambda pair: pair[1]
        )
        if is_full
    ]
    return any(len(run) > _FEWEST and _is_prose(run) for run in runs)


def _is_prose(lines: Sequence[Line]) -> bool:
    """Whether lines are long and some begin in the middle of a sentence."""
    words = sum(len(line.text.split()) for line in lines) / len(lines)
    letters = sum(len(line.text) for line in lines) / len(lines)
    starts = [line.text[0] for line in lines[1:] if line.text[0].lower() != line.text[0].upper()]
    goes_on = sum(map(str.islower, starts)) >= _LOWER * len(starts)
    wordy = words >= _WORDS or all(line.text.isalpha() for line in lines)
    return wordy and letters >= _LETTERS and goes_on


def _rows_begin_together(columns: Sequence[Sequence[Line]]) -> bool:
    """Whether lines after a wider gap align in all columns, as rows of wrapped cells do."""
    starts = [_starts(column) for column in columns]
    if min(map(len, starts)) < _FEWEST - 1:
        return False
    first, *further = ([line.base for line in lines] for lines in starts)
    shared = sum(
        all(_is_among(bases, line.base, line.size) for bases in further) for line in starts[0]
    )
    return shared >= _SHARED * max(len(first), *map(len, further))


def _starts(lines: Sequence[Line]) -> list[Line]:
    """The lines that a wider gap separates from the one above."""
    pairs = list(itertools.pairwise(lines))
    least = min((after.base - line.base for line, after in pairs), default=0.0)
    return [after for line, after in pairs if after.base - line.base > _BREAK * least]


def table_rows(bands: Sequence[Sequence[Word]], gaps: Sequence[Gap], body: float) -> list[Row]:
    """The rows of a table; a wrapped line is joined to the row that it continues.

    Args:
        bands: the words of each line of the table.
        gaps: the strips between columns that are blank on all lines, from left to right.
        body: font size of most text, in points.
    """
    gaps = sorted([*gaps, *_nearly_common(bands, gaps, _CELL_GAP * body)])
    pitches = [
        max(min(word.base for word in after) - max(word.base for word in band), 0.0)
        for band, after in itertools.pairwise(bands)
    ]
    spaced = _BREAK * min(pitches, default=0.0)
    wrapped = all(map(_flows, _lines_of_columns(bands, gaps)))
    rows: list[list[Word]] = []
    for number, band in enumerate(bands):
        tight = number > 0 and pitches[number - 1] <= spaced < max(pitches)
        if number and (tight if wrapped else _goes_on(rows[-1], band, gaps, tight)):
            rows[-1] = rows[-1] + list(band)
        else:
            rows.append(list(band))
    return [_row(words, gaps, body) for words in rows]


def _nearly_common(
    bands: Sequence[Sequence[Word]], gaps: Sequence[Gap], least: float
) -> Iterator[Gap]:
    """The strips inside a column that are blank on most of its lines; cells span the others."""
    for column in range(len(gaps) + 1):
        lines = [[word for word in band if _column(word, gaps) == column] for band in bands]
        lines = [line for line in lines if line]
        edges = sorted(
            edge
            for line in lines
            for left, right in _wide_gaps(line, least)
            for edge in ((left, 1), (right, -1))
        )
        blank, begin = 0, 0.0
        for at, change in edges:
            was, blank = blank, blank + change
            most = max(_MOST * len(lines), _FEWEST)
            if was < most <= blank:
                begin = at
            elif blank < most <= was and at - begin >= least:
                yield begin, at


def _wide_gaps(words: Sequence[Word], least: float) -> Iterator[Gap]:
    ordered = sorted(words, key=lambda word: word.left)
    right = ordered[0].right
    for word in ordered[1:]:
        if word.left - right >= least:
            yield right, word.left
        right = max(right, word.right)


def _lines_of_columns(bands: Sequence[Sequence[Word]], gaps: Sequence[Gap]) -> list[list[Line]]:
    columns: dict[int, list[Word]] = {}
    for band in bands:
        for word in band:
            columns.setdefault(_column(word, gaps), []).append(word)
    return [make_lines(column) for column in columns.values()]


def _goes_on(row: Sequence[Word], band: Sequence[Word], gaps: Sequence[Gap], tight: bool) -> bool:
    """Whether a line contains only wrapped text of the row above it."""
    filled = {_column(word, gaps) for word in band}
    before = {_column(word, gaps) for word in row}
    text = join(band)
    if not filled < before or text[0].isdigit():
        return False
    if 0 in filled:
        return tight and len(filled) == 1 and text[0].islower()
    return tight or 2 * len(filled) <= len(gaps) + 1


def _column(word: Word, gaps: Sequence[Gap]) -> int:
    return bisect_left(gaps, ((word.left + word.right) / 2,))


def _row(words: Sequence[Word], gaps: Sequence[Gap], body: float) -> Row:
    cells = [
        "\n".join(line.text for line in make_lines(cell)) for cell in _cells(words, gaps, body)
    ]
    joined: list[str] = []
    for cell in cells:
        if joined and is_bullet(joined[-1]):
            joined[-1] += " " + cell
        else:
            joined.append(cell)
    return Row(tuple(joined), all(word.bold for word in words), tuple(words))


def _cells(words: Sequence[Word], gaps: Sequence[Gap], body: float) -> Iterator[list[Word]]:
    """The words of a row, split at wide spaces in a gap between columns."""
    cell: list[Word] = []
    reached = 0.0
    for word in sorted(words, key=lambda word: word.left):
        wide = bool(cell) and word.left - reached >= _CROSSED_SPACE * body
        if wide and any(reached < gap[1] and word.left > gap[0] for gap in gaps):
            yield cell
            cell = []
        reached = max(reached, word.right) if cell else word.right
        cell.append(word)
    if cell:
        yield cell
