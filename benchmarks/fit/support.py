"""The model of support; part of ``fit.evidence``.

Log-odds are a linear model of the features plus a few hidden units, which let one feature count
only where others allow it: a sentence that reads like an answer is none on another topic.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize

from .candidates import Rows

_PENALTY = 1e-3
_ANSWERABLE = 0.75
"""The share of questions that documents answer, for the probability that support is."""


class SupportModel(NamedTuple):
    """Log-odds of rows ``x``: ``bias + x @ direct + tanh(x @ units.T + shifts) @ outputs``."""

    direct: Rows
    units: Rows
    shifts: Rows
    outputs: Rows
    bias: float

    def log_odds(self, rows: Rows) -> Rows:
        """Those of rows of shape (n, f): shape (n,)."""
        hidden = np.tanh(rows @ self.units.T + self.shifts)
        return np.asarray(self.bias + rows @ self.direct + hidden @ self.outputs)


class Kind(NamedTuple):
    """Questions of a kind: the features of their best sentences, and how much the kind weighs."""

    rows: Rows
    is_answered: bool
    weight: float


def fit_support(kinds: Sequence[Kind], units: int, seed: int = 0) -> SupportModel:
    """The likeliest model near random weights.

    Args:
        kinds: each weighs as it says, however many its questions are.
        units: hidden units, 0 or more.
        seed: of the random weights.
    """
    rows = np.concatenate([kind.rows for kind in kinds])
    truth = np.concatenate([np.full(len(kind.rows), kind.is_answered) for kind in kinds])
    weights = np.concatenate(
        [np.full(len(kind.rows), kind.weight / len(kind.rows)) for kind in kinds]
    )
    weights[truth] *= _ANSWERABLE / weights[truth].sum()
    weights[~truth] *= (1 - _ANSWERABLE) / weights[~truth].sum()
    centre, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    scaled, rng = (rows - centre) / spread, np.random.default_rng(seed)
    fit = minimize(
        _loss,
        rng.normal(0, 0.3, _size(rows.shape[1], units)),
        (scaled, truth, weights, units),
        jac=True,
        method="L-BFGS-B",
        options={"maxiter": 2000},
    )
    return _unscaled(_split(fit.x, rows.shape[1], units), centre, spread)


def _size(features: int, units: int) -> int:
    return features + units * (features + 2) + 1


def _split(values: Rows, features: int, units: int) -> SupportModel:
    direct, units_, shifts, outputs, bias = np.split(
        values, np.cumsum([features, units * features, units, units])
    )
    return SupportModel(direct, units_.reshape(units, features), shifts, outputs, float(bias[0]))


def _loss(
    values: Rows, rows: Rows, truth: npt.NDArray[np.bool_], weights: Rows, units: int
) -> tuple[float, Rows]:
    """Weighted cross entropy with a penalty, and its slope."""
    model = _split(values, rows.shape[1], units)
    hidden = np.tanh(rows @ model.units.T + model.shifts)
    odds = model.bias + rows @ model.direct + hidden @ model.outputs
    signed = np.where(truth, odds, -odds)
    total = float(weights @ np.logaddexp(0, -signed))
    slope = weights * (1 / (1 + np.exp(-odds)) - truth)
    inner = slope[:, None] * model.outputs * (1 - hidden**2)
    slopes = [rows.T @ slope, (inner.T @ rows).ravel(), inner.sum(axis=0), hidden.T @ slope]
    gradient = np.concatenate([*slopes, [slope.sum()]])
    free = np.ones_like(values)
    free[-1] = 0.0
    return total + _PENALTY * float(values**2 @ free), gradient + 2 * _PENALTY * values * free


def _unscaled(model: SupportModel, centre: Rows, spread: Rows) -> SupportModel:
    """The same for features as they are."""
    direct, units = model.direct / spread, model.units / spread
    return SupportModel(
        direct,
        units,
        model.shifts - units @ centre,
        model.outputs,
        model.bias - float(direct @ centre),
    )
