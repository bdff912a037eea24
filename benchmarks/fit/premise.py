"""From when on a sentence is shown as one that denies a premise; part of ``fit.reader``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
from loccit.rag.evidence.features import find_evidence
from loccit.rag.reader.base import PassageReader
from loccit.rag.reader.premise import denier

from .candidates import CONFIG, own_retrieved, quotes


class Denial(NamedTuple):
    """The log-odds of the likeliest denial of an unanswered question, and whether it is right."""

    odds: float
    right: bool
    due: bool


def denials(reader: PassageReader) -> Iterator[Denial]:
    """Those of our own questions that calibrate."""
    for asked, question, hits in own_retrieved():
        evidence = find_evidence(question, hits, reader)
        if not evidence or evidence[0].support >= CONFIG.threshold:
            continue
        likeliest = denier(evidence, -np.inf)
        if likeliest and likeliest.reading:
            is_quoted = quotes(question.index, asked.contradicted_by)
            right = is_quoted(likeliest.hit, likeliest.sentence)
            yield Denial(likeliest.reading.denies, right, bool(asked.contradicted_by))


def least_denies(reader: PassageReader) -> tuple[float, dict[str, float]]:
    """The bound with the best F1 of sentences that are shown, and what it reaches."""
    found = list(denials(reader))
    order = sorted(found, key=lambda denial: -denial.odds)
    due = sum(denial.due for denial in found)
    right = np.cumsum([denial.right for denial in order])
    shown = np.arange(1, len(order) + 1)
    best = int(np.argmax(2 * right / (shown + due)))
    return round(order[best].odds, 2), {
        f"denials shown that are right (n = {best + 1})": float(right[best] / (best + 1)),
        f"refused false premises with the right denial (n = {due})": float(right[best] / due),
    }
