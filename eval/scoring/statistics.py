"""Means with their intervals, and what a difference of two of them is worth.

All intervals are percentile bootstrap intervals (Efron and Tibshirani, 1993): examples are drawn
with replacement. Where two runs are compared a randomization test is asked too (Noreen, 1989): the
two results of an example change sides at random. The dice are always the same, so that two runs
give the same figures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
_Make = Callable[[np.random.Generator, int, int], npt.NDArray[np.int64]]
DRAWS = 2000
_BLOCK = 4_000_000
"""Weights that are held at the same time."""
_KEPT = 2_000
_SEED = 0
_OUTER = (2.5, 97.5)
_LEVEL, _FIGURE_LEVEL = 0.05, 0.02
"""For figures that are no means 5 % gave 6.2 % of false alarms in benchmarks/evaluation.py."""

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


def drawn_again(n: int, of: Callable[[Floats], Floats]) -> Floats:
    """What ``of`` makes of ``n`` examples drawn with replacement: shape (DRAWS,).

    Args:
        n: examples, 1 or more.
        of: takes how often each example is drawn, shape (d, n), each row summing to ``n``.
    """
    return np.concatenate([of(weights) for weights in _blocks(n, _draw)])


def exchanged(n: int, of: Callable[[Floats], Floats]) -> Floats:
    """The same of whether each example changes sides, 1 or 0."""
    return np.concatenate([of(weights) for weights in _blocks(n, _turn)])


def _blocks(n: int, make: _Make) -> Iterable[Floats]:
    """All draws in blocks that fit the memory; those of few examples are kept for the next time."""
    return _kept(n, make) if n <= _KEPT else _made(n, make)


@lru_cache(maxsize=8)
def _kept(n: int, make: _Make) -> tuple[Floats, ...]:
    return tuple(_made(n, make))


def _made(n: int, make: _Make) -> Iterator[Floats]:
    dice, rows = np.random.default_rng(_SEED), max(1, _BLOCK // n)
    for start in range(0, DRAWS, rows):
        yield make(dice, n, min(rows, DRAWS - start)).astype(np.float64)


def _draw(dice: np.random.Generator, n: int, rows: int) -> npt.NDArray[np.int64]:
    return dice.multinomial(n, np.full(n, 1 / n), size=rows)


def _turn(dice: np.random.Generator, n: int, rows: int) -> npt.NDArray[np.int64]:
    return dice.integers(0, 2, size=(rows, n))


def columns(values: Sequence[Sequence[float | None]]) -> Floats:
    """Scores as an array, NaN where not measured: shape (examples, metrics)."""
    return np.array(
        [[np.nan if score is None else score for score in row] for row in values], dtype=np.float64
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

    def of(weights: Floats) -> Floats:
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray((weights @ filled) / (weights @ is_there))

    drawn = drawn_again(len(values), of)
    return [
        _mean(filled[is_there[:, column], column], drawn[:, column])
        for column in range(values.shape[1])
    ]


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
    low, high = np.nanpercentile(drawn_again(len(kept), lambda drawn: of(drawn, kept)), _OUTER)
    return Mean(float(whole), len(kept), float(low), float(high))


class Difference(NamedTuple):
    """What changed between two runs over the same ``n`` examples, and its 95 % interval.

    ``least`` is the smallest true change that a set like this shows in 80 % of cases: 2.8 standard
    errors. ``chance`` is the share of random exchanges of sides that change as much; from
    ``level`` on it is taken for noise.
    """

    value: float | None
    n: int
    low: float | None
    high: float | None
    least: float | None
    chance: float | None
    level: float = _LEVEL

    @property
    def is_noise(self) -> bool:
        """Whether it may well be chance: 0 lies within the interval, or ``chance`` is too high.

        Both are asked, since an interval alone is too narrow where only a few examples differ.
        """
        if self.low is None or self.high is None or self.chance is None:
            return True
        return self.low <= 0 <= self.high or self.chance >= self.level


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
    n = len(both)
    drawn = drawn_again(n, lambda weights: weights @ both / n)
    turned = exchanged(n, lambda turns: (1 - 2 * turns) @ both / n)
    return _difference(float(both.mean()), n, drawn, turned)


def figure_difference(
    ours: Floats, theirs: Floats, of: Callable[[Floats, Floats], Floats]
) -> Difference:
    """As ``figure``, of two runs over the same examples in the same order."""
    kept = ~(np.isnan(ours).all(axis=1) | np.isnan(theirs).all(axis=1))
    if not kept.any():
        return NO_DIFFERENCE
    ours, theirs = ours[kept], theirs[kept]
    n, once, sides = len(ours), np.ones((1, len(ours))), np.concatenate([ours, theirs])
    whole = (of(once, ours) - of(once, theirs))[0]
    if np.isnan(whole):
        return NO_DIFFERENCE

    def exchange(turns: Floats) -> Floats:
        first, second = np.hstack([1 - turns, turns]), np.hstack([turns, 1 - turns])
        return of(first, sides) - of(second, sides)

    drawn = drawn_again(n, lambda weights: of(weights, ours) - of(weights, theirs))
    change = _difference(float(whole), n, drawn, exchanged(n, exchange))
    return change._replace(level=_FIGURE_LEVEL)


def _difference(value: float, n: int, drawn: Floats, turned: Floats) -> Difference:
    """From the values of sets drawn again, and of sets whose sides were exchanged: shape (d,)."""
    low, high = np.nanpercentile(drawn, _OUTER)
    reached = np.count_nonzero(np.abs(turned) >= abs(value) - _ROUNDING)
    chance = float((reached + 1) / (len(turned) + 1))
    return Difference(value, n, float(low), float(high), _SEEN * float(np.nanstd(drawn)), chance)
