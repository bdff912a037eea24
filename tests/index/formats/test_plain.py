"""Plain text into blocks: each one verbatim slice, nothing lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loccit.index.formats.parsed import BlockKind
from loccit.index.formats.plain import parse_plain
from oracles import (
    any_text,
    check_blocks,
    check_runs,
    make_document,
    plain_words,
    read_document,
    sentences_of,
)

line_ends = st.sampled_from(["\n", "\r\n"])
lines = st.lists(plain_words, min_size=1, max_size=6).map(" ".join)


def kinds(text: str) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for block in parse_plain(text).blocks]


def texts(text: str) -> list[str]:
    return [block.text for block in parse_plain(text).blocks]


# Properties.


@given(any_text)
def test_runs_are_slices_in_source_order(text: str) -> None:
    check_runs(parse_plain(text), text)


@given(any_text)
def test_each_block_is_one_trimmed_slice(text: str) -> None:
    for block in parse_plain(text).blocks:
        assert len(block.runs) == 1
        assert block.text == block.text.strip() != ""


@given(any_text.filter(lambda text: not text.startswith("---")))
def test_no_character_is_lost_between_blocks(text: str) -> None:
    reached = 0
    for block in parse_plain(text).blocks:
        assert not text[reached : block.source.start].strip()
        reached = block.source.end
    assert not text[reached:].strip()


@given(st.lists(lines, min_size=1, max_size=8), line_ends)
def test_paragraphs_are_what_blank_lines_part(paragraphs: list[str], end: str) -> None:
    assert texts((end * 2).join(paragraphs) + end) == paragraphs


@given(any_text)
def test_the_source_slice_is_the_document_text(text: str) -> None:
    document = make_document(text, "text")
    check_blocks(document)
    for block in document.blocks:
        source = document.offsets.to_source(block.start, block.end)
        assert source.of(text) == document.text[block.start : block.end]


@given(any_text)
def test_every_sentence_leads_to_its_own_characters(text: str) -> None:
    document = make_document(text, "text")
    for span in sentences_of(document):
        assert document.offsets.to_source(*span).of(text) == span.of(document.text)


@pytest.mark.parametrize("name", ["timeline-2002-2013.txt", "briefs/enrichment-and-stockpiles.txt"])
def test_sample_sentences_lead_to_their_own_characters(corpus_folder: Path, name: str) -> None:
    text, document = read_document(corpus_folder / name)
    spans = list(sentences_of(document))
    assert len(spans) > 30
    for span in spans:
        assert document.offsets.to_source(*span).of(text) == span.of(document.text)


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_wrapped_sentences_keep_their_line_breaks(end: str) -> None:
    text = end.join(
        [
            "The lighthouse on the northern mole was lit for the first",
            "time in the spring of that year, by a keeper who had come",
            "from the islands.",
        ]
    )
    assert texts(text) == [text]


# Blocks.


def test_lines_of_uneven_length_are_blocks_of_their_own() -> None:
    assert texts(
        "A short one.\nThen a line that goes on for quite some time before it ends.\nX y."
    ) == [
        "A short one.",
        "Then a line that goes on for quite some time before it ends.",
        "X y.",
    ]


def test_a_blank_line_may_hold_spaces() -> None:
    assert texts("One is here.\n \t \nTwo is here.\r\n  \r\nThree.") == [
        "One is here.",
        "Two is here.",
        "Three.",
    ]


def test_no_break_spaces_and_signs_stay() -> None:
    assert texts("8\u00a0May\u202f2018 — “naïve”…") == ["8\u00a0May\u202f2018 — “naïve”…"]


@pytest.mark.parametrize("bullet", ["-", "*", "•", "‣", "1.", "12)"])
def test_bulleted_lines_are_items(bullet: str) -> None:
    assert [kind for kind, _ in kinds(f"{bullet} red kites\n{bullet} blue kites")] == ["item"] * 2


def test_a_wrapped_list_gives_one_block_for_each_bullet() -> None:
    text = (
        "- The first kite flew over the harbour wall and\n"
        "  came down in the boat of the harbour master.\n"
        "- The second kite was lost on the way to the sea."
    )
    blocks = kinds(text)
    assert [kind for kind, _ in blocks] == ["item", "item"]
    assert blocks[0][1].endswith("harbour master.")


def test_a_short_line_alone_without_a_stop_is_a_heading() -> None:
    assert kinds("Kites of the North\n\nThey fly high.\n\nMaterials\n\nPaper and string.") == [
        ("heading", "Kites of the North"),
        ("paragraph", "They fly high."),
        ("heading", "Materials"),
        ("paragraph", "Paper and string."),
    ]


@pytest.mark.parametrize(
    "line", ["Is it?", "It is.", "It was:", "“It is.”", "Yes!", "Wait …", "是。"]
)
def test_a_line_that_ends_as_a_sentence_is_no_heading(line: str) -> None:
    assert kinds(f"Kites\n\n{line}")[1][0] == "paragraph"


def test_a_number_alone_is_no_heading() -> None:
    assert kinds("1 234")[0][0] == "paragraph"


def test_a_long_line_without_a_stop_is_a_paragraph() -> None:
    assert kinds("Kites\n\n" + "word " * 30)[1][0] == "paragraph"


# What it states of itself.


def test_byline_and_dateline_are_taken_and_set_apart() -> None:
    parsed = parse_plain("Kites\n\nBy Jane Roe and Li Wei\n\nPublished 3 May 2019\n\nThey fly.")
    assert parsed.metadata.author == "Jane Roe and Li Wei"
    assert parsed.metadata.date == "2019-05-03"
    assert [block.kind for block in parsed.blocks[1:3]] == [BlockKind.META] * 2


def test_front_matter_is_read_and_is_no_block() -> None:
    parsed = parse_plain(
        "---\ntitle: Kites\nauthor: [Jane Roe, Li Wei]\ndate: 2019-05\n---\nThey fly."
    )
    assert [block.text for block in parsed.blocks] == ["They fly."]
    assert (parsed.metadata.title, parsed.metadata.author) == ("Kites", "Jane Roe, Li Wei")
    assert parsed.metadata.date == "2019-05"


def test_a_dashed_opening_that_is_no_mapping_stays_text() -> None:
    parsed = parse_plain("---\nonly words\n---\nThey fly.")
    assert "only words" in "".join(block.text for block in parsed.blocks)
    assert parsed.metadata.title is None


def test_a_byline_far_down_is_not_the_authors() -> None:
    text = "\n\n".join([*("They fly high." for _ in range(8)), "By Jane Roe"])
    assert parse_plain(text).metadata.author is None


def test_headings_that_begin_with_by_name_no_author() -> None:
    text = "Getting to the Island\n\nBy Train\n\nTrains run hourly.\n\nBy Boat\n\nBoats run daily."
    assert parse_plain(text).metadata.author is None


def test_a_timeline_under_dates_has_no_date_of_its_own() -> None:
    text = (
        "The Pier\n\nMarch 1950\n\nThe pier was opened by the mayor.\n\nJune 1962\n\n"
        "A storm took the far end of it."
    )
    assert parse_plain(text).metadata.date is None
