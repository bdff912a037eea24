"""The weights of evidence (``rag/evidence/weights.json``).

Order: a softmax over the sentences of a question's hits, on SQuAD 2.0. Support: a logistic model of
whether the documents answer at all, from the best sentence. For it are answerable questions of
SQuAD 2.0, whole and with gaps, and of Natural Questions; against it questions of other topics, of
the paragraphs left out, and, with half the weight of either, SQuAD's unanswerable ones. What the
weights reach on the other halves is for ``benchmarks.quality.run`` to say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from loccit.index import Filter, Index
from loccit.rag import RagConfig
from loccit.rag.asking.question import Question
from loccit.rag.evidence.features import FEATURES, RANKED, features
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from ..quality.answers import holds
from ..quality.indexes import opened
from ..sets.collections import FILES, OTHER_TOPICS, SETS, Asked, other_topics, sample
from .record import ExampleSet, Fit, named

Rows = npt.NDArray[np.float64]
HITS = RagConfig().hits
_ANSWERED = ("squad2", "squad2_gaps", "nq_oracle")
_QUESTIONS = 500
"""Questions of each set and kind, at most."""
_DATE_MATCH = 1.0
_WHY_DATE_MATCH = "1 puts more right sentences first on both fit sets than the fitted weight"
_ORDERED = len(RANKED)
_PENALTY = 1e-3
_ANSWERABLE = 0.75
"""The share of questions that documents answer, for the probability that support is."""


class Candidates(NamedTuple):
    """The sentences found for one question: features, shape (n, 8), and which hold the answer."""

    rows: Rows
    right: npt.NDArray[np.bool_]


def candidates(index: Index, asked: Iterable[Asked]) -> list[Candidates]:
    """The declarative sentences of each question's hits."""
    collected = []
    for item in asked:
        vector = index.encode_question(item.text)
        question = Question(item.text, vector, index)
        within = Filter(within=item.within) if item.within else None
        rows, right = [], []
        for hit in index.search(item.text, HITS, vector, within):
            document = index.document(hit.chunk.document)
            for sentence, row in zip(hit.chunk.sentences, features(question, hit), strict=True):
                if not sentence.interrogative:
                    place = document.to_source(sentence.start, sentence.end)
                    text = document.text[sentence.start : sentence.end]
                    rows.append(row)
                    right.append(holds(item, document.name, place.start, place.end, text))
        if rows:
            collected.append(Candidates(np.array(rows), np.array(right, dtype=bool)))
    return collected


def fit_order(questions: Sequence[Candidates]) -> Rows:
    """Weights that give the sentences with the answer the most of a softmax: shape (6,)."""
    usable = [
        (question.rows[:, :_ORDERED], question.right)
        for question in questions
        if question.right.any() and not question.right.all()
    ]
    spread = np.concatenate([rows for rows, _ in usable]).std(axis=0) + 1e-9

    def loss(weights: Rows) -> tuple[float, Rows]:
        total, slope = _PENALTY * weights @ weights, 2 * _PENALTY * weights
        for rows, right in usable:
            scaled = rows / spread
            scores = np.exp(scaled @ weights - (scaled @ weights).max())
            share, right_scores = scores / scores.sum(), scores * right
            total -= np.log(right_scores.sum() / scores.sum()) / len(usable)
            slope = slope - (right_scores / right_scores.sum() - share) @ scaled / len(usable)
        return total, slope

    weights: Rows = minimize(loss, np.zeros(len(spread)), jac=True, method="L-BFGS-B").x
    return weights / spread


def fit_support(kinds: Sequence[tuple[Rows, bool, float]]) -> tuple[Rows, float]:
    """Weights and bias of a logistic model.

    Args:
        kinds: of each kind of question the features of its best sentences, whether it is
            answerable, and how much the kind weighs, however many its questions are.
    """
    rows = np.concatenate([rows for rows, _, _ in kinds])
    truth = np.concatenate([np.full(len(rows), is_answered) for rows, is_answered, _ in kinds])
    shares = np.concatenate([np.full(len(rows), weight / len(rows)) for rows, _, weight in kinds])
    shares[truth] *= _ANSWERABLE / shares[truth].sum()
    shares[~truth] *= (1 - _ANSWERABLE) / shares[~truth].sum()
    spread = rows.std(axis=0) + 1e-9
    model = LogisticRegression(max_iter=5000)
    model.fit(rows / spread, truth, sample_weight=shares * len(rows))
    return model.coef_[0] / spread, float(model.intercept_[0])


def fit_evidence(bench: Path, work: Path) -> Fit:
    """Fit both models.

    Args:
        bench: the folder of the public sets.
        work: keeps the sets' indexes.
    """

    def drawn(name: str, asked: Iterable[Asked], answerable: bool) -> list[Candidates]:
        questions = [question for question in asked if question.answerable == answerable]
        return candidates(indexes[name], sample(questions, "fit", _QUESTIONS))

    collections = {name: SETS[name](bench) for name in _ANSWERED}
    indexes = {name: opened(collection, work) for name, collection in collections.items()}
    answered = {name: drawn(name, collections[name].asked, True) for name in _ANSWERED}
    order = fit_order(answered["squad2"])
    fitted_date_match = float(order[RANKED.index("date_match")])
    order[RANKED.index("date_match")] = _DATE_MATCH
    unanswered = {
        "other topics": (drawn("squad2", other_topics(bench, "fit", _QUESTIONS), False), 1.0),
        "left out": (drawn("squad2_gaps", collections["squad2_gaps"].asked, False), 1.0),
        "unanswerable": (drawn("squad2", collections["squad2"].asked, False), 0.5),
    }
    kinds = {name: (_best(questions, order), True, 1.0) for name, questions in answered.items()}
    kinds |= {
        name: (_best(questions, order), False, at) for name, (questions, at) in unanswered.items()
    }
    weights, bias = fit_support([*kinds.values()])
    counts = Counter({name: len(questions) for name, questions in answered.items()})
    counts["squad2"] += len(unanswered["unanswerable"][0])
    counts["squad2_gaps"] += len(unanswered["left out"][0])
    for name in OTHER_TOPICS:
        counts[name] += len(sample(SETS[name](bench).asked, "fit", _QUESTIONS // 2))
    return Fit(
        "rag/evidence/weights.json",
        {
            "ranking": named(RANKED, order),
            "support": named(FEATURES, weights),
            "support_bias": round(bias, 2),
        },
        [ExampleSet(name, counts[name], [FILES[name.removesuffix("_gaps")]]) for name in counts],
        {
            f"share answered on the fit half, {name}": float(np.mean(rows @ weights + bias >= 0))
            for name, (rows, _, _) in kinds.items()
        },
        {"ranking.date_match": f"{_WHY_DATE_MATCH}; the fit gives {fitted_date_match:.2f}"},
    )


def _best(questions: Sequence[Candidates], order: Rows) -> Rows:
    return np.array(
        [
            question.rows[int(np.argmax(question.rows[:, :_ORDERED] @ order))]
            for question in questions
        ]
    )
