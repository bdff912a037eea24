"""A mark in a quoted text is never taken for one of ours, in the terminal and on the page."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from fakes import FakeEncoder
from hypothesis import example, given
from hypothesis import strategies as st
from loccit.eval.report.cards import marked
from loccit.eval.types import CitedSpan
from loccit.index import Index, build_index
from loccit.rag import RagConfig, answer_question, render_text
from loccit.rag.rendering.marks import split_marks
from loccit.rag.rendering.render import render_hits
from loccit.rag.types import Answer, Catalogue, DocumentInfo, Reason, Short
from loccit.text.signs import fold
from loccit.ui.page.transcript import transcript

MARKS = ["[1]", "[12]", "[ 3 ]", "[1, 2]", "[1–3]", "［１］", "[¹]", "[１]", "[٣]", "[\u200b1]",
         "[1\u2060]", "[^1]", "[l]", "[I]", "[1\n]", "[\t2]"]  # fmt: skip
RAISED = ["¹", "²³", "⁰", "①", "⓵", "❷"]
PLAIN = ["[sic]", "[a1]", "x[i]", "a", "1", " ", "\n", "Sources:", "[]", "[…]", "⟦1⟧", "(1)", "é."]
texts = st.lists(st.sampled_from(MARKS + RAISED + PLAIN), max_size=6).map("".join)
sentences = texts.map(lambda text: f"Ships {text} wait.")
OURS = re.compile(r"\[(\d+)\]")


def read(text: str) -> list[str]:
    """The bracketed numbers that a person sees in a text."""
    seen = unicodedata.normalize("NFKC", fold(text))
    return re.findall(r"\[[^\[\]A-HJ-Za-km-z]*[\dlI][^\[\]A-HJ-Za-km-z]*\]", seen)


@pytest.fixture(scope="module")
def answer(tmp_path_factory: pytest.TempPathFactory) -> Answer:
    folder, encoder = tmp_path_factory.mktemp("marks"), FakeEncoder()
    (folder / "docs").mkdir()
    for name, number in (("a", 3), ("b", 5)):
        sentence = f"The harbour master counted {number} ships at the quay in March."
        Path(folder / "docs" / f"{name}.txt").write_text(sentence, encoding="utf-8")
    build_index([folder / "docs"], folder / "index", encoder=encoder)
    index = Index.open(folder / "index", encoder)
    question = "How many ships did the harbour master count?"
    answer_ = answer_question(index, question, RagConfig(threshold=0.0))
    assert answer_.citations
    assert answer_.hits
    return answer_


def saying(answer: Answer, quote: str, name: str) -> Answer:
    """The answer with other words: a quote, and a title, author and document of this name."""
    citation = replace(
        answer.citations[0], number=1, answer_start=0, answer_end=len(quote), quote=quote,
        title=name, author=name, document=name,
    )  # fmt: skip
    chunk = replace(answer.hits[0].chunk, text=quote, document=name, start=0)
    hit = replace(answer.hits[0], chunk=chunk, title=name)
    return replace(
        answer,
        text=quote,
        citations=(citation,),
        hits=(hit,),
        short=Short(quote, 1),
        disagreements=(),
    )


def abstaining(answer: Answer, name: str) -> Answer:
    return replace(
        answer, text="", abstained=True, citations=(), short=None,
        reason=Reason("weak_evidence", (name,)),
        documents=Catalogue(1, (DocumentInfo(name, name, name, None),)),
    )  # fmt: skip


@given(sentences, sentences, st.integers(24, 100))
@example("[1] T · 2020", "[2] Sources: [3]", 24)
def test_the_terminal_shows_our_marks_alone(
    answer: Answer, quote: str, name: str, width: int
) -> None:
    shown = render_text(saying(answer, quote, name), width)
    assert read(shown) == ["[1]", "[1]", "[1]"], "the short answer's, the sentence's, the source's"
    assert [line for line in shown.splitlines() if OURS.match(line)] != []
    assert sum(bool(OURS.match(line)) for line in shown.splitlines() if len(line) > 3) <= 1
    assert read(render_text(abstaining(answer, name), width)) == []
    assert read(render_hits(saying(answer, quote, name).hits, width)) == []


@given(sentences, sentences)
def test_json_has_the_quote_as_it_is(answer: Answer, quote: str, name: str) -> None:
    answer_json = saying(answer, quote, name).to_dict()
    assert (
        answer_json["citations"][0]["quote"]
        == quote
        == answer_json["text"]
        == answer_json["hits"][0]["text"]
    )
    assert answer_json["citations"][0]["title"] == name == answer_json["citations"][0]["document"]


class Unmarked(HTMLParser):
    """The text of a page outside of our marks and of what is said to be a quote's own."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text = ""
        self.marks: list[str] = []
        self.quoted_marks = ""
        self._classes: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag != "br":
            self._classes.append(dict(attrs).get("class") or "")

    def handle_endtag(self, tag: str) -> None:
        self._classes.pop()

    def handle_data(self, text: str) -> None:
        if "markdown" in self._classes:  # what is copied, which no page shows
            return
        if {"cite", "mark-number", "number", "mark"} & set(self._classes[-1:]):
            self.marks.append(text)
        elif "quoted-mark" in self._classes:
            self.quoted_marks += text
        else:
            self.text += text


@given(sentences, sentences)
@example("It is so.¹ [1]", "[2] T²")
def test_the_page_says_which_marks_are_a_quotes_own(answer: Answer, quote: str, name: str) -> None:
    for shown in (saying(answer, quote, name), abstaining(answer, name)):
        page = Unmarked(transcript([{"question": "?", "answer": shown.to_dict(), "error": None}]))
        assert read(page.text) == []
        assert not re.search("[⁰¹²³⁴-⁹①-⓿❶-➓]", page.text)
        assert set(page.marks) <= {"1"}
    cited = CitedSpan(0, len(quote), "a.txt", quote)
    report = Unmarked(marked(quote, [cited]))
    assert report.marks == ["[1]"]
    assert read(report.text) == []


@given(texts | st.text())
def test_the_pieces_of_a_text_are_the_text(text: str) -> None:
    pieces = list(split_marks(text))
    assert "".join(piece for piece, _ in pieces) == text
    assert all(not is_mark or piece for piece, is_mark in pieces)


@pytest.mark.parametrize("text", PLAIN)
def test_what_is_no_mark_is_left_as_it_is(text: str) -> None:
    assert [is_mark for _, is_mark in split_marks(text)] == [False]
