"""Comma- and tab-separated values into rows, each cell with its place in the source."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

from ..markup.html_tables import is_head_row
from ..parsed import Block, BlockKind, Metadata, Parsed, Run

_DELIMITERS = ",;\t|"
_CELLS = {
    delimiter: (
        re.compile(rf'[ ]*+"((?:[^"]++|"")*+)"[ ]*+(?=[{re.escape(delimiter)}\r\n]|\Z)'),
        re.compile(rf"[^{re.escape(delimiter)}\r\n]*+"),
    )
    for delimiter in _DELIMITERS
}
"""For each delimiter a cell in quotes, and one without."""
_SAMPLE = 50

Cell = tuple[Run, ...]
Row = list[Cell]


def parse_table(text: str) -> Parsed:
    """A block for each row, its cells separated by tabs.

    Cells are the source's own characters without their quotation marks. The first row is the
    header if it can be one; single-cell lines before the table are paragraphs.
    """
    delimiter = _delimiter(text)
    rows = [row for row in _rows(text, delimiter) if any(_text(cell) for cell in row)]
    width = _width(rows)
    blocks: list[Block] = []
    body = 0
    for row in rows:
        filled = sum(bool(_text(cell)) for cell in row)
        if not body and width > 1 and filled == 1:
            kind = BlockKind.PARAGRAPH
        else:
            body += 1
            is_head = body == 1 and is_head_row([_text(cell) for cell in row]) and len(rows) > 1
            kind = BlockKind.TABLE_HEAD if is_head else BlockKind.ROW
        blocks.append(Block(kind, tuple(_joined(row))))
    return Parsed(tuple(blocks), Metadata())


def _delimiter(text: str) -> str:
    """The delimiter by which most of the first rows have the same number of cells, above one."""

    def agreeing_rows(delimiter: str) -> int:
        sizes = Counter(len(row) for row in islice(_rows(text, delimiter), _SAMPLE))
        return max((times for size, times in sizes.items() if size > 1), default=0)

    return max(_DELIMITERS, key=agreeing_rows)


def _width(rows: Sequence[Row]) -> int:
    """The most frequent number of cells."""
    return Counter(map(len, rows)).most_common(1)[0][0] if rows else 0


def _rows(text: str, delimiter: str) -> Iterator[Row]:
    """Rows of cells as in RFC 4180; a stray quotation mark is an ordinary character."""
    quoted, plain = _CELLS[delimiter]
    row: Row = []
    at = 0
    while at < len(text):
        if match := quoted.match(text, at):
            row.append(tuple(_unquoted(text, match.start(1), match.end(1))))
        else:
            match = plain.match(text, at)
            assert match  # matches the empty string too
            row.append(_trimmed(text, *match.span()))
        at = match.end()
        if text.startswith(delimiter, at):
            at += 1
            if at < len(text):
                continue
            row.append(())
        at += 2 if text.startswith("\r\n", at) else 1
        yield row
        row = []


def _unquoted(text: str, start: int, end: int) -> Iterator[Run]:
    """A quoted cell: each doubled quotation mark is a unit."""
    while start < end:
        at = text.find('""', start, end)
        if at < 0:
            yield Run(text[start:end], start, end)
            return
        if at > start:
            yield Run(text[start:at], start, at)
        yield Run('"', at, at + 2)
        start = at + 2


def _trimmed(text: str, start: int, end: int) -> Cell:
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end = start + len(piece.strip())
    return (Run(text[start:end], start, end),) if start < end else ()


def _text(cell: Cell) -> str:
    return "".join(run.text for run in cell).strip()


def _joined(row: Row) -> Iterator[Run]:
    """The runs of a row, with a tab for each delimiter up to the last cell with text."""
    filled = max(number for number, cell in enumerate(row) if _text(cell))
    at = next(cell[0].start for cell in row if cell)
    for number, cell in enumerate(row[: filled + 1]):
        if number:
            yield Run("\t", at, at)
        yield from cell
        at = cell[-1].end if cell else at
