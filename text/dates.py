"""The dates and times of day that a text states, with their places, as far as it states them."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from .date_patterns import ALIKE, FORMS
from .spans import Taken
from .vocabulary import MONTHS, ORDINALS, SHORT_DAYS, SHORT_MONTHS, WEEKDAYS

_FULL = {"day", "mark", "hour"}
"""Parts of which a full date or a time of day has one."""
_LONGEST_DATE = 40
"""Characters of a text that may be a date and nothing else."""


class Moment(NamedTuple):
    """A date or a time of day, cut to what is stated: each part is a value or ``None``.

    Attributes:
        year: negative before our era.
        part: a quarter (``q3``), a half (``h1``), a season, a decade or a century.
        weekday: counted from Monday, which is 0.
        minute: counted from midnight.
        is_ambiguous: whether day and month may be the other way round, as in 12/05/2020.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    part: str | None = None
    weekday: int | None = None
    minute: int | None = None
    is_ambiguous: bool = False

    def agrees(self, theirs: Moment) -> bool | None:
        """Whether both may be the same; ``None`` if they have no part in common."""
        verdicts = [
            all(mine == yours for mine, yours in pairs) if pairs else None
            for pairs in (_stated_in_both(*pair) for pair in _readings(self, theirs))
        ]
        return True if True in verdicts else verdicts[0]

    @property
    def iso(self) -> str | None:
        """``2019``, ``2019-09`` or ``2019-09-12``; ``None`` without a year of our era."""
        if self.year is None or self.year < 0:
            return None
        month = None if self.is_ambiguous else self.month
        day = self.day if month is not None else None
        parts = (f"{number:02}" for number in (month, day) if number is not None)
        return "-".join((f"{self.year:04}", *parts))


def _readings(*moments: Moment) -> Iterator[tuple[Moment, ...]]:
    """The moments, and again with the day and month of ambiguous ones exchanged."""
    return product(
        *(
            (moment, moment._replace(day=moment.month, month=moment.day))
            if moment.is_ambiguous
            else (moment,)
            for moment in moments
        )
    )


def _stated_in_both(ours: Moment, theirs: Moment) -> list[tuple[object, object]]:
    pairs = zip(ours[:6], theirs[:6], strict=True)
    return [pair for pair in pairs if None not in pair]


def bears_out(source: Moment, claimed: Moment) -> bool:
    """Whether every part of a date that is claimed is stated in the source; coarser will do."""
    return any(
        all(
            ours is None or ours == theirs for ours, theirs in zip(mine[:6], yours[:6], strict=True)
        )
        for mine, yours in _readings(claimed, source)
    )


def missing_parts(source: Moment, claimed: Moment) -> Moment | None:
    """What is claimed and not stated, if nothing that both state differs; else ``None``."""
    if not claimed.agrees(source):
        return None
    pairs = zip(claimed[:6], source[:6], strict=True)
    return Moment(*(ours if theirs is None else None for ours, theirs in pairs))  # type: ignore[arg-type]


class DateSpan(NamedTuple):
    """A date that a text states, with its place in it."""

    moment: Moment
    start: int
    end: int
    text: str

    @property
    def place(self) -> tuple[int, int]:
        """Where it starts and ends."""
        return self.start, self.end


@lru_cache(maxsize=4096)
def find_dates(text: str) -> tuple[DateSpan, ...]:
    """The dates of a text in order; of a range such as ``May 7-19, 2021`` both ends in full."""
    plain = text.translate(ALIKE)
    dates: list[DateSpan] = []
    for form in FORMS:
        taken = Taken(len(text))
        for match in form.finditer(plain):
            read = _read(match)
            for place in [match.span()] if read is None else [date.place for date in read]:
                taken.add(*place)
            dates += read or []
        plain = taken.blanked(plain)
    ordered = sorted(dates, key=lambda date: date.start)
    return tuple(date._replace(text=text[slice(*date.place)]) for date in ordered)


def read_dates(text: str) -> tuple[list[Moment], str]:
    """The dates of a text, in order, and the text with each blanked out."""
    dates = find_dates(text)
    taken = Taken(len(text), (date.place for date in dates))
    return [date.moment for date in dates], taken.blanked(text)


def parse_date(text: str) -> str | None:
    """The ISO date of a text that is a date and nothing else, cut to what is stated.

    ``2019``, ``2019-09`` or ``2019-09-12``; ``None`` for all else, and for a date in figures alone
    such as ``11.09.2019``, which countries write in different orders.
    """
    text = re.sub(r"(?<=^\d{4}-\d\d-\d\d)[T ].*", "", " ".join(text.split()).strip(" ."))
    if len(text) > _LONGEST_DATE or re.match(r"\d\d?[/.-]|\d{4}/", text):
        return None
    text = re.sub(r"\b[a-z]", lambda match: match[0].upper(), text.lower())
    dates = find_dates(text)
    if len(dates) != 1 or dates[0].text != text:
        return None
    moment = dates[0].moment
    if moment.month is None and not 1900 <= (moment.year or 0) <= 2099:
        return None
    return moment.iso if moment == Moment(*moment[:3]) else None


def _read(match: re.Match[str]) -> list[DateSpan] | None:
    """The date of a match; of a range both, each with what stands in the other one alone.

    ``None`` if there is no such day or time; none if it is no date: "1914-18" has no month 18.
    """
    parts = {name: text for name, text in match.groupdict().items() if text}
    shared = {name.removesuffix("1"): text for name, text in parts.items() if name.endswith("1")}
    ends = [(parts | shared, "first")] if "first" in parts else []
    month = {"month": parts["month1"]} if "month1" in parts else {}
    ends.append((month | parts, "date" if "date" in parts else ""))
    dates = []
    for fields, group in ends:
        moment = _moment(fields)
        if moment is None:
            return None if _FULL & parts.keys() else []
        dates.append(DateSpan(moment, *match.span(group or 0), ""))
    years = [date.moment.year or 0 for date in dates]
    is_backward = "year1" in parts and years != sorted(set(years))
    return [] if is_backward else dates


def _moment(parts: Mapping[str, str]) -> Moment | None:
    """What the parts of a date say; ``None`` if there is no such day or time."""
    year, month, day = _year(parts), _month(parts), _number(parts.get("day"))
    is_ambiguous = False
    if "mark" in parts:
        day, month = int(parts["left"]), int(parts["right"])
        is_ambiguous = parts["mark"] != "." and max(day, month) <= 12 and day != month
        if month > 12 and parts["mark"] != ".":
            day, month = month, day
    try:
        datetime.date(
            2000 if year is None or year < 0 else year,
            1 if month is None else month,
            1 if day is None else day,
        )
    except ValueError:
        return None
    if "half_day" in parts and int(parts["hour"]) > 12:
        return None
    weekday = parts.get("weekday")
    return Moment(
        year=year,
        month=month,
        day=day,
        part=_part(parts),
        weekday=(WEEKDAYS | SHORT_DAYS)[weekday] if weekday else None,
        minute=_minutes(parts) if "hour" in parts else None,
        is_ambiguous=is_ambiguous,
    )


def _number(digits: str | None) -> int | None:
    return int(digits) if digits else None


def _year(parts: Mapping[str, str]) -> int | None:
    digits, era = parts.get("year", ""), parts.get("era", "")
    if "year1" in parts and not era and len(digits) == 2:
        digits = parts["year1"][:2] + digits
    year = _number(digits)
    return -year if year and era.startswith("B") else year


def _month(parts: Mapping[str, str]) -> int | None:
    name = parts.get("month", "").rstrip(".")
    return (MONTHS | SHORT_MONTHS)[name] if name else _number(parts.get("month_number"))


def _part(parts: Mapping[str, str]) -> str | None:
    """A quarter, half, season, decade, century or millennium, in one spelling."""
    if "portion" in parts:
        count = 4 if parts["portion"] == "quarter" else 2
        return f"{parts['portion'][0]}{_ordinal(parts['nth'], last=count)}"
    if "century" in parts:
        era = "before" if parts.get("era", "").startswith("B") else ""
        return f"{parts['age'][0].lower()}{_ordinal(parts['century'])}{era}"
    if "decade" in parts:
        return f"{parts['decade']}s"
    part = parts.get("part", "").lower()
    return {"fall": "autumn"}.get(part, part) or None


def _ordinal(text: str, last: int = 0) -> int:
    """The number of ``third``, ``3rd``, ``last``."""
    digits = re.match(r"\d+", text)
    return int(digits[0]) if digits else ORDINALS.get(text.lower(), last)


def _minutes(parts: Mapping[str, str]) -> int:
    hour, minute = int(parts["hour"]), int(parts.get("minute", 0))
    if half := parts.get("half_day"):
        hour = hour % 12 + (12 if half in "pP" else 0)
    return 60 * hour + minute
