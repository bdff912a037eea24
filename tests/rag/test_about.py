"""Questions about the documents themselves: told by titles, bylines, openings; or not taken."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Write
from fakes import FakeEncoder
from hypothesis import given
from hypothesis import strategies as st
from loccit.index import Encoder, Index, Listed, build_index
from loccit.rag import Answer, ChatInput, RagConfig, answer_question, render_text
from loccit.rag.about.changes import asked_times
from loccit.rag.about.questions import MOST_LISTED, is_about_documents, recognise

TITLED = [
    Listed("a.md", "What Tehran Wants: Six Questions", "Ada Bell", "2021-10-04", 0),
    Listed("b.md", "Constitution", "Bo Carr", "2020", 1),
    Listed("c.txt", None, None, None, 2),
]
TAKEN = [
    ("What is this about?", "subject", 3),
    ("What are these documents about?", "subject", 3),
    ("what's it all about", "subject", 3),
    ("What does the corpus cover?", "subject", 3),
    ("Summarise the documents.", "subject", 3),
    ("What documents are there?", "list", 3),
    ("Which files do you have?", "list", 3),
    ("List all the documents", "list", 3),
    ("How many documents are there?", "list", 3),
    ("Who wrote it?", "author", 3),
    ("Who wrote these texts?", "author", 3),
    ("Who are the authors?", "author", 3),
    ("When was it written?", "date", 3),
    ("Who wrote What Tehran Wants?", "author", 1),
    ("Who is the author of “What Tehran Wants: Six Questions”?", "author", 1),
    ("When was What Tehran Wants published?", "date", 1),
    ("What is What Tehran Wants about?", "subject", 1),
    ("What is the document Constitution about?", "subject", 1),
    ("Who wrote c.txt?", "author", 1),
    ("Please list the files.", "list", 3),
    ("So what is in the folder?", "list", 3),
    ("What topics are covered?", "subject", 3),
    ("How old are these articles?", "date", 3),
    ("By whom was What Tehran Wants written?", "author", 1),
    ("Who authored the memo titled Constitution?", "author", 1),
]
ORDINARY = [
    "Who wrote the constitution?",
    "Who wrote Constitution?",
    "What is the JCPOA about?",
    "What is it about Vienna that diplomats like?",
    "Who wrote it off as a failure?",
    "What documents are needed for a visa?",
    "What documents are there in the archive of Vienna?",
    "When was the treaty written?",
    "What changed in the law?",
    "What changed?",
    "What does Iran fear?",
    "Who is the author of the report on INSTEX?",
    "What does this mean?",
    "List the members of the Joint Commission.",
    "How old is the agreement?",
    "Describe the snapback.",
]


@pytest.mark.parametrize(("question", "kind", "count"), TAKEN)
def test_taken(question: str, kind: str, count: int) -> None:
    about = recognise(question, TITLED)
    assert about is not None
    assert (about.kind, len(about.documents)) == (kind, count)


@pytest.mark.parametrize("question", ORDINARY)
def test_ordinary_questions_are_not_taken(question: str) -> None:
    assert recognise(question, TITLED) is None
    assert asked_times(question) is None


@given(st.text(max_size=60))
def test_any_text_may_be_asked(question: str) -> None:
    recognise(question, TITLED)
    asked_times(question)


def checked(index: Index, answer: Answer) -> list[str]:
    """The quotes of an answer, each of them true and on a line of its own."""
    assert [citation.number for citation in answer.citations] == list(
        range(1, len(answer.citations) + 1)
    )
    for citation in answer.citations:
        assert (
            index.document(citation.document).text[citation.start : citation.end] == citation.quote
        )
        assert answer.text[citation.answer_start : citation.answer_end] == citation.quote
    assert answer.text == "\n".join(citation.quote for citation in answer.citations)
    return [citation.quote for citation in answer.citations]


@pytest.mark.parametrize(
    "question",
    [
        "What is this about?",
        "What documents are there?",
        "Who wrote it?",
        "When was it written?",
        "What changed between 2019 and 2021?",
        "What changed in the talks between April 2021 and November 2021?",
        "What is The JCPOA in Brief about?",
    ],
)
def test_the_corpus_answers_with_true_citations(corpus_index: Index, question: str) -> None:
    assert checked(corpus_index, answer_question(corpus_index, question))


def test_what_it_is_about_is_told_by_openings(corpus_index: Index) -> None:
    answer = answer_question(corpus_index, "What is this about?")
    quotes = checked(corpus_index, answer)
    assert len(quotes) == RagConfig().max_sentences
    assert len({citation.document for citation in answer.citations}) == len(quotes)
    assert not [quote for quote in quotes if "\t" in quote]
    assert not [quote for quote in quotes if quote.startswith("By ") or quote.endswith(("?", ":"))]
    assert answer.documents is not None
    assert answer.documents.total == len(corpus_index.names)
    assert "4 of 22 documents." in render_text(answer)


def test_documents_are_listed_by_title_as_it_stands_in_them(corpus_index: Index) -> None:
    answer = answer_question(corpus_index, "What documents are there?")
    assert len(answer.citations) == MOST_LISTED
    assert [citation.document for citation in answer.citations] == corpus_index.names[:MOST_LISTED]
    assert "The JCPOA in Brief" in checked(corpus_index, answer)


def test_each_author_is_told_by_a_document(corpus_index: Index) -> None:
    answer = answer_question(corpus_index, "Who wrote it?")
    checked(corpus_index, answer)
    authors = [citation.author for citation in answer.citations]
    assert sorted(filter(None, authors)) == ["Loccit corpus", "Mara Quillon", "Tomas Vierling"]


def test_a_named_document_answers_alone(corpus_index: Index) -> None:
    for question in (
        "Who wrote What Tehran Wants?",
        "When was What Tehran Wants published?",
        "What is the interview “What Tehran Wants” about?",
    ):
        answer = answer_question(corpus_index, question)
        assert {citation.document for citation in answer.citations} == {
            "interview-what-tehran-wants.md"
        }
        assert {(citation.author, citation.date) for citation in answer.citations} == {
            ("Loccit corpus", "2021-10-04")
        }


def test_what_changed_is_told_in_pairs_the_oldest_first(corpus_index: Index) -> None:
    answer = answer_question(corpus_index, "What changed between April 2021 and November 2021?")
    checked(corpus_index, answer)
    dates = [citation.date for citation in answer.citations]
    assert dates == ["2021-04-20"] * 2 + ["2021-11-10"] * 2
    topic = "What changed in the total stockpile between April 2021 and November 2021?"
    old, new = checked(corpus_index, answer_question(corpus_index, topic))
    assert "2,967.8 kg" in old
    assert "2,441.3 kg" in new


def test_a_time_of_no_document_is_left_to_ordinary_answering(corpus_index: Index) -> None:
    assert not is_about_documents(corpus_index, "What changed between 1950 and 1960?")
    assert not is_about_documents(corpus_index, "Who wrote timeline-2002-2013.txt?")
    assert not is_about_documents(corpus_index, "Who wrote the constitution?")


def test_filters_hold(corpus_index: Index) -> None:
    asking = ChatInput("What documents are there?", filters={"in": "notes.zip/*"})
    answer = answer_question(corpus_index, asking)
    assert [citation.quote for citation in answer.citations] == [
        "Where the Talks Stand: April 2021",
        "Where the Talks Stand: November 2021",
    ]
    nothing = answer_question(corpus_index, ChatInput("Who wrote it?", filters={"in": "none/*"}))
    assert nothing.reason is not None
    assert nothing.reason.code == "no_documents"


def test_where_nothing_is_stated_the_documents_are_listed(
    write: Write, tmp_path: Path, fake_encoder: FakeEncoder
) -> None:
    for number in range(10):
        write(f"docs/{number}.txt", f"Ship number {number} waits in the harbour for a pilot.\n")
    build_index([tmp_path / "docs"], tmp_path / "index", encoder=fake_encoder)
    answer = answer_question(Index.open(tmp_path / "index", fake_encoder), "Who wrote it?")
    assert answer.abstained
    assert answer.reason is not None
    assert answer.reason.code == "not_stated"
    assert answer.documents is not None
    assert (answer.documents.total, len(answer.documents.listed)) == (10, MOST_LISTED)
    shown = render_text(answer)
    assert shown.startswith("The documents do not say.")
    assert "- 0.txt" in shown
    assert "and 2 more" in shown
    assert answer.to_dict()["documents"]["listed"][0]["document"] == "0.txt"


def test_a_byline_is_quoted_and_a_book_of_that_name_is_not_taken(
    write: Write, tmp_path: Path, fake_encoder: FakeEncoder
) -> None:
    write(
        "docs/a.html",
        "<html><head><title>The Long Winter</title><meta name='author' content='Ada Bell'></head>"
        "<body><article><h1>The Long Winter</h1><p>By Ada Bell, 3 May 2019</p><p>Ice closed the "
        "harbour of Orm for nine weeks, and no ship came in.</p><p>Bread grew dear, and the "
        "council opened the grain store in March.</p></article></body></html>",
    )
    write(
        "docs/b.md",
        "---\ntitle: The Art of War\nauthor: Bo Carr\n---\n\n# The Art of War\n\n"
        "The Art of War is a treatise that is ascribed to Sun Tzu.\n",
    )
    build_index([tmp_path / "docs"], tmp_path / "index", encoder=fake_encoder)
    index = Index.open(tmp_path / "index", fake_encoder)
    (cited,) = answer_question(index, "Who wrote The Long Winter?").citations
    assert (cited.author, cited.document) == ("Ada Bell", "a.html")
    assert cited.quote in {
        "By Ada Bell, 3 May 2019",
        "Ice closed the harbour of Orm for nine weeks, and no ship came in.",
    }
    assert not is_about_documents(index, "Who wrote The Art of War?")
    assert is_about_documents(index, "Who wrote the article “The Art of War”?")


@pytest.mark.parametrize(
    ("question", "early", "late", "topic"),
    [
        ("What changed between 2019 and 2021?", "2019", "2021", ""),
        ("What changed in the talks between April 2021 and November 2021?",
         "2021-04", "2021-11", "the talks"),
        ("What has changed from 8 May 2018 to 2 June 2019 in Iran?",
         "2018-05-08", "2019-06-02", "Iran"),
        ("How did the stockpile change between 2019 and 2021?", "2019", "2021", "the stockpile"),
        ("What has changed since March 2020?", "2020-03", None, ""),
        ("What changed between the end of 2019 and late 2021?", "2019", "2021", ""),
        ("What changes between 2019 and 2021 at the harbour?", "2019", "2021", "the harbour"),
        ("What changed between Early 2019 and Late 2020?", "2019", "2020", ""),
        ("what changed between january 2019 and march 2020", "2019-01", "2020-03", ""),
        ("WHAT HAS CHANGED SINCE MAY 2019?", "2019-05", None, ""),
    ],
)  # fmt: skip
def test_times(question: str, early: str, late: str | None, topic: str) -> None:
    assert asked_times(question) == (early, late, topic)


@pytest.mark.parametrize("date", ["9999-12", "9999-12-31"])
def test_the_last_date_that_can_be_written_has_none_after_it(
    tmp_path: Path, date: str, real_encoder: Encoder
) -> None:
    for name, day, fare in (("old", "2019-03-01", 4), ("new", date, 9)):
        text = f"---\ntitle: {name}\ndate: {day}\n---\nThe ferry fare is {fare} crowns a person."
        (tmp_path / f"{name}.md").write_text(text, encoding="utf-8")
    build_index([tmp_path], tmp_path / ".index", encoder=real_encoder)
    index = Index.open(tmp_path / ".index", real_encoder)
    assert answer_question(index, "What changed in ferry fares since 2019?").text
