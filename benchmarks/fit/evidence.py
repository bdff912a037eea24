"""Fit the weights of evidence (``rag/evidence/features.py``) on the fit halves, and print them.

    python -m benchmarks.fit.evidence --bench DIR --work DIR

Order: a softmax over the sentences of a question's hits, on SQuAD 2.0. Support: a logistic model of
whether the documents answer at all, from the best sentence. For it are answerable questions of
SQuAD 2.0, whole and with gaps, and of Natural Questions; against it questions of other topics, of
the paragraphs left out, and, with half the weight of either, SQuAD's unanswerable ones. What the
weights reach is for ``run.py`` to say, on the other halves.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from loccit.index import Filter, Index
from loccit.rag import FEATURES, Question, RagConfig, features
from loccit.rag.evidence.features import RANKING
from scipy.optimize import minimize
from sklearn.linear_model import LogisticRegression

from ..quality.answers import holds
from ..quality.indexes import opened
from ..sets.collections import SETS, Asked, other_topics, sample

Rows = npt.NDArray[np.float64]
HITS = RagConfig().hits
_ORDERED = len(RANKING)
_PENALTY = 1e-3
_ANSWERABLE = 0.75
"""The share of questions that documents answer, for the probability that support is."""


class Candidates(NamedTuple):
    """The sentences found for one question: features, shape (n, 8), and which hold the answer."""

    rows: Rows
    right: npt.NDArray[np.bool_]


def candidates(index: Index, asked: Iterable[Asked]) -> list[Candidates]:
    """The declarative sentences of each question's hits."""
    found = []
    for one in asked:
        vector = index.encode_question(one.text)
        question = Question(one.text, vector, index)
        within = Filter(within=one.within) if one.within else None
        rows, right = [], []
        for hit in index.search(one.text, HITS, vector, within):
            document = index.document(hit.chunk.document)
            for sentence, row in zip(hit.chunk.sentences, features(question, hit), strict=True):
                if not sentence.interrogative:
                    place = document.to_source(sentence.start, sentence.end)
                    text = document.text[sentence.start : sentence.end]
                    rows.append(row)
                    right.append(holds(one, document.name, place.start, place.end, text))
        if rows:
            found.append(Candidates(np.array(rows), np.array(right, dtype=bool)))
    return found


def fit_order(found: Sequence[Candidates]) -> Rows:
    """Weights that give the sentences with the answer the most of a softmax: shape (6,)."""
    told = [
        (one.rows[:, :_ORDERED], one.right)
        for one in found
        if one.right.any() and not one.right.all()
    ]
    spread = np.concatenate([rows for rows, _ in told]).std(axis=0) + 1e-9

    def loss(weights: Rows) -> tuple[float, Rows]:
        total, slope = _PENALTY * weights @ weights, 2 * _PENALTY * weights
        for rows, right in told:
            scaled = rows / spread
            scores = np.exp(scaled @ weights - (scaled @ weights).max())
            share, own = scores / scores.sum(), scores * right
            total -= np.log(own.sum() / scores.sum()) / len(told)
            slope = slope - (own / own.sum() - share) @ scaled / len(told)
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


def main() -> None:
    """Print the weights."""
    options = _parser().parse_args()

    def drawn(index: Index, asked: Iterable[Asked], answerable: bool) -> list[Candidates]:
        found = [one for one in asked if one.answerable == answerable]
        return candidates(index, sample(found, "fit", options.questions))

    named = {name: SETS[name](options.bench) for name in ("squad2", "squad2_gaps", "nq_oracle")}
    indexes = {name: opened(one, options.work) for name, one in named.items()}
    answered = {name: drawn(indexes[name], one.asked, True) for name, one in named.items()}
    order = fit_order(answered["squad2"])
    others = other_topics(options.bench, "fit", options.questions)
    kinds = [(_best(found, order), True, 1.0) for found in answered.values()]
    for name, asked, weight in (
        ("squad2", others, 1.0),
        ("squad2_gaps", named["squad2_gaps"].asked, 1.0),
        ("squad2", named["squad2"].asked, 0.5),
    ):
        kinds.append((_best(drawn(indexes[name], asked, False), order), False, weight))
    weights, bias = fit_support(kinds)
    print("features     ", *FEATURES)
    print("RANKING      ", *order.round(2))
    print("SUPPORT      ", *weights.round(2))
    print("SUPPORT_BIAS ", round(bias, 2))
    names = ("SQuAD 2.0", "with gaps", "NQ", "other topics", "left out", "unanswerable")
    for name, (rows, _, _) in zip(names, kinds, strict=True):
        print(f"{name:13} answered {np.mean(rows @ weights + bias >= 0):.3f}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bench", type=Path, required=True, help="the folder of the sets")
    parser.add_argument("--work", type=Path, required=True, help="keeps the indexes")
    parser.add_argument("--questions", type=int, default=500, help="of each set and kind")
    return parser


def _best(found: Sequence[Candidates], order: Rows) -> Rows:
    return np.array([one.rows[int(np.argmax(one.rows[:, :_ORDERED] @ order))] for one in found])


if __name__ == "__main__":
    main()
