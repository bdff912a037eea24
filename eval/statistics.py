"""Means with their intervals, and what a difference of two of them is worth.

All intervals are percentile bootstrap intervals (Efron and Tibshirani, 1993): examples are drawn
with replacement. Where two runs are compared a randomization test is asked too (Noreen, 1989): the
two results of an example change sides at random. The dice are always the same, so that two runs
give the same figures.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
DRAWS = 2000
_SEED = 0
_OUTER = (2.5, 97.5)
_LEVEL = 0.05
_ROUNDING = 1e-12
_SEEN = 2.8
"""z(.975) + z(.8): a true difference of so many standard errors is seen in 80 % of all sets."""


class Mean(NamedTuple):
    """A figure over ``n`` examples, and its 95 % interval.

    Where it is not measured ``n`` is 0 and the others are ``None``.
    """

    value: float | None
    n: int
    low: float | None
    high: float | None

    def __str__(self) -> str:
        if self.value is None:
            return "not measured"
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}] n={self.n}"


NOTHING = Mean(None, 0, None, None)


@lru_cache(maxsize=8)
def draws(n: int) -> Floats:
    """How often each of ``n`` examples is drawn: shape (DRAWS, n), each row sums to ``n``."""
    dice = np.random.default_rng(_SEED)
    return dice.multinomial(n, np.full(n, 1 / n), size=DRAWS).astype(np.float64)


def columns(values: Sequence[Sequence[float | None]]) -> Floats:
    """Scores as an array, NaN where not measured: shape (examples, metrics)."""
    return np.array(
        [[np.nan if one is None else one for one in row] for row in values], dtype=np.float64
    )


def means(values: Floats) -> list[Mean]:
    """The mean of each column over the examples where it is measured.

    Args:
        values: shape (n, m), NaN where not measured.
    """
    if not len(values):
        return [NOTHING] * values.shape[1]
    is_there = ~np.isnan(values)
    filled = np.where(is_there, values, 0.0)
    weights = draws(len(values))
    with np.errstate(invalid="ignore", divide="ignore"):
        drawn = (weights @ filled) / (weights @ is_there)
    return [_mean(filled[is_there[:, one], one], drawn[:, one]) for one in range(values.shape[1])]


def _mean(measured: Floats, drawn: Floats) -> Mean:
    if not len(measured):
        return NOTHING
    low, high = np.nanpercentile(drawn, _OUTER)
    return Mean(float(measured.mean()), len(measured), float(low), float(high))


def figure(values: Floats, of: Callable[[Floats, Floats], Floats]) -> Mean:
    """A figure that is no mean, such as one of two shares, and its interval.

    Args:
        values: shape (n, m); rows with NaN in all columns are no part of it.
        of: takes weights of shape (d, n) and values, and gives the figure of each: shape (d,),
            NaN where it does not exist.
    """
    kept = values[~np.isnan(values).all(axis=1)]
    if not len(kept):
        return NOTHING
    whole = of(np.ones((1, len(kept))), kept)[0]
    if np.isnan(whole):
        return NOTHING
    low, high = np.nanpercentile(of(draws(len(kept)), kept), _OUTER)
    return Mean(float(whole), len(kept), float(low), float(high))


class Difference(NamedTuple):
    """What changed between two runs over the same ``n`` examples, and its 95 % interval.

    ``least`` is the smallest true change that a set like this shows in 80 % of cases: 2.8 standard
    errors. ``chance`` is the share of random exchanges of sides that change as much.
    """

    value: float | None
    n: int
    low: float | None
    high: float | None
    least: float | None
    chance: float | None

    @property
    def is_noise(self) -> bool:
        """Whether it may well be chance: 0 lies within the interval, or ``chance`` is 5 % or more.

        Both are asked, since an interval alone is too narrow where only a few examples differ.
        """
        if self.low is None or self.high is None or self.chance is None:
            return True
        return self.low <= 0 <= self.high or self.chance >= _LEVEL


NO_DIFFERENCE = Difference(None, 0, None, None, None, None)


def difference(ours: Floats, theirs: Floats) -> Difference:
    """The mean of paired differences, where both are measured.

    Args:
        ours: shape (n,), NaN where not measured.
        theirs: the same examples in the same order.
    """
    both = ours - theirs
    both = both[~np.isnan(both)]
    if not len(both):
        return NO_DIFFERENCE
    drawn = draws(len(both)) @ both / len(both)
    turned = (1 - 2 * _turns(len(both))) @ both / len(both)
    return _difference(float(both.mean()), len(both), drawn, turned)


def figure_difference(
    ours: Floats, theirs: Floats, of: Callable[[Floats, Floats], Floats]
) -> Difference:
    """As ``figure``, of two runs over the same examples in the same order."""
    kept = ~(np.isnan(ours).all(axis=1) | np.isnan(theirs).all(axis=1))
    if not kept.any():
        return NO_DIFFERENCE
    ours, theirs = ours[kept], theirs[kept]
    once, weights = np.ones((1, len(ours))), draws(len(ours))
    whole = (of(once, ours) - of(once, theirs))[0]
    if np.isnan(whole):
        return NO_DIFFERENCE
    turns, sides = _turns(len(ours)), np.concatenate([ours, theirs])
    kept_side, other_side = np.hstack([1 - turns, turns]), np.hstack([turns, 1 - turns])
    turned = of(kept_side, sides) - of(other_side, sides)
    drawn = of(weights, ours) - of(weights, theirs)
    return _difference(float(whole), len(ours), drawn, turned)


def _difference(value: float, n: int, drawn: Floats, turned: Floats) -> Difference:
    """From the values of sets drawn again, and of sets whose sides were exchanged: shape (d,)."""
    low, high = np.nanpercentile(drawn, _OUTER)
    reached = np.count_nonzero(np.abs(turned) >= abs(value) - _ROUNDING)
    chance = float((reached + 1) / (len(turned) + 1))
    return Difference(value, n, float(low), float(high), _SEEN * float(np.nanstd(drawn)), chance)


@lru_cache(maxsize=8)
def _turns(n: int) -> Floats:
    """Whether each example changes sides, 1 or 0: shape (DRAWS, n)."""
    dice = np.random.default_rng(_SEED)
    return dice.integers(0, 2, size=(DRAWS, n)).astype(np.float64)
