"""Negations: which words negate, and which phrases only look as if they did."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loccit.text.negation import find_negations, is_negated

NEGATED = [
    ("The gate was not shut.", ["not"]),
    ("It never rained, nor did it snow.", ["never", "nor"]),
    ("They no longer sail.", ["no longer"]),
    ("Neither bridge has a roof.", ["Neither"]),
    ("She can't swim, he doesn’t and they donʼt.", ["n't", "n’t", "nʼt"]),
    ("Nobody came without a coat.", ["Nobody", "without"]),
    ("None of it, nothing at all, nowhere.", ["None", "nothing", "nowhere"]),
    ("NOT SHUT; no entry; it cannot be.", ["NOT", "no", "cannot"]),
]
AFFIRMED = [
    "Not only the gate was shut.",
    "It opens no later than May, for not more than a day.",
    "No more than ten and no fewer than five came; no less than that.",
    "No. 5 stands beside No 6.",
    "It is no doubt shut, no matter when, whether or not it rains.",
    "Whether it rains or not, the gate is shut.",
    "A knot and a note in the north; Nora knows another notion.",
]
WORDS = st.sampled_from(
    "not never no none longer only later than more doubt whether or gate can't nor cannot".split()
)


@pytest.mark.parametrize(("text", "negations"), NEGATED)
def test_words_that_negate(text: str, negations: list[str]) -> None:
    assert [span.of(text) for span in find_negations(text)] == negations
    assert is_negated(text)


@pytest.mark.parametrize("text", AFFIRMED)
def test_phrases_that_only_look_negated(text: str) -> None:
    assert find_negations(text) == []
    assert not is_negated(text)


def test_no_before_a_figure_is_a_number_only_where_it_is_written_as_one() -> None:
    assert is_negated("There are no 5 ships.")
    assert not is_negated("Pier No 5 is closed.")


@given(st.lists(WORDS, max_size=12).map(" ".join))
def test_negations_are_in_order_and_apart(text: str) -> None:
    spans = find_negations(text)
    ends = [0, *(span.end for span in spans)]
    assert all(end <= span.start < span.end for end, span in zip(ends, spans, strict=False))
    assert is_negated(text) == bool(spans)


@given(st.lists(WORDS, max_size=8).map(" ".join), st.lists(WORDS, max_size=8).map(" ".join))
def test_sentences_are_read_apart(first: str, second: str) -> None:
    joined = find_negations(f"{first}. The gate; {second}")
    assert len(joined) == len(find_negations(first)) + len(find_negations(second))
