"""Where in a sentence there stands something of the kind that is sought."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..index import STOP_WORDS, Span
from .kinds import Sought

_S = r"[\s\u00a0\u202f]"
_DASH = r"[-\u2010-\u2015]"
_MONTHS = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|r?\.)?|Mar(?:ch|\.)|Apr(?:il|\.)?|May|June?\b\.?|July?\b\.?|"
    r"Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)(?![a-z])"
)
_DAY = r"(?:[12]?\d|3[01])(?:st|nd|rd|th)?"
_YEAR = r"(?<![\d.,$€£])(?:1\d|20)\d\d(?![\d%s]|[,.]\d)"
_ERA = rf"(?:{_S}?(?:BCE?|CE|AD|B\.C\.|A\.D\.))"
_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety"
).split()
_ORDINALS = (
    r"(?:\d{1,2}(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|"
    r"eleventh|twelfth|(?:thir|four|fif|six|seven|eigh|nine)teenth|twentieth|twenty-first)"
)
_PART = rf"(?:(?:early|late|mid|middle|end)(?:{_S}|{_DASH})(?:of{_S})?(?:the{_S})?)?"
_CENTURY = rf"{_PART}{_ORDINALS}(?:{_S}|{_DASH})(?:century|centuries|millennium){_ERA}?"
_DECADE = rf"{_PART}(?:1\d|20)\d0s"
_FULL = (
    rf"(?:{_DAY}{_S}(?:of{_S})?{_MONTHS}(?:,?{_S}{_YEAR})?"
    rf"|{_MONTHS}{_S}{_DAY}(?!\d)(?:,{_S}{_YEAR}|{_S}{_YEAR})?|\d{{4}}-\d\d-\d\d)"
)
_MONTH = rf"{_MONTHS},?{_S}(?:of{_S})?{_YEAR}"
_YEARS = (
    rf"(?:{_YEAR}(?:{_S}?{_DASH}{_S}?(?:(?:1\d|20)\d\d|\d\d)(?!\d)|{_S}to{_S}{_YEAR})?{_ERA}?"
    rf"|AD{_S}\d+|\d{{1,4}}{_ERA})"
)
_CLOCK = rf"\d{{1,2}}(?::\d\d)?{_S}?(?:[ap]\.m\.|[ap]m\b)"
_SEASON = rf"(?:spring|summer|autumn|fall|winter){_S}(?:of{_S})?{_YEAR}"
_LONE_MONTH = rf"(?<=[Ii]n )(?:{_PART}){_MONTHS}(?!{_S}\d)"

_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?"

_WORD_NUMBER = rf"(?:{'|'.join(reversed(_UNITS))}|dozen)"
_SCALE = r"(?:hundred|thousand|million|billion|trillion|dozen)"
_DIGITS = r"(?<![\w.,$€£-])\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<![\w.,-])\d+(?:\.\d+)?"
_VALUE = (
    rf"(?:(?:{_DIGITS})(?:(?:{_S}|{_DASH}){_SCALE})*(?![\d]|st\b|nd\b|rd\b|th\b)"
    rf"|(?i:\b(?:an?{_S})?(?:{_WORD_NUMBER}|{_SCALE})"
    rf"(?:(?:{_S}and{_S}|{_S}|-)(?:{_WORD_NUMBER}|{_SCALE}))*)\b)"
)
_COUNT = rf"{_VALUE}(?:{_S}?(?:{_DASH}|to){_S}?{_VALUE})?"
_HUNDREDTHS = rf"{_COUNT}{_S}?(?:%|{_DASH}?{_S}?per{_S}?cent\b)"
_CURRENCY = r"(?:US|C|A|HK|NT)?[$€£¥₱₹]"
_COINS = r"(?:dollars|euros?|pounds|lira|yen|yuan|francs|marks|rials?|rupees|kron[ae]|crowns|cents)"
_SUM = (
    rf"(?:{_CURRENCY}{_S}?\d[\d,]*(?:\.\d+)?(?:{_S}?(?:{_SCALE}|bn|m)\b)?"
    rf"|{_COUNT}(?:{_S}[A-Z]\w+)?{_S}{_COINS}\b)"
)
_TIMES = r"(?:seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?|centur(?:y|ies)|nights?)"
_LENGTHS = (
    r"(?:(?:kilo|centi|milli|nano)?met(?:er|re)s?|km|cm|mm|m|miles?|mi|f(?:ee|oo)t|ft|yards?|"
    r"inch(?:es)?|in|nautical{S}miles?|light{S}years?)".replace("{S}", _S)
)
_OTHERS = (
    r"(?:square{S}\w+|sq{S}\w+|km2|km²|acres?|hectares?|years{S}old|kilograms?|kg|grams?|g|tons?|"
    r"tonnes?|pounds|lbs?|lit(?:er|re)s?|gallons?|barrels?|mph|km/h|degrees(?:{S}\w+)?|°{S}?[CF]|K)"
).replace("{S}", _S)


def _with(unit: str) -> str:
    return rf"{_COUNT}(?:{_S}|{_DASH})?{unit}\b"


_TIME = "|".join(
    (_FULL, _SEASON, _MONTH, _CENTURY, _DECADE, _YEARS, _CLOCK, _LONE_MONTH)
)
_ANY_MEASURE = _with(rf"(?:{_OTHERS}|{_LENGTHS}|{_TIMES})")
_PATTERNS = {
    Sought.TIME: _TIME,
    Sought.YEAR: _YEARS,
    Sought.CENTURY: f"{_CENTURY}|{_DECADE}",
    Sought.DATE: f"{_FULL}|{_MONTH}",
    Sought.MONTH: _MONTHS,
    Sought.WEEKDAY: _WEEKDAY,
    Sought.PERCENT: _HUNDREDTHS,
    Sought.MONEY: _SUM,
    Sought.AMOUNT: f"{_SUM}|{_HUNDREDTHS}|{_ANY_MEASURE}",
    Sought.DURATION: _with(f"(?:{_TIMES}|{_LENGTHS})"),
    Sought.LENGTH: _with(_LENGTHS),
    Sought.MEASURE: _ANY_MEASURE,
    Sought.NUMBER: _COUNT,
}
_FOUND = {kind: re.compile(pattern) for kind, pattern in _PATTERNS.items()}
_NOT_COUNTED = re.compile(f"{_TIME}|{_HUNDREDTHS}|{_SUM}")

_CAPITAL = r"[A-ZÀ-ÖØ-ÞĀĆČĎĒĘĚĢĪĶŁŃŇŌŐŘŚŞŠŤŪŮŹŻŽİ]"
_NAME_WORD = rf"(?:(?:{_CAPITAL}\.){{2,}}|{_CAPITAL}(?:[\w’']*\w|\w*)(?:-\w+)*(?:(?<=\b\w)\.|(?<=\b[DMS][rt])\.|(?<=\bMrs)\.)?)"
_LINK = rf"(?:of{_S}the|of|de{_S}la|de|du|da|del|della|von|van|der|den|bin|ibn|al|le|la|and{_S}the)"
_NAME = re.compile(rf"{_NAME_WORD}(?:(?:{_S}(?:{_LINK}{_S})?|{_S}?&{_S}?){_NAME_WORD})*")
_CALENDAR = re.compile(
    rf"(?:{_MONTHS}|{_WEEKDAY}|BCE?|AD|CE)\b"
)
_OPENERS = STOP_WORDS | set(
    "although despite during following after before however since because under within both many "
    "some several most one two three according upon through other another these among between "
    "today later early while until unlike like together even although though first second finally "
    "according using originally currently recently initially eventually instead modern "
    "another each every either neither such then thus there".split()
)
_JOINED = re.compile(rf",{_S}(?={_CAPITAL})")


def spans_of(kind: Sought, sentence: str) -> list[Span]:
    """The spans of a sentence that are of a kind, in order; they do not overlap."""
    if kind in (Sought.PERSON, Sought.PLACE):
        return list(_names(sentence, kind is Sought.PLACE))
    found = [Span(*one.span()) for one in _FOUND[kind].finditer(sentence)]
    if kind is Sought.NUMBER:
        taken = [Span(*one.span()) for one in _NOT_COUNTED.finditer(sentence)]
        found = [one for one in found if not any(_overlap(one, other) for other in taken)]
    return found


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _names(sentence: str, places: bool) -> Iterator[Span]:
    """Runs of capitalised words; of places "Vienna, Austria" is one."""
    held: Span | None = None
    for found in _NAME.finditer(sentence):
        span = _without_opener(sentence, Span(*found.span()))
        if span is None:
            continue
        between = sentence[held.end : span.start] if held else ""
        if held and places and _JOINED.fullmatch(between):
            yield Span(held.start, span.end)
            held = None
            continue
        if held:
            yield held
        held = span
    if held:
        yield held


def _without_opener(sentence: str, span: Span) -> Span | None:
    """A run of names without the ordinary word that opens the sentence, and what follows 's."""
    start, end = span.start, span.end
    while first := re.match(r"[\w’']+[\s\u00a0]*", sentence[start:end]):
        if first[0].strip().casefold() not in _OPENERS or len(first[0].strip()) == 1:
            break
        start += first.end()
    text = sentence[start:end]
    if possessive := re.search(r"['’]s?(?=\W|$)", text):
        end = start + possessive.start()
        text = sentence[start:end]
    if len(text) < 2 or _CALENDAR.match(text):
        return None
    return Span(start, end)
