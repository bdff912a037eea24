"""What a number is for each of: "35 litres a minute", "500 per litre"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from .....text.quantities import Quantity
from .....text.reading import Facts
from .....text.vocabulary import Unit as Measure
from .....text.vocabulary import unit_named
from .....text.words import stem
from ..reading.units import Unit

_PER = re.compile(r"\bper (?:\d[\d.,]* )?(?P<of>(?!cent\b)[a-z]{2,})")
_EACH = re.compile(r" (?:an?|each|every) (?P<of>[a-z]{2,})")


def lacking_rate(claim: Facts, units: Sequence[Unit]) -> str:
    """The first "per litre" of a claim whose litre no sentence has; ``""`` for none."""
    words = {word for unit in units for word in unit.facts.words}
    stems = {word.stem for word in words}
    measures = {unit_named(word.text) for word in words} - {Measure()}
    for rate in _rates(claim):
        if stem(rate["of"]) not in stems and unit_named(rate["of"]) not in measures:
            return rate[0].strip()
    return ""


def is_rate(quantity: Quantity, claim: Facts) -> bool:
    """Whether "a minute" is no time but says what another number is for."""
    return quantity.kind == "single" and any(
        rate.start() <= quantity.start and quantity.unit_end <= rate.end() for rate in _rates(claim)
    )


def _rates(claim: Facts) -> Iterator[re.Match[str]]:
    yield from _PER.finditer(claim.text)
    for quantity in claim.quantities:
        if rate := _EACH.match(claim.text, quantity.unit_end):
            yield rate
