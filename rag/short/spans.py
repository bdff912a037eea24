"""The spans of a sentence that are of the kind that a question asks for."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import zip_longest

from ...text.dates import find_dates
from ...text.quantities import Quantity, read_quantities
from ...text.spans import Span, Taken
from ..asking.kinds import AnswerType
from .names import names_in
from .times import times_in

_TIMES = {
    AnswerType.TIME,
    AnswerType.YEAR,
    AnswerType.CENTURY,
    AnswerType.DATE,
    AnswerType.MONTH,
    AnswerType.WEEKDAY,
}
_DURATIONS = {"time", "months", "nights"}
_UNITS: dict[AnswerType, Callable[[Quantity], bool]] = {
    AnswerType.PERCENT: lambda number: number.measure == "percent",
    AnswerType.MONEY: lambda number: number.is_money,
    AnswerType.AMOUNT: lambda number: bool(number.measure),
    AnswerType.DURATION: lambda number: number.measure in {*_DURATIONS, "length"},
    AnswerType.LENGTH: lambda number: number.measure == "length",
    AnswerType.MEASURE: lambda number: (
        number.measure not in {"", "percent"} and not number.is_money
    ),
    AnswerType.NUMBER: lambda number: number.measure != "percent" and not number.is_money,
}
"""The numbers that each kind asks for."""
_TO = re.compile(r"\s?(?:[-\u2010-\u2015]|to)\s?")
_COMPOUND = re.compile(r"[-\u2010-\u2015][A-Za-z]")
_VALUES = {
    "dates": (AnswerType.TIME,),
    "amounts": (AnswerType.AMOUNT, AnswerType.NUMBER),
    "names": (AnswerType.PERSON,),
}


def spans_of(kind: AnswerType, sentence: str) -> list[Span]:
    """The spans of a sentence that are of a kind, in order; they do not overlap."""
    if kind in (AnswerType.PERSON, AnswerType.PLACE):
        return names_in(sentence)
    if kind in _TIMES:
        return times_in(sentence, kind)
    spans = list(_numbers(sentence, kind))
    if kind is not AnswerType.NUMBER:
        return spans
    return [span for span in spans if not _COMPOUND.match(sentence, span.end)]


def _numbers(sentence: str, kind: AnswerType) -> Iterator[Span]:
    """The numbers of a kind, with their units except for mere numbers; a range is one."""
    taken = Taken(len(sentence), (date.place for date in find_dates(sentence)))
    undated = taken.blanked(sentence)
    quantities = [number for number in read_quantities(undated)[0] if number.kind == "number"]
    start: int | None = None
    for number, following in zip_longest(quantities, quantities[1:]):
        start = number.start if start is None else start
        if following and _TO.fullmatch(sentence, number.unit_end, following.start):
            continue
        if _UNITS[kind](number):
            yield Span(start, number.end if kind is AnswerType.NUMBER else number.unit_end)
        start = None


def values_in(sentence: str) -> dict[str, list[Span]]:
    """What a sentence states: its ``dates``, ``amounts`` and ``names``, each in order.

    No two overlap; of two that would, the earlier kind and then the wider span is kept.
    """
    taken = Taken(len(sentence))
    values: dict[str, list[Span]] = {}
    for name, kinds in _VALUES.items():
        spans = {span for kind in kinds for span in spans_of(kind, sentence)}
        values[name] = []
        for span in sorted(spans, key=lambda span: (span.start - span.end, span.start)):
            if not taken.holds(*span):
                taken.add(*span)
                values[name].append(span)
        values[name].sort()
    return values
