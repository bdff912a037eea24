"""Choosing sentences: few, in reading order, none twice, each before what it needs."""

from __future__ import annotations

from dataclasses import replace

from loccit.index import Chunk, Hit, Metadata, Sentence, SourcePlace
from loccit.rag.asking.kinds import AnswerType
from loccit.rag.evidence.select import select
from loccit.rag.reader.types import Evidence, ReadSentence


def make_hit(*sentences: str, document: str = "a", rank: int = 1) -> Hit:
    text = " ".join(sentences)
    spans, at = [], 0
    for sentence in sentences:
        spans.append(Sentence(at, at + len(sentence), sentence.endswith("?")))
        at += len(sentence) + 1
    chunk = Chunk(document, 0, len(text), text, tuple(spans))
    return Hit(0, chunk, "", Metadata(), SourcePlace(None, None, None), 1.0, rank, "both")


def evidence(hit: Hit, orders: dict[int, float]) -> list[Evidence]:
    scored = []
    for number, order in orders.items():
        sentence = hit.chunk.sentences[number]
        scored.append(
            Evidence(
                hit, sentence, hit.chunk.text[sentence.start : sentence.end], 0.9, order, number
            )
        )
    return sorted(scored, key=lambda item: -item.order)


def texts(chosen: list[Evidence]) -> list[str]:
    return [item.text for item in chosen]


def test_reading_order_within_a_document() -> None:
    hit = make_hit("Ships wait.", "Oil flows.", "Ports close.")
    assert texts(select(evidence(hit, {2: 5.0, 0: 4.9}), 4)) == ["Ships wait.", "Ports close."]


def test_only_sentences_nearly_as_good_as_the_best() -> None:
    hit = make_hit("Ships wait.", "Oil flows.")
    assert texts(select(evidence(hit, {0: 5.0, 1: 1.0}), 4)) == ["Ships wait."]


def test_never_more_than_asked_for() -> None:
    hit = make_hit(*(f"Ship number {n} waits." for n in range(9)))
    assert len(select(evidence(hit, dict.fromkeys(range(9), 3.0)), 4)) == 4


def test_no_wording_twice() -> None:
    hit = make_hit("Ships wait.", "SHIPS  wait!")
    chosen = evidence(hit, {0: 5.0, 1: 4.9})
    assert texts(select(chosen, 4)) == ["Ships wait."]


def test_a_leaning_sentence_brings_the_one_before_it() -> None:
    hit = make_hit("The envoys met in Vienna.", "They agreed on nothing.")
    assert texts(select(evidence(hit, {1: 5.0, 0: 1.0}), 4)) == [
        "They agreed on nothing.",
        "The envoys met in Vienna.",
    ]


def test_what_goes_on_counting_brings_what_began() -> None:
    hit = make_hit("First, they want oil.", "Second, they want trade.")
    assert texts(select(evidence(hit, {1: 5.0, 0: 1.0}), 4)) == [
        "Second, they want trade.",
        "First, they want oil.",
    ]


def test_a_question_is_never_brought() -> None:
    hit = make_hit("Did the envoys meet?", "They agreed on nothing.")
    assert texts(select(evidence(hit, {1: 5.0}), 4)) == ["They agreed on nothing."]


def test_room_for_one_keeps_the_answer_itself() -> None:
    hit = make_hit("The envoys met in Vienna.", "They agreed on nothing.")
    assert texts(select(evidence(hit, {1: 5.0}), 1)) == ["They agreed on nothing."]


def test_a_time_is_brought_where_one_is_asked_for() -> None:
    hit = make_hit("The meeting is on 29 November.", "Talks resume with low hopes.", "Rain falls.")
    found = evidence(hit, {1: 5.0, 0: 1.0})
    assert texts(select(found, 4, answer_type=AnswerType.TIME)) == [
        "Talks resume with low hopes.",
        "The meeting is on 29 November.",
    ]
    assert texts(select(found, 4)) == ["Talks resume with low hopes."]


def test_the_document_with_the_best_sentence_comes_first() -> None:
    first, second = make_hit("Ships wait.", document="z"), make_hit("Oil flows.", document="a")
    found = [*evidence(first, {0: 5.0}), *evidence(second, {0: 4.8})]
    assert texts(select(found, 4)) == ["Ships wait.", "Oil flows."]


def test_where_one_thing_is_asked_for_the_best_that_was_read_comes_first() -> None:
    hit = make_hit("Ships wait.", "Oil flows.", "Ports close.")
    read = [
        replace(sentence, reading=ReadSentence(11.0, None, -12.0))
        for sentence in evidence(hit, {2: 5.0, 0: 4.9, 1: 4.8})
    ]
    several = texts(select(read, 4, question="Which steps are taken?"))
    assert several == ["Ships wait.", "Oil flows.", "Ports close."]
    single = texts(select(read, 4, question="What happened last?"))
    assert single == ["Ports close.", "Ships wait.", "Oil flows."]


def test_what_a_reader_finds_unlikely_does_not_belong_to_an_answer() -> None:
    hit = make_hit("Ships wait.", "Oil flows.")
    best, near = evidence(hit, {0: 5.0, 1: 4.9})
    best = replace(best, reading=ReadSentence(11.0, None, -12.0))
    near = replace(near, order=-9.0, reading=ReadSentence(-11.0, None, -12.0))
    assert texts(select([best, near], 4, question="What happened?")) == ["Ships wait."]
