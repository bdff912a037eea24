"""What a terminal shows: marks, sources with title and date, lines that fit, nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest
from loccit.index import Index
from loccit.rag import answer_question, render_text
from loccit.rag.rendering.render import render_hits, render_sentences, render_sources
from loccit.rag.types import Answer, Citation, Reason, Short
from rich.cells import cell_len


def citation(number: int, start: int, quote: str, title: str = "T") -> Citation:
    return Citation(
        number, start, start + len(quote), "d.txt", title, None, "2019-09", 0, len(quote), 0,
        len(quote), None, quote, 0.9,
    )  # fmt: skip


def test_each_sentence_has_its_mark_and_its_source() -> None:
    text = "One thing. Another thing."
    cited = (citation(1, 0, "One thing."), citation(2, 11, "Another thing."))
    shown = render_text(Answer("q", "q", text, abstained=False, citations=cited))
    assert shown.startswith("One thing. [1] Another thing. [2]")
    assert "[1] T · 2019-09" in shown


def shared(text: str, *numbers: int, start: int = 0) -> tuple[Citation, ...]:
    """Citations of several sources for one sentence."""
    return tuple(
        replace(citation(number, start, text), quote=f"quote {number}", title=f"T{number}")
        for number in numbers
    )


def test_a_sentence_of_several_sources_is_shown_once() -> None:
    text = "One thing. Another thing."
    cited = (*shared("One thing.", 1, 2), *shared("Another thing.", 1, start=11))
    answer = Answer("q", "q", text, abstained=False, citations=cited, notes=("They lack [3].",))
    shown = render_text(answer)
    assert shown.startswith("One thing. [1][2] Another thing. [1]\nNote: They lack ⟦3⟧.\n\n[1] T1")
    assert shown.count("T1") == shown.count("T2") == 1
    assert render_sentences(answer) == "One thing. [1][2] Another thing. [1]"
    assert render_sentences(answer, 11) == "Another thing. [1]"


def test_sources_below_printed_sentences_come_with_the_short_answer() -> None:
    text = "One thing."
    cited = (replace(shared(text, 1)[0], recited=True),)
    answer = Answer("q", "q", text, abstained=False, citations=cited, short=Short("One", 1))
    shown = render_sources(answer)
    assert shown.startswith("Short answer: One [1]\n\n[1] T1")
    assert shown.endswith("found by Loccit, not cited by the model")


@pytest.mark.parametrize("width", [40, 60, 80])
def test_lines_fit_the_terminal(corpus_index: Index, width: int) -> None:
    for question in ("What does Iran fear?", "Who invented the telephone?"):
        shown = render_text(answer_question(corpus_index, question), width)
        assert max(map(cell_len, shown.splitlines())) <= width


def test_wide_letters_count_twice() -> None:
    quote = "北京会谈今天重新开始。" * 8
    answer = Answer("q", "q", quote, abstained=False, citations=(citation(1, 0, quote),))
    assert max(map(cell_len, render_text(answer, 60).splitlines())) <= 60


def test_nothing_in_a_document_steers_the_terminal() -> None:
    quote = "Red \x1b[31m alert\x07 \u202egnp.exe\u2069 done."
    answer = Answer(
        "q", "q", quote, abstained=False, citations=(citation(1, 0, quote, "T\x1b]0;x\x07"),)
    )
    assert not set("\x1b\x07\u202e\u2069") & set(render_text(answer))


def test_color_only_where_asked_for(corpus_index: Index) -> None:
    answer = answer_question(corpus_index, "What does Iran fear?")
    assert "\x1b" not in render_text(answer)
    assert "\x1b[1m" in render_text(answer, color=True)


def test_an_abstention_says_what_is_missing_and_what_is_near(corpus_index: Index) -> None:
    shown = render_text(answer_question(corpus_index, "What is the population of Iran?"))
    assert shown.startswith("The documents do not say.")
    assert "“population”" in shown
    assert "Closest passages" in shown


def test_hits_show_rank_title_and_place(corpus_index: Index) -> None:
    shown = render_hits(corpus_index.search("snapback", 2))
    assert "1. The JCPOA in Brief · 2019-09-12" in shown
    assert "briefs/jcpoa-in-brief.md, characters" in shown


def test_a_denied_premise_is_answered_with_what_denies_it() -> None:
    denied_by = citation(1, 0, "The mill never burned.")
    reason = Reason("false_premise", denied_by=denied_by)
    shown = render_text(Answer("q", "q", "", abstained=True, reason=reason))
    assert shown.startswith("The documents say otherwise.\n\nThe mill never burned. [1]\n")
    assert "[1] T · 2019-09" in shown
    assert "do not say" not in shown


def test_the_nearest_sentence_is_offered_as_such() -> None:
    reason = Reason("weak_evidence", nearest=citation(1, 0, "The mill\t1884"))
    shown = render_text(Answer("q", "q", "", abstained=True, reason=reason))
    assert shown.startswith("The documents do not say.\n")
    assert "Nearest: The mill | 1884 [1]" in shown
    assert "[1] T · 2019-09" in shown


def test_what_the_documents_have_in_place_of_a_code_is_named() -> None:
    reason = Reason("weak_evidence", ("f-320",), (("f-320", "F-310"),))
    shown = render_text(Answer("q", "q", "", abstained=True, reason=reason))
    assert "They speak of “F-310”, not “f-320”." in shown
