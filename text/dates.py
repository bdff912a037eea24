"""Dates that a text states, as far as it states them, and whether two may be the same."""

from __future__ import annotations

import re
from typing import NamedTuple

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|"
    r"Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)(?!\w)"
)
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>(?:1\d|20)\d\d)"
_LED = r"(?i:in|of|since|by|until|till|from|to|during|before|after|year|early|late|mid|and|between)"
_PART = (
    r"(?P<part>(?i:(?:first|second|third|fourth) (?:quarter|half)|Q[1-4]|spring|summer|autumn|fall|"
    r"winter))"
)
_FORMS = [
    re.compile(form)
    for form in (
        r"(?<![\w-])(?P<year>\d{4})-(?P<iso>[01]\d)(?:-(?P<day>[0-3]\d))?(?![\w-])",
        rf"(?<!\w){_DAY} (?:of )?{_MONTH},?(?: {_YEAR}(?!\w))?",
        rf"(?<!\w){_MONTH} {_DAY}(?!\w)(?:,? {_YEAR}(?!\w))?",
        rf"(?<!\w){_MONTH},?(?: of)? {_YEAR}(?!\w)",
        rf"(?<!\w){_PART}(?: of| in|,)?(?: {_YEAR}(?!\w))",
        r"(?<!\w)(?P<part>(?:1\d|20)\d0s)(?!\w)",
        rf"(?<!\w)(?:{_LED}|(?i:last|next|this|late|early|mid))[ -]{_MONTH}",
        r"(?<!\w)(?P<weekday>Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?!\w)",
        rf"(?<!\w)(?:{_LED} |\(|[Tt]he |, ){_YEAR}(?![\w%])(?!,\d)",
        rf"(?<!\w){_YEAR}(?=$|[.,;:)])(?!,\d|\.\d)",
        r"(?<!\w)(?P<hour>[01]?\d|2[0-3])(?:[:.](?P<minute>[0-5]\d))? ?(?P<half>[ap])\.?m\.?(?!\w)",
        r"(?<!\w)(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?!\w)",
    )
]
_QUARTERS = {"first": "q1", "second": "q2", "third": "q3", "fourth": "q4", "fall": "autumn"}


class Moment(NamedTuple):
    """A date or a time of day, cut to what is stated: each part is a number or ``None``.

    ``part`` is a quarter, a half, a season or a decade; ``minute`` counts from midnight.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    part: str | None = None
    weekday: str | None = None
    minute: int | None = None

    def agrees(self, other: Moment) -> bool | None:
        """Whether both may be the same; ``None`` if they have no part in common."""
        both = [
            (one, two)
            for one, two in zip(self, other, strict=True)
            if one is not None and two is not None
        ]
        return all(one == two for one, two in both) if both else None

    @property
    def iso(self) -> str | None:
        """``2019``, ``2019-09`` or ``2019-09-12``; ``None`` without a year."""
        if self.year is None:
            return None
        parts = [f"{self.year:04}"]
        if self.month is not None:
            parts.append(f"{self.month:02}")
            parts += [] if self.day is None else [f"{self.day:02}"]
        return "-".join(parts)


def find_dates(text: str) -> list[tuple[Moment, int, int]]:
    """The dates of a text, each with its start and end, in order."""
    found: list[tuple[Moment, int, int]] = []
    for form in _FORMS:
        for match in form.finditer(text):
            found.append((_moment(match.groupdict()), *match.span()))
        text = form.sub(lambda match: " " * len(match[0]), text)
    return sorted(found, key=lambda one: one[1:])


def read_dates(text: str) -> tuple[list[Moment], str]:
    """The dates of a text, in order, and the text with each blanked out."""
    found = find_dates(text)
    rest, at = [], 0
    for _, start, end in found:
        rest += [text[at:start], " " * (end - start)]
        at = end
    return [moment for moment, _, _ in found], "".join([*rest, text[at:]])


def _moment(parts: dict[str, str | None]) -> Moment:
    month = parts.get("month")
    iso, weekday, named = parts.get("iso"), parts.get("weekday"), parts.get("part")
    return Moment(
        year=_number(parts.get("year")),
        month=_MONTHS.index(month[:3].lower()) + 1 if month else _number(iso),
        day=_number(parts.get("day")),
        part=_part(named) if named else None,
        weekday=weekday,
        minute=_minutes(parts) if parts.get("hour") else None,
    )


def _number(text: str | None) -> int | None:
    return int(text) if text else None


def _part(text: str) -> str:
    first, *rest = text.lower().split()
    if rest == ["half"]:
        return f"{first} half"
    return _QUARTERS.get(first, first)


def _minutes(parts: dict[str, str | None]) -> int:
    hour, minute = int(parts["hour"] or 0), int(parts.get("minute") or 0)
    if parts.get("half"):
        hour = hour % 12 + (12 if parts["half"] == "p" else 0)
    return 60 * hour + minute
