"""Invisible characters, against what Unicode calls them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loccit.text.signs import STEERING, fold, fold_within_lines, harmless, printable, unfold

ENCLOSING = frozenset(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)
"""Characters of format that enclose the digits after them."""
texts = st.text(st.sampled_from(list("ab \n\u00ad\u200b\u200d\ufeff\ufe0fé")), max_size=12)


def characters(*categories: str) -> list[str]:
    return [chr(code) for code in range(0x110000) if unicodedata.category(chr(code)) in categories]


def test_characters_of_format_fold_unless_they_enclose_digits() -> None:
    for sign in characters("Cf"):
        assert (fold(f"é{sign}") == "é") == (sign not in ENCLOSING), hex(ord(sign))


def test_controls_steer_except_tab_and_line_ends() -> None:
    for sign in characters("Cc", "Cs", "Zl", "Zp"):
        assert bool(STEERING.fullmatch(sign)) == (sign not in "\t\n\r"), hex(ord(sign))


@pytest.mark.parametrize("sign", "\u200c\u200d\u200b\u00ad\ufe0f a")
def test_joiners_and_soft_hyphens_do_not_steer(sign: str) -> None:
    assert not STEERING.search(sign)


def test_only_soft_hyphens_stay_within_lines() -> None:
    assert fold("é\u00ad\u200ba") == "éa"
    assert fold_within_lines("é\u00ad\u200ba") == "é\u00ada"
    assert fold("a\x7f") == fold_within_lines("a\x7f") == "a\x7f"


@given(texts, st.data())
def test_a_range_of_the_folded_text_unfolds_to_the_same_letters(
    text: str, data: st.DataObject
) -> None:
    folded = fold(text)
    start = data.draw(st.integers(0, len(folded)))
    end = data.draw(st.integers(start, len(folded)))
    if start < end:
        first, last = unfold(text, start, end)
        assert fold(text[first:last]) == folded[start:end]
        assert text[first] == folded[start]
        assert text[last - 1] == folded[end - 1]


@pytest.mark.parametrize(
    ("text", "on_a_terminal", "as_a_name"),
    [
        ("a\tb\nc", "a\tb\nc", "a\\tb\\nc"),
        ("a\rb", "a\\rb", "a\\rb"),
        ("\x1b[2J", "\\x1b[2J", "\\x1b[2J"),
        ("\u202egpj", "\\u202egpj", "\\u202egpj"),
        ("C:\\x", "C:\\x", "C:\\\\x"),
        ("\udcff", "\\udcff", "\\xff"),
        ("\udc80", "\\udc80", "\\x80"),
        ("\ud800", "\\ud800", "\\ud800"),
        ("\udfff", "\\udfff", "\\udfff"),
        ("é 北", "é 北", "é 北"),
    ],
)
def test_what_controls_is_escaped(text: str, on_a_terminal: str, as_a_name: str) -> None:
    assert harmless(text) == on_a_terminal
    assert printable(text) == as_a_name
