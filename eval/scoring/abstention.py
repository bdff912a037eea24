"""Selective prediction: the risk at each coverage, and how well confidence separates."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..types import Result
from .statistics import Floats, Mean, figure


def is_right(result: Result) -> bool:
    """Whether an answer is correct: it cites evidence, or contains a correct answer.

    Abstentions, failures and answers to unanswerable questions are not.
    """
    if not result.example.answerable or result.response.status != "answered":
        return False
    recall = result.scores.get("evidence_recall")
    score = recall if recall is not None else result.scores.get("containment")
    return bool(score)


def risk_by_coverage(confidence: Floats, right: Floats) -> Floats:
    """The share of wrong answers among the ``n`` most confident, for n from 1: shape (N,).

    Args:
        confidence: shape (N,); ties are ordered with wrong answers first.
        right: 1 for correct answers, else 0; shape (N,).
    """
    order = np.lexsort((right, -confidence))
    return np.asarray(np.cumsum(1.0 - right[order]) / np.arange(1, len(order) + 1))


def curve(results: Sequence[Result]) -> list[tuple[float, float]]:
    """Coverage and risk of the answered examples with a confidence, most confident first."""
    confidence, right = _judged(results)
    risks = risk_by_coverage(confidence, right)
    return [((n + 1) / len(risks), float(risk)) for n, risk in enumerate(risks)]


def abstention_figures(results: Sequence[Result]) -> dict[str, Mean]:
    """The figures ``auroc`` and ``aurc``.

    ``auroc`` is the probability that an answerable question gets a higher confidence than an
    unanswerable one; ties count half. ``aurc`` is the mean risk over all coverages of the answered
    questions (Geifman and El-Yaniv, 2017); lower is better.
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
    """AUROC for each row of weights: shape (d,).

    Args:
        weights: how often each example counts, shape (d, n).
        values: score and label (1 or 0), shape (n, 2).
    """
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
    """AURC for each row of weights: shape (d,).

    Args:
        weights: how often each example counts, shape (d, n).
        values: confidence, and 1 if the answer is correct, else 0; shape (n, 2).
    """
    order = np.lexsort((values[:, 1], -values[:, 0]))
    drawn, wrong = weights[:, order], 1.0 - values[order, 1]
    seen = np.cumsum(drawn, axis=1)
    with np.errstate(invalid="ignore", divide="ignore"):
        risks = np.where(seen > 0, np.cumsum(drawn * wrong, axis=1) / seen, 0.0)
        return np.asarray((risks * drawn).sum(axis=1) / drawn.sum(axis=1))


def _judged(results: Sequence[Result]) -> tuple[Floats, Floats]:
    """Confidence and correctness of the examples answered with a confidence."""
    kept = [
        result
        for result in results
        if result.response.status == "answered" and result.response.confidence is not None
    ]
    confidence = np.array([result.response.confidence for result in kept], dtype=float)
    return confidence, np.array([float(is_right(result)) for result in kept])
