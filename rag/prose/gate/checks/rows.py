"""Whether a claim reads the rows of a table as they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from .....text import lexicon
from .....text.dates import bears_out
from .....text.negation import is_negated
from .....text.quantities import same_unit, same_value
from .....text.reading import Facts, read_facts
from .....text.words import near, read_words
from ..reading.likeness import are_opposites
from ..reading.stretches import stretches
from ..reading.units import Unit

_NO = frozenset("no none not false - – — ✗".split())
_YES = frozenset("yes true x ✓ ✔".split())


def misread_rows(clause: Facts, rows: Sequence[Unit], claim: Facts) -> bool:
    """Whether a clause puts together what stands in different rows, or turns a "yes" or "no" round.

    The rows meant are those whose first cell the clause names. Without any, one row must have all
    the cells that it names.

    Args:
        clause: what a clause of the claim states.
        rows: all rows of the table.
        claim: what the claim states, whose other clauses may name the rows.
    """
    keys = [row for row in rows if _mentions(clause, *row.cells[0])]
    keys = keys or [row for row in rows if _mentions(claim, *row.cells[0])]
    columns = [_mentioning(clause, rows, column) for column in range(1, len(rows[0].cells))]
    named = [frozenset(row.number for row in column) for column in columns if column]
    if keys:
        meant = frozenset(row.number for row in keys)
        is_apart = any(not column & meant for column in named)
    else:
        meant = frozenset.intersection(*named) if named else frozenset()
        is_apart = len(named) > 1 and not meant
    chosen = [row for row in rows if row.number in meant] or list(rows)
    return is_apart or _turns(clause, chosen, bool(meant)) or _is_no_extreme(clause, keys, rows)


def _mentioning(clause: Facts, rows: Sequence[Unit], column: int) -> list[Unit]:
    """The rows whose cell of a column a clause names."""
    return [
        row for row in rows if len(row.cells) > column and _mentions(clause, *row.cells[column])
    ]


def _mentions(clause: Facts, name: str, cell: str) -> bool:
    """Whether a clause names a cell: all its words, or its number or date.

    A number without a unit counts where the clause has a word of its column's name as well.
    """
    if not cell or cell.casefold() in _NO | _YES or is_negated(cell) > is_negated(clause.text):
        return False
    facts = read_facts(cell)
    if facts.moments:
        ours = [date.moment for date in clause.moments]
        return any(bears_out(date.moment, our) for date in facts.moments for our in ours)
    if facts.quantities:
        is_named = bool(_near_stems(name) & clause.stems)
        return any(
            same_value(theirs, ours) and (same_unit(theirs, ours) if theirs.measure else is_named)
            for theirs in facts.quantities
            for ours in clause.quantities
        )
    stems = _stems(cell)
    return bool(stems) and stems <= clause.stems


def answers_column(clause: Facts, rows: Sequence[Unit]) -> int | None:
    """The column of "yes" and "no" that a clause names; ``None`` for none."""
    for column, (name, _) in enumerate(rows[0].cells):
        cells = {row.cells[column][1].casefold() for row in rows if len(row.cells) > column}
        if cells <= _NO | _YES and (_near_stems(name) & clause.stems or _is_turned(clause, name)):
            return column
    return None


def _is_turned(clause: Facts, name: str) -> bool:
    """Whether a clause has the opposite of a word of a column's name: "closed" for "open"."""
    return any(are_opposites(first, second) for first in _stems(name) for second in clause.stems)


def _turns(clause: Facts, rows: Sequence[Unit], is_chosen: bool) -> bool:
    """Whether a clause says of a column of "yes" and "no" the opposite of some rows."""
    column = answers_column(clause, rows)
    if column is None or not (is_chosen or _universal().search(clause.text)):
        return False
    is_denied = is_negated(clause.text) != _is_turned(clause, rows[0].cells[column][0])
    cells = {row.cells[column][1].casefold() for row in rows}
    return any((cell in _NO) != is_denied for cell in cells)


def _is_no_extreme(clause: Facts, keys: Sequence[Unit], rows: Sequence[Unit]) -> bool:
    """Whether a clause has a superlative of a row that has the most or least of no column."""
    if len(keys) != 1 or not _superlative().search(clause.text):
        return False
    extremes = set()
    for column in range(len(rows[0].cells)):
        numbers = dict(_numbers(rows, column))
        if len(numbers) == len(rows):
            extremes |= {
                max(numbers, key=numbers.__getitem__),
                min(numbers, key=numbers.__getitem__),
            }
    return bool(extremes) and keys[0].number not in extremes


def _numbers(rows: Sequence[Unit], column: int) -> Iterator[tuple[int, float]]:
    for row in rows:
        quantities = read_facts(row.cells[column][1]).quantities if len(row.cells) > column else ()
        if quantities:
            yield row.number, quantities[0].size


def misplaced_cell(claim: Facts, row: Unit) -> bool:
    """Whether a claim puts the cell of one column beside the name of another column.

    "Written by Eck" is not borne out where Eck stands under "Director" and another under "Author".
    """
    numbers = stretches(claim.text)
    for stretch in set(numbers):
        words = [word for at, word in enumerate(claim.words) if numbers[at] == stretch]
        if _is_crossed({word.stem for word in words if word.is_content}, row):
            return True
    return False


def _is_crossed(stems: set[str], row: Unit) -> bool:
    columns = [(_stems(name), _stems(cell)) for name, cell in row.cells]
    key = columns[0][1]
    free = stems - key if key <= stems else stems
    cited = [number for number, (_, cell) in enumerate(columns) if number and cell and cell <= free]
    unused = stems.difference(*(columns[number][1] for number in cited))
    named = [
        number
        for number, (name, _) in enumerate(columns)
        if any(near(stem) & unused for stem in name)
    ]
    return any(
        number not in named and any(other not in cited and other for other in named)
        for number in cited
    )


def _stems(text: str) -> frozenset[str]:
    return frozenset(word.stem for word in read_words(text) if word.is_content)


def _near_stems(text: str) -> frozenset[str]:
    return frozenset[str]().union(*(near(stem) for stem in _stems(text)))


@cache
def _superlative() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{lexicon.alternation('gate.superlatives')})\b", re.IGNORECASE)


@cache
def _universal() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{lexicon.alternation('gate.universal')})\b", re.IGNORECASE)
