"""The sentences and table rows of a passage, as what a claim may rest on."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property

from .....index.types import Hit
from .....text.reading import Facts, read_facts
from .....text.spans import Span
from .....text.vocabulary import SHORT_DAYS, WEEKDAYS, any_of, unit_named
from ....verify.claims import plain
from .clauses import Clause, read_clauses
from .directions import directs_machine
from .notation import regular

_ANSWER = re.compile(r"yes|no|-|–", re.IGNORECASE)
"""A cell that answers what its column asks; it negates nothing else of its row."""
_FIGURE = re.compile(r"[\d.,]+")
_IN_BRACKETS = re.compile(r"\(([^()]+)\)")
_DAY = re.compile(rf"\b{any_of(SHORT_DAYS)}\b")


@dataclass(frozen=True)
class Unit:
    """A sentence of a passage, or a row of a table with its column names put before its cells.

    Attributes:
        number: of the sentence in its chunk, from 0.
        span: its place in the document.
        raw: its characters.
        text: what is compared, in regular notation.
        cells: of a row the pairs of column name and cell, else none.
    """

    number: int
    span: Span
    raw: str
    text: str
    cells: tuple[tuple[str, str], ...] = ()

    @cached_property
    def facts(self) -> Facts:
        """What it states."""
        return read_facts(self.text)

    @cached_property
    def clauses(self) -> tuple[Clause, ...]:
        """Its clauses; a row is one as a whole."""
        if not self.is_row:
            return read_clauses(self.text)
        return (Clause(self.text, tuple(range(len(self.facts.words))), (), None, ""),)

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a table."""
        return bool(self.cells)


@dataclass(frozen=True)
class SourcePassage:
    """A passage of the prompt, read for comparison.

    Attributes:
        units: its sentences and rows in order; questions and directions to a machine are left out.
        context: the title, heading and question that it stands under, in regular notation.
        text: all its characters, ``plain``.
    """

    units: tuple[Unit, ...]
    context: str
    text: str

    @cached_property
    def context_facts(self) -> Facts:
        """What its title and heading state."""
        return read_facts(self.context)

    @cached_property
    def rows(self) -> tuple[Unit, ...]:
        """Its rows."""
        return tuple(unit for unit in self.units if unit.is_row)

    def before(self, place: int) -> int | None:
        """The place of the sentence right before a sentence; ``None`` for none and for rows."""
        unit = self.units[place]
        if not place or unit.is_row or self.units[place - 1].number != unit.number - 1:
            return None
        return place - 1

    def only(self, places: Collection[int]) -> SourcePassage:
        """The passage with some of its sentences alone."""
        units = tuple(unit for place, unit in enumerate(self.units) if place in places)
        return replace(self, units=units)


def read_passage(hit: Hit, columns: Sequence[str]) -> SourcePassage:
    """Read a passage.

    Args:
        hit: the passage.
        columns: for each of its sentences the column names, apart by tabs, if it is a table's row,
            else ``""``.
    """
    chunk = hit.chunk
    units = []
    for number, (sentence, names) in enumerate(zip(chunk.sentences, columns, strict=True)):
        raw = chunk.text[sentence.start - chunk.start : sentence.end - chunk.start]
        if not sentence.interrogative and not directs_machine(raw):
            units.append(_unit(number, Span(sentence.start, sentence.end), raw, names))
    above = dict.fromkeys(part for part in (hit.title, chunk.context, chunk.heading) if part)
    return SourcePassage(tuple(units), regular(". ".join(above)), plain(chunk.text))


def _unit(number: int, span: Span, raw: str, columns: str) -> Unit:
    if "\t" not in raw and not columns:
        return Unit(number, span, raw, regular(raw))
    names, cells = columns.split("\t"), raw.split("\t")
    names += [""] * (len(cells) - len(names))
    pairs = tuple((plain(name), plain(cell)) for name, cell in zip(names, cells, strict=False))
    pairs = tuple((name, _in_full(name, cell)) for name, cell in pairs)
    shown = [
        f"{name}: {'' if _ANSWER.fullmatch(cell) else cell}" if name else cell
        for name, cell in pairs
    ]
    return Unit(number, span, raw, regular("; ".join(shown)), pairs)


def _in_full(column: str, cell: str) -> str:
    """A cell with the unit that its column states, and with its weekdays in full."""
    bracketed = _IN_BRACKETS.search(column)
    unit = bracketed[1].split("/")[0] if bracketed else column
    if _FIGURE.fullmatch(cell) and unit_named(unit).measure:
        cell = f"{cell} {unit}"
    return _DAY.sub(lambda match: _weekdays()[match[0]], cell)


@cache
def _weekdays() -> dict[str, str]:
    """The names of weekdays in full by their short forms."""
    names = {number: name for name, number in WEEKDAYS.items()}
    return {short: names[number] for short, number in SHORT_DAYS.items()}
