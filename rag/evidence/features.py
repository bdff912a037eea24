"""Score the sentences of the best hits against a question."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple, Self

import numpy as np
import numpy.typing as npt

from ...index.types import Hit, Sentence
from ...text.negation import is_negated
from ...text.signs import fold
from ..asking.question import LEAST_NEW_WORDS, Question
from ..fitted import read_fitted
from ..reader.base import PassageReader
from ..reader.read_hits import LOWEST, Readings, read_hits
from ..reader.types import Evidence

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
"""The features by which sentences are ranked where no reader has read them."""

READ = ("read", "read_short", "row_words", "read_lead", "read_total", "denied")
"""What a reader adds.

Its log-odds that the sentence answers; those of the sentence's best short answer; for a table's row
the share of the question's topic words in it, else 0; by how much the first is above that of the
best sentence of another passage; the log-odds that any sentence of any passage answers; and the
highest ones that a sentence denies what the question supposes. All within ±12.
"""

_FITTED = read_fitted(__package__, "weights.json")


class Weights(NamedTuple):
    """Weights of features.

    Attributes:
        ranked: names of the features that sentences are ranked by.
        ranking: their weights.
        supporting: names of the f features of support.
        support: their weights in the log-odds that the documents answer, shape (f,).
        bias: of these log-odds.
        units: weights of hidden units that are added to them, shape (u, f).
        shifts, outputs: of each unit what is added to its input, and what its tanh weighs, (u,).
    """

    ranked: tuple[str, ...]
    ranking: tuple[float, ...]
    supporting: tuple[str, ...]
    support: tuple[float, ...]
    bias: float
    units: npt.NDArray[np.float64]
    shifts: npt.NDArray[np.float64]
    outputs: npt.NDArray[np.float64]

    @classmethod
    def of(
        cls, prefix: str, ranked: tuple[str, ...], supporting: tuple[str, ...], units: int = 0
    ) -> Self:
        """The fitted weights whose names begin with ``prefix``."""
        names = (*supporting, "shift", "output")
        rows = [_FITTED.row(f"{prefix}support_unit_{n}", names) for n in range(1, units + 1)]
        table = np.array(rows, dtype=np.float64).reshape(-1, len(names))
        return cls(
            ranked,
            _FITTED.row(f"{prefix}ranking", ranked),
            supporting,
            _FITTED.row(f"{prefix}support", supporting),
            _FITTED.number(f"{prefix}support_bias"),
            table[:, :-2],
            table[:, -2],
            table[:, -1],
        )

    def order(self, rows: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """What sentences are ranked by: shape (s,), of their features as ``features`` has them."""
        total: npt.NDArray[np.float64] = rows[:, columns_of(self.ranked)] @ np.array(self.ranking)
        return total

    def log_odds(self, rows: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        """Log-odds that the documents answer, if each sentence were the best: shape (s,)."""
        values = rows[:, columns_of(self.supporting)]
        hidden = np.tanh(values @ self.units.T + self.shifts) @ self.outputs
        total: npt.NDArray[np.float64] = self.bias + values @ np.array(self.support) + hidden
        return total


UNITS = 4
PLAIN = Weights.of("", RANKED, FEATURES)
"""Without a reader."""
WITH_READER = Weights.of("read_", RANKED[:4] + READ[:2], FEATURES + READ, UNITS)
"""Of sentences that a reader has read."""
WITH_RANKER = Weights.of("ranked_", RANKED + READ[:1], FEATURES + READ[:1], UNITS)
"""Of sentences of passages that a cross-encoder has scored."""


def find_evidence(
    question: Question,
    hits: Sequence[Hit],
    reader: PassageReader | None = None,
    unread: int | None = None,
) -> list[Evidence]:
    """Score the sentences of search results against a question.

    Questions, lines that announce a list, and sentences that only repeat the question's words are
    left out. Ties go to the better hit and the earlier sentence.

    Args:
        question: the question.
        hits: the search results.
        reader: reads the question with each result, if both are in its language.
        unread: how many results are searched if it reads none; all if ``None``.

    Returns:
        Every sentence that can answer, the best first.
    """
    evidence: list[Evidence] = []
    readings = read_hits(question, hits, reader) if reader else None
    weights, sees = PLAIN, False
    if reader and readings is not None:
        sees = reader.reads_sentences
        weights = WITH_READER if sees else WITH_RANKER
    for hit in hits[:unread] if readings is None else hits:
        rows = features(question, hit, readings)
        order, log_odds = weights.order(rows), weights.log_odds(rows)
        for number, sentence in enumerate(hit.chunk.sentences):
            text = sentence_text(hit, sentence)
            columns = question.index.columns(hit.chunk, sentence)
            least = 1 if columns else LEAST_NEW_WORDS
            announces = sentence.interrogative or text.endswith(":")
            if announces or question.new_words(fold(text)) < least:
                continue
            support = 1 / (1 + math.exp(-float(log_odds[number])))
            rank = float(order[number])
            reading = readings[hit.chunk_id][number] if readings and sees else None
            evidence.append(Evidence(hit, sentence, text, support, rank, number, columns, reading))
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


def columns_of(names: Sequence[str]) -> list[int]:
    """The columns of features in what ``features`` returns."""
    return [(*FEATURES, *READ).index(name) for name in names]


def features(
    question: Question, hit: Hit, readings: Readings | None = None
) -> npt.NDArray[np.float64]:
    """Compute the features of each sentence of a hit.

    Args:
        question: the question.
        hit: a search result with s sentences.
        readings: what a reader says of all results, if one has read them.

    Returns:
        The features in the order of ``FEATURES`` and ``READ``: float64, shape (s, 14); without
        readings the last six are 0.
    """
    chunk = hit.chunk
    searched = fold(f"{hit.title}\n{chunk.context}\n{chunk.text}")
    vectors = question.index.sentence_vectors(hit.chunk_id)
    chunk_cosine = float(question.index.chunk_vectors([hit.chunk_id])[0] @ question.vector)
    chunk_share, missing = question.share(searched), question.names_missing(searched)
    rows = np.zeros((len(chunk.sentences), len(FEATURES) + len(READ)))
    for number, (sentence, vector) in enumerate(zip(chunk.sentences, vectors, strict=True)):
        text = fold(question.index.with_columns(chunk, sentence))
        rows[number, : len(FEATURES)] = (
            float(vector @ question.vector),
            chunk_cosine,
            question.share(text),
            chunk_share,
            question.type_match(text),
            question.date_match(text),
            missing,
            float(question.is_negated and not is_negated(text)),
        )
    if readings:
        rows[:, len(FEATURES) :] = _read_features(hit, readings)
        is_row = [sentence.header is not None for sentence in chunk.sentences]
        rows[:, columns_of(["row_words"])[0]] = rows[:, columns_of(["sentence_words"])[0]] * is_row
    return rows


def _read_features(hit: Hit, readings: Readings) -> npt.NDArray[np.float64]:
    """The features of ``READ`` for each sentence of a hit, rows aside: shape (s, 6)."""
    others = (row for id_, row in readings.items() if id_ != hit.chunk_id)
    elsewhere = max((sentence.score for row in others for sentence in row), default=LOWEST)
    every = [sentence for row in readings.values() for sentence in row]
    total = math.log(sum(math.exp(min(-LOWEST, sentence.score)) for sentence in every) + 1e-6)
    denied = max((sentence.denies for sentence in every), default=LOWEST)
    rows = np.array(
        [
            (sentence.score, sentence.short_score, 0.0, sentence.score - elsewhere, total, denied)
            for sentence in readings[hit.chunk_id]
        ],
        dtype=np.float64,
    )
    return rows.reshape(-1, len(READ)).clip(LOWEST, -LOWEST)
