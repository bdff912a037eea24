"""Which sentence denies what a question supposes."""

from __future__ import annotations

from collections.abc import Sequence

from ..fitted import read_fitted
from .types import Evidence

LEAST_DENIES = read_fitted(__package__, "weights.json").number("least_denies")
"""Least log-odds with which a sentence is shown as a denial."""


def denier(evidence: Sequence[Evidence], least: float = LEAST_DENIES) -> Evidence | None:
    """The sentence that likeliest denies what the question supposes; ``None`` if none does.

    Args:
        evidence: scored sentences.
        least: the least log-odds.
    """
    denials = [
        (sentence.reading.denies, -number)
        for number, sentence in enumerate(evidence)
        if sentence.reading
    ]
    if not denials:
        return None
    odds, place = max(denials)
    return evidence[-place] if odds >= least else None
