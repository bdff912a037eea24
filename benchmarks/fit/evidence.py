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
from typing import Any, NamedTuple

import numpy as np
from loccit.rag.evidence.features import (
    PLAIN,
    RANKED,
    WITH_RANKER,
    WITH_READER,
    Weights,
    columns_of,
)
from loccit.rag.reader.base import PassageReader
from scipy.optimize import minimize

from ..quality.indexes import opened
from ..sets.collections import FILES, OTHER_TOPICS, SETS, Asked, other_topics, sample
from .belonging import fit_belonging
from .candidates import (
    Candidates,
    Rows,
    candidates,
    own_candidates,
    own_examples,
    shipped_reader,
    stray_candidates,
)
from .ranker import ranked_as_passages
from .record import ExampleSet, Fit, named
from .support import Kind, fit_support

_ANSWERED = ("squad2", "squad2_gaps", "nq_oracle")
_ORDERED = ("squad2", "nq_oracle", "own")
"""What order is fitted on where a reader reads."""
_QUESTIONS = 500
"""Questions of each set and kind, at most."""
_DATE_MATCH = 1.0
_WHY_DATE_MATCH = "1 puts more right sentences first on both fit sets than the fitted weight"
_PENALTY = 1e-3
_WEIGHTS = {"own": 2.0, "other topics": 2.0, "strays": 0.5}
"""What weighs more than other kinds of questions where a reader reads."""
_SEED = 1
_WHY_SEED = (
    "of eight beginnings, whose shares on the fit halves differ by less than their intervals, the "
    "first that answers all questions of tests/project/test_seed_answers.py"
)
_REFUSED = 0.065
"""The share of the public answerable questions that are refused where a reader reads."""


def fit_order(questions: Sequence[Candidates], ranked: Sequence[str]) -> Rows:
    """Weights of features that give the sentences with the answer the most of a softmax."""
    columns = columns_of(ranked)
    usable = [
        (question.rows[:, columns], question.right)
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


class Examples(NamedTuple):
    """Questions of the sets with their candidates, by set, and how much each kind weighs."""

    answered: dict[str, list[Candidates]]
    unanswered: dict[str, tuple[list[Candidates], float]]


def examples(bench: Path, work: Path, reader: PassageReader | None) -> Examples:
    """The fit halves: answerable questions by set, others by kind."""

    def drawn(name: str, asked: Iterable[Asked], answerable: bool) -> list[Candidates]:
        questions = [question for question in asked if question.answerable == answerable]
        return candidates(indexes[name], sample(questions, "fit", _QUESTIONS), reader)

    topics = _WEIGHTS["other topics"] if reader else 1.0
    collections = {name: SETS[name](bench) for name in _ANSWERED}
    indexes = {name: opened(collection, work) for name, collection in collections.items()}
    answered = {name: drawn(name, collections[name].asked, True) for name in _ANSWERED}
    unanswered = {
        "other topics": (drawn("squad2", other_topics(bench, "fit", _QUESTIONS), False), topics),
        "left out": (drawn("squad2_gaps", collections["squad2_gaps"].asked, False), 1.0),
        "unanswerable": (drawn("squad2", collections["squad2"].asked, False), 0.5),
    }
    if reader:
        own = own_candidates(reader)
        answered["own"] = own.pop("own")
        unanswered |= {kind: (questions, 1.0) for kind, questions in own.items()}
        strays = stray_candidates(reader, other_topics(bench, "fit", _QUESTIONS))
        unanswered["strays"] = strays, _WEIGHTS["strays"]
    return Examples(answered, unanswered)


class Fitted(NamedTuple):
    """The numbers of one model, and the share of each kind of question that it answers."""

    numbers: dict[str, Any]
    shares: dict[str, float]


def fit_model(drawn: Examples, order: Rows, weights: Weights) -> Fitted:
    """Fit support for sentences in a given order.

    With hidden units, the bias is such that ``_REFUSED`` of the public answerable questions have a
    support below one half.

    Args:
        drawn: the questions.
        order: weights of the features that sentences are ranked by.
        weights: which features and how many units there are.
    """
    ranked, names = weights.ranked, weights.supporting
    kinds = {
        name: Kind(_best(questions, order, ranked, names), True, _WEIGHTS.get(name, 1.0))
        for name, questions in drawn.answered.items()
    }
    kinds |= {
        name: Kind(_best(questions, order, ranked, names), False, weight)
        for name, (questions, weight) in drawn.unanswered.items()
    }
    model = fit_support([*kinds.values()], len(weights.units), _SEED)
    if len(weights.units):
        public = np.concatenate([model.log_odds(kinds[name].rows) for name in _ANSWERED])
        model = model._replace(bias=model.bias - float(np.quantile(public, _REFUSED)))
    numbers = {
        "ranking": named(ranked, order),
        "support": named(names, model.direct),
        "support_bias": round(model.bias, 2),
    }
    for number, (row, shift, output) in enumerate(
        zip(model.units, model.shifts, model.outputs, strict=True), start=1
    ):
        numbers[f"support_unit_{number}"] = named(
            (*names, "shift", "output"), [*row, shift, output]
        )
    shares = {name: float(np.mean(model.log_odds(kind.rows) >= 0)) for name, kind in kinds.items()}
    return Fitted(numbers, shares)


def fit_evidence(bench: Path, work: Path) -> Fit:
    """Fit order and support without a reader, with the one that is shipped, and with a ranker.

    Args:
        bench: the folder of the public sets.
        work: keeps the sets' indexes.
    """
    drawn = examples(bench, work, None)
    order = fit_order(drawn.answered["squad2"], RANKED)
    fitted_date_match = float(order[RANKED.index("date_match")])
    order[RANKED.index("date_match")] = _DATE_MATCH
    plain = fit_model(drawn, order, PLAIN)
    read = examples(bench, work, shipped_reader())
    order = fit_order(_ordered(read), WITH_READER.ranked)
    with_reader = fit_model(read, order, WITH_READER)
    belonging = fit_belonging(read.answered["own"], order, WITH_READER.ranked)
    ranked = _as_ranked(read)
    order = fit_order(_ordered(ranked), WITH_RANKER.ranked)
    with_ranker = fit_model(ranked, order, WITH_RANKER)
    return Fit(
        "rag/evidence/weights.json",
        plain.numbers
        | {f"read_{name}": value for name, value in with_reader.numbers.items()}
        | {f"ranked_{name}": value for name, value in with_ranker.numbers.items()}
        | belonging,
        _example_sets(bench, drawn),
        {
            f"share answered on the fit half, {name}{by}": share
            for by, fitted in (
                (", without a reader", plain),
                ("", with_reader),
                (", with a ranker", with_ranker),
            )
            for name, share in fitted.shares.items()
        },
        {
            "ranking.date_match": f"{_WHY_DATE_MATCH}; the fit gives {fitted_date_match:.2f}",
            "seed": _WHY_SEED,
        },
    )


def _ordered(drawn: Examples) -> list[Candidates]:
    return [question for name in _ORDERED for question in drawn.answered[name]]


def _as_ranked(read: Examples) -> Examples:
    """The same as if passages had been scored, not sentences."""
    _, calibration = ranked_as_passages(_ordered(read))
    return Examples(
        {
            name: ranked_as_passages(questions, calibration)[0]
            for name, questions in read.answered.items()
        },
        {
            name: (ranked_as_passages(questions, calibration)[0], weight)
            for name, (questions, weight) in read.unanswered.items()
        },
    )


def _example_sets(bench: Path, drawn: Examples) -> list[ExampleSet]:
    counts = Counter({name: len(questions) for name, questions in drawn.answered.items()})
    counts["squad2"] += len(drawn.unanswered["unanswerable"][0])
    counts["squad2_gaps"] += len(drawn.unanswered["left out"][0])
    for name in OTHER_TOPICS:
        counts[name] += len(sample(SETS[name](bench).asked, "fit", _QUESTIONS // 2))
    files = {name: FILES[name.removesuffix("_gaps")] for name in counts}
    return [*(ExampleSet(name, counts[name], [files[name]]) for name in counts), own_examples()]


def _best(
    questions: Sequence[Candidates], order: Rows, ranked: Sequence[str], names: Sequence[str]
) -> Rows:
    columns, supporting = columns_of(ranked), columns_of(names)
    return np.array(
        [
            question.rows[int(np.argmax(question.rows[:, columns] @ order)), supporting]
            for question in questions
        ]
    )
