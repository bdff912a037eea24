"""The numbers that a text states, with their units and places, and which two may be one."""

from __future__ import annotations

import math
import re
import unicodedata
from collections.abc import Iterable
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from .number_patterns import (
    ALIKE,
    AND_HALF,
    BEFORE,
    CODE,
    DENIED,
    DIGITS,
    FRACTION,
    HEDGES,
    MINUS,
    OR_MORE,
    ORDINAL,
    PARTS,
    RANGE,
    SHARE,
    SINGLE,
    TIMES,
    UNIT,
    WORDS,
)
from .vocabulary import NUMBERS, ORDINALS, SCALES, SHORT_SCALES, Unit, unit_named

ABOUT = 0.05
"""How far, as a share, an exact number may stand from one that is "about" it."""
BEYOND = 1.25
"""How many times what "more than" names a number may be and still be meant by it."""
CONVERTED = 0.02
"""How far, as a share, two numbers in different units may stand apart and be one."""
_SHARE_POINTS, _SHARE_ABOUT = 0.5, 2.0
"""How many points a percentage may stand from "a third", and from "about a third"."""


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
    plain = text.translate(ALIKE)
    codes = tuple((match[0].rstrip(".-/"), *match.span()) for match in CODE.finditer(plain))
    plain = CODE.sub(lambda match: " " * len(match[0]), plain)
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
        if not first.kind == second.kind == "number" or not RANGE.fullmatch(between):
            continue
        first = quantities[at] = _scaled(first, second)
        if second.measure and not first.measure:
            quantities[at] = first._replace(measure=second.measure, factor=second.factor)
        has_symbol = first.measure and first.unit_end == first.end
        if has_symbol and not second.measure and between.strip() in {"-", "to"}:
            quantities[at + 1] = second._replace(measure=first.measure, factor=first.factor)
    return quantities


def _scaled(first: Quantity, second: Quantity) -> Quantity:
    """The first number of a range with the scale that only the second has: "3 to 5 million"."""
    scale = max((scale for scale in SCALES.values() if scale <= second.value), default=0.0)
    if scale < 1e3 or second.grain * 100 < scale or first.value * scale > second.value:
        return first
    return first._replace(value=first.value * scale, grain=first.grain * scale)


def _quantity(
    value: float, match: re.Match[str], text: str, kind: str, grain: float = 0.0, money: str = ""
) -> Quantity:
    start, end = match.span()
    if kind == "number" and (minus := MINUS.search(text, max(0, start - BEFORE), start)):
        start, value = minus.start(), -value
    unit, unit_end = Unit(), end
    if money:
        unit = unit_named(money)
    elif kind not in {"ordinal", "times"} and (after := UNIT.match(text, end)):
        unit = unit_named(after["unit"])
        unit_end = after.end() if unit.measure else end
    if kind in {"number", "single"} and (half := AND_HALF.match(text, unit_end)):
        kind, grain = "number", (grain or 1.0) / 2
        value += math.copysign(grain, value)
        end, unit_end = half.end() if unit_end == end else end, half.end()
    hedge = _hedge(text, start)
    if not hedge and OR_MORE.match(text, end):
        hedge = "least"
    return Quantity(value, *unit, kind, hedge, grain, start, end, unit_end, "")


def _hedge(text: str, start: int) -> str:
    """What hedges the number that starts there; "never longer than" is "at most"."""
    for name, form in HEDGES:
        match = form.search(text, max(0, start - BEFORE), start)
        if match:
            at = match.start()
            is_denied = name != "about" and DENIED.search(text, max(0, at - BEFORE), at)
            return {"least": "most", "most": "least"}[name] if is_denied else name
    return ""


def _digits(match: re.Match[str], text: str) -> Quantity | None:
    value, grain = _read_digits(match["digits"])
    if not grain:
        return None
    if match["and_half"]:
        value, grain = value + grain / 2, grain / 2
    scale_name = (match["letter"] or match["scale"] or "").strip().lower()
    scale = SCALES.get(scale_name) or SHORT_SCALES.get(scale_name, 1.0)
    money = (match["money"] or "").strip()
    return _quantity(value * scale, match, text, "number", grain * scale, money)


def _read_digits(digits: str) -> tuple[float, float]:
    """The value of a number in figures, and what its last digit or its fraction is worth.

    The second is 0 where there is no such fraction: ``2 24/7``.
    """
    if match := FRACTION.fullmatch(digits):
        fraction = _fraction(match["part"])
        grain = 1 / fraction.denominator if fraction < 1 else 0.0
        return float(int(match["whole"] or 0) + fraction), grain
    is_decimal = re.fullmatch(r"\d+,\d\d?", digits)
    digits = digits.replace(",", ".") if is_decimal else re.sub(r"[, ]", "", digits)
    return float(digits), 10.0 ** -len(digits.partition(".")[2])


def _fraction(text: str) -> Fraction:
    """The value of ``½`` or ``1/2``."""
    return Fraction(unicodedata.normalize("NFKC", text).replace("⁄", "/"))


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
    value = total + part
    if match["half"] or match["and_half"]:
        grain /= 2
        value = value + grain if match["and_half"] else value / 2
    scale = SCALES[match["scale"].lower()] if match["scale"] else 1.0
    quantity = _quantity(value * scale, match, text, "number", grain * scale)
    is_pronoun = match[0].lower() == "one" and not quantity.measure
    return None if is_pronoun else quantity


def _share(match: re.Match[str], text: str) -> Quantity | None:
    part = 50.0
    if match["fraction"]:
        part = 100.0 * float(_fraction(match["fraction"]))
    elif not match["half"]:
        top = 1.0 if match["top"].lower() == "a" else NUMBERS[match["top"].lower()]
        part = 100.0 * top / PARTS[match["part"].lower()]
    if part > 100:
        return None
    share = _quantity(part, match, text, "share")
    return share._replace(measure="percent", factor=1.0, unit_end=share.end)


def _ordinal(match: re.Match[str], text: str) -> Quantity:
    digits = (match["digits"] or "").replace(",", "")
    value = float(digits or ORDINALS[match["word"].lower()])
    return _quantity(value, match, text, "ordinal")


def _times(match: re.Match[str], text: str) -> Quantity:
    value = {"once": 1.0, "twice": 2.0, "thrice": 3.0}[match["times"].lower()]
    return _quantity(value, match, text, "times")


_READERS = (
    (SHARE, _share),
    (ORDINAL, _ordinal),
    (DIGITS, _digits),
    (WORDS, _words),
    (TIMES, _times),
    (SINGLE, lambda match, text: _quantity(1.0, match, text, "single")),
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
