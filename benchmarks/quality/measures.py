"""Figures of merit, each of one question or of a list of them, and their intervals."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

RESAMPLED = 2000
_SEED = 0


class Mean(NamedTuple):
    """A mean or quantile, the number of its values, and its 95 % bootstrap interval."""

    value: float
    n: int
    low: float
    high: float

    def __str__(self) -> str:
        return f"{self.value:.3f} [{self.low:.3f}, {self.high:.3f}] n={self.n}"


def mean(values: Sequence[float]) -> Mean:
    """The mean of values, each a question's; questions are resampled."""
    return _resampled(values, np.mean)


def quantile(values: Sequence[float], share: float) -> Mean:
    """The value below which a share of the values lies, in [0, 1]; questions are resampled."""
    return _resampled(values, lambda sampled: np.quantile(sampled, share))


def _resampled(
    values: Sequence[float], of: Callable[[npt.NDArray[np.float64]], np.floating[Any]]
) -> Mean:
    sampled = np.asarray(values, dtype=np.float64)
    dice = np.random.default_rng(_SEED)
    drawn = [of(sampled[dice.integers(0, len(sampled), len(sampled))]) for _ in range(RESAMPLED)]
    low, high = np.percentile(drawn, [2.5, 97.5])
    return Mean(float(of(sampled)), len(sampled), float(low), float(high))


def difference(ours: Sequence[float], theirs: Sequence[float]) -> Mean:
    """The mean of paired differences: the same questions in the same order."""
    return mean((np.asarray(ours, dtype=float) - np.asarray(theirs, dtype=float)).tolist())


def recall(ranked: Sequence[str], right: Collection[str], k: int) -> float:
    """The share of the right ones among the first ``k``."""
    return len(set(ranked[:k]) & set(right)) / len(right)


def ndcg(ranked: Sequence[str], right: Collection[str], k: int) -> float:
    """Normalised discounted cumulative gain at ``k``, relevance 0 or 1.

    sum of rel_i / log2(i + 1), over that of the ideal ranking (Järvelin and Kekäläinen, 2002).
    """
    gains = [1 / math.log2(n + 2) if item in right else 0.0 for n, item in enumerate(ranked[:k])]
    return sum(gains) / sum(1 / math.log2(n + 2) for n in range(min(len(right), k)))


def reciprocal_rank(ranked: Sequence[str], right: Collection[str]) -> float:
    """1 / the rank of the first right one; 0 if there is none."""
    return next((1 / (n + 1) for n, item in enumerate(ranked) if item in right), 0.0)


def auroc(positive: Sequence[float], negative: Sequence[float]) -> Mean:
    """The chance that a positive scores above a negative, ties half; both are resampled."""
    ups, downs = np.asarray(positive, dtype=float), np.asarray(negative, dtype=float)
    dice = np.random.default_rng(_SEED)
    drawn = [
        _above(
            ups[dice.integers(0, len(ups), len(ups))],
            downs[dice.integers(0, len(downs), len(downs))],
        )
        for _ in range(RESAMPLED // 4)
    ]
    low, high = np.percentile(drawn, [2.5, 97.5])
    return Mean(_above(ups, downs), len(ups) + len(downs), float(low), float(high))


def _above(ups: npt.NDArray[np.float64], downs: npt.NDArray[np.float64]) -> float:
    ordered = np.sort(downs)
    below = np.searchsorted(ordered, ups, "left") + np.searchsorted(ordered, ups, "right")
    return float(below.mean() / (2 * len(downs)))


def risk_by_coverage(scores: Sequence[float], right: Sequence[bool]) -> npt.NDArray[np.float64]:
    """Share of wrong answers among the ``n`` of highest score, for n from 1: shape (N,)."""
    order = np.argsort(-np.asarray(scores, dtype=float), kind="stable")
    wrong = 1.0 - np.asarray(right, dtype=float)[order]
    return np.asarray(np.cumsum(wrong) / np.arange(1, len(wrong) + 1))


def area_under_risk(scores: Sequence[float], right: Sequence[bool]) -> Mean:
    """The mean of ``risk_by_coverage`` over all n (Geifman and El-Yaniv, 2017); smaller is better.

    Questions are resampled.
    """
    ordered, truth = np.asarray(scores, dtype=float), np.asarray(right, dtype=bool)
    dice = np.random.default_rng(_SEED)
    draws = (dice.integers(0, len(ordered), len(ordered)) for _ in range(RESAMPLED // 4))
    drawn = [
        risk_by_coverage(ordered[draw].tolist(), truth[draw].tolist()).mean() for draw in draws
    ]
    low, high = np.percentile(drawn, [2.5, 97.5])
    area = risk_by_coverage(scores, right).mean()
    return Mean(float(area), len(ordered), float(low), float(high))
