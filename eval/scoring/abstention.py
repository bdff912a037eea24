"""Abstaining as a decision: what is risked at each share of questions that is answered."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..types import Result
from .statistics import Floats, Mean, figure


def is_right(result: Result) -> bool:
    """Whether an answer is worth giving: a right sentence is cited, or a right answer stands there.

    Where it abstained or failed, and where nothing can be answered, it is not.
    """
    if not result.example.answerable or result.response.status != "answered":
        return False
    recall = result.scores.get("evidence_recall")
    score = recall if recall is not None else result.scores.get("containment")
    return bool(score)


def risk_by_coverage(confidence: Floats, right: Floats) -> Floats:
    """The share of wrong answers among the ``n`` surest, for n from 1: shape (N,).

    Args:
        confidence: shape (N,); of equal ones the wrong come first.
        right: 1 or 0 for each, shape (N,).
    """
    order = np.lexsort((right, -confidence))
    return np.asarray(np.cumsum(1.0 - right[order]) / np.arange(1, len(order) + 1))


def curve(results: Sequence[Result]) -> list[tuple[float, float]]:
    """Coverage and risk, of all answered examples with a confidence, the surest first."""
    confidence, right = _judged(results)
    risks = risk_by_coverage(confidence, right)
    return [((n + 1) / len(risks), float(risk)) for n, risk in enumerate(risks)]


def abstention_figures(results: Sequence[Result]) -> dict[str, Mean]:
    """``auroc`` and ``aurc``.

    ``auroc`` is the chance that an answerable question is met with more confidence than one that
    is not, equal ones half. ``aurc`` is the mean risk over all coverages of what was answered
    (Geifman and El-Yaniv, 2017); smaller is better.
    """
    judged = [result for result in results if result.response.confidence is not None]
    pairs = np.array(
        [[result.response.confidence, float(result.example.answerable)] for result in judged]
    ).reshape(-1, 2)
    confidence, right = _judged(results)
    return {
        "auroc": figure(pairs.astype(float), auroc),
        "aurc": figure(np.stack([confidence, right], axis=1), aurc),
    }


def auroc(weights: Floats, values: Floats) -> Floats:
    """For each row of weights: shape (d,). ``values`` holds score and label (1 or 0): (n, 2)."""
    order = np.argsort(values[:, 0], kind="stable")
    scores, labels = values[order, 0], values[order, 1]
    drawn = weights[:, order]
    ups, downs = drawn * labels, drawn * (1 - labels)
    groups = np.flatnonzero(np.r_[True, scores[1:] != scores[:-1]])
    if not len(scores):
        return np.full(len(weights), np.nan)
    up, down = np.add.reduceat(ups, groups, axis=1), np.add.reduceat(downs, groups, axis=1)
    below = np.cumsum(down, axis=1) - down
    with np.errstate(invalid="ignore", divide="ignore"):
        wins = (up * (below + down / 2)).sum(axis=1)
        return np.asarray(wins / (up.sum(axis=1) * down.sum(axis=1)))


def aurc(weights: Floats, values: Floats) -> Floats:
    """For each row of weights: shape (d,). ``values``: confidence and 1 if right, shape (n, 2)."""
    order = np.lexsort((values[:, 1], -values[:, 0]))
    drawn, wrong = weights[:, order], 1.0 - values[order, 1]
    seen = np.cumsum(drawn, axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        risks = np.where(seen > 0, np.cumsum(drawn * wrong, axis=1) / seen, 0.0)
        return np.asarray((risks * drawn).sum(axis=1) / drawn.sum(axis=1))


def _judged(results: Sequence[Result]) -> tuple[Floats, Floats]:
    """Confidence and rightness of what was answered with a confidence."""
    kept = [
        result
        for result in results
        if result.response.status == "answered" and result.response.confidence is not None
    ]
    confidence = np.array([result.response.confidence for result in kept], dtype=float)
    return confidence, np.array([float(is_right(result)) for result in kept])
