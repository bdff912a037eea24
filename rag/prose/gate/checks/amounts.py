"""Whether a passage states the numbers of a claim, or they follow from those that it states."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from .....text.negation import is_negated
from .....text.quantities import Quantity, same_unit, same_value
from .....text.reading import Facts
from ....verify.values import is_counted, is_implied
from ..reading.units import Unit
from .arithmetic import follows
from .backing import Backing, around, named_rows
from .elapsing import elapses
from .operations import operations
from .rates import is_rate

_PRESUPPOSED = re.compile(r"\bthe $", re.IGNORECASE)

_MORE = re.compile(r" (?:[a-z]+ )?(?:more|less|fewer|[a-z]{2,}(?<!oth)er) than\b")
"""Behind a number that only says how far two things are apart."""
_TIMES = {"time", "months"}
_TIMED = re.compile(r" (?:earlier|later|before|after)\b", re.IGNORECASE)
"""What places a time behind it by a date that may stand anywhere in the passage."""


def back_amounts(
    claim: Facts, about: Sequence[Unit], units: Sequence[Unit], context: Facts | None = None
) -> list[tuple[Quantity, Backing]]:
    """How each number of a claim is borne out.

    Args:
        claim: what the claim states.
        about: the sentences that it is about.
        units: all sentences of the passage.
        context: what its title and heading state, by whose dates time may be counted.
    """
    about = named_rows(claim, about)
    return [
        (quantity, _backing(quantity, claim, about, units, context))
        for quantity in claim.quantities
        if not _is_presupposed(quantity, claim) and not is_rate(quantity, claim)
    ]


def _is_presupposed(quantity: Quantity, claim: Facts) -> bool:
    """Whether a small number only counts what is spoken of: "the two groups"."""
    is_small = quantity.value <= 2 and not quantity.measure
    is_plain = quantity.kind in {"number", "ordinal"}
    before = claim.text[max(0, quantity.start - 4) : quantity.start]
    return is_small and is_plain and bool(_PRESUPPOSED.search(before))


def _backing(
    quantity: Quantity,
    claim: Facts,
    about: Sequence[Unit],
    units: Sequence[Unit],
    context: Facts | None,
) -> Backing:
    facts = [unit.facts for unit in about]
    if (
        _is_stated(quantity, about, claim)
        or is_counted(quantity, facts)
        or is_implied(quantity, facts)
    ):
        return Backing.STATED
    near = around(about, units)
    is_counter = quantity.measure in {"", "percent"} and is_negated(claim.text)
    ways = operations(quantity, claim, about, is_counter)
    dated = units if _TIMED.match(claim.text, quantity.unit_end) else near
    if follows(quantity, near, ways) or (
        "elapse" in ways
        and elapses(quantity, dated, context)
        and not _supplants(quantity, claim, about)
    ):
        return Backing.COMPUTED
    is_near = _is_stated(quantity, near, claim) and not _supplants(quantity, claim, about)
    return Backing.ELSEWHERE if is_near else Backing.MISSING


def _supplants(quantity: Quantity, claim: Facts, about: Sequence[Unit]) -> bool:
    """Whether the sentences have a number of the same kind that the claim leaves out."""
    return any(
        "single" in {source.kind, quantity.kind}
        or (
            source.kind == quantity.kind
            and (source.measure == quantity.measure or {source.measure, quantity.measure} == _TIMES)
            and not any(same_value(source, claimed) for claimed in claim.quantities)
        )
        for unit in about
        for source in unit.facts.quantities
    )


def _is_stated(quantity: Quantity, units: Sequence[Unit], claim: Facts) -> bool:
    is_more = bool(_MORE.match(claim.text, quantity.unit_end))
    return any(
        _states(source, quantity)
        for unit in units
        for source in unit.facts.quantities
        if is_more or not _MORE.match(unit.facts.text, source.unit_end)
    ) or (not quantity.measure and quantity.value in _years_and_hours(units))


def _states(source: Quantity, claimed: Quantity) -> bool:
    """Whether a number states another; converted to another unit only where that is exact."""
    if not same_value(source, claimed) or not same_unit(source, claimed):
        return False
    is_converted = bool(claimed.measure) and not math.isclose(source.factor, claimed.factor)
    return not is_converted or math.isclose(source.size, claimed.size, rel_tol=1e-6)


def _years_and_hours(units: Sequence[Unit]) -> set[float]:
    """The years that are stated, and the hours of times of day in the count of twelve."""
    moments = [date.moment for unit in units for date in unit.facts.moments]
    hours = [moment.minute / 60 for moment in moments if moment.minute is not None]
    years = {float(moment.year) for moment in moments if moment.year is not None}
    return years | {hour if hour <= 12 else hour - 12 for hour in hours}
