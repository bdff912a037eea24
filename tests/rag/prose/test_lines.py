"""Lines of a reply in Markdown: their kinds, and the marks that are taken off."""

from __future__ import annotations

import pytest
from loccit.rag.prose.events import LineKind, ReplySentence
from loccit.rag.prose.stream import read_reply


def sentences(text: str) -> list[ReplySentence]:
    return [event for event in read_reply(text) if isinstance(event, ReplySentence)]


def texts(text: str) -> list[str]:
    return [event.text for event in read_reply(text) if isinstance(event, ReplySentence)]


@pytest.mark.parametrize(
    ("line", "kind", "text"),
    [
        ("# Title", LineKind.HEADING, "Title"), ("###### Title", LineKind.HEADING, "Title"),
        ("#tag", LineKind.PARAGRAPH, "#tag"), ("####### a", LineKind.PARAGRAPH, "####### a"),
        ("- It is.", LineKind.ITEM, "It is."), ("  * It is.", LineKind.ITEM, "It is."),
        ("+ It is.", LineKind.ITEM, "It is."), ("• It is.", LineKind.ITEM, "It is."),
        ("1. It is.", LineKind.ITEM, "It is."), ("12) It is.", LineKind.ITEM, "It is."),
        ("- **It** is.", LineKind.ITEM, "It is."), ("15.", LineKind.PARAGRAPH, "15."),
        ("15. ", LineKind.ITEM, "15."), ("2015. It", LineKind.PARAGRAPH, "2015. It"),
        ("1.5 is", LineKind.PARAGRAPH, "1.5 is"), ("-5 it is", LineKind.PARAGRAPH, "-5 it is"),
        ("3 times", LineKind.PARAGRAPH, "3 times"), ("*It* is", LineKind.PARAGRAPH, "It is"),
        ("> It is.", LineKind.QUOTE, "It is."), (">> - It is.", LineKind.QUOTE, "It is."),
        ("| a. B | [c] |", LineKind.ROW, "| a. B | [c] |"),
        ("```py\nx[1] = **y\n```", LineKind.CODE, "x[1] = **y"),
        ("~~~\n- x\n~~~", LineKind.CODE, "- x"), ("```\n```py\n```", LineKind.CODE, "```py"),
        ("```\n# x", LineKind.CODE, "# x"), ("``x`` is", LineKind.PARAGRAPH, "``x`` is"),
        ("```x``` is", LineKind.PARAGRAPH, "```x``` is"), ("`` x", LineKind.PARAGRAPH, "`` x"),
    ],
)  # fmt: skip
def test_kinds_of_lines(line: str, kind: LineKind, text: str) -> None:
    for reply in (line, f"{line}\n", f"{line}\r\n"):
        assert [(s.kind, s.text) for s in sentences(reply)] == [(kind, text)]


def test_a_line_of_code_ends_with_its_fence() -> None:
    kinds = [sentence.kind.value for sentence in sentences("It is:\n```\na\nb\n```\nIt was [1].")]
    assert kinds == ["paragraph", "code", "code", "paragraph"]


@pytest.mark.parametrize("marks", ["---", "***", "|---|:-:|", "- ", "**", "👍", "[1]", "```", "> "])
def test_a_line_without_words_is_no_sentence(marks: str) -> None:
    assert sentences(marks) == sentences(f"{marks}\n") == []
    assert texts(f"It is.\n{marks}\n") == ["It is."]


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("**a**", "a"), ("*a*, _b_, __c__ and ***d***", "a, b, c and d"), ("**a b.**", "a b."),
        ("_*a*_", "a"), ("**a*", "a"), ("x**y**z", "xyz"), ("a_b_c", "a_b_c"), ("2*3*4", "2*3*4"),
        ("2 * 3", "2 * 3"), ("a _ b", "a _ b"), ("a ____ b", "a ____ b"), ("a**** b", "a**** b"),
        ("a ___", "a ___"), ("**[1] a**", "a"), ("a [1]*", "a"), ("a*", "a"),
    ],
)  # fmt: skip
def test_bold_and_italic_are_taken_off(marked: str, plain: str) -> None:
    assert texts(marked) == [plain]
