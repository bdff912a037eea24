"""Answers from what a reader sees: short answers, denials, and what is named as missing."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from conftest import Write
from fakes import FakeEncoder
from loccit.index import Index, build_index
from loccit.index.types import Chunk
from loccit.rag import Answer, RagConfig, answer_question
from loccit.rag.reader.premise import LEAST_DENIES
from loccit.rag.reader.types import ReadSentence
from loccit.text.spans import Span

TEXT = """The mill of Vik grinds wheat. It burned in 1990, and Ada Lund built it again.

The pump F-310 lifts water to the mill."""


class Marked:
    """Sees the short answer and the denial that it is made with, nothing else."""

    name = "marked"
    reads_sentences = True

    def __init__(self, short: str = "", denial: str = "") -> None:
        self.short, self.denial = short, denial

    def understands(self, question: str, passage: str) -> bool:
        return True

    def read(
        self, question: str, chunks: Sequence[Chunk], preceding: Sequence[str]
    ) -> list[list[ReadSentence]]:
        return [[self._see(chunk, s.start, s.end) for s in chunk.sentences] for chunk in chunks]

    def _see(self, chunk: Chunk, start: int, end: int) -> ReadSentence:
        text = chunk.text[start - chunk.start : end - chunk.start]
        denies = LEAST_DENIES + 9.0 if self.denial and self.denial in text else -9.0
        if self.short and self.short in text:
            at = start + text.index(self.short)
            return ReadSentence(11.0, Span(at, at + len(self.short)), 12.0, denies)
        return ReadSentence(-9.0, None, -12.0, denies)


@pytest.fixture
def index(write: Write) -> Index:
    path = write("docs/mill.txt", TEXT)
    build_index([path.parent], path.parent.parent / "index", encoder=FakeEncoder())
    return Index.open(path.parent.parent / "index", FakeEncoder())


def ask(
    index: Index, question: str, reader: Marked, monkeypatch: pytest.MonkeyPatch, threshold: float
) -> Answer:
    monkeypatch.setattr("loccit.rag.extractive.extract.open_reader", lambda name: reader)
    return answer_question(index, question, RagConfig(threshold=threshold))


def test_the_short_answer_is_the_span_that_the_reader_sees(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = ask(index, "Who built the mill of Vik again?", Marked("Ada Lund"), monkeypatch, 0.0)
    assert answer.short
    assert answer.short.text == "Ada Lund"
    assert "Ada Lund" in answer.citations[answer.short.citation - 1].quote
    assert answer.citations[0].quote.endswith("Ada Lund built it again.")


@pytest.mark.parametrize("question", ["Did Ada Lund build the mill again?", "Is it a mill?"])
def test_a_yes_or_no_has_no_span(
    question: str, index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = ask(index, question, Marked("Ada Lund"), monkeypatch, 0.0)
    assert answer.short is None or answer.short.text != "Ada Lund"


def test_a_refusal_shows_the_sentence_that_denies_the_premise(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = "Why was the mill of Vik never built again?"
    answer = ask(index, question, Marked(denial="Ada Lund"), monkeypatch, 1.0)
    assert answer.abstained
    assert not answer.citations
    assert answer.reason
    assert answer.reason.code == "false_premise"
    denied_by = answer.reason.denied_by
    assert denied_by
    text = index.document(denied_by.document).text
    assert text[denied_by.start : denied_by.end] == denied_by.quote
    assert "Ada Lund" in denied_by.quote
    assert (denied_by.answer_start, denied_by.answer_end) == (0, 0)
    answered = ask(index, question, Marked(denial="Ada Lund"), monkeypatch, 0.0)
    assert not answered.abstained
    assert answered.reason is None


def test_a_near_answer_is_quoted_but_not_given(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = "Who built the mill of Vik again?"
    support = ask(index, question, Marked("Ada Lund"), monkeypatch, 0.0).confidence
    assert support
    assert support < 0.999
    near = ask(index, question, Marked("Ada Lund"), monkeypatch, min(1.0, 1.9 * support))
    assert near.abstained
    assert near.text == ""
    assert near.reason
    assert near.reason.nearest
    assert "Ada Lund" in near.reason.nearest.quote
    assert (near.reason.nearest.answer_start, near.reason.nearest.answer_end) == (0, 0)
    if 2.1 * support <= 1:
        far = ask(index, question, Marked("Ada Lund"), monkeypatch, 2.1 * support)
        assert far.reason
        assert far.reason.nearest is None


def test_a_code_that_is_missing_is_named_with_its_counterpart(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = ask(index, "What does the pump F-320 lift?", Marked(), monkeypatch, 1.0)
    assert answer.reason
    assert answer.reason.code == "weak_evidence"
    assert answer.reason.instead == (("f-320", "F-310"),)
