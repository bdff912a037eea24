"""Numbers that a text states, with their units, and whether two say the same amount."""

from __future__ import annotations

import math
import re
from itertools import takewhile
from typing import NamedTuple

from .tokens import STOP_WORDS

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_WORDS = {word: n for n, word in enumerate(_SMALL)}
_WORDS |= {word: 10 * (n + 2) for n, word in enumerate(_TENS)} | {"dozen": 12}
_SCALES = {"hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
_ORDER = {word: n + 1 for n, word in enumerate(_ORDINALS.split())}

_NUMBER_WORD = "|".join([*_WORDS, *_SCALES])
_SCALE = "|".join(_SCALES)
_ORDINAL = re.compile(rf"\b(?:(\d+)(?:st|nd|rd|th)|({'|'.join(_ORDER)}))\b", re.IGNORECASE)
_IDENTIFIER = re.compile(
    r"\b(?=[A-Z])(?=[\w/.-]{0,80}\d)(?=[\w/.-]{0,80}[A-Za-z]{2})[A-Z][\w/.-]*\b"
)
_UNIT_AFTER = r"(?P<unit>(?: ?[%°]|[ -](?:a |an |of |the )?[^\W\d_][\w/]*(?: [^\W\d_]\w+){0,2})?)"
_DIGITS = re.compile(
    r"(?<![\w.,/-])(?P<money>[$€£]?)(?P<digits>\d{1,3}(?:[,\u00a0\u202f]\d{3})+(?:\.\d+)?"
    rf"|\d+(?:\.\d+)?)(?:[ -](?P<scale>{_SCALE}))?{_UNIT_AFTER}",
    re.IGNORECASE,
)
_SPELT = re.compile(
    rf"(?<![\w-])(?P<words>(?:{_NUMBER_WORD})(?:(?: and |[ -])(?:{_NUMBER_WORD}))*)(?!\w)"
    rf"{_UNIT_AFTER}",
    re.IGNORECASE,
)
_HEDGES = (
    ("about", r"about|around|roughly|approximately|some|circa|nearly|almost|close to|an estimated"),
    ("least", r"more than|over|above|at least|no fewer than|no less than|upwards of|exceed\w*"),
    ("most", r"up to|at most|no more than|less than|fewer than|under|below"),
)
_HEDGED = [(name, re.compile(rf"\b(?:{form}) (?:the )?$", re.IGNORECASE)) for name, form in _HEDGES]
_BEFORE = 40
"""Characters before a number in which it is hedged."""
_NAMED = {"%": "percent", "$": "dollar", "€": "euro", "£": "pound", "°": "degree"}
_MEASURES = {
    **dict.fromkeys(("g", "gram"), ("mass", 1.0)),
    **dict.fromkeys(("kg", "kilogram", "kilo"), ("mass", 1e3)),
    **dict.fromkeys(("t", "tonne", "ton"), ("mass", 1e6)),
    **dict.fromkeys(("cm", "centimetre", "centimeter"), ("length", 0.01)),
    **dict.fromkeys(("m", "metre", "meter"), ("length", 1.0)),
    **dict.fromkeys(("km", "kilometre", "kilometer"), ("length", 1e3)),
    **dict.fromkeys(("foot", "feet", "ft"), ("length", 0.3048)),
    **dict.fromkeys(("mile",), ("length", 1609.344)),
    **dict.fromkeys(("minute",), ("duration", 1.0)),
    **dict.fromkeys(("hour",), ("duration", 60.0)),
    **dict.fromkeys(("day",), ("duration", 1440.0)),
    **dict.fromkeys(("week",), ("duration", 10080.0)),
    **dict.fromkeys(("percent", "pc"), ("percent", 1.0)),
}
_NEARLY = 0.1
"""How far, as a share, a hedged number may stand from what it rounds."""
_MOST_ABOVE = 1.5
"""How many times what "more than" names a number may be and still be meant by it."""
_CONVERTED = 0.02
"""How far two numbers in different units may stand apart and be one."""


class Amount(NamedTuple):
    """A number with its unit.

    ``unit`` is what is measured ("mass"), the value then in one unit for all and ``measured``
    the unit as written; or else the words after the number. ``grain`` is what the last digit is
    worth where it is visibly rounded, else 0; ``hedge`` is "about", "least", "most" or nothing.
    """

    value: float
    unit: frozenset[str]
    measured: str = ""
    grain: float = 0.0
    hedge: str = ""

    def comparable(self, other: Amount) -> bool:
        """Whether both count the same kind of thing."""
        if self.measured or other.measured:
            return self.unit == other.unit
        return bool(self.unit & other.unit) or not (self.unit or other.unit)

    def agrees(self, other: Amount) -> bool:
        """Whether both may name one amount: equal, one rounded, or one a bound that holds."""
        return _holds(self, other) or _holds(other, self)


def _holds(rough: Amount, exact: Amount) -> bool:
    gap = abs(rough.value - exact.value)
    if gap <= 1e-13 * abs(rough.value) or gap <= rough.grain / 2 > exact.grain / 2:
        return True
    if rough.hedge == "about":
        return gap <= _NEARLY * abs(rough.value)
    if rough.hedge == "least":
        return rough.value <= exact.value <= _MOST_ABOVE * rough.value
    if rough.hedge == "most":
        return rough.value / _MOST_ABOVE <= exact.value <= rough.value
    return rough.measured != exact.measured and gap <= _CONVERTED * abs(rough.value)


def read_amounts(text: str) -> tuple[list[Amount], list[int], str]:
    """The numbers of a text without dates, its ordinals, and the text with all blanked out."""
    text = _IDENTIFIER.sub(_blank, text)
    ordinals = [
        int(one[1]) if one[1] else _ORDER[one[2].lower()] for one in _ORDINAL.finditer(text)
    ]
    text = _ORDINAL.sub(_blank, text)
    found = []
    for form in (_DIGITS, _SPELT):
        for match in form.finditer(text):
            if match.groupdict().get("words", "").lower() != "one":
                found.append(_amount(match))
        text = form.sub(lambda match: _blank(match, "unit"), text)
    return found, ordinals, text


def _blank(match: re.Match[str], kept: str | None = None) -> str:
    keep = match[kept] if kept else ""
    return " " * (len(match[0]) - len(keep)) + keep


def _amount(match: re.Match[str]) -> Amount:
    parts = match.groupdict()
    value, grain = _spelt(parts["words"]) if parts.get("words") else _written(parts)
    unit = [_NAMED.get(word, word) for word in re.findall(r"[^\W\d_]+|[%°]", parts["unit"].lower())]
    unit = [word for word in unit if word not in {"a", "an", "of", "the"}]
    unit = [_singular(word) for word in takewhile(lambda word: word not in STOP_WORDS, unit)]
    if parts.get("money"):
        unit = [_NAMED[parts["money"]]]
    before = (match.string, max(0, match.start() - _BEFORE), match.start())
    hedge = next((name for name, form in _HEDGED if form.search(*before)), "")
    if unit and unit[:2] == ["per", "cent"]:
        unit = ["percent"]
    if unit and unit[0] in _MEASURES:
        name, factor = _MEASURES[unit[0]]
        return Amount(value * factor, frozenset([name]), unit[0], grain * factor, hedge)
    return Amount(value, frozenset(unit), "", grain, hedge)


def _written(parts: dict[str, str]) -> tuple[float, float]:
    digits = re.sub(r"[,\u00a0\u202f]", "", parts["digits"])
    scale = _SCALES[parts["scale"].lower()] if parts.get("scale") else 1.0
    decimals = len(digits.partition(".")[2])
    grain = scale * 10.0**-decimals if decimals or scale > 1 else 0.0
    return float(digits) * scale, grain


def _spelt(words: str) -> tuple[float, float]:
    total, part, last = 0.0, 0.0, 1.0
    for word in re.findall(r"[a-z]+", words.lower()):
        if word in _SCALES:
            last = _SCALES[word]
            if last == 100:
                part = max(1.0, part) * 100
            else:
                total, part = total + max(1.0, part) * last, 0.0
        elif word in _WORDS:
            part = max(1.0, part) * 12 if word == "dozen" else part + _WORDS[word]
    return total + part, last if last > 100 and math.isclose(part, 0.0) else 0.0


def _singular(word: str) -> str:
    if word in {"feet"} or len(word) < 4:
        return word
    return word[:-3] + "y" if word.endswith("ies") else word.removesuffix("s")
