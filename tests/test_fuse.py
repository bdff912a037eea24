"""Reciprocal rank fusion against its formula."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loccit.index.fuse import reciprocal_rank

ranking = st.lists(st.integers(0, 30), unique=True, max_size=15)
rankings = st.lists(ranking, min_size=1, max_size=4)


def by_hand(lists: list[list[int]]) -> dict[int, Fraction]:
    """Sum of 1 / (60 + rank), over what first place everywhere would give."""
    best = len(lists) * Fraction(1, 61)
    ids = {id_ for one in lists for id_ in one}
    return {
        id_: sum((Fraction(1, 61 + one.index(id_)) for one in lists if id_ in one), Fraction())
        / best
        for id_ in ids
    }


@given(rankings)
def test_scores_follow_the_formula(lists: list[list[int]]) -> None:
    found = dict(reciprocal_rank(lists))
    wanted = by_hand(lists)
    assert found.keys() == wanted.keys()
    assert all(found[id_] == pytest.approx(float(wanted[id_])) for id_ in wanted)


@given(rankings)
def test_the_best_comes_first_and_scores_lie_between_0_and_1(lists: list[list[int]]) -> None:
    found = reciprocal_rank(lists)
    assert found == sorted(found, key=lambda pair: (-pair[1], pair[0]))
    assert all(0 < score <= 1 + 1e-12 for _, score in found)


@given(ranking)
def test_one_ranking_keeps_its_order(one: list[int]) -> None:
    assert [id_ for id_, _ in reciprocal_rank([one])] == one
    assert [id_ for id_, _ in reciprocal_rank([one, one])] == one


@given(ranking, ranking)
def test_the_order_of_the_rankings_makes_no_difference(one: list[int], other: list[int]) -> None:
    forward, backward = dict(reciprocal_rank([one, other])), dict(reciprocal_rank([other, one]))
    assert forward == pytest.approx(backward)


def test_first_in_all_rankings_scores_one() -> None:
    ((first, score), *_) = reciprocal_rank([[7, 3], [7], [7, 9]])
    assert first == 7
    assert score == pytest.approx(1.0)


def test_ties_go_to_the_lower_id() -> None:
    assert [id_ for id_, _ in reciprocal_rank([[9, 2], [4, 8]])] == [4, 9, 2, 8]


def test_two_good_places_beat_one_best() -> None:
    assert reciprocal_rank([[1, 2], [3, 2]])[0][0] == 2


def test_nothing_gives_nothing() -> None:
    assert reciprocal_rank([]) == reciprocal_rank([[], []]) == []
