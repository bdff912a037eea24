"""What the encoder reads for a chunk: spans that still mean their sentences."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loccit.index import Chunk, Sentence
from loccit.index.chunking.embedded_text import passage
from loccit.text.tokens import joined_lines, tokenize

word = st.text(st.sampled_from("abcdefghij"), min_size=2, max_size=8)


def make_chunk(sentences: list[str], context: str = "") -> Chunk:
    text, spans = "", []
    for sentence in sentences:
        start = len(text) + bool(text)
        text = f"{text} {sentence}" if text else sentence
        spans.append(Sentence(start + 100, start + 100 + len(sentence)))
    return Chunk("a", 100, 100 + len(text), text, tuple(spans), context)


@given(st.lists(st.lists(st.tuples(word, st.booleans()), min_size=1), min_size=1, max_size=4))
def test_spans_hold_their_sentences_with_broken_words_whole(
    sentences: list[list[tuple[str, bool]]],
) -> None:
    """Some words are broken in their middle; joined, each sentence reads as if none were."""
    plain = [" ".join(word for word, _ in words) + "." for words in sentences]
    broken = [
        " ".join(f"{word[:1]}-\n{word[1:]}" if cut else word for word, cut in words) + "."
        for words in sentences
    ]
    read = passage(make_chunk(broken, "A ti-\ntle"))
    assert [span.of(read.text) for span in read.spans] == plain
    assert read.text == "\n".join(["A title", " ".join(plain)])


@pytest.mark.parametrize(
    ("text", "joined"),
    [
        ("nego-\ntiations", "negotiations"),
        ("nego-  \r\n  tiations", "negotiations"),
        ("U.S.-\nIran", "U.S.-\nIran"),
        ("Anglo-\nIranian", "Anglo-Iranian"),
        ("60-\npercent", "60-percent"),
        ("wait -\nthen go", "wait -\nthen go"),
        ("2019-\n2021", "2019-2021"),
        ("nego\u00ad\ntiations", "negotiations"),
    ],
)
def test_a_hyphen_at_a_lines_end_goes_where_it_breaks_a_word(text: str, joined: str) -> None:
    assert joined_lines(text) == joined


def test_a_broken_word_is_found_whole_and_in_parts() -> None:
    assert tokenize("the nego-\ntiations") == [
        "the", "negotiations", "nego-tiations", "nego", "tiations",
    ]  # fmt: skip
    assert {"60-percent", "60", "percent"} <= set(tokenize("60-\npercent"))


@given(st.text(st.sampled_from("ab -\n.1Z"), max_size=40))
def test_joining_changes_line_ends_after_hyphens_alone(text: str) -> None:
    assert re.sub(r"[-\s]", "", joined_lines(text)) == re.sub(r"[-\s]", "", text)
    if "-\n" not in re.sub(r" +\n", "\n", text):
        assert joined_lines(text) == text
