"""Answering: what is cited is exactly what stands there, and nothing is answered without it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from conftest import Write
from fakes import FakeEncoder
from hypothesis import given
from hypothesis import strategies as st
from loccit.index import Index, build_index
from loccit.rag import (
    ChatInput,
    QuestionError,
    RagConfig,
    answer_question,
    stream_answer,
)

CONTRACT = {
    "question", "standalone_question", "text", "abstained", "reason", "confidence", "short",
    "citations", "hits", "dropped", "notes", "fallback", "disagreements", "documents", "usage",
    "model", "timings_ms",
}  # fmt: skip
CITATION = {
    "number", "answer_start", "answer_end", "document", "title", "author", "date", "start", "end",
    "source_start", "source_end", "page", "quote", "support", "also_in", "recited",
}  # fmt: skip
HIT = {
    "document", "title", "start", "end", "source_start", "source_end", "page", "text", "score",
    "rank",
}  # fmt: skip

QUESTIONS = [
    "What does Iran fear?",
    "When did the United States leave the JCPOA?",
    "Who shot down the drone?",
    "Who negotiates for Iran?",
    "What is Operation Sentinel?",
    "How many centrifuges may enrich at Natanz?",
    "What is snapback?",
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_citation_is_true(corpus_index: Index, corpus_folder: Path, question: str) -> None:
    answer = answer_question(corpus_index, question)
    assert not answer.abstained
    assert [citation.number for citation in answer.citations] == list(
        range(1, len(answer.citations) + 1)
    )
    for citation in answer.citations:
        document = corpus_index.document(citation.document)
        assert document.text[citation.start : citation.end] == citation.quote
        assert answer.text[citation.answer_start : citation.answer_end] == citation.quote
        if citation.document.endswith(".txt"):
            source = (corpus_folder / citation.document).read_bytes().decode("utf-8")
            assert source[citation.source_start : citation.source_end] == citation.quote


@pytest.mark.parametrize(
    ("question", "document", "words"),
    [
        ("What does Iran fear?", "interview-what-tehran-wants.md", "fear"),
        ("When was the U.S. drone shot down?", "briefs/gulf-tensions-2019.html", "20 June 2019"),
        ("When did the United States leave the JCPOA?", None, "8\u00a0May 2018"),
        ("Who leads Iran's negotiating team?", "interview-what-tehran-wants.md", "Bagheri Kani"),
        ("What is INFCIRC/637?", "timeline-2002-2013.txt", "Paris"),
        ("What is a significant quantity?", "briefs/enrichment-and-stockpiles.txt", "approximate"),
    ],
)
def test_the_sample_corpus_answers(
    corpus_index: Index, question: str, document: str | None, words: str
) -> None:
    answer = answer_question(corpus_index, question)
    assert words in answer.text
    assert document in {None, answer.citations[0].document}


@pytest.mark.parametrize(
    "question",
    [
        "How can I disable cookies?",
        "Who won the football world cup?",
        "What is the population of Iran?",
        "How do I bake sourdough bread?",
    ],
)
def test_what_the_documents_do_not_say_is_not_answered(corpus_index: Index, question: str) -> None:
    answer = answer_question(corpus_index, question)
    assert answer.abstained
    assert (answer.text, answer.citations) == ("", ())
    assert answer.reason is not None
    assert answer.hits, "an abstention shows the nearest passages"


def test_an_abstention_names_what_is_missing(corpus_index: Index) -> None:
    answer = answer_question(corpus_index, "What is the population of Iran?")
    assert answer.reason is not None
    assert answer.reason.missing == ("population",)


def test_the_same_question_gets_the_same_answer(corpus_index: Index) -> None:
    first, second = (answer_question(corpus_index, QUESTIONS[0]) for _ in range(2))
    assert first.without_timings() == second.without_timings()
    assert set(first.timings_ms) == {"retrieve", "answer"}


def test_json_has_the_fields_of_the_contract(corpus_index: Index) -> None:
    plain = json.loads(json.dumps(answer_question(corpus_index, QUESTIONS[0]).to_dict()))
    assert set(plain) == CONTRACT
    assert set(plain["citations"][0]) == CITATION
    assert set(plain["hits"][0]) == HIT
    numbers = [plain["citations"][0]["support"], *(hit["score"] for hit in plain["hits"])]
    assert all(round(number, 4) == number for number in numbers)


def test_a_stream_grows_by_one_sentence_and_ends_with_the_answer(corpus_index: Index) -> None:
    grown = list(stream_answer(corpus_index, QUESTIONS[0]))
    final = answer_question(corpus_index, QUESTIONS[0])
    assert [len(answer.citations) for answer in grown] == list(range(1, len(final.citations) + 1))
    assert all(final.text.startswith(answer.text) for answer in grown)
    assert grown[-1].without_timings() == final.without_timings()


@pytest.mark.parametrize("question", ["", "   \n", "?!", "…"])
def test_a_question_without_words_is_refused(corpus_index: Index, question: str) -> None:
    with pytest.raises(QuestionError, match="ask in words"):
        answer_question(corpus_index, question)


@pytest.mark.parametrize(
    "asked",
    ["What is \ud800?", ChatInput("And now?", history=(("Why?", "half \udfff"),))],
)
def test_half_a_character_is_told(fake_index: Index, asked: str | ChatInput) -> None:
    with pytest.raises(QuestionError, match="lone surrogate"):
        answer_question(fake_index, asked)


def test_a_long_question_is_refused_with_both_lengths(corpus_index: Index) -> None:
    with pytest.raises(QuestionError, match=r"100,000 characters; expected at most 2,000"):
        answer_question(corpus_index, "x" * 100_000)


def test_a_follow_up_is_answered_as_the_question_that_it_means(corpus_index: Index) -> None:
    history = (("What does Iran fear?", answer_question(corpus_index, QUESTIONS[0]).text),)
    answer = answer_question(corpus_index, ChatInput("Who negotiates for it?", history=history))
    assert answer.question == "Who negotiates for it?"
    assert answer.standalone_question == "Who negotiates for Iran?"
    assert not answer.abstained


def test_settings_bound_the_answer(corpus_index: Index) -> None:
    answer = answer_question(corpus_index, QUESTIONS[0], RagConfig(max_sentences=1, hits=3))
    assert (len(answer.citations), len(answer.hits)) == (1, 3)
    assert answer_question(corpus_index, QUESTIONS[0], RagConfig(threshold=1.0)).abstained


def test_a_repeated_sentence_is_cited_once_with_its_other_place(
    write: Write, fake_encoder: FakeEncoder, tmp_path: Path
) -> None:
    sentence = "The harbour master fears a long winter without any ships."
    write("docs/a.txt", f"First page\n\n{sentence} Nothing else is written here at all.")
    write("docs/b.txt", f"Second page\n\nA different opening stands here. {sentence}")
    build_index([tmp_path / "docs"], tmp_path / "index", encoder=fake_encoder)
    index = Index.open(tmp_path / "index", fake_encoder)
    answer = answer_question(index, "What does the harbour master fear?", RagConfig(threshold=0))
    quoting = [citation for citation in answer.citations if citation.quote == sentence]
    assert len(quoting) == 1
    copy = quoting[0].also_in[0]
    assert {quoting[0].document, copy.document} == {"a.txt", "b.txt"}
    assert index.document(copy.document).text[copy.start : copy.end] == sentence


def test_neither_a_question_nor_a_heading_is_an_answer(
    write: Write, fake_encoder: FakeEncoder, tmp_path: Path
) -> None:
    write(
        "docs/a.txt",
        "What does the mayor fear\n\nQ1: What does the mayor fear?\n\n"
        "A1: Floods and fires keep the mayor awake at night.",
    )
    build_index([tmp_path / "docs"], tmp_path / "index", encoder=fake_encoder)
    index = Index.open(tmp_path / "index", fake_encoder)
    answer = answer_question(index, "What does the mayor fear?", RagConfig(threshold=0))
    assert [citation.quote for citation in answer.citations] == [
        "Floods and fires keep the mayor awake at night."
    ]


@given(st.text(max_size=60))
def test_any_question_is_answered_cited_or_refused(fake_index: Index, question: str) -> None:
    try:
        answer = answer_question(fake_index, question)
    except QuestionError:
        return
    assert answer.abstained == (not answer.citations)
    for citation in answer.citations:
        text = fake_index.document(citation.document).text
        assert (
            text[citation.start : citation.end]
            == citation.quote
            == answer.text[citation.answer_start : citation.answer_end]
        )
