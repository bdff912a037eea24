"""Two real pages: an interview, and an article that is mostly a cookie notice."""

from __future__ import annotations

from pathlib import Path

import pytest
from loccit.index import Encoder, Index, build_index
from loccit.rag import RagConfig, answer_question

# Question and a word of the sentence that answers it; none of these pages' sentences stands here.
ANSWERED = {
    "What does Iran fear?": "ignored",
    "Why do countries hesitate to join Operation Sentinel?": "signing up",
    "Who leads Iran's negotiating team?": "Bagheri",
    "How far have Iranian scientists enriched uranium?": "60-percent",
    "What role does France want?": "leadership",
    "What did Macron offer Iran?": "bailout",
    "When do the talks resume?": "Nov. 29",
    "Who is Jon Alterman?": "vice president",
}
READ = {
    "Are the Iranians afraid of being invaded?": "invasion",
    "What do Iranians love, according to the interview?": "ambiguity",
    "Which think tank employs Jon Alterman?": "Strategic",
    "Who protects the ships?": "boats",
    "What could make Khamenei walk away?": "sequencing",
}
"""What only a reader finds; the first cited sentence has the word."""
UNANSWERED = ["How can I disable cookies?", "What is the population of Iran?"]


@pytest.fixture(scope="module")
def seed_index(
    seeds: Path, tmp_path_factory: pytest.TempPathFactory, real_encoder: Encoder
) -> Index:
    folder = tmp_path_factory.mktemp("seeds") / "index"
    build_index([seeds], folder, encoder=real_encoder)
    return Index.open(folder, real_encoder)


@pytest.mark.reads
@pytest.mark.parametrize(("question", "word"), READ.items())
def test_the_first_sentence_answers_instead_of_restating_the_question(
    seed_index: Index, question: str, word: str
) -> None:
    answer = answer_question(seed_index, question, RagConfig(threshold=0.25))
    assert word in answer.citations[0].quote


@pytest.mark.reads
@pytest.mark.parametrize("reader", ["loccit", "none"])
@pytest.mark.parametrize(("question", "word"), ANSWERED.items())
def test_answers(seed_index: Index, seeds: Path, question: str, word: str, reader: str) -> None:
    answer = answer_question(seed_index, question, RagConfig(reader=reader))
    assert word in answer.text
    for citation in answer.citations:
        source = (seeds / citation.document).read_bytes().decode("utf-8")
        assert source[citation.source_start : citation.source_end] == citation.quote


@pytest.mark.reads
@pytest.mark.parametrize("reader", ["loccit", "none"])
@pytest.mark.parametrize("question", UNANSWERED)
def test_abstentions(seed_index: Index, question: str, reader: str) -> None:
    assert answer_question(seed_index, question, RagConfig(reader=reader)).abstained


def test_the_cookie_notice_is_never_retrieved(seed_index: Index) -> None:
    for question in ("cookies", "opt-out of the sale of personal information", "Save Settings"):
        assert not [hit for hit in seed_index.search(question, 100) if "ookie" in hit.chunk.text]


def test_no_sentence_is_cited_twice(seed_index: Index) -> None:
    for question in [*ANSWERED, "What is the Nov. 29 session?"]:
        quotes = [citation.quote for citation in answer_question(seed_index, question).citations]
        assert len(quotes) == len(set(quotes))
