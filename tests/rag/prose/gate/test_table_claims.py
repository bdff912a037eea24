"""Rows of a table, put in words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

Verdict = Callable[..., str]

ROOMS = """Rooms for hire

Room\tSeats\tFloor\tProjector\tPrice per day
Great Hall\t180\tground\tyes\t240 euros
Garden Room\t45\tground\tno\t90 euros
Studio\t20\t1\tyes\t65 euros
Attic\t12\t2\tno\t35 euros"""
WATER = """Samples of July

Beach\tDate\tRating\tNext test
Pier\tMon 3 July\texcellent\t7 August
Dunes\tMon 3 July\tgood\t7 August
Harbour\tWed 5 July\tpoor\t19 July
Mill Pond\tWed 5 July\tnot tested\t19 July"""
FILMS = """Film\tDirector\tAuthor
Salt\tEck\tBrandt
Tide\tMoll\tEck"""


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("The Great Hall has 180 seats and costs 240 euros a day.", ROOMS),
        ("The Attic, on the second floor, costs 35 euros a day.", ROOMS),
        ("The Garden Room, on the ground floor, has no projector.", ROOMS),
        ("The Attic is the cheapest room, at 35 euros, but has no projector.", ROOMS),
        ("The Studio has a projector, but the Attic doesn't.", ROOMS),
        ("The Garden Room is on the ground floor and has 45 seats.", ROOMS),
        ("The cheapest room is the Attic, at 35 euros a day.", ROOMS),
        ("The Studio is 25 euros cheaper than the Garden Room.", ROOMS),
        ("At the Pier the water was rated excellent on Monday, 3 July.", WATER),
        ("The next test at the Pier and at Dunes is on 7 August.", WATER),
        ("Mill Pond was not tested on 5 July.", WATER),
    ],
)
def test_a_row_in_words_is_shown(verdict: Verdict, claim: str, source: str) -> None:
    assert verdict(claim, source) == "shown"


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("The Garden Room has a projector.", ROOMS),
        ("The Studio has no projector.", ROOMS),
        ("All rooms have a projector.", ROOMS),
        ("The Studio has 45 seats.", ROOMS),
        ("The Great Hall costs 90 euros a day.", ROOMS),
        ("The cheapest room is the Studio, at 65 euros a day.", ROOMS),
        ("The Garden Room is 25 euros cheaper than the Studio.", ROOMS),
        ("At Dunes the water was rated excellent.", WATER),
        ("The Harbour was tested on Monday.", WATER),
        ("The Pier will be tested again on 19 July.", WATER),
        ("Mill Pond was rated poor.", WATER),
        ("Salt was written by Eck.", FILMS),
        ("Moll directed Salt.", FILMS),
    ],
)
def test_cells_of_other_rows_and_columns_are_not_mixed(
    verdict: Verdict, claim: str, source: str
) -> None:
    assert verdict(claim, source) not in {"shown", "note"}
