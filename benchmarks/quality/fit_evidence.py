"""Fit the weights of evidence (``rag/evidence.py``) on the fit halves, and print them.

    python benchmarks/quality/fit_evidence.py --bench DIR --work DIR

Order: a softmax over the sentences of a question's hits, on SQuAD 2.0. Support: a logistic model of
whether the best sentence is on the question's subject at all, with answerable questions of SQuAD
2.0 and Natural Questions against those of other topics. What the weights reach is for ``run.py`` to
say, on the other halves.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from answers import holds
from indexes import opened
from loccit.index import Filter, Index
from loccit.rag import FEATURES, Question, RagConfig, features
from scipy.optimize import minimize
from sets import SETS, Asked, other_topics, sample
from sklearn.linear_model import LogisticRegression

Rows = npt.NDArray[np.float64]
HITS = RagConfig().hits
_PENALTY = 1e-3


class Candidates(NamedTuple):
    """The sentences found for one question: features, shape (n, 5), and which hold the answer."""

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
    """Weights that give the sentences with the answer the most of a softmax: shape (5,)."""
    told = [one for one in found if one.right.any() and not one.right.all()]
    spread = np.concatenate([one.rows for one in told]).std(axis=0) + 1e-9

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


def fit_support(subject: Rows, other: Rows) -> tuple[Rows, float]:
    """Weights and bias of a logistic model, from the best sentences of both kinds of questions."""
    truth = [1] * len(subject) + [0] * len(other)
    model = LogisticRegression(C=10, max_iter=5000).fit(np.concatenate([subject, other]), truth)
    return model.coef_[0], float(model.intercept_[0])


def main() -> None:
    """Print the weights."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bench", type=Path, required=True, help="the folder of the sets")
    parser.add_argument("--work", type=Path, required=True, help="keeps the indexes")
    parser.add_argument("--questions", type=int, default=500, help="of each set and kind")
    options = parser.parse_args()
    squad, nq = (SETS[name](options.bench) for name in ("squad2", "nq_oracle"))
    squad_index, nq_index = opened(squad, options.work), opened(nq, options.work)
    asked = [one for one in squad.asked if one.answerable]
    found = candidates(squad_index, sample(asked, "fit", options.questions))
    order = fit_order(found)
    found += candidates(nq_index, sample(nq.asked, "fit", options.questions))
    others = other_topics(options.bench, "fit", options.questions)
    away = candidates(squad_index, others)
    weights, bias = fit_support(_best(found, order), _best(away, order))
    print("features     ", *FEATURES)
    print("RANKING      ", *order.round(2))
    print("SUPPORT      ", *weights.round(2))
    print("SUPPORT_BIAS ", round(bias, 2))


def _best(found: Sequence[Candidates], order: Rows) -> Rows:
    return np.array([one.rows[int(np.argmax(one.rows @ order))] for one in found])


if __name__ == "__main__":
    main()
