"""Documents into chunks: slices of whole sentences that the encoder can read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from documents.pages import INTERVIEW
from hypothesis import given
from hypothesis import strategies as st
from loccit.index import Chunk, Document, Encoder, IndexConfig, Metadata, OffsetMap
from loccit.index.chunking.chunk import chunk_document
from loccit.index.chunking.embedded_text import passage
from loccit.index.chunking.sentences import split_sentences
from loccit.index.formats.parsed import BlockKind
from loccit.index.types import TextBlock
from oracles import NOT_ANSWERS, collapse, make_document, plain_words, read_document

LIMIT = 64
SPECIAL = 2

Piece = tuple[BlockKind, str]
CountTokens = Callable[[Sequence[str]], list[int]]

sentence = st.lists(plain_words, min_size=1, max_size=25).map(
    lambda words: "So " + " ".join(words) + " ended."
)
question = st.lists(plain_words, min_size=1, max_size=12).map(
    lambda words: "Did " + " ".join(words) + " end?"
)
prose = st.lists(sentence | question, min_size=1, max_size=6).map(" ".join)
heading = st.lists(plain_words, min_size=1, max_size=30).map(" ".join)
piece = st.one_of(
    st.tuples(st.just(BlockKind.PARAGRAPH), prose),
    st.tuples(st.just(BlockKind.PARAGRAPH), question),
    st.tuples(st.just(BlockKind.ITEM), sentence),
    st.tuples(st.just(BlockKind.ROW), heading),
    st.tuples(st.just(BlockKind.HEADING), heading),
    st.tuples(st.just(BlockKind.META), st.just("By Jane Roe")),
)
pieces = st.lists(piece, min_size=1, max_size=12)
titles = st.none() | heading


def count_words(texts: Sequence[str]) -> list[int]:
    return [len(text.split()) for text in texts]


def assemble(parts: Sequence[Piece], title: str | None = None) -> Document:
    """A document of these blocks, a blank line between them."""
    blocks: list[TextBlock] = []
    at = 0
    for kind, text in parts:
        blocks.append(TextBlock(kind, at, at + len(text)))
        at += len(text) + 2
    text = "\n\n".join(text for _, text in parts)
    offsets = OffsetMap(((0, len(text), 0, len(text)),))
    return Document(
        "a.txt", Path("a.txt"), "text", "0", text, Metadata(title), tuple(blocks), offsets
    )


def cut(
    document: Document, *, tokens: int = 160, count: CountTokens = count_words, limit: int = LIMIT
) -> list[Chunk]:
    return chunk_document(document, count, limit, IndexConfig(chunk_tokens=tokens))


def paragraphs(*texts: str) -> list[Piece]:
    return [(BlockKind.PARAGRAPH, text) for text in texts]


# Properties.


@given(pieces, titles)
def test_a_chunk_is_a_slice(parts: list[Piece], title: str | None) -> None:
    document = assemble(parts, title)
    reached = 0
    for piece in cut(document):
        assert reached <= piece.start < piece.end
        assert document.text[piece.start : piece.end] == piece.text
        reached = piece.end
    assert reached <= len(document.text)


@given(pieces, titles)
def test_sentences_lie_inside_their_chunk_in_order(parts: list[Piece], title: str | None) -> None:
    for piece in cut(assemble(parts, title)):
        reached = piece.start
        for sentence in piece.sentences:
            assert reached <= sentence.start < sentence.end <= piece.end
            reached = sentence.end


@given(pieces, titles)
def test_every_letter_that_may_answer_is_in_exactly_one_sentence(
    parts: list[Piece], title: str | None
) -> None:
    document = assemble(parts, title)
    times = [0] * len(document.text)
    for piece in cut(document):
        for sentence in piece.sentences:
            for at in range(sentence.start, sentence.end):
                times[at] += 1
    for block in document.blocks:
        wanted = 0 if block.kind in NOT_ANSWERS else 1
        for at in range(block.start, block.end):
            if document.text[at].isalnum():
                assert times[at] == wanted


@given(pieces, titles)
def test_a_chunk_never_crosses_a_heading(parts: list[Piece], title: str | None) -> None:
    document = assemble(parts, title)
    headings = [block for block in document.blocks if block.kind is BlockKind.HEADING]
    for piece in cut(document):
        for sentence in piece.sentences:
            inside = [block for block in headings if piece.start <= block.start < sentence.start]
            assert all(block.end <= piece.sentences[0].start for block in inside)


@given(pieces, titles)
def test_a_chunk_names_the_heading_it_stands_under(parts: list[Piece], title: str | None) -> None:
    document = assemble(parts, title)
    for piece in cut(document):
        if piece.sentences:
            above = [
                block
                for block in document.blocks
                if block.kind is BlockKind.HEADING and block.end <= piece.sentences[0].start
            ]
            text = document.text[above[-1].start : above[-1].end] if above else ""
            assert piece.heading == collapse(text)


@given(pieces, titles, st.sampled_from([16, 40, 160]))
def test_what_is_embedded_fits_the_encoder(
    parts: list[Piece], title: str | None, tokens: int
) -> None:
    for piece in cut(assemble(parts, title), tokens=tokens):
        assert count_words([passage(piece).text])[0] <= LIMIT - SPECIAL


@given(pieces, titles)
def test_the_spans_of_a_passage_are_its_sentences(parts: list[Piece], title: str | None) -> None:
    document = assemble(parts, title)
    for piece in cut(document):
        embedded = passage(piece)
        texts = [document.text[sentence.start : sentence.end] for sentence in piece.sentences]
        assert [span.of(embedded.text) for span in embedded.spans] == texts
        assert embedded.text.endswith(piece.text)


@given(pieces, titles)
def test_context_repeats_nothing_that_the_slice_holds(
    parts: list[Piece], title: str | None
) -> None:
    for piece in cut(assemble(parts, title)):
        if piece.heading and piece.heading in piece.context.split("\n") and piece.heading != title:
            assert not piece.text.startswith(piece.heading + "\n")


@given(pieces, titles)
def test_equal_documents_give_equal_chunks(parts: list[Piece], title: str | None) -> None:
    assert cut(assemble(parts, title)) == cut(assemble(parts, title))


@pytest.mark.parametrize("place", [1, 2, 3])
def test_a_dateline_between_paragraphs_moves_no_chunk(place: int) -> None:
    parts = paragraphs("The ferry sank.", "It rose.", "It sails.")
    parts.insert(place, (BlockKind.META, "3 May 2019"))
    document = assemble(parts)
    chunks = cut(document)
    assert all(
        chunk.start <= s.start < s.end <= chunk.end for chunk in chunks for s in chunk.sentences
    )
    assert [document.text[s.start : s.end] for chunk in chunks for s in chunk.sentences] == [
        "The ferry sank.",
        "It rose.",
        "It sails.",
    ]


# Size.


def test_chunks_of_prose_stay_under_the_target() -> None:
    text = " ".join(f"This is sentence number {number} of many." for number in range(100))
    chunks = cut(assemble(paragraphs(text)), tokens=30)
    assert all(count_words([chunk.text])[0] <= 30 for chunk in chunks)
    assert len(chunks) > 20


def test_chunks_of_a_section_are_of_about_equal_size() -> None:
    text = " ".join(f"This is sentence {number} here." for number in range(13))
    sizes = [count_words([chunk.text])[0] for chunk in cut(assemble(paragraphs(text)), tokens=60)]
    assert max(sizes) - min(sizes) <= 10


def test_a_short_document_is_one_chunk() -> None:
    chunks = cut(assemble(paragraphs("The ferry sank.", "It rose.", "It sails.")))
    assert [chunk.text for chunk in chunks] == ["The ferry sank.\n\nIt rose.\n\nIt sails."]


@pytest.mark.parametrize("words", [62, 63, 64, 1000])
def test_a_sentence_longer_than_the_encoder_reads_is_cut(words: int) -> None:
    text = "The " + " ".join(f"word{number}" for number in range(words - 1)) + "."
    chunks = cut(assemble(paragraphs(text)))
    assert len(chunks) >= -(-words // (LIMIT - SPECIAL))
    assert all(count_words([passage(chunk).text])[0] <= LIMIT - SPECIAL for chunk in chunks)
    assert " ".join(text[s.start : s.end] for chunk in chunks for s in chunk.sentences) == text


def test_a_word_without_spaces_longer_than_the_encoder_reads_is_cut() -> None:
    text = "語" * 500
    chunks = chunk_document(
        assemble(paragraphs(text)), lambda texts: [len(t) for t in texts], LIMIT, IndexConfig()
    )
    assert "".join(text[s.start : s.end] for chunk in chunks for s in chunk.sentences) == text
    assert all(len(passage(chunk).text) <= LIMIT - SPECIAL for chunk in chunks)


@pytest.mark.parametrize("words", [10, 30, 61, 200])
def test_a_long_heading_leaves_room_for_text(words: int) -> None:
    head = " ".join(f"head{number}" for number in range(words))
    text = " ".join(f"This is sentence {number} under it." for number in range(30))
    chunks = cut(assemble([(BlockKind.HEADING, head), *paragraphs(text)], title=head))
    assert all(count_words([passage(chunk).text])[0] <= LIMIT - SPECIAL for chunk in chunks)
    assert sum(len(chunk.sentences) for chunk in chunks) == 30


@pytest.mark.parametrize(
    "before",
    [
        [
            (BlockKind.HEADING, "Boats"),
            (BlockKind.META, "By Jane Roe"),
            (BlockKind.META, "3 May 2019"),
        ],
        [
            (BlockKind.HEADING, "Boats"),
            (BlockKind.HEADING, "Ferries"),
            (BlockKind.HEADING, "At Night"),
        ],
        [(BlockKind.PARAGRAPH, "Q1: Who paid for it?")],
        [(BlockKind.PARAGRAPH, "The list:")],
    ],
    ids=["byline", "headings", "question", "list"],
)
@pytest.mark.parametrize("label", ["A1: ", "- ", ""])
def test_lines_and_labels_beside_the_sentences_are_counted(before: list[Piece], label: str) -> None:
    for words in range(50, 63):
        text = label + "The " + "word " * (words - 2) + "ended."
        chunks = cut(assemble([*before, (BlockKind.PARAGRAPH, text)], title="Boats"))
        assert all(count_words([passage(chunk).text])[0] <= LIMIT - SPECIAL for chunk in chunks)


# Context.


def test_title_and_heading_are_embedded_before_later_chunks() -> None:
    text = " ".join(f"This is sentence {number} of it." for number in range(30))
    parts = [(BlockKind.HEADING, "Boats"), (BlockKind.HEADING, "Night Ferry"), *paragraphs(text)]
    first, *others = cut(assemble(parts, title="Boats"), tokens=40)
    assert first.text.startswith("Boats\n\nNight Ferry\n\nThis is sentence 0")
    assert first.context == ""
    assert {chunk.context for chunk in others} == {"Boats\nNight Ferry"}


def test_a_heading_alone_is_still_found() -> None:
    chunks = cut(assemble([(BlockKind.HEADING, "Boats"), (BlockKind.META, "By Jane Roe")]))
    assert [(chunk.text, chunk.sentences) for chunk in chunks] == [("Boats\n\nBy Jane Roe", ())]


def test_a_title_that_is_not_in_the_text_is_embedded() -> None:
    chunks = cut(assemble(paragraphs("The ferry sank."), title="Boats"))
    assert passage(chunks[0]).text == "Boats\nThe ferry sank."
    assert chunks[0].text == "The ferry sank."


# Interviews.

LONG = " ".join(
    f"Then the ferry made its trip number {number} of the year." for number in range(20)
)


@pytest.mark.parametrize(
    ("ask", "answer"), [("Q1: ", "A1: "), ("Q: ", "A: "), ("Question 1: ", ""), ("", "")]
)
def test_a_question_stays_with_its_answer(ask: str, answer: str) -> None:
    parts = paragraphs(
        f"{ask}Who paid for the ferry?",
        f"{answer}The county paid. {LONG}",
        f"{ask.replace('1', '2')}Who runs it?",
        f"{answer.replace('1', '2')}A cooperative does. {LONG}",
    )
    chunks = cut(assemble(parts))
    for asked, reply in (
        ("Who paid for the ferry?", "The county paid."),
        ("Who runs it?", "A cooperative does."),
    ):
        (held,) = [chunk for chunk in chunks if asked in chunk.text]
        assert reply in held.text
    assert not any("Who runs" in chunk.text and "county paid" in chunk.text for chunk in chunks)


def test_later_chunks_of_an_answer_carry_their_question() -> None:
    document = make_document(INTERVIEW, "text")
    chunks = cut(document, limit=40)
    questions = ["What is the county’s plan?", "Who is against it?"]
    blocks = [(block, document.text[block.start : block.end]) for block in document.blocks]
    starts = [next(block.start for block, text in blocks if asked in text) for asked in questions]
    end = next(block.start for block, text in blocks if text.startswith("Q3"))
    for asked, begin, stop in zip(questions, starts, [*starts[1:], end], strict=True):
        first, *later = [chunk for chunk in chunks if begin <= chunk.start < stop]
        assert asked in first.text
        assert later
        assert all(asked in chunk.context.split("\n") for chunk in later)


def test_of_a_long_question_only_what_it_asks_is_repeated() -> None:
    chunks = cut(make_document(INTERVIEW, "text"), limit=40)
    (last,) = [chunk for chunk in chunks if "I see no quick answer" in chunk.text]
    assert "Q3" not in last.text
    assert "What will it weigh, and can it be quick?" in last.context
    assert "promised" not in last.context


@pytest.mark.parametrize("asked", ["Q1: ?", "Q: …?", "Q2: “?”"])
def test_a_question_without_words_breaks_nothing(asked: str) -> None:
    parts = paragraphs(asked, "A1: The county paid.", "Q3: Who sailed?", "A3: Jane did.")
    document = assemble(parts)
    sentences = [document.text[s.start : s.end] for chunk in cut(document) for s in chunk.sentences]
    assert sentences == ["The county paid.", "Who sailed?", "Jane did."]


def test_an_answer_may_fill_what_the_encoder_reads() -> None:
    text = " ".join(f"This is sentence {number} here." for number in range(9))
    parts = paragraphs("Q1: Who paid?", f"A1: {text}", "Q2: Who sailed?", "A2: Jane did.")
    assert len(cut(assemble(parts), tokens=16)) == 2


def test_a_declarative_in_a_question_block_is_a_sentence_of_its_own() -> None:
    parts = paragraphs("Q1: The ferry sank in May. Who paid?", "A1: The county did.")
    (piece,) = cut(assemble(parts))
    document = assemble(parts)
    assert [(document.text[s.start : s.end], s.interrogative) for s in piece.sentences] == [
        ("The ferry sank in May.", False),
        ("Who paid?", True),
        ("The county did.", False),
    ]


def test_one_question_in_prose_makes_no_interview() -> None:
    parts = paragraphs("The ferry sank.", "Who paid for it?", "The county did.")
    assert len(cut(assemble(parts))) == 1


# The sample corpus and the real encoder.


@pytest.mark.parametrize(
    "name",
    [
        "interview-what-tehran-wants.md",
        "timeline-2002-2013.txt",
        "briefs/jcpoa-in-brief.md",
        "briefs/enrichment-and-stockpiles.txt",
        "briefs/withdrawal-and-sanctions.html",
        "briefs/gulf-tensions-2019.html",
    ],
)
def test_sample_chunks_fit_the_real_encoder(
    corpus_folder: Path, real_encoder: Encoder, name: str
) -> None:
    _, document = read_document(corpus_folder / name)
    chunks = cut(document, count=real_encoder.count_tokens, limit=real_encoder.max_tokens)
    sizes = real_encoder.count_tokens([passage(chunk).text for chunk in chunks])
    assert len(chunks) > 2
    assert max(sizes) <= real_encoder.max_tokens - SPECIAL


@given(pieces, titles)
def test_chunks_of_any_text_fit_the_real_encoder(
    real_encoder: Encoder, parts: list[Piece], title: str | None
) -> None:
    document = assemble(parts, title)
    chunks = cut(document, count=real_encoder.count_tokens, limit=real_encoder.max_tokens)
    sizes = real_encoder.count_tokens([passage(chunk).text for chunk in chunks])
    assert all(size <= real_encoder.max_tokens - SPECIAL for size in sizes)


def test_sample_questions_stay_with_their_answers(
    corpus_folder: Path, real_encoder: Encoder
) -> None:
    _, document = read_document(corpus_folder / "interview-what-tehran-wants.md")
    chunks = cut(document, count=real_encoder.count_tokens, limit=real_encoder.max_tokens)
    for number in range(1, 7):
        (held,) = [chunk for chunk in chunks if f"Q{number}:" in chunk.text]
        assert f"A{number}:" in held.text


def test_a_document_without_blocks_has_no_chunks() -> None:
    empty = assemble([])
    assert cut(replace(empty, blocks=(), text="")) == []


@pytest.mark.parametrize("kind", [BlockKind.ITEM, BlockKind.PARAGRAPH])
def test_the_name_of_a_class_in_a_list_belongs_to_its_item(kind: BlockKind) -> None:
    text = "A: below 3.5 on the scale."
    (sentence,) = split_sentences(text, kind)
    is_item = kind is BlockKind.ITEM
    assert text[sentence.start : sentence.end] == (text if is_item else "below 3.5 on the scale.")
