"""How a value of a claim is borne out, and by which sentences."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from .....text.reading import Facts
from .....text.words import read_words
from ..reading.units import Unit


class Backing(IntEnum):
    """How a value of a claim is borne out; the smaller, the better."""

    STATED = 0
    ELSEWHERE = 1
    """A sentence beside those that the claim is about states it."""
    COMPUTED = 2
    MISSING = 3


def around(about: Sequence[Unit], units: Sequence[Unit]) -> list[Unit]:
    """Sentences with their neighbours in a passage, or all rows if there is a row among them."""
    numbers = {unit.number for unit in about}
    wanted = numbers | {number + step for number in numbers for step in (-1, 1)}
    has_row = any(unit.is_row for unit in about)
    return [unit for unit in units if unit.number in wanted or (has_row and unit.is_row)]


def named_rows(claim: Facts, about: Sequence[Unit]) -> list[Unit]:
    """Sentences, without rows of which the claim names less than of others.

    A row is named by its first cell, and by each of the claim's names that it has.
    """
    scores = {unit.number: _named(claim, unit) for unit in about if unit.is_row}
    most = max(scores.values(), default=0)
    return [unit for unit in about if scores.get(unit.number, most) == most]


def _named(claim: Facts, row: Unit) -> int:
    words = {word.text for word in row.facts.words}
    key = {word.stem for word in read_words(row.cells[0][1])}
    names = sum(set(name.words) <= words for name in claim.names)
    return names + (bool(key) and key <= claim.stems)
