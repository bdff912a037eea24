"""Quantities: each way of writing a number gives one value and unit, and which two may be one."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loccit.text.number_patterns import ALIKE
from loccit.text.quantities import (
    ABOUT,
    BEYOND,
    CONVERTED,
    Quantity,
    distinct,
    read_quantities,
    same_unit,
    same_value,
    stands_for,
    without_place,
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
        (["2½ million people", "2 ½ million", "2 1/2 million", "two and a half million",
          "2 and a half million", "2 million and a half", "2.5 million"], 2.5e6, ""),
        (["a million and a half people", "1½ million"], 1.5e6, ""),
        (["$2½ million", "$2.5m"], 2.5e6, "USD"),
        (["18 months", "a year and a half", "1½ years", "one and a half years",
          "one year and a half", "one-and-a-half-year"], 18.0, "months"),
        (["½ km", "500 metres"], 500.0, "length"),
        (["31,24,458 people", "3,124,458 people"], 3124458.0, ""),
        (["1,00,000 men", "100,000 men"], 1e5, ""),
        (["$1,25,000.50", "$125,000.50"], 125000.5, "USD"),
        (["-5 °C", "−5 °C", "minus 5 °C", "minus five degrees Celsius", "(-5°C)", "–5 °C"],
         -5.0, "degree"),
        (["-$5m", "−$5 million"], -5e6, "USD"),
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
        ("3 or 4 or 5 percent", [(3, "percent"), (4, "percent"), (5, "percent")]),
        ("$3 to 5 or 6", [(3, "USD"), (5, "USD"), (6, "")]),
        ("5 km or 6 miles", [(5000, "length"), (6 * 1609.344, "length")]),
        ("the 3rd or 5 km", [(3, ""), (5000, "length")]),
        ("a 5-4 ruling", [(5, ""), (4, "")]),
        ("rooms 3,4 and 5", [(5, "")]),
        ("-5 to -3 °C", [(-5, "degree"), (-3, "degree")]),
        ("5 km and a half dozen men", [(5000, "length"), (6, "")]),
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


@pytest.mark.parametrize(
    ("text", "share"),
    [
        ("a quarter of", 25), ("three quarters of", 75), ("two thirds of", 200 / 3),
        ("two-thirds of", 200 / 3), ("a fifth of", 20), ("nine tenths of", 90),
        ("a twelfth of", 100 / 12), ("half the", 50), ("Half of", 50), ("three fifths", 60),
        ("nineteen twentieths of", 95), ("1/4 of", 25), ("½ of", 50), ("¾ the", 75),
    ],
)  # fmt: skip
def test_shares_are_percentages(text: str, share: float) -> None:
    number = quantity(f"{text} crew")
    assert (number.kind, number.measure) == ("share", "percent")
    assert number.size == pytest.approx(share)
    assert number.unit_end == number.end


@pytest.mark.parametrize(
    ("rough", "percent", "holds"),
    [
        ("a quarter of it", 25.5, True),
        ("a quarter of it", 25.6, False),
        ("a quarter of it", 24.4, False),
        ("about a quarter of it", 27, True),
        ("about a quarter of it", 27.1, False),
    ],
)
def test_shares_are_rounded(rough: str, percent: float, holds: bool) -> None:
    assert stands_for(quantity(rough), quantity(f"{percent}%")) == holds


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("the 3rd ship", 3, "ordinal"),
        ("the 21st ship", 21, "ordinal"),
        ("the second ship", 2, "ordinal"),
        ("the twenty-first ship", 21, "ordinal"),
        ("they came once", 1, "times"),
        ("twice as large", 2, "times"),
        ("thrice as large", 3, "times"),
        ("a week", 1, "single"),
        ("an hour", 1, "single"),
        ("one kilometre", 1, "number"),
        ("zero ships", 0, "number"),
    ],
)
def test_kinds_of_numbers(text: str, value: float, kind: str) -> None:
    number = quantity(text)
    assert (number.value, number.kind) == (value, kind)


@pytest.mark.parametrize(
    ("text", "value", "grain"),
    [
        ("312", 312, 1),
        ("3.25", 3.25, 0.01),
        ("4.2bn dollars", 4.2e9, 1e8),
        ("4,200,000 ships", 4.2e6, 1),
        ("3 million", 3e6, 1e6),
        ("fifty ships", 50, 1),
        ("fifty-two ships", 52, 1),
        ("a hundred ships", 100, 100),
        ("two hundred and five ships", 205, 1),
        ("two hundred thousand ships", 2e5, 1e3),
        ("three thousand two hundred ships", 3200, 100),
        ("one million two hundred thousand", 1.2e6, 1e3),
        ("two dozen ships", 24, 1),
        ("half a million", 5e5, 5e5),
        ("half a dozen", 6, 0.5),
    ],
)
def test_a_number_is_as_fine_as_its_last_digit(text: str, value: float, grain: float) -> None:
    number = quantity(text)
    assert (number.value, number.grain) == pytest.approx((value, grain))


@pytest.mark.parametrize(
    ("exact", "rough", "holds"),
    [
        # Rounded to the digit that is claimed.
        ("4.2 million", "4 million", True),
        ("4.5 million", "4 million", True),
        ("4.6 million", "4 million", False),
        ("4 million", "4.2 million", False),
        ("4.2 km", "4 km", True),
        ("4.6 km", "4 km", False),
        ("4 km", "4.2 km", False),
        ("4200 m", "4 km", True),
        ("1 mile", "2 km", False),
        ("4 km", "4200 m", False),
        ("1049 ships", "ten hundred ships", True),
        # The bounds themselves hold.
        ("1000 ships", "about 950 ships", True),
        ("1000 ships", "about 949 ships", False),
        ("1250 ships", "more than 1000 ships", True),
        ("800 ships", "up to 1000 ships", True),
        ("1100 ships", "up to 1000 ships", False),
        ("1251 ships", "more than 1000 ships", False),
        ("799 ships", "up to 1000 ships", False),
        # Converted units have a tolerance of their own.
        ("1000 m", "1.01 km", True),
        ("1000 m", "1.03 km", False),
        ("801 ships", "at least 1000 ships", False),
        # What the source hedges bears out no bound.
        ("about 1040 ships", "more than 1000 ships", False),
        ("1040 ships", "more than 1000 ships", True),
        ("about 1040 ships", "about 1000 ships", True),
        # Ordinals are exact, and measures are not mixed.
        ("103 ships", "about 100th", False),
        ("103rd", "about 100", False),
        ("103 km", "about 100 kg", False),
        ("103 km", "about 100", True),
        ("0 ships", "0 ships", True),
        ("5", "6", False),
    ],
)
def test_what_a_source_states_of_a_claimed_value(exact: str, rough: str, holds: bool) -> None:
    assert same_value(quantity(exact), quantity(rough)) == holds


@pytest.mark.parametrize(
    ("source", "claimed", "same"),
    [("5 km", "6 km", True), ("5 km", "5 kg", False), ("5th", "6th", True), ("twice", "2", False),
     ("twice", "2nd", False), ("once", "thrice", True), ("5 km", "5 miles", True)],
)  # fmt: skip
def test_units_are_the_same_by_measure_and_kind(source: str, claimed: str, same: bool) -> None:
    assert same_unit(quantity(source), quantity(claimed)) == same


def test_equal_numbers_are_distinct_once() -> None:
    numbers, _ = read_quantities("5 km, 6 km, 5 km and 5 kg")
    assert [number.text for number in distinct(numbers)] == ["5 km", "6 km", "5 kg"]
    assert [number.start for number in distinct(numbers)] == [0, 0, 0]
    assert without_place(numbers[0]) == without_place(numbers[2])


def test_sums_of_money_are_money() -> None:
    assert quantity("$5").is_money
    assert quantity("50 cents").is_money
    assert not quantity("5 km").is_money


@pytest.mark.parametrize(
    "hedge",
    ["about", "around", "roughly", "approximately", "some", "circa", "nearly", "almost",
     "close to", "an estimated", "just under", "just over", "approx.", "an average of",
     "about the", "nearly only"],
)  # fmt: skip
def test_words_that_make_a_number_rough(hedge: str) -> None:
    assert quantity(f"so {hedge} 200 ships").hedge == "about"
    assert quantity(f"not {hedge} 200 ships").hedge == "about"


LEAST = [
    "more than",
    "over",
    "above",
    "at least",
    "upwards of",
    "beyond",
    "exceeding",
    "greater than",
    "a minimum of",
]
MOST = ["up to", "at most", "less than", "fewer than", "under", "below", "shorter than",
        "a maximum of", "as many as", "as much as", "within"]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "hedge", "denied"),
    [*((words, "least", "most") for words in LEAST), *((words, "most", "least") for words in MOST)],
)
def test_words_that_bound_a_number_and_their_denial(words: str, hedge: str, denied: str) -> None:
    assert quantity(f"{words} 200 ships").hedge == hedge
    assert quantity(f"so {words} 200 ships").hedge == hedge
    for denial in ("no", "not", "It was never", "Not in the end"):
        assert quantity(f"{denial} {words} 200 ships").hedge == denied
    assert quantity(f"not so in the very end {words} 200 ships").hedge == hedge


@pytest.mark.parametrize("after", ["or more", "and above", "tonnes or over", "new tonnes and more"])
def test_words_after_a_number_that_bound_it(after: str) -> None:
    assert quantity(f"200 {after}").hedge == "least"
    assert quantity(f"about 200 {after}").hedge == "about"


def test_only_a_near_bound_bounds_a_number() -> None:
    assert quantity("200 large iron ships or more").hedge == ""
    assert quantity("taken over 200 ships").hedge == ""
    assert quantity("handed over 200 ships").hedge == ""


@pytest.mark.parametrize(
    "after", "long high wide deep tall thick above below across apart away under over".split()
)
def test_a_length_is_no_million(after: str) -> None:
    assert quantities(f"1.2m {after} walls") == [(1.2, "length")]


@pytest.mark.parametrize("counted", ["people", "persons", "men", "women", "children", "new jobs"])
def test_a_million_of_what_is_counted(counted: str) -> None:
    assert quantities(f"1.2m {counted}") == [(1.2e6, "")]


WHOLE = """
three|3rd|third|twice|a week|a million|half a million|two thirds|5 km|5 million|$5m|12,5 km
"""


@pytest.mark.parametrize("text", WHOLE.strip().split("|"))
def test_a_part_of_a_longer_word_is_no_number(text: str) -> None:
    def written(context: str) -> list[str]:
        return [number.text for number in read_quantities(context)[0]]

    assert text in written(f"so {text} was")
    assert text not in written(f"so x{text} was")
    assert text not in written(f"so {text}x was")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a third party", [(3, "ordinal")]),
        ("twenty-third of them", [(20, "number")]),
        ("three fifth graders", [(3, "number"), (5, "ordinal")]),
        ("the half a million", [(5e5, "number")]),
        ("a 1.2m glass wall", [(1.2, "number")]),
        ("1,2345", []),
        ("$1,25,00", []),
        ("1.2.3", []),
        ("1/3 cup", []),
        ("24/7", []),
        ("24/7 of it", []),
        ("2 24/7 of it", []),
        ("2 1/0 of it", []),
        ("the 1,003rd ship", [(1003, "ordinal")]),
        ("two and a half of it", [(2, "number"), (50, "share")]),
        ("a person", []),
    ],
)
def test_what_only_begins_like_a_number(text: str, expected: list[tuple[float, str]]) -> None:
    assert [(number.value, number.kind) for number in read_quantities(text)[0]] == expected


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("IR-6, UF6 and A/RES/75.", ["IR-6", "UF6", "A/RES/75"]),
        ("B2 and C3-.", ["B2", "C3"]),
        ("Pier-5, Apollo 11, EUR5, x5", []),
    ],
)
def test_codes_are_no_numbers(text: str, codes: list[str]) -> None:
    assert [code for code, _, _ in read_quantities(text)[1]] == codes


@pytest.mark.parametrize(
    "text",
    ["3-5", "3 -5", "3% -5", "a 4-5 ruling", "Pier-5", "x-5", "plus or minus 5", "a - 5", "--5",
     "plus/minus 5", "     -5"],
)  # fmt: skip
def test_a_dash_is_no_sign(text: str) -> None:
    assert read_quantities(text)[0][-1].value == 5


@pytest.mark.parametrize("text", ["-5", "about -5", "so (-5)", "so [-5]", "so “-5”", "x=-5"])
def test_a_sign_belongs_to_its_number(text: str) -> None:
    number = quantity(text)
    assert (number.value, number.text) == (-5, "-5")
    assert not stands_for(number, quantity("5"))


LETTERS = str.maketrans("siK", "ſı\u212a")
SPELT = st.sampled_from(
    "six ships Second third twice once thrice a minute fifth sixths of kilos Km million".split()
)


@given(st.lists(SPELT, max_size=8).map(" ".join))
def test_letters_that_look_alike_are_read_alike(text: str) -> None:
    alike = read_quantities(text.translate(LETTERS))[0]
    for number, plain in zip(alike, read_quantities(text)[0], strict=True):
        assert number._replace(text=plain.text) == plain


@given(st.integers(0, 10**12))
def test_separators_of_thousands_make_no_difference(number: int) -> None:
    plain, grouped = (quantity(f"{form} ships") for form in (f"{number}", f"{number:,}"))
    assert plain.value == grouped.value == number
    assert not stands_for(plain, quantity(f"{number + 1:,} ships"))


@given(st.integers(10**5, 10**12))
def test_numbers_are_read_as_they_are_grouped_in_india(number: int) -> None:
    thousands, last = divmod(number, 1000)
    grouped = re.sub(r"(?<=\d)(?=(?:\d\d)+$)", ",", str(thousands))
    assert quantity(f"{grouped},{last:03} ships").value == number


@given(
    st.text(max_size=80)
    | st.text(st.sampled_from("ſıİ\u212a½¼⅓1203 -−,./%$andhlfowtisecm"), max_size=40)
)
def test_quantities_are_slices_in_order_and_apart(text: str) -> None:
    numbers, codes = read_quantities(text)
    ends = [0, *(number.end for number in numbers)]
    for end, number in zip(ends, numbers, strict=False):
        assert end <= number.start < number.end <= number.unit_end
        assert text[number.start : number.unit_end] == number.text
        assert stands_for(number, number)
    plain = text.translate(ALIKE)
    assert all(plain[start:end].startswith(code) for code, start, end in codes)
