"""The vocabulary of dates and numbers: what CLDR gives, and what the lexicon adds to it."""

from __future__ import annotations

import re

import pytest
from loccit.text.vocabulary import (
    COUNTED,
    MONTHS,
    NUMBERS,
    ORDINALS,
    SCALES,
    SHORT_DAYS,
    SHORT_MONTHS,
    SHORT_SCALES,
    UNITS,
    WEEKDAYS,
    Unit,
    any_of,
    unit_named,
)


def test_months_count_from_one_and_weekdays_from_zero() -> None:
    assert (MONTHS["January"], MONTHS["May"], MONTHS["December"]) == (1, 5, 12)
    assert (SHORT_MONTHS["Jan"], SHORT_MONTHS["Sep"], SHORT_MONTHS["Sept"]) == (1, 9, 9)
    assert (WEEKDAYS["Monday"], WEEKDAYS["Sunday"], SHORT_DAYS["Thu"]) == (0, 6, 3)
    assert (SHORT_DAYS["Tues"], SHORT_DAYS["Weds"], SHORT_DAYS["Thurs"]) == (1, 2, 3)
    assert len(MONTHS) == 12
    assert len(WEEKDAYS) == 7


def test_number_words_stand_for_their_numbers() -> None:
    assert (NUMBERS["zero"], NUMBERS["one"], NUMBERS["nineteen"]) == (0, 1, 19)
    assert (NUMBERS["twenty"], NUMBERS["fifty"], NUMBERS["ninety"]) == (20, 50, 90)
    assert (ORDINALS["first"], ORDINALS["twelfth"], ORDINALS["twenty-first"]) == (1, 12, 21)
    assert SCALES == {
        "dozen": 12, "hundred": 100, "thousand": 1e3, "million": 1e6, "billion": 1e9,
        "trillion": 1e12,
    }  # fmt: skip
    assert SHORT_SCALES == {"bn": 1e9, "mn": 1e6, "tn": 1e12, "m": 1e6, "k": 1e3, "b": 1e9}


@pytest.mark.parametrize(
    ("names", "measure", "factor"),
    [
        ("metre|metres|meter|meters|m", "length", 1),
        ("kilometer|kilometres|km", "length", 1e3),
        ("mile|miles|mi", "length", 1609.344),
        ("foot|feet|ft", "length", 0.3048),
        ("inch|inches", "length", 0.0254),
        ("gram|grams|g", "mass", 1),
        ("kilo|kg|kilogramme", "mass", 1e3),
        ("ton|tons|tonnes|t", "mass", 1e6),
        ("second|seconds|sec", "time", 1 / 86400),
        ("hour|hours|hr", "time", 1 / 24),
        ("week|weeks", "time", 7),
        ("month|months", "months", 1),
        ("year|years|year old", "months", 12),
        ("percent|per cent|%", "percent", 1),
        ("hectare|hectares|ha", "area", 1),
        ("barrel|barrels", "barrel", 1),
        ("USD|dollar|dollars|us dollar|us dollars|$|us$", "USD", 1),
        ("GBP|pound|pounds|£|british pound", "GBP", 1),
        ("CAD|c$|canadian dollar|canadian dollars|ca$", "CAD", 1),
        ("AUD|A$|a$|australian dollars", "AUD", 1),
        ("SEK|crown|crowns|swedish krona", "SEK", 1),
        ("cent|cents", "cent", 1),
        ("lira", "lira", 1),
    ],
)
def test_a_unit_by_its_names(names: str, measure: str, factor: float) -> None:
    for name in names.split("|"):
        unit = unit_named(name)
        assert unit.measure == measure, name
        assert unit.factor == pytest.approx(factor), name


@pytest.mark.parametrize("name", ["in", "dec", "ac", "", "huts"])
def test_what_is_no_unit(name: str) -> None:
    assert unit_named(name) == Unit()


def test_currencies_and_coins_are_money() -> None:
    assert Unit("USD").is_money
    assert Unit("cent").is_money
    assert not Unit("length").is_money
    assert not Unit().is_money


def test_names_of_units_are_small_except_codes_of_currencies() -> None:
    codes = {name for name in UNITS if name != name.lower()}
    assert codes == {name for name in UNITS if name == UNITS[name].measure and name.isupper()}
    assert {"USD", "EUR", "JPY", "PLN"} <= codes


def test_the_longest_name_is_read_first() -> None:
    assert any_of(["m", "mm", "m²."]) == r"(?:m²\.|mm|m)"


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("people", True), ("children", True), ("metres", True), ("kg", True), ("bn", True),
        ("million", True), ("metre", False), ("dollar", False), ("deal", False),
    ],
)  # fmt: skip
def test_what_follows_a_number_of_many(text: str, counted: bool) -> None:
    assert bool(re.fullmatch(COUNTED, text)) is counted
