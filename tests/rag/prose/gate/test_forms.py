"""What is refused for its form, what is taken off, and what is a note."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from loccit.rag.prose.events import LineKind
from loccit.rag.prose.gate.outcomes import Dropped, Note, Outcome, Shown

Judge = Callable[..., Outcome]
Verdict = Callable[..., str]

QUAY = "The north quay is free of charge. The harbour master, Ida Brandvold, sells fuel."


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("Is the north quay free of charge?", "question"),
        ("Here is what the harbour master sells:", "lead_in"),
        ("According to the passages,", "lead_in"),
        ("The north quay [is free](https://quay.example).", "markup"),
        ("The north quay is free, see www.quay.example.", "markup"),
        ("The north quay is free, see quay.org.", "markup"),
        ("![quay](quay.png) The north quay is free of charge.", "markup"),
        ("The north quay is <b>free</b> of charge.", "markup"),
        ("The north quay is `free` of charge.", "markup"),
        ("The north quay, free of charge.", "fragment"),
    ],
)
def test_a_form_that_is_refused(verdict: Verdict, text: str, reason: str) -> None:
    assert verdict(text, QUAY) == reason


@pytest.mark.parametrize(
    ("kind", "reason"),
    [(LineKind.HEADING, "heading"), (LineKind.ROW, "table_row"), (LineKind.CODE, "code")],
)
def test_a_line_that_is_refused(verdict: Verdict, kind: LineKind, reason: str) -> None:
    assert verdict("The north quay is free of charge.", QUAY, kind=kind) == reason


def test_a_piece_of_a_sentence_is_refused(verdict: Verdict) -> None:
    assert verdict("The north quay is free of charge.", QUAY, is_piece=True) == "piece"


@pytest.mark.parametrize(
    "lead",
    [
        "According to the passages, ",
        "The documents state that ",
        "Based on passage 1, ",
        "In short, ",
    ],
)
def test_a_lead_in_is_taken_off(judge: Judge, lead: str) -> None:
    outcome = judge(f"{lead}the north quay is free of charge.", QUAY)
    assert isinstance(outcome, Shown)
    assert outcome.text == "The north quay is free of charge."


@pytest.mark.parametrize(
    "text",
    [
        "The passages do not say when the north quay was built.",
        "No information is given about the south quay.",
        "There is no mention of Ida Brandvold's age.",
    ],
)
def test_what_is_not_stated_is_a_note(judge: Judge, text: str) -> None:
    assert judge(text, QUAY, question="Is the south quay free?") == Note(text)


def test_a_note_brings_in_no_name(verdict: Verdict) -> None:
    assert verdict("The passages do not say that Karl Lund was fined.", QUAY) == "name"


def test_what_stands_beside_a_note_is_verified(verdict: Verdict) -> None:
    beside = "The north quay is {}, but the passages do not say why."
    assert verdict(beside.format("free of charge"), QUAY) == "shown"
    assert verdict(beside.format("closed on 5 May"), QUAY) == "date"


def test_a_verb_of_the_passages_makes_a_sentence(verdict: Verdict) -> None:
    assert verdict("Gift cards never expire.", "Gift cards do not expire.") == "shown"


def test_the_reason_names_the_words(judge: Judge) -> None:
    outcome = judge("Karl Lund sells fuel.", QUAY)
    assert isinstance(outcome, Dropped)
    assert outcome.why == "The passage does not have this name: Karl Lund."
