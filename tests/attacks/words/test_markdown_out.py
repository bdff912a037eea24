"""Markdown that we write shows what came as text, by the word of two CommonMark parsers."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from comrak import ExtensionOptions, markdown_to_html
from hypothesis import example, given, settings
from hypothesis import strategies as st
from loccit.eval.report.pull_request import code
from loccit.ui.markdown import literal
from loccit.ui.markup import plain
from loccit.ui.page.turns import Turn, as_markdown
from markdown_it import MarkdownIt
from markdown_it.token import Token

EXTENSIONS = ExtensionOptions(
    table=True, strikethrough=True, footnotes=True, tasklist=True, math_dollars=True,
    shortcodes=True, alerts=True,
)  # fmt: skip
PIECES = [
    "[1]", "[^1]", "[^2]: x", "[x](http://e.x/)", "![x](y.png)", "<b>", "</p>", "<!-- x -->",
    "<http://e.x>", "http://e.x/?a=b", "www.e.x", "`x`", "```", "~~~", "~~x~~", "**x**", "__x__",
    "*", "_", "# x", "## ", "- x", "+ x", "* x", "1. x", "10) x", "> x", "---", "===", "***",
    "| a | b |", "|---|---|", "- [ ] x", "&copy;", "&#65;", "&#x41;", "&", "\\", "\\[", "\\\\",
    "\n", "\n\n", "\t", "    x", "  ", "\r\n", "$x$", "$$", ":smile:", "[x]: http://e.x 't'",
    "[x]", "Sources:", "“x”", '"x"', "'", "(x)", "!", "[", "]", "<", ">", "\u00a0", "\u202e",
    "\x00", "\x1b[1m",
    "é", "北京", "🙂", "x", "1", ".", "a_b_c", "{x}", "^x^", "=x=", "@x", "\u2028",
]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), max_size=8).map("".join) | st.text(max_size=30)
SHOWN = {"paragraph_open", "paragraph_close", "inline"}
INLINE = {"text", "softbreak", "hardbreak", "strong_open", "strong_close", "text_special"}


def collapsed(text: str) -> str:
    return " ".join(plain(text).split())


class Page(HTMLParser):
    """The elements and the text of a piece of HTML; what its footnotes add apart."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self._notes = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._notes += tag == "sup"
        if tag in {"br", "p", "li"}:
            self.text += " "

    def handle_endtag(self, tag: str) -> None:
        self._notes -= tag == "sup"

    def handle_data(self, text: str) -> None:
        self.text += "" if self._notes else text


def shown_by_markdown_it(markdown: str) -> str:
    """What a strict CommonMark parser shows, checked to be text in paragraphs alone."""
    tokens = MarkdownIt("commonmark").parse(markdown)
    assert {token.type for token in tokens} <= SHOWN
    children = [child for token in tokens for child in token.children or ()]
    assert {child.type for child in children} <= INLINE
    parts = [
        " " if "break" in child.type else child.content
        for token in tokens
        for child in (*(token.children or ()), Token("softbreak", "", 0))
    ]
    return collapsed("".join(parts))


@given(texts, st.sampled_from(["", "x ", "**", "- x\n\n", "x\\\n", "[^1]: ", "> "]))
@settings(max_examples=400)
@example("[^1]: x", "")
@example("1. x", "x\\\n")
def test_text_shows_as_text_wherever_it_stands(text: str, before: str) -> None:
    if before == "**":
        text = text.strip() or "x"
    markdown = f"{before}{literal(text)}{before if before == '**' else ''}"
    page = Page(markdown_to_html(markdown, EXTENSIONS))
    alone = Page(markdown_to_html(before.replace("**", "") + "y", EXTENSIONS))
    ours = {tag for tag, _ in alone.tags} | {"strong", "br"}
    assert {tag for tag, _ in page.tags} <= ours
    if not before:
        assert collapsed(page.text) == collapsed(text) == shown_by_markdown_it(markdown)


def answered(question: str, quotes: list[str], names: list[str], between: str) -> Turn:
    text, citations = "", []
    for number, quote in enumerate(quotes, start=1):
        text += between if text else ""
        citations.append(
            {
                "number": number, "answer_start": len(text), "answer_end": len(text) + len(quote),
                "title": names[0], "author": names[1], "date": names[2], "document": names[3],
                "page": None,
            }
        )  # fmt: skip
        text += quote
    answer: dict[str, Any] = {"text": text, "abstained": False, "citations": citations}
    return {"question": question, "answer": answer, "error": None}


stated = texts.filter(lambda text: collapsed(text) != "")
quotes = st.lists(stated, min_size=1, max_size=3)
names = st.tuples(texts, texts, texts, stated).map(list)
"""Of a document: title, author and date, as far as it states them, and its own."""


@given(texts, quotes, names, st.sampled_from([" ", "\n"]))
@settings(max_examples=400)
@example("What?", ["A [1] and [^1]: b."], ["[1] T", "", "", '"x"'], " ")
@example("?", ["x"], ["", "", "", "a.txt"], " ")
@example("?", ["x", "[^3]: y"], ["A", "", "", "'t'"], "\n")
def test_a_copied_answer_has_our_footnotes_alone(
    question: str, quotes: list[str], names: list[str], between: str
) -> None:
    markdown = as_markdown(answered(question, quotes, names, between))
    page = Page(markdown_to_html(markdown, EXTENSIONS))
    links = [attrs for tag, attrs in page.tags if tag == "a"]
    raised = [attrs for attrs in links if "data-footnote-ref" in attrs]
    assert [link["href"] for link in raised] == [f"#fn-{n}" for n, _ in enumerate(quotes, 1)]
    back = [attrs for attrs in links if "data-footnote-backref" in attrs]
    assert len(raised) == len(back) == len(quotes)
    assert len(links) == 2 * len(quotes)
    allowed = {"p", "strong", "sup", "a", "section", "ol", "li", "br"}
    assert {tag for tag, _ in page.tags} <= allowed
    body = collapsed(page.text)
    for text in (question, *(quote.replace("\t", " | ") for quote in quotes)):
        assert collapsed(text) in body
    assert shown_by_markdown_it(markdown)


@given(texts, texts)
def test_a_turn_without_an_answer_shows_as_text(question: str, error: str) -> None:
    failed: Turn = {"question": question, "answer": None, "error": error}
    abstained: Turn = {"question": question, "answer": {"abstained": True}, "error": None}
    shown = collapsed(f"{question} {error}")
    assert shown_by_markdown_it(as_markdown(failed)).split() == shown.split()
    assert shown_by_markdown_it(as_markdown(abstained)).endswith("The documents do not say.")


@given(texts)
@settings(max_examples=300)
def test_what_a_pull_request_is_shown_is_code_or_ours(text: str) -> None:
    tokens = MarkdownIt("commonmark").parse(f"- kind: {code(text)} ({code(text)})")
    children = [child for token in tokens for child in token.children or ()]
    assert [child.type for child in children] == [
        "text",
        "code_inline",
        "text",
        "code_inline",
        "text",
    ]
    assert collapsed(children[1].content) == collapsed(text)[:119].strip() or len(text) > 100


@pytest.mark.parametrize("address", ["http://e.x/a_b", "https://e.x", "www.e.x", "WWW.e.x"])
def test_an_address_is_no_link_where_addresses_are(address: str) -> None:
    options = ExtensionOptions(autolink=True)
    assert "<a" in markdown_to_html(address, options) or address.startswith("WWW")
    shown = markdown_to_html(literal(f"see {address} now"), options)
    assert "<a" not in shown
    assert re.sub("<[^>]*>", "", shown).strip() == f"see {address} now"
