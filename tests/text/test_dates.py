"""Dates: each way of writing one gives one value, at its place; what only looks like one, none."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loccit.text.dates import (
    Moment,
    bears_out,
    find_dates,
    missing_parts,
    parse_date,
    read_dates,
)


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
        ("the final half of the year 2022", Moment(2022, part="h2")),
        ("the 2nd half of 2022", Moment(2022, part="h2")),
        ("Spring 2019", Moment(2019, part="spring")),
        ("winter of 2019/20", Moment(2019, part="winter")),
        ("the first half of 2021", Moment(2021, part="h1")),
        ("H1 2021", Moment(2021, part="h1")),
        ("fall of 2019", Moment(2019, part="autumn")),
        ("the 1990s", Moment(part="1990s")),
        ("the 19th century", Moment(part="c19")),
        ("the ſecond quarter of 2022", Moment(2022, part="q2")),
        ("the fıfth century", Moment(part="c5")),
        ("the nineteenth-century house", Moment(part="c19")),
        ("the fifth century BC", Moment(part="c5before")),
        ("the second millennium B.C.", Moment(part="m2before")),
        ("c. 350 BC", Moment(-350)),
        ("1 BCE", Moment(-1)),
        ("79 AD", Moment(79)),
        ("AD 79", Moment(79)),
        ("Tuesday", Moment(weekday=1)),
        ("6:30 a.m.", Moment(minute=390)),
        ("7 PM", Moment(minute=1140)),
        ("22:05", Moment(minute=1325)),
        ("12 p.m.", Moment(minute=720)),
        ("12:30 a.m.", Moment(minute=30)),
        ("0:00", Moment(minute=0)),
        ("05/05/2020", Moment(2020, 5, 5)),
        ("12-12-2020", Moment(2020, 12, 12)),
        ("13/12/2020", Moment(2020, 12, 13)),
        ("12/11/2020", Moment(2020, 11, 12, is_ambiguous=True)),
        ("29 February", Moment(month=2, day=29)),
        ("29 February 2020", Moment(2020, 2, 29)),
        ("1st of May", Moment(month=5, day=1)),
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
        ("third to the second century BC", Moment(part="c3before"), Moment(part="c2before")),
        ("Mon, 3 May 2021", Moment(weekday=0), Moment(2021, 5, 3)),
        ("Thu. May 6, 2021", Moment(weekday=3), Moment(2021, 5, 6)),
        ("Thurs, 3 May 2020", Moment(weekday=3), Moment(2020, 5, 3)),
        ("Tues., May 5", Moment(weekday=1), Moment(month=5, day=5)),
        ("6 April to 9 May", Moment(month=4, day=6), Moment(month=5, day=9)),
        ("43 to 50 AD", Moment(43), Moment(50)),
        ("1901/02", Moment(1901), Moment(1902)),
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
        "the sun rose; they sat",
        "a 5-4 ruling",
        "version 1.2.2.3",
        "30 February",
        "12.25.2021",
        "13 p.m.",
        "13:30 p.m.",
        "28 to 31 February 2020",
        "31 June 2020",
        "25:10",
        "1914-14",
        "1950-49",
        "Sun 3 huts",
        "again 1884 ran",
        "again May ran",
        "in Mayor",
        "route 1884,5",
        "route 1884.5",
        "x-2021-05-12",
        "12.05.2021.5",
        "AD 79.5",
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert not find_dates(text)


LEADS = "in of since by until till from to during before after year early late mid between circa"


@pytest.mark.parametrize("lead", [*LEADS.split(), "and"])
def test_a_word_before_a_month_or_a_year_shows_that_it_is_one(lead: str) -> None:
    assert moments(f"so {lead} May it was") == [Moment(month=5)]
    assert moments(f"so {lead} 1884 it was") == [Moment(1884)]
    assert not find_dates(f"so {lead} 1884 people")


@pytest.mark.parametrize("lead", ["last", "next", "this"])
def test_a_word_before_a_month_alone(lead: str) -> None:
    assert moments(f"so {lead} May it was") == [Moment(month=5)]
    assert not find_dates(f"so {lead} 1884 it was")


@pytest.mark.parametrize("lead", ["the", "its", "their", "his", "her", "our", "a", "an"])
def test_a_word_before_a_year_shows_that_it_is_one_unless_a_count_follows(lead: str) -> None:
    assert moments(f"so {lead} 1884 deal was") == [Moment(1884)]
    assert not find_dates(f"so {lead} 1884 deals were")
    assert not find_dates(f"so {lead} May deal was")


@pytest.mark.parametrize("season", ["spring", "summer", "autumn", "fall", "winter"])
def test_seasons(season: str) -> None:
    part = "autumn" if season == "fall" else season
    assert moments(f"the {season} of 1884") == [Moment(1884, part=part)]


@pytest.mark.parametrize("counted", ["people", "persons", "men", "women", "children", "km", "tons"])
def test_a_number_that_counts_is_no_year(counted: str) -> None:
    assert not find_dates(f"In 2015 {counted} it was")
    assert moments("In 2015 it was") == [Moment(2015)]


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2019", "2019"),
        ("1900", "1900"),
        ("2099.", "2099"),
        ("1899", None),
        ("September 2019", "2019-09"),
        ("september 1850", "1850-09"),
        ("12 SEPTEMBER 2019", "2019-09-12"),
        (" 2019-09-12T10:15 ", "2019-09-12"),
        ("2019-09-12 10:15", "2019-09-12"),
        ("11.09.2019", None),
        ("2019/09/11", None),
        ("12 May", None),
        ("Tuesday", None),
        ("Q3 2019", None),
        ("1990s", None),
        ("6 and 9 April 2021", None),
        ("in 2019", None),
        ("May 2019 or so", None),
        ("", None),
    ],
)
def test_a_text_that_is_a_date_and_nothing_else(text: str, date: str | None) -> None:
    assert parse_date(text) == date


@pytest.mark.parametrize(
    ("moment", "iso"),
    [
        (Moment(2019), "2019"),
        (Moment(79), "0079"),
        (Moment(2019, 9), "2019-09"),
        (Moment(2019, 9, 2), "2019-09-02"),
        (Moment(2019, day=2), "2019"),
        (Moment(-350), None),
        (Moment(-1), None),
        (Moment(month=9, day=2), None),
    ],
)
def test_iso_dates_are_cut_to_what_is_stated(moment: Moment, iso: str | None) -> None:
    assert moment.iso == iso


FULL = Moment(2018, 5, 8, "q2", 1, 390)


@pytest.mark.parametrize(
    ("part", "value"),
    [("year", 1), ("month", 1), ("day", 1), ("part", "q1"), ("weekday", 0), ("minute", 0)],
)
def test_each_part_of_a_date_counts(part: str, value: object) -> None:
    changed, without = FULL._replace(**{part: value}), FULL._replace(**{part: None})  # type: ignore[arg-type]
    assert FULL.agrees(changed) is False
    assert FULL.agrees(without) is without.agrees(FULL) is True
    assert not bears_out(FULL, changed)
    assert bears_out(FULL, without)
    assert not bears_out(without, FULL)
    assert missing_parts(without, FULL) == Moment()._replace(**{part: getattr(FULL, part)})
    assert missing_parts(changed, FULL) is None


def test_dates_with_no_part_in_common_are_not_compared() -> None:
    assert Moment(2018).agrees(Moment(month=5)) is None
    assert Moment(2018).agrees(Moment(2018, is_ambiguous=True)) is True


WHOLE = """
2021-05-12 2021-05 2021/05/12 12.05.2021 12/05/2021 1990s 1884 2015 1914-18 1299-1923 18:30 7pm
Tuesday Spring_2019 winter_2019/20 12_May_2021 12_May May_12,_2021 May_12 May_7-19,_2021 May_2021
May_and_June_2013 6_and_9_April Q3_2022 19th_century 19th_century_BC 350_BC 350_to_320_BC AD_79
6:30_pm
"""


@pytest.mark.parametrize("text", [text.replace("_", " ") for text in WHOLE.split()])
def test_a_part_of_a_longer_word_or_number_is_no_date(text: str) -> None:
    for glued in (f"so x{text} was", f"so {text}x was", f"so 5{text} was", f"so {text}5 was"):
        assert text not in written(glued), glued


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On 12 May 2000 people came", [Moment(month=5, day=12)]),
        ("On May 12, 2000 men came", [Moment(month=5, day=12)]),
        ("In May 2000 people came", [Moment(month=5)]),
        ("On May 6 and 9, 2000 men came", [Moment(month=5, day=6), Moment(month=5, day=9)]),
        ("In spring 2000 people came", []),
        ("From 1990 to 2000 people came", [Moment(1990)]),
        ("It was in 1914 to 18 of them", [Moment(1914)]),
        ("It sold 1884 and 1885 of them", [Moment(1885)]),
        ("The treaty 1984 was signed", [Moment(1984)]),
        ("The treaty 1984 crisis", [Moment(1984)]),
        ("The treaty 1984 huts", []),
        ("The 1884 was signed", [Moment(1884)]),
        ("The 1884 crisis", [Moment(1884)]),
        ("A treaty (peace 1884) held", [Moment(1884)]),
    ],
)
def test_years_and_counts_are_kept_apart(text: str, expected: list[Moment]) -> None:
    assert moments(text) == expected


@pytest.mark.parametrize(
    "text", ["29 February 2021", "13/13/2021", "2021-04-31", "Feb. 30, 2021", "in 31 June 2020"]
)
def test_a_day_that_does_not_exist_is_no_date(text: str) -> None:
    assert moments(text) == []


def test_a_date_is_no_part_of_a_longer_one() -> None:
    assert [moment for moment in moments("1/12/05/2021") if moment.day] == []


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


@given(
    st.text(max_size=80)
    | st.lists(
        st.sampled_from("the ſecond fıfth quarter century of 2022 Feb 31 a.m. , 13".split())
    ).map(" ".join)
)
def test_dates_are_slices_in_order_and_apart(text: str) -> None:
    dates = find_dates(text)
    assert all(text[date.start : date.end] == date.text for date in dates)
    ends = [0, *(date.end for date in dates)]
    assert all(end <= date.start < date.end for end, date in zip(ends, dates, strict=False))
    assert len(read_dates(text)[1]) == len(text)
