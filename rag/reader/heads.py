"""What the reader says of each word piece of a window."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Logits = npt.NDArray[np.float32]

HEADS = ("sentence", "start", "end", "absent", "supports", "denies", "peak")
"""The columns of its output.

The mean of ``sentence`` over a sentence and its highest ``peak`` are its score. ``start`` and
``end`` say that the short answer begins and ends at a word piece, relative to the first word piece
of the window; ``absent`` of the first word piece says that nothing in the window answers. The means
of ``supports`` and ``denies`` over a sentence say that it bears out a claim, and that it denies a
claim or what a question supposes.
"""


def mean_of(head: str, logits: Logits, first: int, end: int) -> float:
    """The mean of a head over a half-open span of word pieces; very low for an empty one."""
    return float(logits[first:end, HEADS.index(head)].mean()) if end > first else -20.0


class SpanScore(NamedTuple):
    """A span of word pieces.

    Attributes:
        first, last: word pieces.
        score: log-odds against "no short answer here".
        share: logarithm of its probability among the spans of its sentence, at most 0.
    """

    first: int
    last: int
    score: float
    share: float


_LONGEST_SPAN = 40
"""Word pieces of a short answer."""


def sentence_score(logits: Logits, first: int, end: int) -> float:
    """Log-odds of a sentence, a half-open span of word pieces, against "not here"."""
    peak = float(logits[first:end, HEADS.index("peak")].max()) if end > first else 0.0
    absent = float(logits[0, HEADS.index("absent")])
    return mean_of("sentence", logits, first, end) + peak - absent


def best_span(logits: Logits, first: int, end: int) -> SpanScore | None:
    """The likeliest short answer inside a sentence; ``None`` for an empty sentence."""
    if end <= first:
        return None
    starts, ends = logits[first:end, 1], logits[first:end, 2]
    totals = starts[:, None] + ends[None, :]
    size = end - first
    place = np.arange(size)
    reach = place[None, :] - place[:, None]
    totals = np.where((reach >= 0) & (reach < _LONGEST_SPAN), totals, -np.inf)
    at = int(totals.argmax())
    best, null = float(totals.flat[at]), float(logits[0, 1] + logits[0, 2])
    share = best - float(np.logaddexp.reduce(totals, axis=None))
    return SpanScore(first + at // size, first + at % size, best - null, share)
