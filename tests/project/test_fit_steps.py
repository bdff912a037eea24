"""How numbers chosen by hand are moved: what is adopted, what is kept, and what is put back."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

import pytest
from conftest import ROOT
from notes import Notes

sys.path.append(str(ROOT))
from loccit.rag.asking.weights import WEIGHTS
from loccit.rag.disagreement.bounds import BOUNDS

from benchmarks.fit.disagreement import GRID as BOUND_GRID
from benchmarks.fit.disagreement import Answered, outcomes
from benchmarks.fit.followups import GRID as WEIGHT_GRID
from benchmarks.fit.steps import Grid, Numbers, climbed, in_place, kept, varied

GRID = {"high": (1.0, 2.0, 3.0), "wide": (5.0, 6.0)}
START = {"high": 1.0, "wide": 5.0}
Scored = Callable[[Sequence[Numbers]], list[list[float]]]


def scored(better: dict[tuple[str, float], int]) -> Scored:
    """Of 100 examples, as many more right as each number at its value makes."""

    def outcomes(tried: Sequence[Numbers]) -> list[list[float]]:
        rights = [sum(better.get(pair, 0) for pair in numbers.items()) for numbers in tried]
        return [[1.0] * (50 + right) + [0.0] * (50 - right) for right in rights]

    return outcomes


def test_one_number_is_varied_at_a_time() -> None:
    assert varied(START, GRID) == [
        START,
        {"high": 2.0, "wide": 5.0},
        {"high": 3.0, "wide": 5.0},
        {"high": 1.0, "wide": 6.0},
    ]


@pytest.mark.parametrize(
    ("better", "expected"),
    [
        ({}, START),
        ({("high", 2.0): -9}, START),
        ({("high", 2.0): 8}, START),  # of so few examples it may be chance
        ({("high", 2.0): 16, ("high", 3.0): 18}, {"high": 3.0, "wide": 5.0}),
        ({("high", 2.0): 12, ("wide", 6.0): 11}, {"high": 2.0, "wide": 6.0}),
    ],
)
def test_a_number_moves_to_where_more_is_right_by_more_than_chance(
    better: dict[tuple[str, float], int], expected: Numbers
) -> None:
    assert climbed(START, GRID, scored(better)) == expected
    assert START == {"high": 1.0, "wide": 5.0}


def test_what_is_kept_says_so() -> None:
    assert kept(START, {"high": 3.0, "wide": 5.0}, GRID) == {
        "wide": "chosen by hand; better by more than chance is none of 6"
    }


def test_the_numbers_of_the_package_are_put_back() -> None:
    held = {"a": 1.0, "b": 2.0}

    def spoilt() -> None:
        with in_place(held, {"a": 9.0}):
            assert held == {"a": 9.0, "b": 2.0}
            raise KeyError

    with pytest.raises(KeyError):
        spoilt()
    assert held == {"a": 1.0, "b": 2.0}


@pytest.mark.parametrize(("held", "grid"), [(BOUNDS, BOUND_GRID), (WEIGHTS, WEIGHT_GRID)])
def test_the_grid_holds_each_number_of_the_package(held: Numbers, grid: Grid) -> None:
    assert held.keys() == grid.keys()
    for name, values in grid.items():
        assert held[name] in values, name
        assert list(values) == sorted(set(values)), name


def test_a_disagreement_is_right_with_a_pair_and_an_agreement_without() -> None:
    notes = Notes()
    first = notes.sentence("The mill employs 340 people.", "a.md")
    rival = notes.sentence("The mill employs 285 people.", "b.md", cosine=0.57)
    agreeing = notes.sentence("The mill employs 340 people, all told.", "c.md", cosine=0.57)
    question = notes.question("How many people does the mill employ?")
    examples = [
        Answered(question, [first], [first, rival], True),
        Answered(question, [first], [first, rival], False),
        Answered(question, [first], [first, agreeing], True),
        True,  # abstained from, though its documents disagree
        False,
    ]
    before = dict(BOUNDS)
    tried = [before | {"cosine": value} for value in (0.55, 0.6)]
    assert outcomes(examples, tried) == [[1, 0, 0, 0, 1], [0, 1, 0, 0, 1]]
    assert before == BOUNDS
