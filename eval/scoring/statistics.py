"""Means with confidence intervals, and whether the difference of two runs is more than noise.

All intervals are percentile bootstrap intervals (Efron and Tibshirani, 1993): examples are drawn
with replacement. Comparisons also use a randomization test (Noreen, 1989): the two results of an
example change sides at random. The random seed is fixed, so that the same results give the same
figures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
_Sampler = Callable[[np.random.Generator, int, int], npt.NDArray[np.int64]]
DRAWS = 2000
_BLOCK = 4_000_000
"""Weights in memory at the same time."""
_MOST_CACHED = 2_000
_SEED = 0
_OUTER = (2.5, 97.5)
_LEVEL, _FIGURE_LEVEL = 0.05, 0.02
"""Of means and of other figures, which at 5 % gave 6.2 % of false alarms in the benchmark."""

_ROUNDING = 1e-12
_POWER = 2.8
"""z(.975) + z(.8): standard errors of a true difference that is detected with 80 % power."""


class Mean(NamedTuple):
    """A figure over examples with its 95 % interval.

    Attributes:
        value: the figure; ``None`` if it is not measured.
        n: the number of examples measured; 0 if it is not measured.
        low: lower end of the interval.
        high: upper end of the interval.
    """

    value: float | None
    n: int
    low: float | None
    high: float | None

    def __str__(self) -> str:
        if self.value is None:
            return "not measured"
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}] n={self.n}"


UNMEASURED = Mean(None, 0, None, None)


def resample(n: int, of: Callable[[Floats], Floats]) -> Floats:
    """Bootstrap a statistic of ``n`` examples: shape (DRAWS,).

    Args:
        n: the number of examples, 1 or more.
        of: the statistic of each row of weights, shape (d, n): how often each example is drawn;
            each row sums to ``n``.
    """
    return np.concatenate([of(weights) for weights in _blocks(n, _draw_weights)])


def exchange_sides(n: int, of: Callable[[Floats], Floats]) -> Floats:
    """As ``resample``, with weights 1 or 0: whether each example changes sides."""
    return np.concatenate([of(weights) for weights in _blocks(n, _draw_sides)])


def _blocks(n: int, sampler: _Sampler) -> Iterable[Floats]:
    """All draws in blocks that fit in memory; those of few examples are cached."""
    return _cached_blocks(n, sampler) if n <= _MOST_CACHED else _sample_blocks(n, sampler)


@lru_cache(maxsize=8)
def _cached_blocks(n: int, sampler: _Sampler) -> tuple[Floats, ...]:
    return tuple(_sample_blocks(n, sampler))


def _sample_blocks(n: int, sampler: _Sampler) -> Iterator[Floats]:
    generator, rows = np.random.default_rng(_SEED), max(1, _BLOCK // n)
    for start in range(0, DRAWS, rows):
        yield sampler(generator, n, min(rows, DRAWS - start)).astype(np.float64)


def _draw_weights(generator: np.random.Generator, n: int, rows: int) -> npt.NDArray[np.int64]:
    return generator.multinomial(n, np.full(n, 1 / n), size=rows)


def _draw_sides(generator: np.random.Generator, n: int, rows: int) -> npt.NDArray[np.int64]:
    return generator.integers(0, 2, size=(rows, n))


def columns(values: Sequence[Sequence[float | None]]) -> Floats:
    """Scores as an array, NaN where not measured: shape (examples, metrics)."""
    return np.array(
        [[np.nan if score is None else score for score in row] for row in values], dtype=np.float64
    )


def means(values: Floats) -> list[Mean]:
    """The mean of each column over the examples that are measured in it.

    Args:
        values: shape (n, m), NaN where not measured.
    """
    if not len(values):
        return [UNMEASURED] * values.shape[1]
    is_there = ~np.isnan(values)
    filled = np.where(is_there, values, 0.0)

    def of(weights: Floats) -> Floats:
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.asarray((weights @ filled) / (weights @ is_there))

    drawn = resample(len(values), of)
    return [
        _mean(filled[is_there[:, column], column], drawn[:, column])
        for column in range(values.shape[1])
    ]


def _mean(measured: Floats, drawn: Floats) -> Mean:
    if not len(measured):
        return UNMEASURED
    low, high = np.nanpercentile(drawn, _OUTER)
    return Mean(float(measured.mean()), len(measured), float(low), float(high))


def figure(values: Floats, of: Callable[[Floats, Floats], Floats]) -> Mean:
    """A figure other than a mean, such as a harmonic mean of two shares, with its interval.

    Args:
        values: shape (n, m); rows with NaN in all columns are left out.
        of: the figure of each row of weights, from weights of shape (d, n) and values: shape (d,),
            NaN where it is undefined.
    """
    measured = values[~np.isnan(values).all(axis=1)]
    if not len(measured):
        return UNMEASURED
    whole = of(np.ones((1, len(measured))), measured)[0]
    if np.isnan(whole):
        return UNMEASURED
    low, high = np.nanpercentile(resample(len(measured), lambda drawn: of(drawn, measured)), _OUTER)
    return Mean(float(whole), len(measured), float(low), float(high))


class Difference(NamedTuple):
    """The change between two runs over the same examples, with its 95 % interval.

    Attributes:
        value: the change; ``None`` if it is not measured.
        n: the number of examples measured in both runs.
        low: lower end of the interval.
        high: upper end of the interval.
        least: the smallest true change detected in 80 % of datasets like this: 2.8 standard errors.
        chance: p-value: the share of random exchanges of sides that give as large a change.
        level: the significance level; a change with ``chance`` at or above it counts as noise.
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
        """Whether it may be chance: 0 is within the interval, or ``chance`` is too high.

        Both tests are needed: an interval alone is too narrow if only a few examples differ.
        """
        if self.low is None or self.high is None or self.chance is None:
            return True
        return self.low <= 0 <= self.high or self.chance >= self.level


NO_DIFFERENCE = Difference(None, 0, None, None, None, None)


def difference(ours: Floats, theirs: Floats) -> Difference:
    """The mean of paired differences over the examples measured in both runs.

    Args:
        ours: scores of shape (n,), NaN where not measured.
        theirs: scores of the same examples in the same order.
    """
    both = ours - theirs
    both = both[~np.isnan(both)]
    if not len(both):
        return NO_DIFFERENCE
    n = len(both)
    drawn = resample(n, lambda weights: weights @ both / n)
    turned = exchange_sides(n, lambda turns: (1 - 2 * turns) @ both / n)
    return _difference(float(both.mean()), n, drawn, turned)


def figure_difference(
    ours: Floats, theirs: Floats, of: Callable[[Floats, Floats], Floats]
) -> Difference:
    """The difference of a figure between two runs over the same examples in the same order.

    Args:
        ours: shape (n, m), as in ``figure``.
        theirs: scores of the same examples in the same order.
        of: as in ``figure``.
    """
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

    drawn = resample(n, lambda weights: of(weights, ours) - of(weights, theirs))
    change = _difference(float(whole), n, drawn, exchange_sides(n, exchange))
    return change._replace(level=_FIGURE_LEVEL)


def _difference(value: float, n: int, drawn: Floats, turned: Floats) -> Difference:
    """A difference from its resampled values and those with exchanged sides: shape (d,)."""
    low, high = np.nanpercentile(drawn, _OUTER)
    reached = np.count_nonzero(np.abs(turned) >= abs(value) - _ROUNDING)
    chance = float((reached + 1) / (len(turned) + 1))
    return Difference(value, n, float(low), float(high), _POWER * float(np.nanstd(drawn)), chance)
