"""From when on a sentence settles a question, so that no more is read; part of ``fit.reader``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from loccit.rag.evidence.features import WITH_READER, columns_of
from loccit.rag.reader.read_hits import AT_ONCE

from .candidates import Candidates

_BOUNDS = (2.0, 2.5, 3.0, 3.5, 4.0, 4.5, 5.0, 6.0, 7.0, 8.0)
_LOST = 0.002
"""The share of questions that may lose a right first sentence."""


def settled(questions: Sequence[Candidates]) -> tuple[float, dict[str, float]]:
    """The lowest bound that costs nearly nothing, and what it saves.

    Args:
        questions: answerable ones, all of whose windows were read.
    """
    whole = np.mean([_is_right(question, len(question.places)) for question in questions])
    for bound in _BOUNDS:
        read = [_windows_read(question, bound) for question in questions]
        kept = map(_sentences, questions, read)
        right = np.mean(list(map(_is_right, questions, kept)))
        if whole - right <= _LOST:
            break
    return bound, {
        f"windows read (n = {len(questions)})": float(np.mean(read)),
        "first sentences right, of windows read": float(right),
        "first sentences right, of all windows": float(whole),
    }


def _windows_read(question: Candidates, bound: float) -> int:
    """How many windows are read before one settles the question."""
    column = columns_of(["read"])[0]
    order = _windows(question.places)
    for end in range(AT_ONCE, len(order), AT_ONCE):
        inside = set(order[end - AT_ONCE : end])
        scores = [
            row[column]
            for row, (chunk, *_) in zip(question.rows, question.places, strict=True)
            if chunk in inside
        ]
        if max(scores) >= bound:
            return end
    return len(order)


def _windows(places: Iterable[tuple[int, str, bool]]) -> list[int]:
    return list(dict.fromkeys(chunk for chunk, *_ in places))


def _sentences(question: Candidates, windows: int) -> int:
    """How many sentences the first windows have."""
    inside = set(_windows(question.places)[:windows])
    return sum(chunk in inside for chunk, *_ in question.places)


def _is_right(question: Candidates, sentences: int) -> bool:
    """Whether the best of the first sentences is right."""
    rows = question.rows[:sentences, columns_of(WITH_READER.ranked)]
    return bool(question.right[int(np.argmax(rows @ np.array(WITH_READER.ranking)))])
