"""What is true and beside the question is left out, where the reader is sure of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

import pytest
from chat.writing import FEAR, SANCTIONS, written
from loccit.index import Index
from loccit.index.formats.parsed import Metadata
from loccit.index.types import Chunk, Hit, Sentence, SourcePlace
from loccit.rag.extractive.extract import Extraction
from loccit.rag.prose.answering.relevance import BESIDE, SURE, Relevance
from loccit.rag.prose.gate.outcomes import SourceSpan
from loccit.rag.reader.read_hits import LOWEST
from loccit.rag.reader.types import Evidence, ReadSentence


class Reader:
    """Gives every sentence of a passage the same score, and remembers what it has read."""

    name = "even"
    reads_sentences = True

    def __init__(self, score: float | None = None) -> None:
        self.score = score
        self.questions: list[str] = []

    def understands(self, question: str, passage: str) -> bool:
        return self.score is not None

    def read(
        self, question: str, chunks: Sequence[Chunk], preceding: Sequence[str]
    ) -> list[list[ReadSentence]]:
        self.questions.append(question)
        assert self.score is not None
        said = ReadSentence(self.score, None, LOWEST)
        return [[said] * len(chunk.sentences) for chunk in chunks]


class Preceding:
    """Stands for an index where no sentence comes before a passage."""

    def preceding(self, id_: int) -> str:
        return ""


SENTENCES = tuple(Sentence(10 * n, 10 * n + 10) for n in range(4))
HIT = Hit(
    0, Chunk("a.txt", 0, 40, " " * 40, SENTENCES), "A", Metadata(), SourcePlace(None, None, None),
    1.0, 1, "both",
)  # fmt: skip


def relevance(reader: Reader | None, *scores: float | None) -> Relevance:
    """Of sentences with these scores; those without were not scored."""
    evidence = tuple(
        Evidence(HIT, sentence, "", 1.0, 0.0, 0, reading=ReadSentence(score, None, LOWEST))
        for sentence, score in zip(SENTENCES, scores, strict=False)
        if score is not None
    )
    extraction = Extraction((), evidence, reader, "Is it?")
    return Relevance(cast(Index, Preceding()), extraction, {1: HIT})


def spans(*numbers: int) -> list[SourceSpan]:
    return [SourceSpan(1, "a.txt", 10 * n, 10 * n + 10, "") for n in numbers]


@pytest.mark.parametrize(
    ("scores", "rests_on", "is_beside"),
    [
        ((SURE, BESIDE - 0.1), (1,), True),
        ((SURE, BESIDE), (1,), False),
        ((SURE, BESIDE - 0.1), (0, 1), False),
        ((SURE, BESIDE - 0.1, BESIDE - 2), (1, 2), True),
        ((SURE - 0.1, BESIDE - 2), (1,), False),
        ((SURE, LOWEST), (1,), False),
        ((SURE, None), (1,), False),
        ((None, None), (0,), False),
        ((), (0,), False),
    ],
)
def test_what_the_reader_must_say(
    scores: tuple[float | None, ...], rests_on: tuple[int, ...], is_beside: bool
) -> None:
    """Sentences with the lowest score, and those without, were not read."""
    for reader in (None, Reader()):
        assert relevance(reader, *scores).is_beside(spans(*rests_on)) == is_beside


def test_a_passage_is_read_when_a_sentence_rests_on_it() -> None:
    reader = Reader(BESIDE - 1)
    judged = relevance(reader, SURE, LOWEST)
    assert not judged.is_beside(spans(0))
    assert reader.questions == []
    assert judged.is_beside(spans(1))
    assert judged.is_beside(spans(2, 3))
    assert reader.questions == ["Is it?"], "a passage is read once"
    assert not judged.is_beside(spans(0)), "what was read before stands"
    assert not relevance(Reader(BESIDE), SURE).is_beside(spans(1))
    assert not relevance(Reader(BESIDE - 1), SURE - 1).is_beside(spans(1))


@pytest.mark.reads
def test_a_true_sentence_beside_the_question_is_dropped(corpus_index: Index) -> None:
    beside = "China and Iran signed a cooperation agreement for 25 years in Tehran on 27 March 2021"
    answer = written(corpus_index, FEAR, f"{SANCTIONS} [1]. {beside} [5].")
    assert answer.text == f"{SANCTIONS}."
    (dropped,) = answer.dropped
    assert (dropped.text, dropped.code) == (f"{beside}.", "beside")
    assert dropped.why == "It is true, but it does not answer the question."


def test_without_a_reader_nothing_is_beside_the_question(corpus_index: Index) -> None:
    beside = "China and Iran signed a cooperation agreement for 25 years in Tehran on 27 March 2021"
    answer = written(corpus_index, FEAR, f"{SANCTIONS} [1]. {beside} [6].")
    assert answer.text == f"{SANCTIONS}. {beside}."
