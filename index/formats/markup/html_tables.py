"""Find the header row of a table if the source does not mark it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ..parsed import Block, BlockKind

_FIGURE = re.compile(r"[\s$€£%+−-]*\d[\d\s.,:/%+−-]*\w{0,3}")
_HEAD_WORDS = 8
_LEAST_ROWS = 3
_CELL = re.compile(
    r"(<t[dh](?:\s[^<>]*)?>)((?:(?!</?t[dhr]\b).)*)(</t[dh]>)", re.DOTALL | re.IGNORECASE
)
_ALONE = re.compile(
    r"\s*(?P<open><p(?:\s[^<>]*)?>)(?P<text>(?:(?!</?p\b).)*)(?P<close></p>)\s*", re.DOTALL | re.I
)
_CELL_WORDS = 25
_PARAGRAPH = re.compile(r"(?<!\s)(?:\s*+</?p(?:\s[^<>]*+)?>)++\s*+", re.I)


def is_head_row(cells: Sequence[str]) -> bool:
    """Whether cells can be column names: at least two, short, distinct, not numeric."""
    named = [cell for cell in cells if cell]
    return (
        len(named) > 1
        and len(named) >= len(cells) - 1
        and len(set(named)) == len(named)
        and not any(_FIGURE.fullmatch(cell) for cell in named)
        and all(len(cell.split()) <= _HEAD_WORDS for cell in named)
    )


def with_flat_cells(page: str) -> str:
    """An HTML text with paragraph tags removed from its cells, so that a cell is one line."""
    return _CELL.sub(lambda cell: cell[1] + _PARAGRAPH.sub(" ", cell[2]).strip() + cell[3], page)


def lone_paragraphs(page: str) -> frozenset[int]:
    """Where the tags start of paragraphs that are the only content of a table cell.

    Long cells are excluded: some pages use tables for their layout.
    """
    starts: list[int] = []
    for cell in _CELL.finditer(page):
        alone = _ALONE.fullmatch(cell[2])
        if alone and len(alone["text"].split()) <= _CELL_WORDS:
            starts += [cell.start(2) + alone.start(part) for part in ("open", "close")]
    return frozenset(starts)


def with_heads(blocks: Sequence[Block]) -> list[Block]:
    """The blocks, with the first row of each table marked as its header where it must be one.

    This requires at least three rows of equal length, a first row that can be a header, and a
    column with nothing but numbers below it.
    """
    marked = list(blocks)
    for table in _tables(blocks):
        rows = [[cell.strip() for cell in blocks[n].text.split("\t")] for n in table]
        even = len({len(row) for row in rows}) == 1 and len(rows) >= _LEAST_ROWS
        if even and is_head_row(rows[0]) and _has_figures(rows[1:]):
            marked[table[0]] = replace(blocks[table[0]], kind=BlockKind.TABLE_HEAD)
    return marked


def _tables(blocks: Sequence[Block]) -> Iterator[range]:
    """Runs of adjacent rows that no header precedes."""
    start: int | None = None
    for number, block in enumerate([*blocks, None]):
        is_row = block is not None and block.kind is BlockKind.ROW and not block.region
        if is_row and start is None:
            start = number
        elif not is_row and start is not None:
            if not start or blocks[start - 1].kind is not BlockKind.TABLE_HEAD:
                yield range(start, number)
            start = None


def _has_figures(rows: Sequence[Sequence[str]]) -> bool:
    columns = zip(*rows, strict=True)
    return any(all(_FIGURE.fullmatch(cell) for cell in column) for column in columns)
