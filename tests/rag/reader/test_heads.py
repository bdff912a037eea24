"""Scores of sentences and of short answers from the logits of word pieces."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from loccit.rag.reader.heads import HEADS, best_span, mean_of, sentence_score

LOGITS = arrays(
    np.float32, (12, len(HEADS)), elements=st.floats(-8, 8, width=32, allow_subnormal=False)
)


@given(LOGITS, st.integers(1, 11), st.integers(1, 12))
def test_a_sentence_scores_its_mean_above_not_here(
    logits: np.ndarray, first: int, end: int
) -> None:
    if end > first:
        mean = logits[first:end, HEADS.index("sentence")].mean()
        peak = logits[first:end, HEADS.index("peak")].max()
        expected = mean + peak - logits[0, HEADS.index("absent")]
        assert sentence_score(logits, first, end) == pytest.approx(float(expected), abs=1e-5)
    else:
        assert sentence_score(logits, first, end) < -10
        assert best_span(logits, first, end) is None


@given(LOGITS, st.integers(1, 11), st.integers(1, 12))
def test_the_best_span_is_that_of_an_exhaustive_search(
    logits: np.ndarray, first: int, end: int
) -> None:
    span = best_span(logits, first, end)
    if span is None:
        return
    starts, ends = (logits[:, HEADS.index(head)].astype(float) for head in ("start", "end"))
    places = [(a, b) for a, b in product(range(first, end), repeat=2) if a <= b]
    best = max(starts[a] + ends[b] for a, b in places)
    assert first <= span.first <= span.last < end
    assert span.score == pytest.approx(best - starts[0] - ends[0], abs=1e-4)
    assert starts[span.first] + ends[span.last] == pytest.approx(best, abs=1e-4)


def test_a_short_answer_has_at_most_40_word_pieces() -> None:
    logits = np.zeros((60, len(HEADS)), dtype=np.float32)
    logits[1, HEADS.index("start")] = logits[50, HEADS.index("end")] = 5
    span = best_span(logits, 1, 60)
    assert span
    assert span.last - span.first < 40


def test_each_head_is_read_from_its_column() -> None:
    logits = np.arange(3 * len(HEADS), dtype=np.float32).reshape(3, -1)
    for column, head in enumerate(HEADS):
        assert mean_of(head, logits, 1, 3) == pytest.approx(float(logits[1:3, column].mean()))
