"""Whatever a text repeats, reading it takes time in proportion to its length."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from loccit.index import LoccitError
from loccit.index.formats.mail.eml import parse_mail
from loccit.rag import ChatInput, RagConfig, make_standalone, verify_claim
from loccit.rag.answer import check_question
from loccit.rag.asking.ellipsis import completed
from loccit.rag.disagreement import outcomes
from loccit.rag.short.choose import Stated, find_short
from loccit.text.words import read_words
from oracles import make_document
from pumping import Used, modules_of, pumped, unread, used_patterns
from pumps import superlinear

PACKAGES = ["loccit.text", "loccit.index", "loccit.rag"]
MODULES = [module for package in PACKAGES for module in modules_of(package)]
PATTERNS: dict[str, list[Used]] = {}
for pattern in used_patterns(PACKAGES):
    PATTERNS.setdefault(
        pattern.place.rpartition(":")[0] or pattern.place.rpartition(".")[0], []
    ).append(pattern)
MADE_ELSEWHERE = {
    "loccit.index.filters",  # of at most 200 characters: test_name_patterns
    "loccit.index.cleaning.boilerplate",  # constants of its module, which are seen as such
}
NAMES = {"open_encoder", "find_model", "encoder_digest", "export_folder", "cached_export",
         "count_tokens", "is_unfit"}  # fmt: skip
"""Functions of one text that names files, or that another library reads."""
LEXICON = "loccit.text.lexicon"
"""Its functions take names of lists."""
UNITS = [
    "1 ", "a ", "A ", "Aa ", "a", "A", "1", "é", "北京", "a.", "A. ", "U.S.", "Mr. ", "a. ", "? ",
    "! ", ".", ",", ", ", "x, ", "; ", ": ", "-", "a-", "-\n", "\xad\n", "\u200b", " ", "\t",
    "\n", "\n\n", "\r", "\r\n", "a\n", "A\n\n", "'", '"', "“", '"a', "a's ", "(", ")", "[",
    "[1] ", "{", "a{", "}", "<", "<b>", "<p>", "</p>", "<p> ", "<td>", "<tr><td>a", "<div>",
    "<a href=x>a", "<!--", "<style>", "<script>", "<br>", "<br> ", "&", "&amp;", "*", "**", "*a ",
    "_a", "`", "```\n", "> ", ">", "- ", "- a\n", "1. a\n", "# a\n", "#", "|", "|a", "|a|\n",
    "![", "[a](", "[a]", "\\", "~", "---\n", "===\n", "a: b\n", "From: a\n", "2019 ", "May ",
    "1 May 2019, ", "2019-05-01 ", "10:30 ", "$1 ", "1,000 ", "1,", "1.5 percent ", "one ",
    "one hundred and ", "first ", "half of ", "about 1 ", "more than 1 ", "A1/", "/", "@",
    "http://x.y/", "www.x.y ", "and ", "not ", "no ", "who ", "who is ", "what about ", "he ",
    "it was ", "the ", "The ", "The A of ", "of the ", "said ", "According to ", "by ",
    "Copyright 2019 ", "Share ", "cookies ", "Photo: ", "a/b ", "if ", "than ", "is aed ",
    "Iran ", "Iran and ", "Q1: ", '"a",', "a,b\n", '"', "a\tb\n", "%",
]  # fmt: skip
"""What a text may repeat: words, signs, marks of languages, and the words that our readers know."""


def caches() -> list[Any]:
    """What remembers a text: a second run would not be measured.

    What has no parameter, or takes the name of a list, remembers tables and patterns of ours: to
    make those again for each run would be most of its time.
    """
    held = [value for module in MODULES for value in vars(module).values()]
    return list(
        {
            id(function): function
            for function in held
            if hasattr(function, "cache_clear")
            and function.__module__ != LEXICON
            and inspect.signature(function).parameters
        }.values()
    )


CACHES = caches()
LONG = (20_000,)
"""Where a library's time is bounded by cutting, it is linear beyond the stretches that it gets."""


def afresh(call: Callable[[str], object]) -> Callable[[str], None]:
    def measured(text: str) -> None:
        for cache in CACHES:
            cache.cache_clear()
        with suppress(LoccitError):  # to refuse a text is to read it
            call(text)

    return measured


def readers() -> dict[str, Callable[[str], object]]:
    """The public functions of one text, of every module."""
    calls = {}
    for module in MODULES:
        for name, value in vars(module).items():
            function = inspect.unwrap(value) if callable(value) else value
            if not inspect.isfunction(function) or function.__module__ != module.__name__:
                continue
            if module.__name__ == LEXICON:
                continue
            asked = [
                parameter
                for parameter in inspect.signature(function).parameters.values()
                if parameter.default is parameter.empty
            ]
            if (
                [parameter.annotation for parameter in asked] == ["str"]
                and name[0] != "_"
                and name not in NAMES
            ):
                calls[f"{module.__name__}.{name}"] = value
    return calls


def consumed(call: Callable[[str], object]) -> Callable[[str], object]:
    return lambda text: list(got) if inspect.isgenerator(got := call(text)) else got


def refused(text: str) -> None:
    check_question(ChatInput(text), RagConfig(max_question=10**9))


def cleaned(format_: str) -> Callable[[str], object]:
    return lambda text: make_document(text, format_)  # type: ignore[arg-type]


READERS = {name: consumed(call) for name, call in readers().items()} | {
    "a claim": lambda text: verify_claim(text, ["The minister signed 3 papers in May 2019."]),
    "a source": lambda text: verify_claim("The minister signed 3 papers in May 2019.", [text]),
    "a question": refused,
    "a follow-up": lambda text: make_standalone(text, (("Who leads Iran?", "Rouhani leads it."),)),
    "an answer before": lambda text: make_standalone("And he?", (("Who leads?", text),)),
    "a question cut short": lambda text: completed(text, "Who leads Iran"),
    "a short answer": lambda text: find_short("Who leads Iran?", [Stated(text)]),
    "a short answer's question": lambda text: find_short(text, [Stated("Rouhani leads Iran.")]),
    "an outcome": lambda text: outcomes.conflicting(text, "It was rejected."),
    "a text file": cleaned("text"),
    "a page": cleaned("html"),
    "Markdown": cleaned("markdown"),
    "a table": cleaned("table"),
    "a mail": lambda text: parse_mail(f"From: a@b.c\nSubject: x\n\n{text}".encode()),
}


@pytest.mark.parametrize("module", sorted(PATTERNS))
def test_no_regular_expression_is_superlinear(module: str) -> None:
    slow = []
    for pattern in PATTERNS[module]:
        for method in pattern.methods:
            for start, unit, end in pumped(pattern.pattern):
                if growth := superlinear(exhausted(pattern, method), start, unit, end):
                    slow.append(
                        f"{pattern.place}.{method}, {start!r} before and {end!r} after: {growth}"
                    )
                    break
    assert not slow, "\n".join(slow)


def exhausted(used: Used, method: str) -> Callable[[str], object]:
    if method == "finditer":
        return lambda text: sum(1 for _ in used.pattern.finditer(text))
    if method in {"sub", "subn"}:
        return lambda text: used.pattern.sub("", text)
    return getattr(used.pattern, method)  # type: ignore[no-any-return]


def test_every_regular_expression_is_seen() -> None:
    assert sum(map(len, PATTERNS.values())) > 300
    hidden = [pattern for package in PACKAGES for pattern in unread(package)]
    assert {pattern.partition(":")[0] for pattern in hidden} <= MADE_ELSEWHERE


@pytest.mark.parametrize("reader", sorted(READERS))
def test_no_reader_of_text_is_superlinear(reader: str) -> None:
    call, slow = afresh(READERS[reader]), []
    for unit in UNITS:
        if growth := superlinear(call, "", unit, "x") and superlinear(call, "", unit, "x", LONG):
            slow.append(growth)
    assert not slow, "\n".join(slow)


def test_what_a_reader_remembers_is_forgotten_before_each_run() -> None:
    remembered = []
    for text in ("It was not signed.", "It was not paid."):
        afresh(lambda text: remembered.append((read_words(text), read_words.cache_info())))(text)
    assert [(info.hits, info.currsize) for _, info in remembered] == [(0, 1), (0, 1)]


def test_the_measure_tells_quadratic_from_linear() -> None:
    def quadratic(text: str) -> int:
        return sum(text.count("a", at) for at in range(len(text)))

    assert superlinear(quadratic, "", "a", "")
    assert not superlinear(lambda text: [*text], "", "a", "")
