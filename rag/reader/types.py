"""A sentence as evidence for an answer, and what the reader says of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from ...index.types import Hit, Sentence
from ...text.spans import Span


class ReadSentence(NamedTuple):
    """What the reader says of a sentence.

    Attributes:
        score: log-odds that it answers, against that nothing in its window does.
        short: the span of the likeliest short answer in it, in the document; ``None`` for none.
        short_score: log-odds of the span, against that its window holds no short answer.
        denies: log-odds that it denies what the question supposes.
        short_share: logarithm of the span's probability among those of the sentence, at most 0.
    """

    score: float
    short: Span | None
    short_score: float
    denies: float = -20.0
    short_share: float = 0.0


@dataclass(frozen=True, slots=True)
class Evidence:
    """A sentence of a hit, scored against the question.

    Attributes:
        hit: the chunk that it stands in.
        sentence: its span in the document.
        text: its characters.
        support: the probability, in [0, 1], that the documents answer the question.
        order: the higher, the better an answer; comparable within one question only.
        number: its number in the hit's chunk, from 0; -1 if it is no sentence of the chunk.
        columns: the names of the columns if it is a row of a table, else ``""``.
        reading: what the reader says of it; ``None`` if it was not read.
    """

    hit: Hit
    sentence: Sentence
    text: str
    support: float
    order: float
    number: int
    columns: str = ""
    reading: ReadSentence | None = None
