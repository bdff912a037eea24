"""Tables from file to answer: a row is found under its columns and quoted with them."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Write
from fakes import FakeEncoder
from loccit.index import Chunk, Index, IndexConfig, build_index
from loccit.index.chunking.chunk import chunk_document
from loccit.index.chunking.embedded_text import passage
from loccit.rag import RagConfig, answer_question, render_text
from oracles import make_document

HEAD, ROWS = ("Harbour", "Depth in metres"), [("Odde", "12"), ("Vik", "7"), ("Sund", "23")]


def as_markdown() -> str:
    lines = ["| " + " | ".join(row) + " |" for row in (HEAD, ("---", "---"), *ROWS)]
    return "# Depths\n\n" + "\n".join(lines) + "\n"


def as_html(head: str) -> str:
    rows = [f"<tr><{head}>{HEAD[0]}</{head}><{head}>{HEAD[1]}</{head}></tr>"]
    rows += [f"<tr><td>{a}</td><td>{b}</td></tr>" for a, b in ROWS]
    return f"<html><body><h1>Depths</h1><table>{''.join(rows)}</table></body></html>"


def as_csv(delimiter: str) -> str:
    return "".join(delimiter.join(row) + "\r\n" for row in (HEAD, *ROWS))


TABLES = {
    "a.md": as_markdown(),
    "a.html": as_html("th"),
    "b.html": as_html("td"),
    "a.csv": as_csv(","),
    "b.csv": as_csv(";"),
    "a.tsv": as_csv("\t"),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_row_knows_its_columns_in_every_format(write: Write, tmp_path: Path, name: str) -> None:
    write(f"docs/{name}", TABLES[name])
    build_index([tmp_path / "docs"], tmp_path / "x", encoder=FakeEncoder())
    index = Index.open(tmp_path / "x", FakeEncoder())
    document = index.document(name)
    rows = [
        (sentence.header.of(document.text), document.text[sentence.start : sentence.end])
        for hit in index.search("depth", 10)
        for sentence in hit.chunk.sentences
        if sentence.header
    ]
    assert sorted(rows) == sorted(("\t".join(HEAD), "\t".join(row)) for row in ROWS)


@pytest.mark.parametrize("name", TABLES)
def test_a_row_is_quoted_with_its_columns(write: Write, tmp_path: Path, name: str) -> None:
    write(f"docs/{name}", TABLES[name])
    build_index([tmp_path / "docs"], tmp_path / "x", encoder=FakeEncoder())
    index = Index.open(tmp_path / "x", FakeEncoder())
    answer = answer_question(index, "How many metres is the depth of Vik?", RagConfig(threshold=0))
    quotes = [citation.quote for citation in answer.citations]
    assert "Vik\t7" in quotes
    assert quotes.index("Vik\t7") < quotes.index("\t".join(HEAD))
    for citation in answer.citations:
        assert index.document(name).text[citation.start : citation.end] == citation.quote
        assert answer.text[citation.answer_start : citation.answer_end] == citation.quote
    assert "Vik | 7 [" in render_text(answer)


def cut(text: str, tokens: int) -> list[Chunk]:
    encoder = FakeEncoder()
    config = IndexConfig(chunk_tokens=tokens)
    return chunk_document(
        make_document(text, "table"), encoder.count_tokens, encoder.max_tokens, config
    )


def test_every_chunk_of_a_long_table_is_read_under_its_columns() -> None:
    rows = "".join(f"Harbour {number},{number * 3}\n" for number in range(200))
    chunks = cut(f"Name,Depth\n{rows}", 16)
    assert len(chunks) > 10
    assert sum(len(chunk.sentences) for chunk in chunks) == 200
    for piece in chunks:
        read = passage(piece)
        assert read.text.startswith("Name\tDepth\n")
        assert read.text.count("Name\tDepth") == 1
        assert len(read.text.split()) <= FakeEncoder.max_tokens


def test_columns_too_wide_to_repeat_are_left_to_the_first_chunk() -> None:
    wide = ",".join(f"Column number {number}" for number in range(30))
    rows = "".join(f"{number},{number + 1}\n" for number in range(100))
    chunks = cut(f"{wide}\n{rows}", 16)
    assert sum("Column number 29" in passage(chunk).text for chunk in chunks) == 1
    assert all(len(passage(chunk).text.split()) <= FakeEncoder.max_tokens for chunk in chunks[1:])


def test_a_table_without_a_head_has_rows_without_columns() -> None:
    chunks = cut("1,2\n3,4\n5,6\n", 16)
    assert [sentence.header for part in chunks for sentence in part.sentences] == [None] * 3
