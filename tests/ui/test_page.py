"""What the page shows: every mark leads to its source, and documents show as text."""

from __future__ import annotations

import json
import re
import stat
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loccit.index import Index, build_index
from loccit.index.generations.current import KEPT
from loccit.rag import RagConfig, answer_question
from loccit.ui.examples import example_questions
from loccit.ui.markup import escaped
from loccit.ui.page.ask_tab import _restored
from loccit.ui.page.feedback import FILE, Feedback
from loccit.ui.page.library import rows
from loccit.ui.page.sources import passage_cards, source_cards
from loccit.ui.page.transcript import transcript
from loccit.ui.page.turns import (
    MOST,
    Turn,
    as_markdown,
    history_of,
    quoted_by,
    stored_turns,
)
from loccit.ui.page.viewer import document_page
from loccit.ui.service import Service

HOSTILE = (
    "<script>alert(1)</script><img src=x onerror=alert(1)> ![x](http://x/y.png) \u202egnp\" '&"
)
OURS = set(
    "div article h1 h2 p a aside ol li blockquote mark sup span details summary button template "
    "q br ul html head body meta title link main header table tr td".split()
)
VOID = {"br", "meta", "link"}


class Elements(HTMLParser):
    """The elements of a page, their attributes and its text, checked to be well nested."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._open: list[str] = []
        self.feed(page)
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag not in VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, text: str) -> None:
        self.text += text

    def values(self, name: str) -> list[str]:
        return [attrs[name] or "" for _, attrs in self.elements if name in attrs]


def is_harmless(page: str) -> bool:
    """Whether it has our elements alone, none with a handler or a foreign address."""
    elements = Elements(page).elements
    names = {name for _, attrs in elements for name in attrs}
    links = [attrs.get(name) or "" for _, attrs in elements for name in ("href", "src")]
    return (
        {tag for tag, _ in elements} <= OURS
        and not any(name.startswith("on") for name in names)
        and not any(re.match(r"\s*(?:\w+:|//)", link) for link in links)
    )


def turn_of(index: Index, question: str) -> Turn:
    answer = answer_question(index, question).to_dict()
    return {"question": question, "answer": answer, "error": None}


def cited(number: int, start: int, end: int, **fields: Any) -> dict[str, Any]:
    return {
        "number": number, "answer_start": 0, "answer_end": 3, "document": "a.txt", "title": "A",
        "author": None, "date": None, "start": start, "end": end, "source_start": start,
        "source_end": end, "page": None, "quote": "x" * (end - start), "support": 0.9,
        "also_in": [], **fields,
    }  # fmt: skip


def made(text: str, citations: list[dict[str, Any]], hits: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "question": "?", "standalone_question": "?", "text": text, "abstained": False,
        "reason": None, "short": None, "citations": citations, "hits": hits, "disagreements": [],
        "documents": None,
    }  # fmt: skip


QUESTIONS = ["What does Iran fear?", "Who leads Iran's team?", "What is the population of Iran?"]


@pytest.mark.parametrize("question", QUESTIONS)
def test_each_mark_leads_to_one_source(corpus_index: Index, question: str) -> None:
    turns = [turn_of(corpus_index, question)] * 2
    page = Elements(transcript(turns))
    ids = page.values("id")
    assert len(set(ids)) == len(ids)
    marks = [link[1:] for link in page.values("href") if link.startswith("#")]
    assert set(marks) == set(ids)
    answer = turns[0]["answer"]
    assert answer
    cited = answer["citations"] or [quoted_by(answer["reason"])]
    assert len(ids) == 2 * len(cited)


@pytest.mark.parametrize("question", QUESTIONS)
def test_an_answer_is_shown_whole(corpus_index: Index, question: str) -> None:
    turn = turn_of(corpus_index, question)
    assert turn["answer"]
    shown = re.sub(r"\s+", "", Elements(transcript([turn])).text)
    for citation in turn["answer"]["citations"]:
        assert re.sub(r"\s+", "", citation["quote"].replace("\t", " | ")) in shown
    assert turn["answer"]["abstained"] == ("Thedocumentsdonotsay." in shown)


@given(st.text())
def test_text_stays_text(text: str) -> None:
    page = f'<p title="{escaped(text)}">{escaped(text)}</p>'
    assert [tag for tag, _ in Elements(page).elements] == ["p"]
    assert not re.search(r"[\u202a-\u202e\u2066-\u2069]", page)


def test_a_hostile_document_is_text_everywhere() -> None:
    hit = {
        "document": HOSTILE, "title": HOSTILE, "start": 0, "end": len(HOSTILE), "source_start": 0,
        "source_end": 5, "page": None, "text": HOSTILE, "score": 0.5, "rank": 1,
    }  # fmt: skip
    citation = cited(
        1, 0, len(HOSTILE), document=HOSTILE, title=HOSTILE, author=HOSTILE, date=HOSTILE,
        quote=HOSTILE, answer_end=len(HOSTILE),
        also_in=[{"document": HOSTILE, "start": 0, "end": 1}],
    )  # fmt: skip
    answer = made(HOSTILE, [citation], [hit])
    answer |= {"standalone_question": HOSTILE, "short": {"text": HOSTILE, "citation": 1}}
    abstained = {
        **answer, "abstained": True, "citations": [], "short": None,
        "reason": {
            "code": "weak_evidence", "missing": [HOSTILE], "instead": [[HOSTILE, HOSTILE]],
        },
        "documents": {"total": 1, "listed": [{"document": HOSTILE, "title": None}]},
    }  # fmt: skip
    denied = {**abstained, "reason": {"code": "false_premise", "denied_by": citation}}
    near = {**abstained, "reason": {"code": "weak_evidence", "nearest": citation}}
    turns: list[Turn] = [
        {"question": HOSTILE, "answer": denied, "error": None},
        {"question": HOSTILE, "answer": near, "error": None},
        {"question": HOSTILE, "answer": answer, "error": None},
        {"question": HOSTILE, "answer": abstained, "error": None},
        {"question": HOSTILE, "answer": None, "error": HOSTILE},
    ]
    for page in (transcript(turns), source_cards(1, answer), passage_cards([hit])):
        assert is_harmless(page)
        assert "<script>alert(1)</script>" in Elements(page).text


@pytest.mark.parametrize(
    ("code", "part", "verdict", "says_no"),
    [
        ("false_premise", "denied_by", "The documents say otherwise:", False),
        ("weak_evidence", "nearest", "The nearest statement:", True),
    ],
)
def test_an_abstention_shows_the_sentence_that_it_quotes(
    code: str, part: str, verdict: str, says_no: bool
) -> None:
    hit = {"document": "a.txt", "start": 0, "end": 60, "title": "A", "text": "y" * 60}
    answer = made("", [], [hit])
    answer |= {
        "abstained": True,
        "reason": {"code": code, part: cited(1, 0, 9, quote="It stands.")},
    }
    turn: Turn = {"question": "?", "answer": answer, "error": None}
    page = Elements(transcript([turn]))
    assert f"{verdict}It stands." in page.text
    assert ("do not say" in page.text) is says_no
    assert {link[1:] for link in page.values("href") if link[0] == "#"} == set(page.values("id"))
    markdown = as_markdown(turn)
    assert f"{verdict} It stands. [^1]" in markdown
    assert "[^1]: A" in markdown


def test_sentences_of_one_passage_share_a_card() -> None:
    hit = {"document": "a.txt", "start": 100, "end": 160, "title": "A", "text": "y" * 60}
    answer = made("abc", [cited(1, 110, 115), cited(2, 130, 140), cited(3, 500, 510)], [hit])
    page = Elements(source_cards(7, answer))
    assert sum(tag == "li" for tag, _ in page.elements) == 2
    assert page.values("id") == ["source-7-1", "source-7-2", "source-7-3"]


def test_a_sentence_of_several_sources_is_shown_once(corpus_index: Index) -> None:
    answer = answer_question(corpus_index, "What does Iran fear?").to_dict() | {"hits": []}
    first, second = answer["citations"][:2]
    first["quote"] = second["quote"] = "A quote of a source."
    places = [{name: cited[name] for name in ("answer_start", "answer_end")} for cited in
              (first, second)]  # fmt: skip
    answer["citations"] = [first, {**second, **places[0]}, {**first, **places[1]}]
    turn: Turn = {"question": "q", "answer": answer, "error": None}
    shown, _, _ = transcript([turn]).partition('<p class="tools">')
    assert shown.count("nuclear limits they kept.") == 1
    page = Elements(transcript([turn]))
    marks = [attributes["href"] for tag, attributes in page.elements if "cite" in str(attributes)]
    assert marks == ["#source-1-1", "#source-1-2", "#source-1-1"]
    ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
    assert not ids, "there are no passages"
    markdown = as_markdown(turn)
    assert markdown.count("[^1][^2]") == 1
    assert markdown.count("[^1]: ") == 1


def test_the_whole_document_has_the_cited_place_marked(corpus_index: Index) -> None:
    for citation in answer_question(corpus_index, "What does Iran fear?").citations:
        document = corpus_index.document(citation.document)
        page = document_page(document, citation.start, citation.end)
        assert is_harmless(page)
        assert Elements(page).values("id") == ["cited"]
        marked = re.findall(r"<mark[^>]*>(.*?)</mark>", page, re.DOTALL)
        assert "".join(marked).replace("<br>", "\n") == escaped(citation.quote)


def test_the_whole_text_of_every_document_is_shown(corpus_index: Index) -> None:
    for name in corpus_index.names:
        document = corpus_index.document(name)
        shown = Elements(document_page(document, 0, 0)).text
        for block in document.blocks:
            text = re.sub(r"\s+", "", document.text[block.start : block.end])
            assert text in re.sub(r"\s+", "", shown)


def test_history_and_markdown_of_turns(corpus_index: Index) -> None:
    turn = turn_of(corpus_index, "What does Iran fear?")
    failed: Turn = {"question": "?", "answer": None, "error": "too long"}
    assert turn["answer"]
    assert history_of([turn, failed]) == (("What does Iran fear?", turn["answer"]["text"]),)
    markdown = as_markdown(turn)
    for citation in turn["answer"]["citations"]:
        assert f"{citation['quote'][-20:]} [^{citation['number']}]" in markdown
        assert f"[^{citation['number']}]: {citation['title']}" in markdown


@given(
    st.recursive(
        st.none() | st.text() | st.integers(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    )
)
def test_what_a_browser_saved_is_looked_at(saved: Any) -> None:
    assert stored_turns(saved) == []


def test_the_newest_turns_are_kept(corpus_index: Index) -> None:
    turns = [{**turn_of(corpus_index, "What is snapback?"), "question": str(n)} for n in range(40)]
    restored = stored_turns(json.loads(json.dumps(turns)))
    assert [turn["question"] for turn in restored] == [str(n) for n in range(40 - MOST, 40)]


def test_a_conversation_of_another_shape_is_let_go(corpus_index: Index) -> None:
    turn = turn_of(corpus_index, "What is snapback?")
    assert _restored([turn])[1] == [turn]
    answer = turn["answer"]
    assert answer
    reasons: list[Any] = [
        3,
        {"denied_by": 3},
        {"denied_by": {}},
        {"nearest": {}},
        {"instead": 3},
        {"instead": [[1]]},
    ]
    for broken in (
        {"citations": None}, {"hits": [3]}, {"text": 5}, {"disagreements": "no"},
        *({"abstained": True, "reason": reason} for reason in reasons),
    ):  # fmt: skip
        assert _restored(stored_turns([{**turn, "answer": {**answer, **broken}}]))[1] == []


def test_feedback_is_an_example_that_the_evaluation_reads(
    corpus_index: Index, tmp_path: Path
) -> None:
    turn = turn_of(corpus_index, "What does Iran fear?")
    feedback = Feedback(tmp_path)
    feedback.keep(corpus_index, turn, True, "right\nand whole", "ann")
    feedback.keep(corpus_index, turn, False, "", "ann")
    lines = (tmp_path / KEPT / FILE).read_text(encoding="utf-8").splitlines()
    first, second = map(json.loads, lines)
    assert {"id", "question", "answerable", "answers", "evidence", "history", "tags"} <= set(first)
    assert first["tags"] == ["liked"]
    assert second["tags"] == ["disliked"]
    for evidence in first["evidence"]:
        assert evidence["quote"] in corpus_index.document(evidence["document"]).text
    assert stat.S_IMODE((tmp_path / KEPT / FILE).stat().st_mode) == 0o600


def test_examples_are_answered_and_differ(corpus_index: Index) -> None:
    questions = example_questions(corpus_index, RagConfig(), 4)
    assert len(set(questions)) == len(questions) == 4
    assert not any(answer_question(corpus_index, question).abstained for question in questions)


def test_a_service_follows_a_new_generation(corpus_index: Index, tmp_path: Path) -> None:
    texts = tmp_path / "texts"
    texts.mkdir()
    (texts / "ships.txt").write_text("Ships wait in the harbour.\n", encoding="utf-8")
    index = tmp_path / "index"
    build_index([texts], index)
    service = Service(index)
    assert not service.is_warm
    service.warm()
    assert service.is_warm
    (texts / "oil.txt").write_text("Oil flows through the strait.\n", encoding="utf-8")
    steps = list(service.changes.sync().steps())
    assert steps[-1].report
    assert all(0 <= step.share <= 1 for step in steps)
    assert service.index.names == ["oil.txt", "ships.txt"]
    assert service.is_warm
    assert [row[0] for row in rows(index)] == service.index.names
