"""The numbers that a text states, with their units and places, and which two may be one."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from . import lexicon
from .tokens import STOP_WORDS
from .vocabulary import NUMBERS, ORDINALS, SCALES, SHORT_SCALES, UNITS, Unit, any_of, unit_named

ABOUT = 0.05
"""How far, as a share, an exact number may stand from one that is "about" it."""
BEYOND = 1.25
"""How many times what "more than" names a number may be and still be meant by it."""
CONVERTED = 0.02
"""How far, as a share, two numbers in different units may stand apart and be one."""
_SHARE_POINTS, _SHARE_ABOUT = 0.5, 2.0
"""How many points a percentage may stand from "a third", and from "about a third"."""

_ALIKE = str.maketrans("‐‑‒–—―−\n\r\u00a0\u202f", "-------    ")
"""Signs that look alike are one, each in its place."""
_CURRENCIES = any_of(name for name, unit in UNITS.items() if name == unit.measure.upper())
_SYMBOLS = any_of(name for name in UNITS if re.search(r"[$€£¥₹₪₱]$", name))
_LETTER_SCALES = any_of(name for name in SHORT_SCALES if len(name) == 1)
_SCALE = any_of([*SCALES, *(name for name in SHORT_SCALES if len(name) > 1)])
_UNIT_NAMES = any_of(UNITS)
_SPELT = any_of([*NUMBERS, *SCALES])
_NOT_COUNTED = any_of([*STOP_WORDS, *lexicon.words("quantities.after_a_length")])
_NOUN = rf"(?:{any_of(lexicon.words('quantities.counted'))}|[a-z]{{2,30}}(?<![sui])s)"
_COUNT_FOLLOWS = rf"(?= (?!{_NOT_COUNTED}\b)(?:[a-z]{{1,30}} )?{_NOUN}\b)"
_CODE = re.compile(
    rf"(?<![\w.])(?=[A-Z][\w/.-]{{0,80}}\d)(?![A-Z][a-z]{{2,}}-?\d|{_CURRENCIES}\d)"
    r"[A-Z][\w/-]*(?:\.\w+)*"
)
_PARTS = {"quarter": 4} | {word: n for word, n in ORDINALS.items() if n > 2}
_SHARE = re.compile(
    rf"(?<![\w-])(?:(?P<top>a|{any_of(word for word, n in NUMBERS.items() if n < 20)})[ -]"
    rf"(?P<part>{any_of(_PARTS)})s?(?= of\b|(?<=s)\b)|"
    rf"(?P<half>half)(?! an? {any_of(SCALES)}\b)"
    r"(?= (?:of|the|a|an|its|their|his|her|all)\b))",
    re.IGNORECASE,
)
_DIGITS = re.compile(
    rf"(?<![\w.,/])(?P<money>(?-i:{_CURRENCIES}) ?|{_SYMBOLS} ?)?"
    r"(?P<digits>\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?(?!\d)"
    rf"|\d+,\d\d?(?(money)(?![\d,])|(?= ?%|[ -]?(?:{_UNIT_NAMES}|{_SCALE})(?!\w)))"
    r"|\d+(?:\.\d+)?)"
    rf"(?:(?P<letter>(?(money) ?){_LETTER_SCALES})(?!\w)(?(money)|{_COUNT_FOLLOWS})"
    rf"|[ -]?(?P<scale>{_SCALE})(?!\w))?",
    re.IGNORECASE,
)
_WORDS = re.compile(
    rf"(?<![\w-])(?:(?:(?P<half>half)[ -](?:an? )?|an? )(?={any_of(SCALES)}))?"
    rf"(?P<words>{_SPELT}(?:(?: and |[ -]){_SPELT})*)(?!\w)",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    rf"(?<![\w-])(?:(?P<digits>\d+)(?:st|nd|rd|th)|(?P<word>{any_of(ORDINALS)}))(?!\w)",
    re.IGNORECASE,
)
_TIMES = re.compile(r"(?<!\w)(?P<times>once|twice|thrice)(?!\w)", re.IGNORECASE)
_SINGLE = re.compile(
    r"(?<!\w)an?(?=[ -](?:second|minute|hour|day|week|month|year|decade)(?!\w))", re.IGNORECASE
)
_UNIT = re.compile(rf"[ -]{{0,2}}(?P<unit>{_UNIT_NAMES})(?!\w)", re.IGNORECASE)
_RANGE = re.compile(r" ?(?:to|and|or|-) ?")
_HEDGES = [
    (
        name,
        re.compile(
            rf"(?<!\w){lexicon.alternation(f'quantities.hedges.{name}')}"
            r"(?: (?:the|a|an|about|nearly|only))? ?$",
            re.IGNORECASE,
        ),
    )
    for name in ("about", "least", "most")
]
_BEFORE = 100
"""Characters before a number in which it is hedged, and before that in which this is denied."""
_DENIED = re.compile(r"\b(?:not|never|no)\b(?: \w+){0,4} $", re.IGNORECASE)
_OR_MORE = re.compile(r"(?:[ -]?[\w%]++){0,2}? (?:or|and) (?:more|above|over)\b", re.IGNORECASE)


class Quantity(NamedTuple):
    """A number that a text states, with its place in it.

    Attributes:
        value: the number, in the unit written.
        measure: what is measured (``mass``), the ISO code of a currency, or ``""`` where the
            number only counts.
        factor: how many of the measure's common unit the unit written is.
        kind: ``number``, ``ordinal``, ``share`` (a half, two thirds), ``times`` (twice) or
            ``single`` (a week).
        hedge: ``about``, ``least``, ``most`` or nothing.
        grain: what its last written digit is worth.
        end: where the number ends; its unit ends at ``unit_end``.
        text: the number as written, with its unit.
    """

    value: float
    measure: str
    factor: float
    kind: str
    hedge: str
    grain: float
    start: int
    end: int
    unit_end: int
    text: str

    @property
    def size(self) -> float:
        """The value in the measure's common unit."""
        return self.value * self.factor

    @property
    def is_money(self) -> bool:
        """Whether it is a sum of money."""
        return Unit(self.measure).is_money


def without_place(quantity: Quantity) -> Quantity:
    """The number wherever it stands: two of the same are equal."""
    return quantity._replace(start=0, end=0, unit_end=0)


def distinct(quantities: Iterable[Quantity]) -> list[Quantity]:
    """Numbers without their places, of equal ones the first, in order."""
    return list(dict.fromkeys(map(without_place, quantities)))


@lru_cache(maxsize=4096)
def read_quantities(text: str) -> tuple[tuple[Quantity, ...], tuple[tuple[str, int, int], ...]]:
    """The numbers of a text without dates, and its codes (``IR-6``), both in order."""
    plain = text.translate(_ALIKE)
    codes = tuple((match[0].rstrip(".-/"), *match.span()) for match in _CODE.finditer(plain))
    plain = _CODE.sub(lambda match: " " * len(match[0]), plain)
    quantities: list[Quantity] = []
    remaining = plain
    for form, read in _READERS:
        for match in form.finditer(remaining):
            if (quantity := read(match, plain)) is not None:
                quantities.append(quantity)
        remaining = form.sub(lambda match: " " * len(match[0]), remaining)
    quantities.sort(key=lambda quantity: quantity.start)
    return tuple(
        quantity._replace(text=text[quantity.start : quantity.unit_end])
        for quantity in _ranges(quantities, plain)
    ), codes


def _ranges(quantities: list[Quantity], text: str) -> list[Quantity]:
    """In ``3 to 5 percent`` both have the unit of the second, in ``$3-5`` that of the first."""
    for at in range(len(quantities) - 2, -1, -1):
        first, second = quantities[at], quantities[at + 1]
        between = text[first.unit_end : second.start]
        if not first.kind == second.kind == "number" or not _RANGE.fullmatch(between):
            continue
        if second.measure and not first.measure:
            quantities[at] = first._replace(measure=second.measure, factor=second.factor)
        has_symbol = first.measure and first.unit_end == first.end
        if has_symbol and not second.measure and between.strip() in {"-", "to"}:
            quantities[at + 1] = second._replace(measure=first.measure, factor=first.factor)
    return quantities


def _quantity(
    value: float, match: re.Match[str], text: str, kind: str, grain: float = 0.0, money: str = ""
) -> Quantity:
    start, end = match.span()
    unit, unit_end = Unit(), end
    if money:
        unit = unit_named(money)
    elif kind not in {"ordinal", "times"} and (after := _UNIT.match(text, end)):
        unit = unit_named(after["unit"])
        unit_end = after.end() if unit.measure else end
    hedge = _hedge(text, start)
    if not hedge and _OR_MORE.match(text, end):
        hedge = "least"
    return Quantity(value, *unit, kind, hedge, grain, start, end, unit_end, "")


def _hedge(text: str, start: int) -> str:
    """What hedges the number that starts there; "never longer than" is "at most"."""
    for name, form in _HEDGES:
        match = form.search(text, max(0, start - _BEFORE), start)
        if match:
            at = match.start()
            is_denied = name != "about" and _DENIED.search(text, max(0, at - _BEFORE), at)
            return {"least": "most", "most": "least"}[name] if is_denied else name
    return ""


def _digits(match: re.Match[str], text: str) -> Quantity:
    digits = match["digits"]
    is_decimal = re.fullmatch(r"\d+,\d\d?", digits)
    digits = digits.replace(",", ".") if is_decimal else re.sub(r"[, ]", "", digits)
    scale_name = (match["letter"] or match["scale"] or "").strip().lower()
    scale = (SCALES | SHORT_SCALES).get(scale_name, 1.0)
    grain = scale * 10.0 ** -len(digits.partition(".")[2])
    money = (match["money"] or "").strip()
    return _quantity(float(digits) * scale, match, text, "number", grain, money)


def _words(match: re.Match[str], text: str) -> Quantity | None:
    total, part, grain = 0.0, 0.0, 1.0
    for word in re.findall(r"[a-z]+", match["words"].lower()):
        scale = SCALES.get(word, 1.0)
        if scale > 100:
            total, part = total + max(1.0, part) * scale, 0.0
        elif scale > 1:
            part = max(1.0, part) * scale
        else:
            part += NUMBERS.get(word, 0)
        grain = scale if scale >= 100 else 1.0
    share = 0.5 if match["half"] else 1.0
    quantity = _quantity(share * (total + part), match, text, "number", share * grain)
    is_pronoun = match["words"].lower() == "one" and not quantity.measure
    return None if is_pronoun else quantity


def _share(match: re.Match[str], text: str) -> Quantity:
    part = 50.0
    if not match["half"]:
        top = 1.0 if match["top"].lower() == "a" else NUMBERS[match["top"].lower()]
        part = 100.0 * top / _PARTS[match["part"].lower()]
    share = _quantity(part, match, text, "share")
    return share._replace(measure="percent", factor=1.0, unit_end=share.end)


def _ordinal(match: re.Match[str], text: str) -> Quantity:
    value = float(match["digits"] or ORDINALS[match["word"].lower()])
    return _quantity(value, match, text, "ordinal")


def _times(match: re.Match[str], text: str) -> Quantity:
    value = {"once": 1.0, "twice": 2.0, "thrice": 3.0}[match["times"].lower()]
    return _quantity(value, match, text, "times")


_READERS = (
    (_SHARE, _share),
    (_ORDINAL, _ordinal),
    (_DIGITS, _digits),
    (_WORDS, _words),
    (_TIMES, _times),
    (_SINGLE, lambda match, text: _quantity(1.0, match, text, "single")),
)


def same_value(source: Quantity, claimed: Quantity) -> bool:
    """Whether the source states the value claimed, exactly or so that it rounds to it.

    A bound that is claimed holds only for an exact number of the source.
    """
    if not claimed.measure:
        source = source._replace(measure="", factor=1.0)
    if _is_equal(source, claimed):
        return True
    if source.measure != claimed.measure or "ordinal" in {source.kind, claimed.kind}:
        return False
    if source.hedge and claimed.hedge != "about":
        claimed = claimed._replace(hedge="")
    return stands_for(claimed, source)


def stands_for(rough: Quantity, exact: Quantity) -> bool:
    """Whether a number may be another of its measure rounded, bounded or converted."""
    gap = abs(rough.size - exact.size)
    if _is_equal(rough, exact):
        return True
    if "share" in {rough.kind, exact.kind}:
        return gap <= (_SHARE_ABOUT if rough.hedge == "about" else _SHARE_POINTS)
    if not math.isclose(rough.factor, exact.factor) and gap <= CONVERTED * abs(exact.size):
        return True
    digit = rough.grain * rough.factor
    if exact.grain * exact.factor < digit and gap <= digit / 2:
        return True
    if rough.hedge == "about":
        return gap <= ABOUT * abs(exact.size)
    if rough.hedge == "least":
        return rough.size < exact.size <= BEYOND * rough.size
    return rough.hedge == "most" and rough.size / BEYOND <= exact.size < rough.size


def _is_equal(first: Quantity, second: Quantity) -> bool:
    gap = abs(first.size - second.size)
    return gap <= 1e-13 * max(abs(first.size), abs(second.size))


def same_unit(source: Quantity, claimed: Quantity) -> bool:
    """Whether both measure the same, or the claim does not say what it measures."""
    if {source.kind, claimed.kind} & {"ordinal", "times"}:
        return source.kind == claimed.kind
    return source.measure == claimed.measure or not claimed.measure
