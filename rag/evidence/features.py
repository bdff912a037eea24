"""Score the sentences of the best hits against a question."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ...index.types import Hit, Sentence
from ...text.negation import is_negated
from ...text.signs import fold
from ..asking.question import LEAST_NEW_WORDS, Question
from ..fitted import read_fitted
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
"""What a sentence is scored by, in the order of the weights.

Cosines of the question with the sentence and with its chunk; the weighted share of the question's
topic words in the sentence and in the chunk with its title and heading; whether the sentence has
the kind of answer and the date that are asked for: 1, 0 or -1; how many names and figures of the
question the chunk lacks; 1 if the question is negated and the sentence is not.
"""

RANKED = FEATURES[:6]
"""The features by which sentences are ranked."""

_FITTED = read_fitted(__package__, "weights.json")
RANKING = _FITTED.row("ranking", RANKED)
"""Their weights."""
SUPPORT = _FITTED.row("support", FEATURES)
SUPPORT_BIAS = _FITTED.number("support_bias")
"""Weights of all eight in a logistic model of the probability that the documents answer."""


def find_evidence(question: Question, hits: Sequence[Hit]) -> list[Evidence]:
    """Score the sentences of search results against a question.

    Questions, lines that announce a list, and sentences that only repeat the question's words are
    left out. Ties go to the better hit and the earlier sentence.

    Args:
        question: the question.
        hits: the search results.

    Returns:
        Every sentence that can answer, the best first.
    """
    evidence: list[Evidence] = []
    for hit in hits:
        rows = features(question, hit)
        order = rows[:, : len(RANKING)] @ np.array(RANKING)
        supports = rows @ np.array(SUPPORT) + SUPPORT_BIAS
        for number, sentence in enumerate(hit.chunk.sentences):
            text = sentence_text(hit, sentence)
            columns = question.index.columns(hit.chunk, sentence)
            least = 1 if columns else LEAST_NEW_WORDS
            announces = sentence.interrogative or text.endswith(":")
            if announces or question.new_words(fold(text)) < least:
                continue
            support = 1 / (1 + math.exp(-float(supports[number])))
            rank = float(order[number])
            evidence.append(Evidence(hit, sentence, text, support, rank, number, columns))
    return sorted(
        evidence, key=lambda sentence: (-sentence.order, sentence.hit.rank, sentence.number)
    )


def sentence_text(hit: Hit, sentence: Sentence) -> str:
    """The text of a sentence of a hit.

    Args:
        hit: a search result.
        sentence: one of its chunk's sentences.
    """
    start = hit.chunk.start
    return hit.chunk.text[sentence.start - start : sentence.end - start]


def features(question: Question, hit: Hit) -> npt.NDArray[np.float64]:
    """Compute the features of each sentence of a hit.

    Args:
        question: the question.
        hit: a search result with s sentences.

    Returns:
        The features in the order of ``FEATURES``: float64, shape (s, 8).
    """
    chunk = hit.chunk
    searched = fold(f"{hit.title}\n{chunk.context}\n{chunk.text}")
    vectors = question.index.sentence_vectors(hit.chunk_id)
    chunk_cosine = float(question.index.chunk_vectors([hit.chunk_id])[0] @ question.vector)
    chunk_share, missing = question.share(searched), question.names_missing(searched)
    rows = np.zeros((len(chunk.sentences), len(FEATURES)))
    for number, (sentence, vector) in enumerate(zip(chunk.sentences, vectors, strict=True)):
        text = fold(question.index.with_columns(chunk, sentence))
        rows[number] = (
            float(vector @ question.vector),
            chunk_cosine,
            question.share(text),
            chunk_share,
            question.type_match(text),
            question.date_match(text),
            missing,
            float(question.is_negated and not is_negated(text)),
        )
    return rows
