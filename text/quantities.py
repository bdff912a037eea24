"""The numbers of a text with their units and places, and whether one bears out another."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORTH = {word: float(n) for n, word in enumerate(_ONES)}
_WORTH |= {word: 10.0 * (n + 2) for n, word in enumerate(_TENS)} | {"dozen": 12.0}
_SCALES = {
    "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
    "bn": 1e9, "mn": 1e6, "tn": 1e12, "m": 1e6, "k": 1e3, "b": 1e9,
}  # fmt: skip
_BIG = "hundred|thousand|million|billion|trillion|bn|mn|tn"
_ORDER = {
    word: n + 1
    for n, word in enumerate(
        "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth".split()
    )
}
_SHARES = {
    "half": 2, "halves": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6,
    "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10,
}  # fmt: skip
_SPELT = "|".join([*_WORTH, "hundred", "thousand", "million", "billion", "trillion"])
_CODE = re.compile(
    r"(?<![\w.])(?=[A-Z])(?=[\w/.-]{0,80}\d)(?![A-Z][a-z]{2,}-?\d)[A-Z][\w/-]*(?:\.\w+)*"
)
_SHARE = re.compile(
    r"(?<![\w-])(?:(?P<top>a|one|two|three|four|five|nine)[ -](?P<part>third|quarter|fifth|sixth|"
    r"seventh|eighth|ninth|tenth)s?(?= of\b|(?<=s)\b)|(?P<half>half)(?= (?:of|the|a|an|its|their|"
    r"his|her|all)\b))",
    re.IGNORECASE,
)
_DIGITS = re.compile(
    r"(?<![\w.,/])(?P<money>US\$|[$€£¥])?"
    r"(?P<digits>\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?(?!\d)|\d+(?:\.\d+)?)"
    rf"(?:(?P<short>[bmk]|bn|mn|tn)(?!\w)|[ -]?(?P<scale>{_BIG})(?!\w))?",
    re.IGNORECASE,
)
_WORDS = re.compile(
    rf"(?<![\w-])(?P<words>(?:{_SPELT})(?:(?: and |[ -])(?:{_SPELT}))*)(?!\w)", re.IGNORECASE
)
_ORDINAL = re.compile(
    rf"(?<![\w-])(?:(?P<digits>\d+)(?:st|nd|rd|th)|(?P<word>{'|'.join(_ORDER)}))(?!\w)",
    re.IGNORECASE,
)
_TIMES = re.compile(r"(?<!\w)(?P<times>once|twice|thrice)(?!\w)", re.IGNORECASE)
_SINGLE = re.compile(
    r"(?<!\w)(?P<one>an?)(?=[ -](?:second|minute|hour|day|week|month|year|decade)(?!\w))",
    re.IGNORECASE,
)
_UNIT = re.compile(r"[ -]?(%|°[CF]?|per ?cent\b|percentage points?\b|[^\W\d_]+)", re.IGNORECASE)
_RANGE = re.compile(r"(?: ?(?:to|and|or|[-–]) ?)$")
_MEASURES: dict[str, tuple[str, float]] = {}
for _names, _measure, _factor in (
    ("% percent per·cent percentage·point percentage·points pc", "percent", 1.0),
    ("g gram grams", "mass", 1.0), ("kg kilogram kilograms kilogramme kilogrammes kilo kilos",
    "mass", 1e3), ("t tonne tonnes ton tons", "mass", 1e6), ("lb lbs", "mass", 453.6),
    ("mm millimetre millimetres millimeter millimeters", "length", 1e-3),
    ("cm centimetre centimetres centimeter centimeters", "length", 1e-2),
    ("m metre metres meter meters", "length", 1.0),
    ("km kilometre kilometres kilometer kilometers", "length", 1e3),
    ("ft foot feet", "length", 0.3048), ("mile miles", "length", 1609.344),
    ("inch inches", "length", 0.0254), ("second seconds", "time", 1 / 86400),
    ("minute minutes", "time", 1 / 1440), ("hour hours", "time", 1 / 24),
    ("day days", "time", 1.0), ("week weeks", "time", 7.0), ("month months", "months", 1.0),
    ("year years", "months", 12.0), ("decade decades", "months", 120.0),
    ("century centuries", "months", 1200.0), ("$ us$ dollar dollars usd", "dollar", 1.0),
    ("€ euro euros eur", "euro", 1.0), ("£ pound pounds", "pound", 1.0), ("¥ yen", "yen", 1.0),
    ("cent cents", "cent", 1.0), ("rial rials", "rial", 1.0), ("barrel barrels", "barrel", 1.0),
    ("litre litres liter liters", "litre", 1.0), ("gallon gallons", "gallon", 1.0),
    ("hectare hectares", "area", 1.0), ("acre acres", "area", 0.4047),
    ("kw kilowatt kilowatts", "power", 1e3), ("mw megawatt megawatts", "power", 1e6),
    ("gw gigawatt gigawatts", "power", 1e9), ("kwh", "energy", 1.0), ("°c °", "degree", 1.0),
):  # fmt: skip
    for _name in _names.split():
        _MEASURES[_name.replace("·", " ")] = (_measure, _factor)
_HEDGES = (
    ("about", r"about|around|roughly|approximately|some|circa|near-|nearly|almost|close to|"
     r"an estimated|or so|just under|just over|approx\.?|an average of"),
    ("least", r"more than|(?<!handed )(?<!took )(?<!taken )(?<!hand )over|above|at least|"
     r"no fewer than|no less than|not less than|upwards of|beyond|exceed(?:s|ed|ing)?|"
     r"(?:great|long|high|larg|old|bigg)er than|a minimum of|minimum of"),
    ("most", r"up to|at most|no more than|not more than|less than|fewer than|under|below|"
     r"(?:short|low|small|young)er than|a maximum of|maximum of|as many as|as much as|within"),
)  # fmt: skip
_HEDGE = [
    (name, re.compile(rf"(?<!\w)(?:{form})(?: (?:the|a|an|about|nearly|only))? ?[$€£]?$", re.I))
    for name, form in _HEDGES
]
_BEFORE = 100
"""Characters before a number in which it is hedged, and before that in which this is denied."""
_DENIED = re.compile(r"\b(?:not|never|no)\b(?: \w+){0,4} $", re.IGNORECASE)
_OR_MORE = re.compile(r"(?:[ -]?[\w%]++){0,2}? (?:or|and) (?:more|above|over)\b", re.I)


class Quantity(NamedTuple):
    """A number that a text states, with its place in it.

    ``measure`` is what is measured (``mass``), in whose common unit ``factor`` is one of the units
    written; ``""`` where the number only counts. ``kind`` is ``number``, ``ordinal``, ``share``
    (a half, two thirds) or ``single`` (a week). ``hedge`` is ``about``, ``least``, ``most`` or
    nothing. ``grain`` is what its last written digit is worth.
    """

    value: float
    measure: str
    factor: float
    kind: str
    hedge: str
    grain: float
    start: int
    end: int
    text: str


def without_place(quantity: Quantity) -> Quantity:
    """A number wherever it stands: two of the same are equal."""
    return quantity._replace(start=0, end=0)


def distinct(quantities: Iterable[Quantity]) -> list[Quantity]:
    """Numbers without their places, of equal ones one, in order."""
    return list(dict.fromkeys(map(without_place, quantities)))


@lru_cache(maxsize=4096)
def read_quantities(text: str) -> tuple[tuple[Quantity, ...], tuple[tuple[str, int, int], ...]]:
    """The numbers of a ``plain`` text without dates, and its codes (``IR-6``), both in order."""
    codes = tuple((one[0].rstrip(".-/"), *one.span()) for one in _CODE.finditer(text))
    rest = _CODE.sub(lambda match: " " * len(match[0]), text)
    found: list[Quantity] = []
    for form, read in (
        (_SHARE, _share), (_ORDINAL, _ordinal), (_DIGITS, _digits), (_WORDS, _words),
        (_TIMES, _times), (_SINGLE, _single),
    ):  # fmt: skip
        for match in form.finditer(rest):
            if (one := read(match, rest)) is not None:
                found.append(one)
        rest = form.sub(lambda match: " " * len(match[0]), rest)
    found.sort(key=lambda one: one.start)
    return tuple(_ranges(found, text)), codes


def _ranges(found: list[Quantity], text: str) -> list[Quantity]:
    """In ``3 to 5 percent`` and ``3 and 5 percent`` the first number has the second one's unit."""
    for at in range(len(found) - 2, -1, -1):
        one, after = found[at], found[at + 1]
        is_plain = one.kind == "number" == after.kind and not one.measure and after.measure
        if is_plain and _RANGE.fullmatch(text[one.end : after.start]):
            found[at] = one._replace(measure=after.measure, factor=after.factor)
    return found


def _made(
    value: float, match: re.Match[str], text: str, kind: str, grain: float = 0.0, money: str = ""
) -> Quantity:
    start, end = match.span()
    measure, factor = ("", 1.0) if kind in {"ordinal", "times"} else _unit(text, end, money)
    hedge = _hedge(text, start)
    if not hedge and _OR_MORE.match(text, end):
        hedge = "least"
    written = text[start : _unit_end(text, end)] if measure and not money else match[0]
    return Quantity(value, measure, factor, kind, hedge, grain, start, end, written.strip())


def _hedge(text: str, start: int) -> str:
    """What hedges the number that starts there; "never longer than" is "at most"."""
    for name, form in _HEDGE:
        match = form.search(text, max(0, start - _BEFORE), start)
        if match:
            at = match.start()
            is_denied = name != "about" and _DENIED.search(text, max(0, at - _BEFORE), at)
            return {"least": "most", "most": "least"}[name] if is_denied else name
    return ""


def _unit(text: str, end: int, money: str) -> tuple[str, float]:
    if money:
        return _MEASURES[money.lower()]
    after = _UNIT.match(text, end)
    return _MEASURES.get(_spelling(after[1]), ("", 1.0)) if after else ("", 1.0)


def _unit_end(text: str, end: int) -> int:
    after = _UNIT.match(text, end)
    return after.end() if after else end


def _spelling(unit: str) -> str:
    return "per cent" if unit.lower() == "percent" else unit.lower()


def _digits(match: re.Match[str], text: str) -> Quantity | None:
    digits = re.sub(r"[, ]", "", match["digits"])
    short = (match["short"] or "").lower()
    if short in {"m", "b", "k"} and not match["money"]:
        short = ""
    scale = _SCALES.get(short or (match["scale"] or "").lower(), 1.0)
    grain = scale * 10.0 ** -len(digits.partition(".")[2])
    one = _made(float(digits) * scale, match, text, "number", grain, match["money"] or "")
    if match["short"] and not short:
        measure, factor = _MEASURES.get(match["short"].lower(), ("", 1.0))
        return one._replace(measure=measure, factor=factor)
    return one


def _words(match: re.Match[str], text: str) -> Quantity | None:
    total, part, grain = 0.0, 0.0, 1.0
    for word in re.findall(r"[a-z]+", match["words"].lower()):
        if word == "hundred":
            part, grain = max(1.0, part) * 100, 100.0
        elif word in _SCALES:
            total, part, grain = total + max(1.0, part) * _SCALES[word], 0.0, _SCALES[word]
        elif word in _WORTH:
            part = max(1.0, part) * 12 if word == "dozen" else part + _WORTH[word]
            grain = 1.0
    one = _made(total + part, match, text, "number", grain)
    is_pronoun = match["words"].lower() == "one" and not one.measure
    return None if is_pronoun else one


def _share(match: re.Match[str], text: str) -> Quantity:
    if match["half"]:
        part = 50.0
    else:
        top = 1.0 if match["top"].lower() == "a" else _WORTH[match["top"].lower()]
        part = 100.0 * top / _SHARES[match["part"].lower()]
    return _made(part, match, text, "share")._replace(measure="percent", factor=1.0)


def _ordinal(match: re.Match[str], text: str) -> Quantity:
    value = float(match["digits"]) if match["digits"] else float(_ORDER[match["word"].lower()])
    return _made(value, match, text, "ordinal")


def _times(match: re.Match[str], text: str) -> Quantity:
    return _made(
        1.0 + ["once", "twice", "thrice"].index(match["times"].lower()), match, text, "times"
    )


def _single(match: re.Match[str], text: str) -> Quantity:
    return _made(1.0, match, text, "single")


def same_value(source: Quantity, claimed: Quantity) -> bool:
    """Whether the source states the value claimed, exactly or so that it rounds to it.

    Rounded beyond the digits written only where the claim says ``about``; ``more than`` and ``up
    to`` hold for what lies beyond them.
    """
    if not claimed.measure:
        source = source._replace(measure="", factor=1.0)
    ours, theirs = claimed.value * claimed.factor, source.value * source.factor
    gap = abs(ours - theirs)
    if gap <= 1e-9 * max(abs(ours), abs(theirs)):
        return True
    if source.measure != claimed.measure or "ordinal" in {source.kind, claimed.kind}:
        return False
    if claimed.kind == "share" or source.kind == "share":
        return gap <= (2.0 if claimed.hedge == "about" else 0.5)
    if not math.isclose(source.factor, claimed.factor) and gap <= 0.02 * abs(theirs):
        return True
    digits, finer = claimed.grain * claimed.factor, source.grain * source.factor
    if finer < digits and gap <= digits / 2:
        return True
    if claimed.hedge == "about":
        return gap <= 0.05 * abs(theirs)
    if source.hedge:
        return False
    if claimed.hedge == "least":
        return ours < theirs <= 1.25 * ours
    return claimed.hedge == "most" and 0.8 * ours <= theirs < ours


def same_unit(source: Quantity, claimed: Quantity) -> bool:
    """Whether both measure the same, or one does not say what it measures."""
    if {source.kind, claimed.kind} & {"ordinal", "times"}:
        return source.kind == claimed.kind
    return source.measure == claimed.measure or not claimed.measure
