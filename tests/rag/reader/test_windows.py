"""What the reader reads at once, and the way back from word pieces to characters."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loccit.index.encoders.model_files import packaged_folder
from loccit.index.encoders.vocabulary import open_vocabulary
from loccit.index.types import Chunk, Sentence
from loccit.rag.reader.windows import (
    CLS,
    MOST_CHUNK,
    MOST_CONTEXT,
    MOST_QUESTION,
    SEP,
    original_places,
    read_chunk,
    to_window,
)
from loccit.text.tokens import joined_lines

VOCABULARY = open_vocabulary(packaged_folder() / "tokenizer.json")
LINES = st.text(alphabet="ab Z-\n1é", max_size=40)


def chunk(text: str, context: str = "", start: int = 100) -> Chunk:
    """A chunk of sentences that end in full stops."""
    spans = [match.span() for match in re.finditer(r"[^. ][^.]*\.", text)]
    sentences = tuple(Sentence(start + a, start + b) for a, b in spans)
    return Chunk("a.txt", start, start + len(text), text, sentences, context)


@given(LINES)
def test_every_character_of_joined_lines_has_its_place(text: str) -> None:
    joined, places = joined_lines(text), original_places(text)
    assert len(places) == len(joined)
    assert places == sorted(places)
    assert all(text[place] == letter for place, letter in zip(places, joined, strict=True))


def test_a_window_is_question_context_and_chunk() -> None:
    pieces = read_chunk(VOCABULARY, chunk("It burns oil. It is loud.", "The mill"))
    question = VOCABULARY.encode("What burns?", add_special_tokens=False).ids
    window = to_window(question, pieces.context, pieces)
    text = VOCABULARY.decode(window.ids, skip_special_tokens=False)
    assert text == "[CLS] what burns? [SEP] the mill [SEP] it burns oil. it is loud. [SEP]"
    assert window.ids[window.start - 1] == SEP
    assert window.ids[0] == CLS
    sentences = [VOCABULARY.decode(window.ids[a:b]) for a, b in window.sentences]
    assert sentences == ["it burns oil.", "it is loud."]


def test_a_heading_inside_the_slice_is_context() -> None:
    text = "Boats\n\nThe ferry is red."
    inside = Chunk("a", 0, len(text), text, (Sentence(7, len(text)),), "Lakes")
    pieces = read_chunk(VOCABULARY, inside)
    assert VOCABULARY.decode(pieces.context) == "lakes boats"
    assert VOCABULARY.decode(pieces.ids) == "the ferry is red."


def test_long_parts_are_cut() -> None:
    pieces = read_chunk(VOCABULARY, chunk("oil " * 400 + "end."))
    window = to_window([7] * 100, [8] * 100, pieces)
    assert len(pieces.ids) == MOST_CHUNK
    assert window.start == MOST_QUESTION + MOST_CONTEXT + 3
    assert len(window.ids) == window.start + MOST_CHUNK + 1


def test_word_pieces_lead_back_to_whole_words_of_the_document() -> None:
    text = "The unit costs 4,200 zlotys a year. Enrich-\nment at Fordow resumed."
    whole = chunk(text)
    pieces = read_chunk(VOCABULARY, whole)
    for first in range(len(pieces.ids)):
        span = pieces.in_document(first, first, whole)
        word = text[span.start - 100 : span.end - 100]
        assert word == word.strip() != ""
        if word[0].isalnum():
            assert span.start == 100 or not text[span.start - 101].isalnum()
        if word[-1].isalnum():
            assert span.end == 100 + len(text) or not text[span.end - 100].isalnum()
    joined = pieces.text.index("Enrich")
    enrich = next(n for n, (start, _) in enumerate(pieces.offsets) if start == joined)
    span = pieces.in_document(enrich, enrich, whole)
    assert text[span.start - 100 : span.end - 100] == "Enrich-\nment"


@pytest.mark.parametrize("number", ["4,200", "2489.7", "10:30", "1,250.75"])
def test_a_number_is_whole_however_its_pieces_are_cut(number: str) -> None:
    text = f"It was {number}, they say."
    whole = chunk(text)
    pieces = read_chunk(VOCABULARY, whole)
    start = text.index(number)
    inside = [n for n, (a, b) in enumerate(pieces.offsets) if start <= a < b <= start + len(number)]
    assert len(inside) > 1
    for piece in inside:
        span = pieces.in_document(piece, piece, whole)
        assert text[span.start - 100 : span.end - 100] in {number, ",", ".", ":"}
