"""Where in a sentence there stands something of the kind that is sought."""

from __future__ import annotations

import re

from ...text import Span, Taken
from ..asking.kinds import AnswerType
from .names import names_in
from .times import CENTURY, DASH, DECADE, FULL, MONTH, MONTHS, TIME, WEEKDAY, YEARS, S

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"
).split()
_WORD_NUMBER = rf"(?:{'|'.join(reversed(_UNITS))}|dozen)"
_SCALE = r"(?:hundred|thousand|million|billion|trillion|dozen)"
_DIGITS = r"(?<![\w.,$€£-])\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<![\w.,-])\d+(?:\.\d+)?"
_VALUE = (
    rf"(?:(?:{_DIGITS})(?:(?:{S}|{DASH}){_SCALE}){{0,3}}(?![\d]|st\b|nd\b|rd\b|th\b)"
    rf"|(?i:(?<![\w-])(?:an?{S}(?={_SCALE}))?(?:{_WORD_NUMBER}|{_SCALE})"
    rf"(?:(?:{S}and{S}|{S}|-)(?:{_WORD_NUMBER}|{_SCALE})){{0,6}})\b)"
)
_COUNT = rf"{_VALUE}(?:{S}?(?:{DASH}|to){S}?{_VALUE})?"
_HUNDREDTHS = rf"{_COUNT}{S}?(?:%|{DASH}?{S}?per{S}?cent\b)"
_CURRENCY = r"(?:US|C|A|HK|NT)?[$€£¥₱₹]"
_COINS = (
    r"(?i:dollars|euros?|pounds|lira|yen|yuan|francs|marks|rials?|rupees|kron[ae]|crowns|cents)"
)
_SUM = (
    rf"(?:{_CURRENCY}{S}?\d+(?:,\d{{3}})*(?:\.\d+)?(?:{S}?(?:{_SCALE}|bn|m)\b)?"
    rf"|{_COUNT}(?:{S}[A-Z]\w+)?{S}{_COINS}\b)"
)
_TIMES = (
    r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?|centur(?:y|ies)|nights?)"
)
_LENGTHS = (
    r"(?:(?:kilo|centi|milli|nano)?met(?:er|re)s?|km|cm|mm|m|miles?|mi|f(?:ee|oo)t|ft|yards?|"
    r"inch(?:es)?|in|nautical{S}miles?|light{S}years?)".replace("{S}", S)
)
_OTHERS = (
    r"(?:square{S}\w+|sq{S}\w+|km2|km²|acres?|hectares?|years{S}old|kilograms?|kg|grams?|g|tons?|"
    r"tonnes?|pounds|lbs?|lit(?:er|re)s?|gallons?|barrels?|mph|km/h|degrees(?:{S}\w+)?|°{S}?[CF]|K)"
).replace("{S}", S)


def _with(unit: str) -> str:
    return rf"{_COUNT}(?:{S}|{DASH})?{unit}\b"


_ANY_MEASURE = _with(rf"(?:{_OTHERS}|{_LENGTHS}|{_TIMES})")
_PATTERNS = {
    AnswerType.TIME: TIME,
    AnswerType.YEAR: YEARS,
    AnswerType.CENTURY: f"{CENTURY}|{DECADE}",
    AnswerType.DATE: f"{FULL}|{MONTH}",
    AnswerType.MONTH: MONTHS,
    AnswerType.WEEKDAY: WEEKDAY,
    AnswerType.PERCENT: _HUNDREDTHS,
    AnswerType.MONEY: _SUM,
    AnswerType.AMOUNT: f"{_SUM}|{_HUNDREDTHS}|{_ANY_MEASURE}",
    AnswerType.DURATION: _with(f"(?:{_TIMES}|{_LENGTHS})"),
    AnswerType.LENGTH: _with(_LENGTHS),
    AnswerType.MEASURE: _ANY_MEASURE,
    AnswerType.NUMBER: _COUNT,
}
_FOUND = {kind: re.compile(pattern) for kind, pattern in _PATTERNS.items()}
_VALUES = {
    "dates": (AnswerType.TIME,),
    "amounts": (AnswerType.AMOUNT, AnswerType.NUMBER),
    "names": (AnswerType.PERSON,),
}
_NOT_COUNTED = re.compile(f"{TIME}|{_HUNDREDTHS}|{_SUM}")
_COMPOUND = re.compile(rf"{DASH}[A-Za-z]")


def spans_of(kind: AnswerType, sentence: str) -> list[Span]:
    """The spans of a sentence that are of a kind, in order; they do not overlap."""
    if kind in (AnswerType.PERSON, AnswerType.PLACE):
        return names_in(sentence)
    found = [Span(*one.span()) for one in _FOUND[kind].finditer(sentence)]
    if kind is not AnswerType.NUMBER:
        return found
    taken = Taken(len(sentence), (other.span() for other in _NOT_COUNTED.finditer(sentence)))
    return [
        one for one in found if not taken.holds(*one) and not _COMPOUND.match(sentence, one.end)
    ]


def values_in(sentence: str) -> dict[str, list[Span]]:
    """What a sentence states: its ``dates``, ``amounts`` and ``names``, each in order.

    No two overlap; of two that would, the earlier kind and then the wider span is kept.
    """
    taken = Taken(len(sentence))
    found: dict[str, list[Span]] = {}
    for name, kinds in _VALUES.items():
        every = {one for kind in kinds for one in spans_of(kind, sentence)}
        found[name] = []
        for one in sorted(every, key=lambda span: (span.start - span.end, span.start)):
            if not taken.holds(*one):
                taken.add(*one)
                found[name].append(one)
        found[name].sort()
    return found
