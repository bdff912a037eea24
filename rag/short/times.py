"""The times of a sentence as short answers have them: whole ranges, with "early" or "late"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from ...text.dates import DateSpan, Moment, find_dates
from ...text.spans import Span
from ...text.vocabulary import MONTH, WEEKDAY
from ..asking.kinds import AnswerType

S = r"[ \n\r\u00a0\u202f]"
"""A space, or what stands for one."""
_MONTH, _WEEKDAY = re.compile(rf"(?<!\w){MONTH}"), re.compile(rf"(?<!\w){WEEKDAY}s?(?!\w)")
_YEAR = re.compile(r"[12]\d{3}")
_TO = re.compile(rf"(?:{S}?[-\u2010-\u2015]{S}?|/|{S}to{S})(?:the{S})?")
_AND = re.compile(rf"{S}(?:and|or|to){S}(?:the{S})?")
_BARE = re.compile(r"\d{1,2}(?:st|nd|rd|th)?|[a-z-]+(?:st|nd|rd|th)", re.IGNORECASE)
"""A day or a century whose name stands behind the one that follows: "6 and 9 April"."""
_BETWEEN = re.compile(rf"\b[Bb]etween{S}$")
_PART = re.compile(rf"\b(?:[Ee]arly|[Ll]ate|[Mm]id|middle|end)(?:{S}|-)(?:of{S})?(?:the{S})?$")
_BEFORE = 20
"""Characters before a time in which "between" or "early" stands."""


def times_in(sentence: str, kind: AnswerType) -> list[Span]:
    """The times of a sentence that are of a kind, in order; they do not overlap."""
    if kind is AnswerType.MONTH:
        return [Span(*match.span()) for match in _MONTH.finditer(sentence)]
    if kind is AnswerType.WEEKDAY:
        return [Span(*match.span()) for match in _WEEKDAY.finditer(sentence)]
    dates = [date for date in find_dates(sentence) if date.moment.weekday is None]
    if kind is AnswerType.DATE:
        return [Span(*date.place) for date in dates if _is_date(date)]
    if kind is AnswerType.CENTURY:
        dates = [date for date in dates if date.moment.part and date.moment.year is None]
    if kind is AnswerType.YEAR:
        dates = [_year_of(date) for date in dates if date.moment.year is not None]
    return [_with_part(sentence, span) for span in _joined(sentence, dates)]


def _is_date(date: DateSpan) -> bool:
    day, year = date.moment.day, date.moment.year
    return date.moment.month is not None and (day is not None or year is not None)


def _year_of(date: DateSpan) -> DateSpan:
    """The year of a date as a date of its own."""
    match = _YEAR.search(date.text)
    if not match or not re.search(r"[^\W\d]|-\d\d-|/", date.text):
        return date
    start, end = (date.start + place for place in match.span())
    return DateSpan(Moment(year=date.moment.year), start, end, match[0])


def _joined(sentence: str, dates: Sequence[DateSpan]) -> Iterator[Span]:
    """The places of dates, the two ends of a range as one."""
    start: int | None = None
    for date, following in zip_longest(dates, dates[1:]):
        start = date.start if start is None else start
        if following is None or not _is_range(sentence, date, following):
            yield Span(start, date.end)
            start = None


def _is_range(sentence: str, first: DateSpan, second: DateSpan) -> bool:
    """Whether two dates are the ends of a range that cannot be told apart."""
    between = sentence[first.end : second.start]
    if _AND.fullmatch(between):
        before = sentence[max(0, first.start - _BEFORE) : first.start]
        if _BARE.fullmatch(first.text) or (first.text.isdigit() and _BETWEEN.search(before)):
            return True
    is_whole = _YEAR.search(first.text) and not first.text.isdigit()
    return bool(_TO.fullmatch(between)) and not is_whole and first.moment.minute is None


def _with_part(sentence: str, span: Span) -> Span:
    """A time with the "early" or "late" before it, if there is one."""
    match = _PART.search(sentence, max(0, span.start - _BEFORE), span.start)
    return Span(match.start(), span.end) if match else span
