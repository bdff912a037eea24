"""Words: their spans, stems, roots and synonyms, and the wording of a text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loccit.text import lexicon
from loccit.text.spans import Span
from loccit.text.tokens import STOP_WORDS
from loccit.text.wordings import first_of_wording, wording, written_words
from loccit.text.words import Word, is_listed, near, read_words, root, stem


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The well-known ship", ["the", "well", "known", "ship"]),
        ("Ann’s U.S. visit", ["ann's", "u.s.", "visit"]),
        ("1,250 or 3.5 tons", ["1,250", "or", "3.5", "tons"]),
        ("snake_case — 北京!", ["snake", "case", "北京"]),
        ("", []),
    ],
)
def test_the_words_of_a_text(text: str, words: list[str]) -> None:
    assert [word.text for word in read_words(text)] == words


@given(st.text(max_size=60))
def test_words_are_slices_in_order_and_apart(text: str) -> None:
    reached = 0
    for word in read_words(text):
        assert reached <= word.start < word.end
        assert text[word.start : word.end].casefold().replace("’", "'") == word.text
        assert word.stem == stem(word.text)
        assert word.root == root(word.stem)
        reached = word.end


@pytest.mark.parametrize(
    ("word", "stemmed"),
    [
        ("1,250", "1250"),
        ("3.5", "3.5"),
        ("u.s.", "us"),
        ("ship's", "ship"),
        ("ships", "ship"),
        # Irregular forms.
        ("wrote", "write"),
        ("children", "child"),
        ("found", "find"),
        # What people are called has the stem of their territory, where that is one word.
        ("iranians", "iran"),
        ("french", "franc"),
        ("danes", "denmark"),
        ("saudi", "saudi"),
        ("emirati", "emirati"),
        # Words that only look alike.
        ("important", "important"),
        ("importance", "important"),
        ("universities", "university"),
        ("universal", "universal"),
    ],
)
def test_stems(word: str, stemmed: str) -> None:
    assert stem(word) == stemmed


@pytest.mark.parametrize(
    ("stemmed", "letters"),
    [("negoti", "negoti"), ("invaders", "invade"), ("sea", "sea"), ("12345678", "12345678")],
)
def test_a_root_is_the_first_six_letters_of_a_word(stemmed: str, letters: str) -> None:
    assert root(stemmed) == letters


def test_synonyms_of_all_groups_of_a_word_are_near() -> None:
    assert {stem("movie"), stem("picture"), stem("film")} <= near(stem("film"))
    assert stem("picture") not in near(stem("movie"))
    assert near("zebra") == {"zebra"}
    for group in lexicon.groups("words.synonyms"):
        for word in group:
            assert {stem(member) for member in group} <= near(stem(word))


@pytest.mark.parametrize(
    ("word", "listed"),
    [("ships", True), ("wrote", True), ("begin", True), ("zebra", False), ("rutte", False)],
)
def test_irregular_words_and_synonyms_are_listed(word: str, listed: bool) -> None:
    assert is_listed(word) is listed


@pytest.mark.parametrize(
    ("text", "is_content"),
    [("ship", True), ("the", False), ("it's", False), ("ship's", True), ("you're", False)],
)
def test_words_of_grammar_are_no_content(text: str, is_content: bool) -> None:
    assert [word.is_content for word in read_words(text)] == [is_content]


def test_a_word_is_in_a_span_that_covers_it_wholly() -> None:
    word = Word("ship", "ship", 4, 8)
    spans = {(4, 8): True, (3, 9): True, (5, 8): False, (4, 7): False, (5, 7): False}
    assert {span: word.is_in(Span(*span)) for span in spans} == spans


def test_each_word_of_grammar_is_a_stop_word() -> None:
    assert {"the", "which", "yours", "would", "of", "not"} <= STOP_WORDS
    assert STOP_WORDS.isdisjoint({"ship", "rise", "year", "first"})


@pytest.mark.parametrize(
    "text",
    [
        "The ship sank at Oslo's pier.",
        "A SHIP sank, at  Oslo’s pier",
        "the ship sank\nat an Oslo's pi\u200ber!",
        "(Ship) sank at Oslo's pi-\ner",
    ],
)
def test_a_wording_has_no_articles_case_or_punctuation(text: str) -> None:
    assert wording(text) == "ship sank at oslo's pier"


def test_a_text_of_articles_is_worded_by_them() -> None:
    assert wording("The a!") == "the a"
    assert wording("…") == ""


def test_texts_of_one_wording_have_the_first_one_s_number() -> None:
    texts = ["A ship.", "Two ships.", "The ship!", "two, ships", "Three"]
    assert first_of_wording(texts) == [0, 1, 0, 1, 4]


def test_written_words_keep_their_case_and_articles() -> None:
    assert written_words("The sh\u200bip’s 1,250 pa-\nges") == ["The", "ship's", "1,250", "pages"]
