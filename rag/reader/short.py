"""The short answer that a reader sees in a cited sentence; none rather than a wrong one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from ...text.signs import fold
from ...text.spans import Span
from ..asking.kinds import AnswerType
from ..fitted import read_fitted
from .types import Evidence

KINDS = ("who", "when", "where", "how many")
FEATURES = ("short_score", "score", "share", "words", "of_kind", *KINDS)
"""What the confidence in a short answer is computed from.

Log-odds of the span and of its sentence, both within ±12; the logarithm of the span's probability
among those of its sentence; the logarithm of its number of words; whether it is of the kind that is
asked for: 1, 0 where that cannot be told, or -1; and which kind is asked for, if any.
"""

_FITTED = read_fitted(__package__, "weights.json")
WEIGHTS = _FITTED.row("short", FEATURES)
BIAS = _FITTED.number("short_bias")
LEAST = _FITTED.number("least_short")
"""The least confidence with which a short answer is given, in [0, 1]."""
_MOST = 12.0


class ReadShort(NamedTuple):
    """A span of a document that is a short answer.

    Attributes:
        number: which of the sentences holds it, from 0.
        span: where it stands in the document.
        confidence: the probability that it is right, in [0, 1].
    """

    number: int
    span: Span
    confidence: float


def likeliest_short(sentences: Sequence[Evidence], kind: AnswerType | None) -> ReadShort | None:
    """The likeliest short answer, however unsure; ``None`` if none of the sentences was read.

    Args:
        sentences: of an answer.
        kind: what the question asks for, if it can be told.
    """
    read = [
        (sentence.reading.short_score, -number, sentence.reading.short)
        for number, sentence in enumerate(sentences)
        if sentence.reading and sentence.reading.short and sentence.number >= 0
    ]
    if not read:
        return None
    _, place, span = max(read)
    values = short_features(sentences[-place], span, kind)
    total = sum(weight * value for weight, value in zip(WEIGHTS, values, strict=True))
    return ReadShort(-place, span, 1 / (1 + math.exp(-total - BIAS)))


def short_features(sentence: Evidence, span: Span, kind: AnswerType | None) -> tuple[float, ...]:
    """The features of a span of a read sentence, in the order of ``FEATURES``."""
    reading = sentence.reading
    if reading is None:
        raise ValueError("the sentence was not read; expected one with a reading")
    text = sentence.text[span.start - sentence.sentence.start : span.end - sentence.sentence.start]
    is_of_kind = kind.is_in(fold(text)) if kind else None
    return (
        max(-_MOST, min(_MOST, reading.short_score)),
        max(-_MOST, min(_MOST, reading.score)),
        reading.short_share,
        math.log(max(1, len(text.split()))),
        0.0 if is_of_kind is None else 2.0 * is_of_kind - 1.0,
        *(float(kind is not None and kind.group == group) for group in KINDS),
    )
