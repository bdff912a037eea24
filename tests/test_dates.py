"""Dates: each way of writing one gives one value, at its place; what only looks like one, none."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loccit.text.dates import Moment, bears_out, find_dates, missing_parts, read_dates


def moments(text: str) -> list[Moment]:
    return [date.moment for date in find_dates(text)]


def written(text: str) -> list[str]:
    return [date.text for date in find_dates(text)]


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2021-05-12", Moment(2021, 5, 12)),
        ("2021/05/12", Moment(2021, 5, 12)),
        ("12.05.2021", Moment(2021, 5, 12)),
        ("25/12/2020", Moment(2020, 12, 25)),
        ("12/25/2020", Moment(2020, 12, 25)),
        ("the 4th of July, 2016", Moment(2016, 7, 4)),
        ("3 Sept. 2019", Moment(2019, 9, 3)),
        ("Nov. 29", Moment(month=11, day=29)),
        ("8\u00a0May\n2018", Moment(2018, 5, 8)),
        ("December 2018", Moment(2018, 12)),
        ("last May", Moment(month=5)),
        ("in 1884", Moment(1884)),
        ("Iran's 2018 sanctions", Moment(2018)),
        ("the 2015 deal", Moment(2015)),
        ("Q3 2022", Moment(2022, part="q3")),
        ("the third quarter of 2022", Moment(2022, part="q3")),
        ("the last quarter of 2022", Moment(2022, part="q4")),
        ("the first half of 2021", Moment(2021, part="h1")),
        ("H1 2021", Moment(2021, part="h1")),
        ("fall of 2019", Moment(2019, part="autumn")),
        ("the 1990s", Moment(part="1990s")),
        ("the 19th century", Moment(part="c19")),
        ("the nineteenth-century house", Moment(part="c19")),
        ("the fifth century BC", Moment(part="c5before")),
        ("c. 350 BC", Moment(-350)),
        ("AD 79", Moment(79)),
        ("Tuesday", Moment(weekday=1)),
        ("6:30 a.m.", Moment(minute=390)),
        ("7 PM", Moment(minute=1140)),
        ("22:05", Moment(minute=1325)),
    ],
)
def test_one_date(text: str, moment: Moment) -> None:
    assert moments(f"It was {text}") == [moment]


@pytest.mark.parametrize(
    ("text", "first", "second"),
    [
        ("May 7-19, 2021", Moment(2021, 5, 7), Moment(2021, 5, 19)),
        ("6 and 9 April 2021", Moment(2021, 4, 6), Moment(2021, 4, 9)),
        ("between 6 and 9 April 2021", Moment(2021, 4, 6), Moment(2021, 4, 9)),
        ("30 May – 2 June 2021", Moment(2021, 5, 30), Moment(2021, 6, 2)),
        ("May 30 to June 2, 2021", Moment(2021, 5, 30), Moment(2021, 6, 2)),
        ("May and June 2013", Moment(2013, 5), Moment(2013, 6)),
        ("1299 to 1923", Moment(1299), Moment(1923)),
        ("1914-18", Moment(1914), Moment(1918)),
        ("between 1990 and 1995", Moment(1990), Moment(1995)),
        ("350 to 320 BC", Moment(-350), Moment(-320)),
        ("10th and 11th centuries", Moment(part="c10"), Moment(part="c11")),
    ],
)
def test_both_ends_of_a_range_are_dates_in_full(text: str, first: Moment, second: Moment) -> None:
    assert moments(f"It lasted {text}, and then") == [first, second]


@pytest.mark.parametrize(
    "text",
    [
        "He may march on 300 ships",
        "2015 people came",
        "It lent 1980 books",
        "the 1500 soldiers",
        "in 2000 tonnes",
        "It cost $2018",
        "about 2,019 houses",
        "2019-02-31",
        "the sun rose; they sat",
        "a 5-4 ruling",
        "version 1.2.2.3",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert not find_dates(text)


def test_a_number_in_a_date_is_no_part_of_the_next() -> None:
    text = "On Tuesday, 3 May 2019, at 9 a.m., 12/05/2020 and Q3 2022 were named; 5 came."
    assert written(text) == ["Tuesday", "3 May 2019", "9 a.m.", "12/05/2020", "Q3 2022"]
    _, undated = read_dates(text)
    assert [sign for sign in undated if sign.isdigit()] == ["5"]


def test_day_and_month_may_be_exchanged_where_countries_differ() -> None:
    (ambiguous,) = moments("On 12/05/2020 they met.")
    for day in (Moment(2020, 5, 12), Moment(2020, 12, 5)):
        assert ambiguous.agrees(day)
        assert day.agrees(ambiguous)
        assert bears_out(ambiguous, day)
    assert ambiguous.agrees(Moment(2020, 6, 12)) is False
    assert not bears_out(ambiguous, Moment(2020, 6, 12))
    assert ambiguous.iso == "2020"


def test_a_coarser_date_is_borne_out_and_a_finer_one_is_not() -> None:
    day, month = Moment(2018, 5, 8), Moment(2018, 5)
    assert bears_out(day, month)
    assert not bears_out(month, day)
    assert missing_parts(month, day) == Moment(day=8)
    assert missing_parts(Moment(2019), day) is None
    assert missing_parts(Moment(weekday=1), day) is None


@given(st.dates(datetime.date(1000, 1, 1), datetime.date(2099, 12, 31)))
def test_a_day_is_one_date_however_written(day: datetime.date) -> None:
    forms = [
        day.isoformat(),
        f"{day:%A}, {day.day} {day:%B} {day.year}",
        f"{day:%B} {day.day}, {day.year}",
        f"{day:%b} {day.day} {day.year}",
        f"{day.day}.{day.month}.{day.year}" if day.year >= 1900 else day.isoformat(),
    ]
    for form in forms:
        dates = [moment.iso for moment in moments(f"On {form}, it rained") if moment.year]
        assert dates == [day.isoformat()], form


@given(st.text(max_size=80))
def test_dates_are_slices_in_order_and_apart(text: str) -> None:
    dates = find_dates(text)
    assert all(text[date.start : date.end] == date.text for date in dates)
    ends = [0, *(date.end for date in dates)]
    assert all(end <= date.start < date.end for end, date in zip(ends, dates, strict=False))
    assert len(read_dates(text)[1]) == len(text)
