"""Log-odds from the scores of any ranker of passages.

A ranker's scores rank, but what a score means differs from one to the next. So each scores pairs of
a question and a passage of which is known whether it answers, and a logistic model of that with the
score alone turns scores into log-odds (Platt 1999).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

from ...index.encoders.cache import cache_folder

Score = Callable[[Sequence[tuple[str, str]]], npt.NDArray[np.float64]]
"""Scores pairs of a question and a passage."""
_PAIRS = Path(__file__).with_name("pairs.jsonl")
_TELLING = 8
"""How many pairs tell a ranker from any other."""
_STEPS, _SLOWED = 50, 1e-3


class Calibration(NamedTuple):
    """Log-odds of a score ``x``: ``slope * x + bias``."""

    slope: float
    bias: float

    @classmethod
    def of(cls, score: Score) -> Self:
        """That of a ranker, from the user's cache if it was calibrated before."""
        pairs = [(question, passage) for question, passage, _ in labelled_pairs()]
        telling = score(pairs[:_TELLING])
        digest = hashlib.sha256(repr([f"{value:.2f}" for value in telling]).encode())
        path = cache_folder() / "rankers" / f"{digest.hexdigest()[:16]}.json"
        with suppress(OSError, ValueError, TypeError):
            return cls(*json.loads(path.read_text(encoding="utf-8")))
        rest = score(pairs[_TELLING:])
        truth = np.array([answers for *_, answers in labelled_pairs()])
        calibration = cls.fitted(np.concatenate([telling, rest]), truth)
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(json.dumps(calibration), encoding="utf-8")
        return calibration

    @classmethod
    def fitted(cls, scores: npt.NDArray[np.float64], truth: npt.NDArray[np.bool_]) -> Self:
        """The likeliest one, by Newton's method.

        Args:
            scores: shape (n,).
            truth: whether each passage answers, shape (n,).
        """
        centre, spread = float(scores.mean()), float(scores.std()) or 1.0
        rows = np.stack([(scores - centre) / spread, np.ones_like(scores)], axis=1)
        weights = np.zeros(2)
        for _ in range(_STEPS):
            shares = 1 / (1 + np.exp(-rows @ weights))
            slope = rows.T @ (truth - shares) - _SLOWED * weights
            curve = rows.T * (shares * (1 - shares)) @ rows + _SLOWED * np.eye(2)
            weights = weights + np.linalg.solve(curve, slope)
        return cls(float(weights[0] / spread), float(weights[1] - weights[0] * centre / spread))


@cache
def labelled_pairs() -> list[tuple[str, str, bool]]:
    """Questions of our own with a passage each, and whether it answers; half of them do."""
    lines = _PAIRS.read_text(encoding="utf-8").splitlines()
    return [tuple(json.loads(line)) for line in lines]
