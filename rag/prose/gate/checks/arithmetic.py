"""Whether a number follows from others: as their sum, difference, product or quotient."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import combinations

from .....text import lexicon
from .....text.quantities import ABOUT, Quantity, same_value
from ..reading.units import Unit
from .operations import Operation, factors

_MOST = 40
"""Numbers that are combined: beyond, some pair would make almost any number."""
_MOST_SUMMED = 8
_ENDS = re.compile(
    r"[,.;:)]|$| (?:and|or|but|not|before|after|for|in|on|to|at|from|of|more|less)\b"
)
"""What stands behind a number that counts nothing named behind it."""
_RELATION = re.compile(r" (?:[a-z]+ )?(?P<relation>more|less|fewer) than (?:the|an?|last|in|its)\b")
_BOUND = 1.1
"""How many times a number that is "more than" another may be that."""


def follows(claimed: Quantity, units: Sequence[Unit], ways: frozenset[Operation]) -> bool:
    """Whether numbers make a number.

    Args:
        claimed: the number.
        units: the sentences whose numbers are combined.
        ways: the operations that may be used.
    """
    quantities = [quantity for unit in units for quantity in _quantities(unit)]
    if len(quantities) > _MOST or not ways:
        return False
    terms = [quantity for quantity in quantities if not same_value(quantity, claimed)]
    relations = {quantity: relation for unit in units for quantity, relation in _relations(unit)}
    made = (
        result
        for first, second in combinations(terms, 2)
        for result in _combined(first, second, ways)
        if not _is_against(result[0], first, second, relations)
    )
    if any(equals(size, measure, claimed) for size, measure in made):
        return True
    results = [*_scaled(units, ways), *_summed(units, ways), *_remainders(units)]
    return any(equals(size, measure, claimed) for size, measure in results)


def _quantities(unit: Unit) -> Iterator[Quantity]:
    """The numbers of a sentence; one without a unit has that of another: "11 minutes, not 50"."""
    quantities, text = unit.facts.quantities, unit.facts.text
    measured = {quantity.measure: quantity for quantity in quantities if quantity.measure}
    for quantity in quantities:
        if quantity.kind in {"number", "share", "times"}:
            yield quantity
            if not quantity.measure and len(measured) == 1 and _ENDS.match(text, quantity.unit_end):
                (model,) = measured.values()
                yield quantity._replace(measure=model.measure, factor=model.factor)


def _relations(unit: Unit) -> Iterator[tuple[Quantity, str]]:
    """The numbers that say by how much something is "more" or "less" than something else."""
    for quantity in _quantities(unit):
        if relation := _RELATION.match(unit.facts.text, quantity.unit_end):
            yield quantity, relation["relation"]


def _is_against(
    size: float, first: Quantity, second: Quantity, relations: Mapping[Quantity, str]
) -> bool:
    """Whether a sum is claimed where the source says "more", or a difference for "less"."""
    relation = relations.get(first) or relations.get(second)
    is_sum = size > max(first.size, second.size)
    return relation is not None and is_sum == (relation == "more")


def _scaled(units: Sequence[Unit], ways: frozenset[Operation]) -> Iterator[tuple[float, str]]:
    """A number by "half" or "double" in its sentence."""
    for unit in units if "multiply" in ways else ():
        for factor in factors(unit.text):
            for quantity in unit.facts.quantities:
                yield factor * quantity.size, quantity.measure


def _summed(units: Sequence[Unit], ways: frozenset[Operation]) -> Iterator[tuple[float, str]]:
    """What three numbers of one sentence come to."""
    for unit in units if "add up" in ways else ():
        for terms in combinations(unit.facts.quantities[:_MOST_SUMMED], 3):
            measures = {quantity.measure for quantity in terms} - {""}
            if len(measures) <= 1:
                yield sum(quantity.size for quantity in terms), next(iter(measures), "")


def _remainders(units: Sequence[Unit]) -> Iterator[tuple[float, str]]:
    """What is left of a hundred per cent, where a sentence speaks of the rest."""
    for unit in units:
        shares = [part.size for part in unit.facts.quantities if part.measure == "percent"]
        if shares and _remaining().search(unit.text):
            yield 100 - sum(shares), "percent"


def equals(size: float, measure: str, claimed: Quantity) -> bool:
    """Whether a number that was computed is the one claimed, as exactly as that is stated."""
    if size <= 0 or (claimed.measure and measure and claimed.measure != measure):
        return False
    wanted = claimed.size if measure and claimed.measure else claimed.value
    slack = ABOUT * wanted if claimed.hedge == "about" else 1e-9 * max(1.0, wanted)
    is_bounded = claimed.hedge in {"least", "most"} and wanted <= size <= wanted * _BOUND
    return abs(size - wanted) <= slack or is_bounded


def _combined(
    first: Quantity, second: Quantity, ways: frozenset[Operation]
) -> Iterator[tuple[float, str]]:
    """What two numbers make, with what it measures."""
    measures = {first.measure, second.measure} - {""}
    if "divide" in ways:
        for number, count in ((first, second), (second, first)):
            if count.kind == "number" and not count.measure and count.value:
                yield number.size / count.value, number.measure
    if "times" in {first.kind, second.kind}:
        if "multiply" in ways:
            number, times = sorted((first, second), key=lambda quantity: quantity.kind == "times")
            yield number.size * times.value, number.measure
            yield number.size / times.value, number.measure
    elif len(measures) == 2:
        yield from _paid(first, second) if "multiply" in ways else ()
    elif "add" in ways:
        yield from _added(first, second, next(iter(measures), ""))


def _paid(first: Quantity, second: Quantity) -> Iterator[tuple[float, str]]:
    """What a sum of money for a time comes to: "650 pounds a month for ten months"."""
    money = [quantity for quantity in (first, second) if quantity.is_money]
    if len(money) == 1 and {first.measure, second.measure} & {"months", "time"}:
        yield first.value * second.value, money[0].measure


def _added(first: Quantity, second: Quantity, measure: str) -> Iterator[tuple[float, str]]:
    """The sum and the difference of two numbers of one measure."""
    if first.measure == second.measure:
        yield round(first.size + second.size, 9), measure
        yield round(abs(first.size - second.size), 9), measure
        if measure:
            yield round(abs(first.value - second.value), 9), ""


@cache
def _remaining() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{lexicon.alternation('claims.remaining')})\b", re.IGNORECASE)
