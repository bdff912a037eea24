"""Quantities: each way of writing a number gives one value and unit, and which two may be one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loccit.text.quantities import (
    ABOUT,
    BEYOND,
    CONVERTED,
    Quantity,
    read_quantities,
    same_unit,
    same_value,
    stands_for,
)


def quantities(text: str) -> list[tuple[float, str]]:
    return [(quantity.size, quantity.measure) for quantity in read_quantities(text)[0]]


def quantity(text: str) -> Quantity:
    (only,) = read_quantities(text)[0]
    return only


@pytest.mark.parametrize(
    ("forms", "size", "measure"),
    [
        (["$4.2bn", "$4.2 billion", "US$4.2bn", "USD 4.2bn", "$4.2 bn", "4.2bn dollars",
          "4.2 billion U.S. dollars", "$4,200,000,000", "$4,200m"], 4.2e9, "USD"),
        (["€5m", "EUR 5m", "EUR5m", "5 million euros", "€5 m", "5m euros"], 5e6, "EUR"),
        (["¥300 million", "300 million yen", "JPY 300m"], 3e8, "JPY"),
        (["C$5", "5 Canadian dollars", "CAD 5"], 5.0, "CAD"),
        (["€12,50", "€12.50"], 12.5, "EUR"),
        (["12,5 percent", "12.5%", "12.5 per cent", "12.5-percent"], 12.5, "percent"),
        (["half of it", "50 percent"], 50.0, "percent"),
        (["1.2m people", "1.2 million people", "1,200,000 people"], 1.2e6, ""),
        (["1.2m new jobs", "1.2mn jobs"], 1.2e6, ""),
        (["50k users", "50,000 users", "fifty thousand users"], 5e4, ""),
        (["1.2 m of wall", "1.2m long", "120 cm", "1.2 metres", "1.2 meters"], 1.2, "length"),
        (["5k run"], 5.0, ""),
        (["three hundred and twelve ships", "312 ships"], 312.0, ""),
        (["half a million people", "500,000 people"], 5e5, ""),
        (["half a dozen boys", "a half-dozen boys", "six boys"], 6.0, ""),
        (["12 300 men", "12\u202f300 men"], 12300.0, ""),
        (["20 °C", "20°C", "20 degrees Celsius"], 20.0, "degree"),
        (["5 square kilometres", "5 km²", "500 hectares"], 500.0, "area"),
        (["90 minutes", "1.5 hours"], 0.0625, "time"),
        (["3 years", "36 months", "three-year"], 36.0, "months"),
    ],
)  # fmt: skip
def test_one_quantity_however_written(forms: list[str], size: float, measure: str) -> None:
    for form in forms:
        (value, unit), *_ = quantities(f"There were {form}.")
        assert value == pytest.approx(size), form
        assert unit == measure, form


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3-5%", [(3, "percent"), (5, "percent")]),
        ("20 to 30 per cent", [(20, "percent"), (30, "percent")]),
        ("$3-5", [(3, "USD"), (5, "USD")]),
        ("$3 and 5 huts", [(3, "USD"), (5, "")]),
        ("five km to 3 huts", [(5000, "length"), (3, "")]),
        ("a 5-4 ruling", [(5, ""), (4, "")]),
        ("rooms 3,4 and 5", [(3, ""), (5, "")]),
        ("of one of them", []),
        ("12 in the hall", [(12, "")]),
        ("IR-6 and UF6", []),
    ],
)
def test_the_units_of_several(text: str, expected: list[tuple[float, str]]) -> None:
    assert quantities(text) == expected


@pytest.mark.parametrize(
    ("text", "hedge"),
    [
        ("about 200", "about"),
        ("more than 300 tonnes", "least"),
        ("300 tonnes or more", "least"),
        ("no more than 5", "most"),
        ("never longer than 5 days", "most"),
        ("taken over 5 ships", ""),
        ("200", ""),
    ],
)
def test_hedges(text: str, hedge: str) -> None:
    assert quantity(text).hedge == hedge


@pytest.mark.parametrize(
    ("rough", "share", "holds"),
    [
        ("about 1000 ships", 1 + 0.9 * ABOUT, True),
        ("about 1000 ships", 1 + 1.2 * ABOUT, False),
        ("more than 1000 ships", 0.99 * BEYOND, True),
        ("more than 1000 ships", 1.01 * BEYOND, False),
        ("more than 1000 ships", 0.99, False),
        ("up to 1000 ships", 1.01 / BEYOND, True),
        ("up to 1000 ships", 0.99 / BEYOND, False),
        ("1000 ships", 1.001, False),
    ],
)
def test_claims_and_sources_have_one_tolerance(rough: str, share: float, holds: bool) -> None:
    exact = quantity(f"{round(1000 * share)} ships")
    assert stands_for(quantity(rough), exact) == holds
    assert same_value(exact, quantity(rough)) == holds


def test_converted_units_may_be_rounded() -> None:
    metres = quantity("1000 metres")
    for feet, holds in (
        (3281 * (1 + 0.9 * CONVERTED), True),
        (3281 * (1 + 1.2 * CONVERTED), False),
    ):
        assert same_value(metres, quantity(f"{feet:.0f} feet")) == holds
        assert stands_for(metres, quantity(f"{feet:.0f} feet")) == holds


def test_a_claim_without_a_unit_may_count_what_has_one() -> None:
    assert same_unit(quantity("5 km"), quantity("5"))
    assert not same_unit(quantity("5"), quantity("5 km"))
    assert not same_unit(quantity("5"), quantity("5th"))
    assert same_value(quantity("5 km"), quantity("5"))


@given(st.integers(0, 10**12))
def test_separators_of_thousands_make_no_difference(number: int) -> None:
    plain, grouped = (quantity(f"{form} ships") for form in (f"{number}", f"{number:,}"))
    assert plain.value == grouped.value == number
    assert not stands_for(plain, quantity(f"{number + 1:,} ships"))


@given(st.text(max_size=80))
def test_quantities_are_slices_in_order_and_apart(text: str) -> None:
    numbers, codes = read_quantities(text)
    ends = [0, *(number.end for number in numbers)]
    for end, number in zip(ends, numbers, strict=False):
        assert end <= number.start < number.end <= number.unit_end
        assert text[number.start : number.unit_end] == number.text
        assert stands_for(number, number)
    assert all(text[start:end].startswith(code) for code, start, end in codes)
