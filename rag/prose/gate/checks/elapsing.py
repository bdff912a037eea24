"""The time between dates."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from itertools import combinations

from .....text.dates import Moment
from .....text.quantities import Quantity
from .....text.reading import Facts
from ..reading.units import Unit
from .arithmetic import equals

_MOST = 40
"""Dates that are combined: beyond, some pair would make almost any time."""
_NEARLY = 0.1
"""The part of a month by which a time in months may be longer or shorter."""


def elapses(claimed: Quantity, units: Sequence[Unit], context: Facts | None) -> bool:
    """Whether a number is the time between two dates of some sentences, their title and heading."""
    facts = [*(unit.facts for unit in units), *([context] if context else [])]
    moments = list(dict.fromkeys(date.moment for part in facts for date in part.moments))
    return len(moments) <= _MOST and any(
        equals(size, measure, claimed)
        for pair in combinations(moments, 2)
        for size, measure in _elapsed(*pair)
    )


def _elapsed(first: Moment, second: Moment) -> Iterator[tuple[float, str]]:
    """The time between two dates or times of day, in units that both are stated in."""
    if first.minute is not None and second.minute is not None:
        yield abs(first.minute - second.minute) / 1440, "time"
    years = (first.year or second.year or 0) - (second.year or first.year or 0)
    if first.month and second.month:
        months = abs(12 * years + first.month - second.month + _part_of_month(first, second))
        if abs(months - round(months)) <= _NEARLY:
            yield float(round(months)), "months"
        if first.year is None and second.year is None:
            yield 12.0 - round(months), "months"
        yield float(_days(first, second)), "time"
    elif years:
        yield 12.0 * abs(years), "months"


def _part_of_month(first: Moment, second: Moment) -> float:
    """By what part of a month one day of a month is later than another, if both are stated."""
    return ((first.day or 0) - (second.day or 0)) / 30.4 if first.day and second.day else 0.0


def _days(first: Moment, second: Moment) -> int:
    """The days between two dates; 0 if they are not stated to the day."""
    year = first.year or second.year or 2001
    try:
        dates = [
            datetime.date(moment.year or year, moment.month or 0, moment.day or 0)
            for moment in (first, second)
        ]
    except ValueError:
        return 0
    return abs((dates[0] - dates[1]).days)
