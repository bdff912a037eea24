"""Blocks into sentences: spans that cover every word once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loccit.index.chunking.sentences import split_sentences
from loccit.index.formats.parsed import BlockKind
from loccit.text.sentences import is_interrogative, sentence_spans, trimmed
from loccit.text.spans import Span
from oracles import UNUSUAL, any_text, plain_words

kinds = st.sampled_from(list(BlockKind))
sentence = st.lists(plain_words, min_size=2, max_size=6).map(
    lambda words: "The " + " ".join(words) + " ended."
)


def split(text: str, kind: BlockKind = BlockKind.PARAGRAPH) -> list[str]:
    return [text[sentence.start : sentence.end] for sentence in split_sentences(text, kind, "en")]


@given(any_text, kinds)
def test_sentences_are_trimmed_spans_in_order(text: str, kind: BlockKind) -> None:
    reached = 0
    for sentence in split_sentences(text, kind, "en"):
        assert reached <= sentence.start < sentence.end <= len(text)
        assert text[sentence.start : sentence.end] == text[sentence.start : sentence.end].strip()
        reached = sentence.end


@given(st.text(st.sampled_from(list("aBz ?!.\n,") + list(UNUSUAL)), max_size=150), kinds)
def test_every_letter_lies_in_a_sentence(text: str, kind: BlockKind) -> None:
    covered = {
        at
        for sentence in split_sentences(text, kind, "en")
        for at in range(sentence.start, sentence.end)
    }
    missed = [text[at] for at in range(len(text)) if text[at].isalnum() and at not in covered]
    assert missed == []


@given(
    st.lists(sentence, min_size=1, max_size=6), st.sampled_from([" ", "  ", "\n", "\r\n", "\u00a0"])
)
def test_plain_sentences_come_apart_where_they_were_joined(parts: list[str], space: str) -> None:
    assert split(space.join(parts)) == parts


@pytest.mark.parametrize(
    "text",
    [
        "The U.S. left the U.S.-Iran talks at 3.5 percent on Nov. 29 with Dr. Roe and Mr. Li.",
        "Jane B. Roe lives in Washington, D.C., and paid $1.5 million.",
        "The value was 3.67 % at 10 a.m. local time, i.e. before noon.",
        "See Fig. 3 and No. 2271/96 at www.x.example/a.b for more.",
        "It ran, e.g. on Sundays, vs. the other boat.",
    ],
)
def test_abbreviations_and_numbers_end_no_sentence(text: str) -> None:
    assert split(text) == [text]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("It sank. It rose! Did it? Yes…", ["It sank.", "It rose!", "Did it?", "Yes…"]),
        ("“It sank.” He left.", ["“It sank.”", "He left."]),
        ("它沉没了。它升起了！是吗？", ["它沉没了。", "它升起了！", "是吗？"]),
        ("🙂 It sank. 🎻 It rose.", ["🙂 It sank.", "🎻 It rose."]),
        ("It sank 🙂. It rose 👩‍👩‍👧!", ["It sank 🙂.", "It rose 👩‍👩‍👧!"]),
        ("It sank.\u00a0It rose.", ["It sank.", "It rose."]),
        ("She left the U.S. The boat stayed.", ["She left the U.S.", "The boat stayed."]),
    ],
)
def test_sentences_end_where_a_reader_ends_them(text: str, wanted: list[str]) -> None:
    assert split(text) == wanted


@pytest.mark.parametrize("space", ["\u00a0", "\u2007", "\u202f", "\u3000", "\u2028"])
def test_a_capital_and_a_wide_space_before_a_stop_are_read(space: str) -> None:
    """The splitter counts bytes there, and once ended the process."""
    assert split(f"It is vitamin C{space}. It is sour.")[-1].endswith("It is sour.")


@pytest.mark.parametrize("date", ["14 August 2002.", "March 2013.", "2010."])
def test_a_date_that_opens_an_entry_belongs_to_its_first_sentence(date: str) -> None:
    assert split(f"{date} The ferry sank. It rose.") == [f"{date} The ferry sank.", "It rose."]


@pytest.mark.parametrize("number", ["1.", "(2)", "a)", "B."])
def test_a_number_that_stands_alone_belongs_to_what_follows(number: str) -> None:
    sentences = split(f"The ferry sank. {number} Nobody saw it.")
    assert len(sentences) == 2
    assert sentences[1].endswith("Nobody saw it.")


@pytest.mark.parametrize(
    "label",
    ["Q1: ", "Q: ", "A12: ", "A. ", "Question 3: ", "Answer: ", "- ", "* ", "• ", "12) ", "3. "],
)
def test_a_label_or_a_bullet_is_outside_the_first_sentence(label: str) -> None:
    assert split(f"{label}The ferry sank. It rose.") == ["The ferry sank.", "It rose."]


@pytest.mark.parametrize(
    "text", ["Quay walls fell.", "A boat sank.", "1,000 boats sank.", "-5 degrees is cold."]
)
def test_words_that_look_like_labels_stay(text: str) -> None:
    assert split(text) == [text]


@pytest.mark.parametrize("kind", [BlockKind.ROW, BlockKind.CODE])
def test_a_row_and_a_piece_of_code_are_one_sentence(kind: BlockKind) -> None:
    assert split("One. Two. Three?", kind) == ["One. Two. Three?"]


def test_code_keeps_what_looks_like_a_label() -> None:
    assert split("- a: 1", BlockKind.CODE) == ["- a: 1"]


@pytest.mark.parametrize("text", ["", "***", "…", "—", "🙂", " \n "])
def test_a_block_without_words_has_no_sentence(text: str) -> None:
    assert split(text) == []


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Did it?", True),
        ("“Did it?”", True),
        ("Did it?) ", True),
        ("是吗？", True),
        ("It did.", False),
        ("He asked, “Did it?” and left.", False),
        ("", False),
    ],
)
def test_a_question_is_known_by_its_mark(text: str, asks: bool) -> None:
    assert is_interrogative(text) is asks


def test_a_statement_before_a_question_is_none() -> None:
    sentences = split_sentences("The ferry sank. Who saw it?", BlockKind.QUESTION, "en")
    assert [sentence.interrogative for sentence in sentences] == [False, True]


def test_sentences_are_read_from_a_place_on() -> None:
    text = "One sank.  Two rose. \n"
    assert sentence_spans(text, 0) == [Span(0, 9), Span(11, 20)]
    assert sentence_spans(text, 9) == [Span(11, 20)]


@pytest.mark.parametrize("piece", ["3.", "(b)", "May 2013."])
def test_a_fragment_at_the_end_stands_alone(piece: str) -> None:
    text = f"One sank. {piece}"
    assert [span.of(text) for span in sentence_spans(text, 0)] == ["One sank.", piece]


def test_a_long_text_is_split_in_stretches_as_a_whole() -> None:
    text = "The ferry sank at noon. " * 1_700
    spans = sentence_spans(text, 0)
    assert {span.of(text) for span in spans} == {"The ferry sank at noon."}
    assert len(spans) == 1_700


@pytest.mark.parametrize(
    ("text", "start", "end"), [("  a b ", 2, 5), ("a", 0, 1), ("   ", 3, 3), ("", 0, 0)]
)
def test_white_space_at_the_ends_is_trimmed(text: str, start: int, end: int) -> None:
    span = Span(7, 7 + len(text))
    assert trimmed(f"x{'y' * 6}{text}z", span) == Span(7 + start, 7 + end)


class PanicException(BaseException):
    """Named as panics of libraries written in Rust are."""


def test_where_the_splitter_panics_a_stretch_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(language: str, text: str) -> list[dict[str, int]]:
        raise (PanicException if language == "en" else KeyboardInterrupt)

    monkeypatch.setattr("sentencex.get_sentence_boundaries", fail)
    assert sentence_spans("Hm. One sank. Two rose.", 3) == [Span(4, 23)]
    with pytest.raises(KeyboardInterrupt):
        sentence_spans("One sank.", 0, language="de")
