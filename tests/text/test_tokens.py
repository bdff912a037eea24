"""Words as lexical search sees them."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from loccit.text.tokens import (
    STOP_WORDS,
    joined_lines,
    line_breaks,
    tokenize,
    topic_tokens,
)
from oracles import any_text

signs = st.text(st.sampled_from(list("aBc1290.-–'’/:&@+#,_ \u00ad\u200b北京カナéİẞ")), max_size=40)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("U.S.-Iran's", "u.s.-iran u.s iran"),
        ("U.S.-Iran", "u.s.-iran u.s iran"),
        ("60-percent", "60-percent 60 percent"),
        ("PPR-9087", "ppr-9087 ppr 9087"),
        ("INFCIRC/214", "infcirc/214 infcirc 214"),
        ("E3/EU+3", "e3/eu+3 e3 eu+3"),
        ("snake_case", "snake_case snake case"),
        ("Iran’s Iran's Iranʼs", "iran iran iran"),
        ("don’t don't don`t", "don't don't don't"),
        ("O’Neil", "o'neil"),
        ("5,060 centrifuges", "5060 centrifuges"),
        ("3.67 %", "3.67"),
        ("2271/96", "2271/96 2271 96"),
        ("C++ and C#", "c++ and c#"),
        ("wind‑down wind–down", "wind-down wind down wind-down wind down"),
        ("naïve café", "naïve café"),
        ("co\u00adoperate zero\u200bwidth", "cooperate zerowidth"),
        ("ﬁle Ⅷ", "file viii"),
        ("Straße STRASSE", "strasse strasse"),
        ("北京大学", "北京 京大 大学"),
        ("東", "東"),
        ("カタカナ", "カタ タカ カナ"),
        ("iPhone手机", "iphone 手机"),
        ("COVID-19疫苗", "covid-19 covid 19 疫苗"),
        ("北京-上海", "北京 上海"),
        ("🙂 … — !", ""),
        ("", ""),
        ("The end. Next", "the end next"),
        ("R&D", "r&d r d"),
        ("a@b.example", "a@b.example a b.example b example"),
        ("8 May 2018", "8 may 2018"),
        ("1.2.3-beta", "1.2.3-beta 1.2.3 beta"),
        ("v.Chr-x", "v.chr-x v.chr v chr x"),
    ],
)
def test_tokens_of_a_text(text: str, tokens: str) -> None:
    assert tokenize(text) == tokens.split()


@given(any_text | signs)
def test_case_makes_no_difference(text: str) -> None:
    assert tokenize(text.casefold()) == tokenize(text)


@given(any_text | signs)
@example("_#")
def test_tokens_are_words_without_white_space(text: str) -> None:
    for token in tokenize(text):
        assert token
        assert not any(letter.isspace() for letter in token)
        assert any(letter.isalnum() or letter == "_" for letter in token)


@given(any_text | signs)
@example("0+_")
def test_a_token_read_again_yields_itself(text: str) -> None:
    for token in tokenize(text):
        assert tokenize(token)[:1] == [token]


@given(any_text | signs, any_text | signs)
def test_a_line_break_parts_texts(first: str, second: str) -> None:
    assert tokenize(f"{first}\n{second}") == tokenize(first) + tokenize(second)


@given(signs)
def test_apostrophes_and_hyphens_of_all_forms_are_one(text: str) -> None:
    assert tokenize(text.replace("’", "'").replace("–", "-")) == tokenize(text)


@given(st.lists(st.from_regex(r"[a-z]{2,8}", fullmatch=True), min_size=2, max_size=4))
def test_an_identifier_gives_itself_and_then_its_parts(parts: list[str]) -> None:
    assert tokenize("-".join(parts)) == ["-".join(parts), *parts]


@given(any_text | signs)
def test_topic_tokens_are_distinct_and_without_stop_words(text: str) -> None:
    tokens = topic_tokens(text)
    assert len(tokens) == len(set(tokens))
    assert STOP_WORDS.isdisjoint(tokens) or STOP_WORDS.issuperset(tokens)
    assert bool(tokens) == bool(tokenize(text))


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("co-\noperate", "cooperate"),
        ("co\u2010 \r\n  operate", "cooperate"),
        ("co\u00ad\noperate", "cooperate"),
        ("U-\nBoat", "U-Boat"),
        ("3-\nyear", "3-year"),
        ("a-\n3", "a-3"),
        ("so -\nnot", "so -\nnot"),
        ("co-operate", "co-operate"),
    ],
)
def test_a_word_that_a_line_s_end_breaks_is_joined(text: str, joined: str) -> None:
    assert joined_lines(text) == joined
    parts, at = [], 0
    for span, filling in line_breaks(text):
        parts += [text[at : span.start], filling]
        at = span.end
    assert "".join([*parts, text[at:]]) == joined


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("co-\nop", "coop co-op co op"),
        ("co\u2010\nop", "coop co-op co op"),
        ("co\u00ad\nop", "coop"),
        ("one two-\nthree four", "one twothree four two-three two three"),
        (f"{'x' * 41}-\n{'y' * 41}", f"{'x' * 41}{'y' * 41} {'x' * 40}-{'y' * 40} "
         f"{'x' * 40} {'y' * 40}"),
    ],
)  # fmt: skip
def test_a_broken_word_may_be_a_compound(text: str, tokens: str) -> None:
    assert tokenize(text) == tokens.split()


def test_a_question_of_stop_words_keeps_them() -> None:
    assert topic_tokens("Who are you?") == ["who", "are", "you"]


def test_a_question_keeps_its_topic() -> None:
    assert topic_tokens("What do the Iranians seem to fear?") == ["iranians", "seem", "fear"]
