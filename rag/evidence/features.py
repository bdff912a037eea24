"""Score the sentences of the best hits against a question."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ...index import Hit, Sentence
from ...text import fold
from ..asking.question import LEAST_NEW_WORDS, NEGATION, Question
from ..types import Evidence

FEATURES = (
    "sentence_cosine",
    "chunk_cosine",
    "sentence_words",
    "passage_words",
    "answer_type",
    "date_match",
    "names_missing",
    "negation_missing",
)
"""What a sentence is judged by, in the order of the weights.

All but one lie in [-1, 1]; ``names_missing`` counts the names and figures of the question that the
passage lacks. ``negation_missing`` is 1 where the question denies and the sentence does not.
"""

# Printed by benchmarks/quality/fit_evidence.py; what they reach is in docs/explanation/quality.md.
RANKING = (12.62, 1.81, 5.57, 3.91, 0.96, 1.0)
"""Weights of the first six, by which sentences are put in order.

That of dates is set by hand: 0.6 is printed, and 1 names more right sentences on both fit sets.
"""

SUPPORT = (7.36, 0.94, -0.2, 3.57, 0.2, 1.15, -0.51, -2.16)
SUPPORT_BIAS = -5.15
"""Weights of all eight in a logistic model: how likely the documents answer at all."""


def find_evidence(question: Question, hits: Sequence[Hit]) -> list[Evidence]:
    """Every sentence of the hits that can answer, the best answer first.

    A question is no answer, nor is a line that announces a list, nor a sentence that only repeats
    the question's words. Ties go to the better hit and the earlier sentence.
    """
    found: list[Evidence] = []
    for hit in hits:
        rows = features(question, hit)
        order = rows[:, : len(RANKING)] @ np.array(RANKING)
        supports = rows @ np.array(SUPPORT) + SUPPORT_BIAS
        for number, one in enumerate(hit.chunk.sentences):
            text = sentence_text(hit, one)
            columns = question.index.columns(hit.chunk, one)
            least = 1 if columns else LEAST_NEW_WORDS
            if one.interrogative or text.endswith(":") or question.told_by(fold(text)) < least:
                continue
            support = 1 / (1 + math.exp(-float(supports[number])))
            found.append(Evidence(hit, one, text, support, float(order[number]), number, columns))
    return sorted(found, key=lambda one: (-one.order, one.hit.rank, one.number))


def sentence_text(hit: Hit, sentence: Sentence) -> str:
    """The characters of a sentence of a hit."""
    start = hit.chunk.start
    return hit.chunk.text[sentence.start - start : sentence.end - start]


def features(question: Question, hit: Hit) -> npt.NDArray[np.float64]:
    """The features of each sentence of a hit, in the order of ``FEATURES``: shape (s, 8)."""
    chunk = hit.chunk
    searched = fold(f"{hit.title}\n{chunk.context}\n{chunk.text}")
    vectors = question.index.sentence_vectors(hit.chunk_id)
    whole = float(question.index.chunk_vectors([hit.chunk_id])[0] @ question.vector)
    passage, missing = question.share(searched), question.names_missing(searched)
    rows = np.zeros((len(chunk.sentences), len(FEATURES)))
    for number, (one, vector) in enumerate(zip(chunk.sentences, vectors, strict=True)):
        text = fold(question.index.with_columns(chunk, one))
        rows[number] = (
            float(vector @ question.vector),
            whole,
            question.share(text),
            passage,
            question.type_match(text),
            question.date_match(text),
            missing,
            float(question.denies and not NEGATION.search(text)),
        )
    return rows
