"""What is made of what the reader sees (``rag/reader/weights.json``).

Which sentence is shown as a denial (``premise``), when enough is read (``settled``), and the
confidence of short answers: a logistic model of whether the likeliest span of what an answer cites
equals an answer as SQuAD's evaluation compares them, on answerable questions of SQuAD 2.0 and
Natural Questions. The least confidence is the lowest at which 85 % do, each judged by a model that
has not seen its document (5 folds): two points above the goal, since the lowest is picked.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
from loccit.index import Index
from loccit.rag.asking.kinds import AnswerType, answer_type
from loccit.rag.asking.question import Question
from loccit.rag.evidence.features import find_evidence
from loccit.rag.evidence.select import select
from loccit.rag.reader.short import FEATURES, likeliest_short, short_features
from sklearn.linear_model import LogisticRegression

from ..quality.indexes import opened
from ..quality.short_cases import is_right
from ..sets.collections import FILES, SETS, Asked, sample
from .candidates import CONFIG, candidates, own_candidates, own_examples, shipped_reader
from .premise import least_denies
from .record import ExampleSet, Fit, named
from .settled import settled

FOLDS = 5
GOAL = 0.8
QUESTIONS = 1500
"""Of each set, at most."""
SETTLING = 500
"""The same of what is read in all windows."""


class Row(NamedTuple):
    """The features of a likeliest span, whether it is right, and its document."""

    features: tuple[float, ...]
    right: bool
    document: str


def rows(index: Index, asked: list[Asked]) -> Iterator[Row]:
    """A row for each question that is answered with a span."""
    reader = shipped_reader()
    for question in asked:
        kind = answer_type(question.text)
        if kind is AnswerType.YES_NO:
            continue
        vector = index.encode_question(question.text)
        encoded = Question(question.text, vector, index)
        hits = index.search(question.text, CONFIG.windows, vector)
        evidence = find_evidence(encoded, hits, reader, CONFIG.hits)
        if not evidence or evidence[0].support < CONFIG.threshold:
            continue
        chosen = select(
            evidence, CONFIG.max_sentences, CONFIG.threshold, encoded.answer_type, question.text
        )
        short = likeliest_short(chosen, kind)
        if short is None:
            continue
        sentence = chosen[short.number]
        start = sentence.sentence.start
        text = sentence.text[short.span.start - start : short.span.end - start]
        right = is_right(text, question.answers)
        yield Row(short_features(sentence, short.span, kind), right, question.documents[0])


def fit_reader(bench: Path, work: Path) -> Fit:
    """Fit short answers, denials, and when enough is read.

    Args:
        bench: the folder of the public sets.
        work: keeps the sets' indexes.
    """
    collected: list[Row] = []
    examples: list[ExampleSet] = []
    reader = shipped_reader()
    ordered = own_candidates(reader)["own"]
    for name in ("squad2", "nq_oracle"):
        collection = SETS[name](bench)
        answerable = [question for question in collection.asked if question.answerable]
        index = opened(collection, work)
        of_set = list(rows(index, sample(answerable, "fit", QUESTIONS)))
        ordered += candidates(index, sample(answerable, "fit", SETTLING), reader)
        examples.append(ExampleSet(name, len(of_set), [FILES[name]]))
        collected += of_set
    table = np.array([row.features for row in collected])
    right = np.array([row.right for row in collected])
    least, share = _least(table, right, [row.document for row in collected])
    model = LogisticRegression(max_iter=5000).fit(table, right)
    shown, of_denials = least_denies(reader)
    bound, of_windows = settled(ordered)
    examples.append(own_examples())
    return Fit(
        "rag/reader/weights.json",
        {
            "short": named(FEATURES, model.coef_[0]),
            "short_bias": round(float(model.intercept_[0]), 2),
            "least_short": least,
            "least_denies": shown,
            "settled": bound,
        },
        examples,
        {
            f"short answers given (n = {len(right)})": share,
            "short answers right if all were given": float(right.mean()),
            **of_denials,
            **of_windows,
        },
    )


def _least(table: np.ndarray, right: np.ndarray, documents: list[str]) -> tuple[float, float]:
    """The lowest confidence at which the goal is reached, and the share that has it."""
    folds = {name: number % FOLDS for number, name in enumerate(sorted(set(documents)))}
    fold = np.array([folds[name] for name in documents])
    sure = np.zeros(len(right))
    for number in range(FOLDS):
        model = LogisticRegression(max_iter=5000).fit(table[fold != number], right[fold != number])
        sure[fold == number] = model.predict_proba(table[fold == number])[:, 1]
    order = np.argsort(-sure, kind="stable")
    shares = np.cumsum(right[order]) / np.arange(1, len(right) + 1)
    reached = np.flatnonzero((shares >= GOAL) & (np.arange(len(right)) >= 50))
    last = int(reached[-1]) if len(reached) else 0
    return round(float(sure[order[last]]), 3), float((last + 1) / len(right))
