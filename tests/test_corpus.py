"""The sample corpus and what the README shows of it."""

from __future__ import annotations

import tomllib

import pytest
from conftest import ROOT
from loccit.index import Index
from loccit.rag import answer_question, render_text

CORPUS = ROOT / "corpus"
DOCUMENTS = sorted(
    path.relative_to(CORPUS).as_posix()
    for path in CORPUS.rglob("*")
    if path.suffix in {".txt", ".md", ".html"} and path.name != "README.md"
)


def test_every_document_names_its_public_basis() -> None:
    listed = tomllib.loads((CORPUS / "SOURCES.toml").read_text(encoding="utf-8"))["document"]
    assert sorted(one["file"] for one in listed) == DOCUMENTS
    for one in listed:
        assert one["basis"], one["file"]
        assert all({"issuer", "title", "date"} <= set(source) for source in one["basis"])


def test_the_interview_says_that_its_interviewee_is_fictional() -> None:
    text = (CORPUS / "interview-what-tehran-wants.md").read_text(encoding="utf-8")
    assert "fictional" in text[:600]


def test_the_corpus_has_each_format() -> None:
    assert {name.rsplit(".", 1)[1] for name in DOCUMENTS} == {"txt", "md", "html"}
    assert len(DOCUMENTS) >= 6


@pytest.mark.parametrize(
    "name", ["briefs/withdrawal-and-sanctions.html", "briefs/gulf-tensions-2019.html"]
)
def test_no_menu_and_no_banner_is_indexed(corpus_index: Index, name: str) -> None:
    text = corpus_index.document(name).text.casefold()
    assert not [word for word in ("cookie", "subscribe", "log in", "newsletter") if word in text]


def test_the_readme_shows_what_the_terminal_prints(corpus_index: Index) -> None:
    answer = answer_question(corpus_index, "What does Iran fear?")
    assert render_text(answer, 80) in (ROOT / "README.md").read_text(encoding="utf-8")
