"""A chat model's reply, read while it comes: when sentences go, in any pieces, whatever it is."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from loccit.rag.prose import boundaries
from loccit.rag.prose.cutter import AHEAD, LONGEST
from loccit.rag.prose.events import Event, ReplySentence
from loccit.rag.prose.stream import ReplyStream, read_reply
from loccit.text.sentences import sentence_spans
from oracles import any_text

FRAGMENTS = [
    ("Iran agreed.", "Iran agreed."),
    (" The U.S. left in 2018", "The U.S. left in 2018"),
    (" it rose 3.5 percent!", "it rose 3.5 percent!"),
    (" He said “so. And so.”", "He said “so. And so.”"),
    (" (it is. Or so)", "(it is. Or so)"),
    (' "C. K. Williams" wrote', '"C. K. Williams" wrote'),
    (" a < b", "a < b"),
    (" x [2015] y", "x [2015] y"),
    (" snake_case", "snake_case"),
    (" word [1]", "word"),
    (" word.[2, 3]", "word."),
    (" word [4], [5] and [6].", "word."),
    (" word ([7]).", "word."),
    (" word【８】", "word"),
    (" **bold** text", "bold text"),
    (" _slanted_, _it_.", "slanted, it."),
    ("<think>Of [9] I **think**. So.</think>", ""),
    ("<answer>", ""),
    ("\n\n", ""),
    ("\n- item", "item"),
    ("\n> quoted", "quoted"),
    ("\n## Title\n", "Title"),
    ("\n 12. twelfth", "twelfth"),
    ("\n| a | b |\n", "| a | b |"),
    ("\n---\n", ""),
]
"""Pieces of replies, and what is text in each."""
reply_pieces = st.lists(st.sampled_from(FRAGMENTS), max_size=30)
replies = reply_pieces.map(lambda pieces: "".join(raw for raw, _ in pieces)) | any_text


def sentences(text: str) -> list[ReplySentence]:
    return [event for event in read_reply(text) if isinstance(event, ReplySentence)]


def texts(text: str) -> list[str]:
    return [sentence.text for sentence in sentences(text)]


def squeezed(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize(
    ("begun", "completing", "text"),
    [
        ("It is so. The", "y", "It is so."), ("It is so. A b ", "cd", "It is so."),
        ("It is so. [1] [2]The", "y", "It is so."), ("It is so\nThe", "y", "It is so"),
        ("It is so.\n\n[1]\n- The", "y", "It is so."), ("# It\nA\nb\nc", "d", "It"),
        ("“It is. So.” The", "y", "“It is. So.”"), ("It is. “Th", "e", "It is."),
        ('It is. "Th', "e", "It is."), ("It is. (Th", "e", "It is."),
        ("It is. 'Th", "e", "It is."),
        ("It (was. Once) is. The", "y", "It (was. Once) is."),
        ("これは本です。次の文", "は", "これは本です。"),
        ("C. K. Williams is. The", "y", "C. K. Williams is."),
    ],
)  # fmt: skip
def test_four_characters_of_the_next_let_a_sentence_go(
    begun: str, completing: str, text: str
) -> None:
    stream = ReplyStream()
    assert stream.feed(begun) == []
    assert stream.held.startswith(text)
    (sentence,) = stream.feed(completing)
    assert isinstance(sentence, ReplySentence)
    assert (sentence.text, sentence.ending) == (text, "line" if "\n" in begun else "next")
    assert not stream.held.startswith(text)
    assert AHEAD == 4


@pytest.mark.parametrize(
    "sentence",
    [
        "He left the U.S. President behind.", "Mr. Smith met Dr. Lee, e.g. in May.",
        "It rose 3.5 percent to 4.2 million.", "J. R. R. Tolkien and C. K. Williams wrote.",
        "He said “I came. I saw. It was” and left.", 'He said "I came. I saw it." to them.',
        "It (so it is. Yes) was.", "On 5 May. 2019 it was.",
    ],
)  # fmt: skip
def test_abbreviations_decimals_initials_and_quotations_stay_whole(sentence: str) -> None:
    whole = [span.of(sentence) for span in sentence_spans(sentence, 0)]
    assert texts(f"{sentence} It was so.") == [*whole, "It was so."]


def test_an_unclosed_quotation_holds_sentences_only_so_long() -> None:
    assert texts('A 5" pipe. It is so.') == ['A 5" pipe.', "It is so."]
    assert texts("It is. “They came. So it is") == ["It is.", "“They came.", "So it is"]
    stream = ReplyStream()
    assert stream.feed('A 5" pipe. It is so. It is. ') == []
    assert len(stream.feed("It is as long as ever. " * 14)) > 10


def test_a_sentence_tells_what_ended_it() -> None:
    endings = [(s.text, s.ending) for s in sentences("It is. It was.\nAnd so. It")]
    assert endings == [
        ("It is.", "next"),
        ("It was.", "line"),
        ("And so.", "next"),
        ("It", "reply"),
    ]


@pytest.mark.parametrize("size", [4, 400, 3000])
def test_a_sentence_that_is_too_long_goes_in_pieces(size: int) -> None:
    long = f"Once {'w' * size} " * (4 * LONGEST // size)
    *pieces, last, following = sentences(f"{long}end [3]. It was so.")
    assert {(piece.ending, piece.is_piece) for piece in pieces} == {("bound", True)}
    assert (last.ending, last.is_piece, last.numbers) == ("next", True, (3,))
    assert (following.text, following.is_piece) == ("It was so.", False)
    assert all(0 < len(piece.text) <= LONGEST for piece in (*pieces, last))
    spoken = [piece.text for piece in (*pieces, last)]
    assert squeezed("".join(spoken)) == squeezed(f"{long}end.")
    if size < LONGEST:
        assert " ".join(spoken) == f"{long}end."


def test_a_long_line_in_an_unclosed_quotation_goes_by_sentences() -> None:
    pieces = sentences("“" + "It was (so long. " * 200)
    assert not any(piece.is_piece for piece in pieces)
    assert len(pieces) == 200


@given(replies, st.lists(st.integers(0, 200), max_size=20))
def test_any_cutting_gives_the_same_events(reply: str, cuts: list[int]) -> None:
    edges = sorted({0, len(reply), *(cut for cut in cuts if cut < len(reply))})
    pieces = [reply[a:b] for a, b in pairwise(edges)]
    assert streamed(pieces) == streamed([*reply]) == read_reply(reply)


def streamed(pieces: Sequence[str]) -> list[Event]:
    stream = ReplyStream()
    return [*(event for piece in pieces for event in stream.feed(piece)), *stream.finish()]


@given(reply_pieces)
def test_characters_are_neither_lost_nor_invented(pieces: list[tuple[str, str]]) -> None:
    reply = "It is " + "".join(raw for raw, _ in pieces)
    expected = "It is " + " ".join(text for _, text in pieces)
    assert squeezed("".join(texts(reply))) == squeezed(expected)


@given(st.text(st.sampled_from([*"aBé北 \n\t.!?,:;\"'()“”"]), max_size=300))
def test_every_letter_of_plain_text_is_in_a_sentence(reply: str) -> None:
    letters = [char for char in reply if char.isalpha()]
    assert [char for text in texts(reply) for char in text if char.isalpha()] == letters


@given(replies)
def test_sentences_are_trimmed_lines_with_words(reply: str) -> None:
    for sentence in sentences(reply):
        assert sentence.text == sentence.text.strip()
        assert any(char.isalnum() for char in sentence.text)
        assert len(sentence.text.splitlines()) == 1
        assert len({*sentence.numbers}) == len(sentence.numbers)


def test_plain_text_is_cut_as_documents_are() -> None:
    paragraphs = [
        " ".join(line.split())
        for path in sorted((ROOT / "corpus").rglob("*.md"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line[:1].isalpha() and not re.search(r"[\[\]*_`<>|]", line)
    ]
    assert len(paragraphs) > 20
    for text in paragraphs:
        assert texts(text) == [span.of(text) for span in sentence_spans(text, 0)]


@pytest.mark.parametrize(
    "unit",
    ["[", "<", "word ", "w", "a. ", "e.g. words ", '"a. ', "(a. words ", "[1]", "[1] a", "*", "a_",
     "1. \n", "a\n", "`", "<think", "</think>", "1.5 percent ", "C. K. Will", "\n", "#", "|a"],
)  # fmt: skip
def test_hostile_replies_take_linear_work_and_little_room(
    unit: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    handed: list[int] = []

    def counting(text: str, start: int) -> object:
        handed.append(len(text))
        return sentence_spans(text, start)

    monkeypatch.setattr(boundaries, "sentence_spans", counting)
    work = []
    for size in (4000, 16000):
        handed.clear()
        stream = ReplyStream()
        for at in range(0, size, 100):
            stream.feed((unit * (size // len(unit) + 1))[at : at + 100])
            assert len(stream.held) <= 2 * LONGEST
        stream.finish()
        work.append(sum(handed))
    assert max(handed, default=0) <= LONGEST + 2
    assert work[1] <= 5 * work[0] + 4 * LONGEST


def test_nothing_comes_after_the_end() -> None:
    stream = ReplyStream()
    stream.feed("It is.")
    assert stream.finish() == read_reply("It is.")
    assert stream.held == ""
    for call in (lambda: stream.feed("So."), lambda: stream.feed(""), stream.finish):
        with pytest.raises(ValueError, match=r"came after the reply had ended; expected nothing"):
            call()


def test_lone_surrogates_are_replaced() -> None:
    assert texts("It is \ud83d so.") == ["It is \ufffd so."]
