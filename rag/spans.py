"""Where in a sentence there stands something of the kind that is sought."""

from __future__ import annotations

import re
from itertools import pairwise

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
_CENTURY = (
    rf"{_PART}{_ORDINALS}(?:{_S}(?:and|to|or){_S}(?:the{_S})?{_ORDINALS}|{_DASH}{_ORDINALS})?"
    rf"(?:{_S}|{_DASH})(?:century|centuries|millennium){_ERA}?"
)
_DECADE = rf"{_PART}(?:1\d|20)\d0s"
_FULL = (
    rf"(?:{_DAY}{_S}(?:of{_S})?{_MONTHS}(?:,?{_S}{_YEAR})?"
    rf"|{_MONTHS}{_S}{_DAY}(?!\d)(?:,{_S}{_YEAR}|{_S}{_YEAR})?|\d{{4}}-\d\d-\d\d)"
)
_SPAN = (
    rf"{_DAY}(?:{_S}{_MONTHS}(?:{_S}{_YEAR})?)?{_S}?(?:{_DASH}|to|and){_S}?{_DAY}{_S}{_MONTHS}(?:{_S}{_YEAR})?"
    rf"|{_MONTHS}{_S}{_DAY}{_S}?(?:{_DASH}|to){_S}?(?:{_MONTHS}{_S})?{_DAY}(?!\d)(?:,?{_S}{_YEAR})?"
)
_MONTH = rf"{_MONTHS},?{_S}(?:of{_S})?{_YEAR}"
_YEARS = (
    rf"(?:(?<=[Bb]etween ){_YEAR}{_S}and{_S}{_YEAR}|{_YEAR}(?:{_S}?{_DASH}{_S}?(?:(?:1\d|20)\d\d|\d\d)(?!\d)|/\d\d(?!\d)|{_S}to{_S}{_YEAR})?{_ERA}?"
    rf"|AD{_S}\d+|\d{{1,4}}{_ERA})"
)
_CLOCK = rf"\d{{1,2}}(?::\d\d)?{_S}?(?:[ap]\.m\.|[ap]m\b)"
_SEASON = rf"(?i:spring|summer|autumn|fall|winter){_S}(?:of{_S})?{_YEAR}(?:[-–/]\d\d(?!\d))?"
_LONE_MONTH = rf"(?<=[Ii]n )(?:{_PART}){_MONTHS}(?!{_S}\d)"

_WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?"

_WORD_NUMBER = rf"(?:{'|'.join(reversed(_UNITS))}|dozen)"
_SCALE = r"(?:hundred|thousand|million|billion|trillion|dozen)"
_DIGITS = r"(?<![\w.,$€£-])\d{1,3}(?:,\d{3})+(?:\.\d+)?|(?<![\w.,-])\d+(?:\.\d+)?"
_VALUE = (
    rf"(?:(?:{_DIGITS})(?:(?:{_S}|{_DASH}){_SCALE})*(?![\d]|st\b|nd\b|rd\b|th\b)"
    rf"|(?i:(?<![\w-])(?:an?{_S}(?={_SCALE}))?(?:{_WORD_NUMBER}|{_SCALE})"
    rf"(?:(?:{_S}and{_S}|{_S}|-)(?:{_WORD_NUMBER}|{_SCALE}))*)\b)"
)
_COUNT = rf"{_VALUE}(?:{_S}?(?:{_DASH}|to){_S}?{_VALUE})?"
_HUNDREDTHS = rf"{_COUNT}{_S}?(?:%|{_DASH}?{_S}?per{_S}?cent\b)"
_CURRENCY = r"(?:US|C|A|HK|NT)?[$€£¥₱₹]"
_COINS = r"(?i:dollars|euros?|pounds|lira|yen|yuan|francs|marks|rials?|rupees|kron[ae]|crowns|cents)"
_SUM = (
    rf"(?:{_CURRENCY}{_S}?\d+(?:,\d{{3}})*(?:\.\d+)?(?:{_S}?(?:{_SCALE}|bn|m)\b)?"
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
    (_SPAN, _FULL, _SEASON, _MONTH, _CENTURY, _DECADE, _YEARS, _CLOCK, _LONE_MONTH)
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
_LINK = r"(?:of|the|de|du|da|del|della|von|van|der|den|bin|ibn|al|le|la)"
_NAME = re.compile(rf"{_NAME_WORD}(?:(?:{_S}(?:{_LINK}{_S}){{0,2}}|{_S}?&{_S}?){_NAME_WORD})*(?:{_S}\d{{1,3}}\b(?![,.]\d|{_S}?%))?")
_CALENDAR = re.compile(
    rf"(?:{_MONTHS}|{_WEEKDAY}|BCE?|AD|CE)\b"
)
_OPENERS = STOP_WORDS | set(
    "although despite during following after before however since because under within many some "
    "several most according upon through other another among between today later early while until "
    "unlike like together even though finally using originally currently recently initially "
    "eventually instead modern each every either neither thus".split()
)
_OWNED = re.compile(r"(?:People['’]s\s|(?!['’]s\s).)+(?:['’]s(?=\s))?", re.DOTALL)
"""A name up to its 's: of "Iran's President Rouhani" both parts are names."""
_PEOPLE = re.compile(r"\w+(?:an|ish|ese|ench|utch|reek|wiss|hai|zech|raqi|aeli|stani|ndic|bic)")
_LIST = re.compile(rf"(?:,{_S}|,?{_S}(?:and|&){_S})(?:the{_S})?")
_MOST_PARTS = 3


def spans_of(kind: Sought, sentence: str) -> list[Span]:
    """The spans of a sentence that are of a kind, in order; they do not overlap."""
    if kind is Sought.PERSON:
        return _merged(sentence, _names(sentence), people=True)
    if kind is Sought.PLACE:
        return _merged(sentence, _names(sentence), people=False)
    found = [Span(*one.span()) for one in _FOUND[kind].finditer(sentence)]
    if kind is Sought.NUMBER:
        taken = [Span(*one.span()) for one in _NOT_COUNTED.finditer(sentence)]
        found = [one for one in found if not any(_overlap(one, other) for other in taken)]
        found = [one for one in found if not _COMPOUND.match(sentence, one.end)]
    return found


_COMPOUND = re.compile(rf"{_DASH}[A-Za-z]")


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


def _names(sentence: str) -> list[Span]:
    """Runs of capitalised words, without adjectives of peoples: "Spanish architect"."""
    pieces = (
        Span(one.start() + piece.start(), one.start() + piece.end())
        for one in _NAME.finditer(sentence)
        for piece in _OWNED.finditer(one[0])
    )
    found = (_without_opener(sentence, one) for one in pieces)
    return [one for one in found if one and not _is_adjective(sentence, one)]


def _is_adjective(sentence: str, span: Span) -> bool:
    """Whether a name of one word is an adjective of a people before a word in small letters."""
    follows = re.match(rf"{_S}([a-z]+)", sentence[span.end :])
    if not follows or follows[1] in STOP_WORDS or follows[1].endswith("ed"):
        return False
    return bool(_PEOPLE.fullmatch(sentence[span.start : span.end]))


def _merged(sentence: str, names: list[Span], people: bool) -> list[Span]:
    """Names that are one answer as one span: "A and B" of people, "Vienna, Austria" of places."""
    runs: list[list[Span]] = []
    for one in names:
        between = _LIST.fullmatch(sentence[runs[-1][-1].end : one.start]) if runs else None
        if between:
            runs[-1].append(one)
        else:
            runs.append([one])
    found: list[Span] = []
    for run in runs:
        gaps = [sentence[a.end : b.start] for a, b in pairwise(run)]
        listed = bool(gaps) and ("and" in gaps[-1] or "&" in gaps[-1])
        fits = len(run) <= _MOST_PARTS and listed == people
        found += [Span(run[0].start, run[-1].end)] if fits else run
    return found


def _without_opener(sentence: str, span: Span) -> Span | None:
    """A run of names without the ordinary word that opens the sentence and without a final 's."""
    start, end = span.start, span.end
    start += len(sentence[start:end]) - len(sentence[start:end].lstrip())
    while first := re.match(r"[\w’']+[\s\u00a0]*", sentence[start:end]):
        if first[0].strip().casefold() not in _OPENERS or len(first[0].strip()) == 1:
            break
        start += first.end()
    text = sentence[start:end]
    if possessive := re.search(r"['’]s?$", text):
        end = start + possessive.start()
        text = sentence[start:end]
    if len(text) < 2 or _CALENDAR.match(text):
        return None
    return Span(start, end)
