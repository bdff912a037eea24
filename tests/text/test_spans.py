"""Spans: stretches of bounded length, and sets of covered characters, against plain oracles."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loccit.text.spans import Span, Taken, stretches

LONGEST = 20_000


def ends(text: str, start: int = 0) -> list[int]:
    return [stretch.end for stretch in stretches(text, Span(start, len(text)))]


def text_with(marks: dict[int, str], length: int = LONGEST + 5_000) -> str:
    text = ["x"] * length
    for at, mark in marks.items():
        text[at : at + len(mark)] = mark
    return "".join(text)


@pytest.mark.parametrize(
    ("marks", "end"),
    [
        ({}, LONGEST),
        ({15_000: " "}, 15_001),
        ({10_000: " "}, 10_001),
        ({9_999: " "}, LONGEST),
        ({LONGEST - 1: " "}, LONGEST),
        # The best place wins over a later one.
        ({11_000: "\n", 12_000: ". "}, 11_001),
        ({11_000: ". ", 12_000: "! "}, 11_002),
        ({11_000: "! ", 12_000: "? "}, 11_002),
        ({11_000: "? ", 12_000: "。"}, 11_002),
        ({11_000: "。", 12_000: "！"}, 11_001),
        ({11_000: "！", 12_000: "？"}, 11_001),
        ({11_000: "？", 12_000: " "}, 11_001),
        # Of equal places the last one wins.
        ({11_000: " ", 12_000: " "}, 12_001),
    ],
)
def test_a_stretch_ends_at_the_best_place_of_its_second_half(
    marks: dict[int, str], end: int
) -> None:
    text = text_with(marks)
    assert ends(text) == [end, len(text)]
    assert ends("y" * 7 + text, start=7) == [end + 7, len(text) + 7]


def test_a_span_is_cut_only_where_it_is_too_long() -> None:
    assert ends("x" * LONGEST) == [LONGEST]
    assert ends("x" * (LONGEST + 1)) == [LONGEST, LONGEST + 1]
    assert ends("x" * (2 * LONGEST + 1)) == [LONGEST, 2 * LONGEST, 2 * LONGEST + 1]


@given(
    st.text("ab", max_size=12),
    st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=4),
    st.tuples(st.integers(0, 12), st.integers(0, 12)),
)
def test_taken_characters_are_those_of_the_spans(
    text: str, spans: list[tuple[int, int]], query: tuple[int, int]
) -> None:
    inside = [(start, end) for start, end in spans if start <= end <= len(text)]
    covered = {at for start, end in inside for at in range(start, end)}
    taken = Taken(len(text), inside)
    assert taken.holds(*query) == bool(covered & set(range(*query)))
    assert taken.blanked(text) == "".join(
        " " if at in covered else letter for at, letter in enumerate(text)
    )
