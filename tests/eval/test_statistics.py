"""Intervals and differences against SciPy's bootstrap and against what they must be by design."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from loccit.eval.scoring.statistics import (
    DRAWS,
    UNMEASURED,
    columns,
    difference,
    figure,
    figure_difference,
    means,
    resample,
)
from scipy.stats import bootstrap

SCORES = st.lists(st.none() | st.floats(0, 1), min_size=1, max_size=60)


@settings(max_examples=60, deadline=None)
@given(SCORES)
def test_a_mean_leaves_out_what_is_not_measured(scores: list[float | None]) -> None:
    (mean,) = means(columns([[score] for score in scores]))
    measured = [score for score in scores if score is not None]
    assert mean.n == len(measured)
    if not measured:
        assert mean == UNMEASURED
        return
    assert mean.value is not None
    assert mean.low is not None
    assert mean.high is not None
    assert math.isclose(mean.value, sum(measured) / len(measured), abs_tol=1e-12)
    slack = 1e-9
    assert min(measured) - slack <= mean.low <= mean.high <= max(measured) + slack
    assert mean.low <= mean.value + slack
    assert mean.value - slack <= mean.high


def test_an_interval_is_that_of_another_bootstrap() -> None:
    values = np.random.default_rng(5).beta(2, 3, size=200)
    (mean,) = means(values[:, None])
    reference = bootstrap((values,), np.mean, method="percentile", n_resamples=20_000, rng=1)
    assert mean.low == pytest.approx(reference.confidence_interval.low, abs=0.003)
    assert mean.high == pytest.approx(reference.confidence_interval.high, abs=0.003)


@pytest.mark.parametrize("n", [1, 17, 2_001])
def test_draws_are_the_same_each_time_and_whole(n: int) -> None:
    drawn: list[np.ndarray] = []
    first = resample(n, lambda weights: drawn.append(weights) or weights[:, 0])  # type: ignore[func-returns-value]
    again = resample(n, lambda weights: weights[:, 0])
    assert np.array_equal(first, again)
    assert sum(map(len, drawn)) == len(first) == DRAWS
    assert all((block.sum(axis=1) == n).all() for block in drawn)


def test_pairs_see_what_two_intervals_hide() -> None:
    dice = np.random.default_rng(3)
    before = dice.uniform(0, 1, 120)
    after = np.clip(before + 0.05, 0, 1)
    change = difference(after, before)
    first, second = means(np.stack([before, after], axis=1))
    assert first.high is not None
    assert second.low is not None
    assert second.low < first.high  # the intervals overlap
    assert not change.is_noise
    assert change.low is not None
    assert change.low > 0


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 1)), min_size=2, max_size=40))
def test_a_difference_turns_with_its_sides(pairs: list[tuple[float, float]]) -> None:
    ours, theirs = np.array(pairs).T
    forward, backward = difference(ours, theirs), difference(theirs, ours)
    assert forward.value == pytest.approx(-(backward.value or 0.0))
    assert forward.low == pytest.approx(-(backward.high or 0.0))
    assert forward.least == pytest.approx(backward.least)
    assert difference(ours, ours).value == 0


def test_only_what_both_measured_is_compared() -> None:
    change = difference(np.array([1.0, np.nan, 0.5]), np.array([0.5, 0.0, np.nan]))
    assert (change.value, change.n) == (0.5, 1)
    assert difference(np.array([np.nan]), np.array([1.0])).value is None


def test_a_true_change_of_the_least_size_is_seen_in_four_of_five_sets() -> None:
    """The stated power, against a simulation: 300 tries leave room of 5 points."""
    dice, none = np.random.default_rng(11), np.zeros(80)
    true = 2.8 * 0.3 / math.sqrt(80)
    tries = [difference(dice.normal(true, 0.3, 80), none) for _ in range(300)]
    assert np.mean([attempt.least for attempt in tries]) == pytest.approx(true, rel=0.02)
    assert 0.75 <= np.mean([not attempt.is_noise for attempt in tries]) <= 0.85


def test_two_equal_systems_differ_by_noise() -> None:
    """Alarms among sets in which nothing changed: 5 % by design, with room for 400 tries."""
    dice = np.random.default_rng(12)
    alarms = [not difference(dice.normal(0, 0.3, 150), np.zeros(150)).is_noise for _ in range(400)]
    assert np.mean(alarms) < 0.08


def test_a_figure_that_is_no_mean() -> None:
    values = np.array([[0.2, np.nan], [np.nan, np.nan], [np.nan, 1.0]])

    def least(weights: np.ndarray, kept: np.ndarray) -> np.ndarray:
        with np.errstate(invalid="ignore"):
            return np.minimum(*((weights @ np.nan_to_num(kept)) / (weights @ ~np.isnan(kept))).T)

    outcome = figure(values, least)
    assert (outcome.value, outcome.n) == (0.2, 2)
    assert figure(np.full((3, 2), np.nan), least) == UNMEASURED
    assert figure_difference(values, values, least).value == 0
