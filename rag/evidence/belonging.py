"""Whether a sentence belongs to the answer beside the best one."""

from __future__ import annotations

import math
import re
from functools import cache

from ...text import lexicon
from ..fitted import read_fitted
from ..reader.types import Evidence

FEATURES = ("read", "behind", "same_document", "same_table", "asks_several")
"""What it is told by.

The reader's log-odds of the sentence, within ±12; its order less that of the best one; whether both
are of one document, and both rows of one table's chunk; whether the question asks for several
things.
"""
LOWEST = -12.0
_FITTED = read_fitted(__package__, "weights.json")
WEIGHTS = _FITTED.row("belonging", FEATURES)
BIAS = _FITTED.number("belonging_bias")
LEAST = _FITTED.number("least_belonging")
"""The least probability with which a sentence is cited beside the best one, in [0, 1]."""


def belongs(question: str, candidate: Evidence, best: Evidence) -> bool:
    """Whether a sentence is part of the answer, if the best one answers.

    Args:
        question: as it stands alone.
        candidate: a sentence that was read.
        best: the best one.
    """
    values = belonging_features(question, candidate, best)
    total = BIAS + sum(weight * value for weight, value in zip(WEIGHTS, values, strict=True))
    return 1 / (1 + math.exp(-total)) >= LEAST


def belonging_features(question: str, candidate: Evidence, best: Evidence) -> tuple[float, ...]:
    """The features of a sentence beside the best one, in the order of ``FEATURES``."""
    read = candidate.reading.score if candidate.reading else LOWEST
    is_same_chunk = candidate.hit.chunk_id == best.hit.chunk_id
    return (
        max(LOWEST, min(-LOWEST, read)),
        candidate.order - best.order,
        float(candidate.hit.chunk.document == best.hit.chunk.document),
        float(is_same_chunk and bool(candidate.columns) == bool(best.columns)),
        float(asks_several(question)),
    )


def asks_several(question: str) -> bool:
    """Whether a question asks for several things: a list, steps, a comparison."""
    return _several().search(question) is not None


@cache
def _several() -> re.Pattern[str]:
    return re.compile(rf"\b{lexicon.alternation('questions.several')}\b", re.IGNORECASE)
