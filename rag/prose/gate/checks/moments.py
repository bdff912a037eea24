"""Whether a passage states the dates of a claim."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Sequence

from .....text.dates import DateSpan, Moment, bears_out, missing_parts
from .....text.quantities import Quantity
from .....text.reading import Facts
from ..reading.units import Unit
from .backing import Backing, around, named_rows

_ORDER = re.compile(r",? (?P<word>before|after|earlier|later)\b", re.IGNORECASE)
_COMMON_YEAR = 2001
"""A year without a leap day, for dates without a year."""


def back_moments(
    claim: Facts, about: Sequence[Unit], units: Sequence[Unit], context: Facts | None = None
) -> list[tuple[DateSpan, Backing]]:
    """How each date of a claim is borne out.

    A part that the sentences leave out, such as the year, may come from the sentences and the
    title around them.

    Args:
        claim: what the claim states.
        about: the sentences that it is about.
        units: all sentences of the passage.
        context: what its title and heading state.
    """
    about = named_rows(claim, about)
    above = [date.moment for date in context.moments] if context else []
    ours = [date.moment for date in claim.moments]
    near, nearby = around(about, units), [*_moments(units), *above]
    return [(date, _backing(date, ours, about, near, nearby)) for date in claim.moments]


def _backing(
    claimed: DateSpan,
    ours: Sequence[Moment],
    about: Sequence[Unit],
    near: Sequence[Unit],
    nearby: Sequence[Moment],
) -> Backing:
    moments = list(_moments(about))
    is_number = claimed.text.isdecimal() and _has_number(float(claimed.text), about)
    if _is_stated(claimed.moment, moments) or is_number:
        return Backing.STATED
    if any(_completed(moments, claimed.moment, nearby)):
        return Backing.STATED
    shifted = list(_shifted(near))
    if _is_stated(claimed.moment, [*shifted, *_completed(shifted, claimed.moment, nearby)]):
        return Backing.COMPUTED
    supplants = any(
        _is_like(moment, claimed.moment) and not any(bears_out(moment, our) for our in ours)
        for moment in moments
    )
    is_near = _is_stated(claimed.moment, nearby) and not supplants
    return Backing.ELSEWHERE if is_near else Backing.MISSING


def supplanted_date(claim: Facts, source: Facts, unit: Unit) -> str:
    """The first date of a clause whose source has another instead; ``""`` for none.

    "She left in 1890" is not borne out by "She left in 1903", whatever else was in 1890.
    """
    if unit.is_row:
        return ""
    theirs = [date.moment for date in source.moments]
    ours = [date.moment for date in claim.moments]
    free = [moment for moment in theirs if not any(bears_out(moment, our) for our in ours)]
    for date in claim.moments:
        is_there = any(moment.agrees(date.moment) for moment in _moments([unit]))
        if not is_there and any(_is_like(moment, date.moment) for moment in free):
            return date.text
    return ""


def _completed(
    moments: Sequence[Moment], claimed: Moment, nearby: Sequence[Moment]
) -> Iterator[Moment]:
    """The claimed date for each that states it but for parts, such as the year, stated nearby."""
    for moment in moments:
        part = missing_parts(moment, claimed)
        if part and part.day is None and _is_stated(part, nearby):
            yield claimed


def _is_like(first: Moment, second: Moment) -> bool:
    """Whether two dates state a part of the same kind, such as a year."""
    return any(None not in pair for pair in zip(first[:6], second[:6], strict=True))


def _moments(units: Sequence[Unit]) -> Iterator[Moment]:
    for unit in units:
        yield from (date.moment for date in unit.facts.moments)


def _is_stated(claimed: Moment, moments: Sequence[Moment]) -> bool:
    return any(bears_out(moment, claimed) for moment in moments)


def _has_number(value: float, units: Sequence[Unit]) -> bool:
    return any(quantity.value == value for unit in units for quantity in unit.facts.quantities)


def _shifted(units: Sequence[Unit]) -> Iterator[Moment]:
    """The dates that some sentences speak of by the time before or after another."""
    for unit in units:
        for span in unit.facts.quantities:
            if span.measure in {"months", "time"}:
                for place, date in _dates(units, unit):
                    for sign in _directions(unit.facts.text, span, place):
                        yield from _shift(date.moment, span, sign)


def _dates(units: Sequence[Unit], unit: Unit) -> Iterator[tuple[int, DateSpan]]:
    """The dates of some sentences with their places in one of them, -1 for those of others."""
    for source in units:
        for date in source.facts.moments:
            yield date.start if source is unit else -1, date


def _directions(text: str, span: Quantity, date: int) -> tuple[int, ...]:
    """Whether what a time is counted to is later (1) than a date, earlier (-1), or either.

    "On 3 May, two days after it broke" places what broke before, "two days after 3 May" behind.
    """
    order = _ORDER.match(text, span.unit_end)
    if not order:
        return (1, -1) if span.measure == "months" else ()
    word = order["word"].lower()
    sign = 1 if word in {"after", "later"} else -1
    is_turned = word in {"after", "before"} and date < span.start
    return (-sign if is_turned else sign,)


def _shift(moment: Moment, span: Quantity, sign: int) -> Iterator[Moment]:
    """A year some years, or a day some days, before or after."""
    years, days = span.size / 12, span.size
    if span.measure == "months" and years.is_integer() and moment.year and not moment.month:
        yield moment._replace(year=moment.year + sign * int(years))
    if span.measure == "time" and days.is_integer() and moment.month and moment.day:
        try:
            date = datetime.date(moment.year or _COMMON_YEAR, moment.month, moment.day)
            date += datetime.timedelta(sign * days)
        except (ValueError, OverflowError):
            return
        yield moment._replace(
            year=moment.year and date.year, month=date.month, day=date.day, weekday=None
        )
