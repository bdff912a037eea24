"""Which sentences are cited beside the best one, as a model; part of ``fit.evidence``."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from loccit.rag.evidence.belonging import FEATURES, asks_several
from loccit.rag.evidence.features import columns_of
from sklearn.linear_model import LogisticRegression

from .candidates import Candidates, Rows
from .record import named

_WEIGHED = 12
"""Sentences of a question that may belong to its answer."""
_LEASTS = (0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5)


def fit_belonging(
    questions: Sequence[Candidates], order: Rows, ranked: Sequence[str]
) -> dict[str, Any]:
    """Fit which sentences are cited beside the best one, where that is right.

    Of each question the twelve best are taken. The least probability is the one at which the mean
    F1 of what is cited is best, those with several right sentences counting half.
    """
    table, truth, groups = [], [], []
    for number, question in enumerate(questions):
        scores = question.rows[:, columns_of(ranked)] @ order
        best, *others = np.argsort(-scores, kind="stable")[:_WEIGHED]
        if question.right[best]:
            for other in others:
                table.append(_beside(question, scores, int(best), int(other)))
                truth.append(question.right[other])
                groups.append(number)
    values, right, of = np.array(table), np.array(truth), np.array(groups)
    model = LogisticRegression(max_iter=5000).fit(values, right)
    sure = model.predict_proba(values)[:, 1]
    least = max(_LEASTS, key=lambda bound: _mean_f1(sure >= bound, right, of))
    return {
        "belonging": named(FEATURES, model.coef_[0]),
        "belonging_bias": round(float(model.intercept_[0]), 2),
        "least_belonging": least,
    }


def _beside(question: Candidates, scores: Rows, best: int, other: int) -> tuple[float, ...]:
    """The features of a sentence beside the best one; see ``belonging_features``."""
    chunk, document, is_row = question.places[other]
    best_chunk, best_document, best_is_row = question.places[best]
    return (
        float(question.rows[other, columns_of(["read"])[0]]),
        float(scores[other] - scores[best]),
        float(document == best_document),
        float(chunk == best_chunk and is_row == best_is_row),
        float(asks_several(question.question)),
    )


def _mean_f1(cited: Any, right: Any, of: Any) -> float:
    """The mean F1 of cited sentences, the best one, which is right, among them.

    Questions with several right sentences weigh as much as those with one.
    """
    values: dict[bool, list[float]] = {True: [], False: []}
    for number in np.unique(of):
        inside = of == number
        hits = 1 + int((cited & right & inside).sum())
        due = 1 + int((right & inside).sum())
        f1 = 2 * hits / (1 + int((cited & inside).sum()) + due)
        values[due > 1].append(f1)
    return float(np.mean([np.mean(f1s) for f1s in values.values() if f1s]))
