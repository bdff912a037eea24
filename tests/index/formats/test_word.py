"""Word documents: what python-docx writes comes back."""

from __future__ import annotations

import datetime
import io
import zipfile
from pathlib import Path

import pytest
from docx import Document as WordDocument
from docx.document import Document as Made
from hypothesis import given, settings
from hypothesis import strategies as st
from loccit.index import DocumentError
from loccit.index.cleaning.clean import clean
from loccit.index.formats.parsed import Blob, BlockKind
from loccit.index.sources.load import parse
from loccit.index.types import Document
from oracles import check_blocks, collapse, plain_words


def saved(document: Made) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def read(content: bytes) -> Document:
    document = clean(*parse(Blob("a.docx", Path("a.docx"), content)))
    check_blocks(document)
    return document


def kinds(document: Document) -> list[tuple[BlockKind, str]]:
    return [(block.kind, document.text[block.start : block.end]) for block in document.blocks]


def changed(document: bytes, name: str, content: bytes | None) -> bytes:
    """A file with one of its parts replaced or left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as old, zipfile.ZipFile(out, "w") as new:
        for name_ in old.namelist():
            if name_ != name:
                new.writestr(name_, old.read(name_))
        if content is not None:
            new.writestr(name, content)
    return out.getvalue()


def sample() -> Made:
    document = WordDocument()
    document.add_heading("Boats", 1)
    document.add_paragraph("They are drawn up on the slip.")
    return document


def test_headings_lists_and_tables_keep_what_they_are() -> None:
    document = sample()
    document.add_paragraph("Mend the nets.", style="List Bullet")
    document.add_paragraph("Tar the hulls.", style="List Number")
    document.add_heading("Stock", 2)
    table = document.add_table(4, 2)
    for row, cells in enumerate([("Thing", "Count"), ("kite", "12"), ("net", "3"), ("oar", "40")]):
        for column, text in enumerate(cells):
            table.rows[row].cells[column].text = text
    assert kinds(read(saved(document))) == [
        (BlockKind.HEADING, "Boats"),
        (BlockKind.PARAGRAPH, "They are drawn up on the slip."),
        (BlockKind.ITEM, "Mend the nets."),
        (BlockKind.ITEM, "Tar the hulls."),
        (BlockKind.HEADING, "Stock"),
        (BlockKind.TABLE_HEAD, "Thing\tCount"),
        (BlockKind.ROW, "kite\t12"),
        (BlockKind.ROW, "net\t3"),
        (BlockKind.ROW, "oar\t40"),
    ]


@settings(max_examples=20)
@given(st.lists(st.lists(plain_words, min_size=1, max_size=8), min_size=1, max_size=5))
def test_what_is_written_is_read(paragraphs: list[list[str]]) -> None:
    docx_, texts = WordDocument(), [" ".join(words) for words in paragraphs]
    for text in texts:
        docx_.add_paragraph(text)
    document = read(saved(docx_))
    kept = document.text + "\n".join(removal.text for removal in document.removed)
    assert all(text in collapse(kept) for text in texts)
    assert document.offsets is None


def test_runs_of_one_word_are_one_word_and_signs_are_themselves() -> None:
    document = WordDocument()
    paragraph = document.add_paragraph("A ")
    paragraph.add_run("half").bold = True
    paragraph.add_run("way & <b>house</b>").italic = True
    assert read(saved(document)).text == "A halfway & <b>house</b>"


def test_properties_state_title_author_and_day() -> None:
    document = sample()
    document.core_properties.title, document.core_properties.author = "Winter", "Zoë Roe"
    document.core_properties.created = datetime.datetime(2019, 9, 12, 10, 0)
    stated = read(saved(document)).metadata
    assert (stated.title, stated.author, stated.date) == ("Winter", "Zoë Roe", "2019-09-12")


def test_what_programs_write_there_is_no_statement() -> None:
    stated = read(saved(sample())).metadata
    assert (stated.title, stated.author, stated.date) == ("Boats", None, None)


FOOTNOTES = (
    "<w:footnotes xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'>"
    "<w:footnote w:id='5'><w:p><w:r><w:t>Tar was dear that year.</w:t></w:r></w:p></w:footnote>"
    "</w:footnotes>"
)


def test_a_footnote_is_part_of_the_text() -> None:
    docx_ = saved(sample())
    with zipfile.ZipFile(io.BytesIO(docx_)) as archive:
        body = archive.read("word/document.xml").decode()
        types = archive.read("[Content_Types].xml").decode()
        links = archive.read("word/_rels/document.xml.rels").decode()
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    part = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    for name, content in {
        "word/document.xml": body.replace("</w:t>", "</w:t><w:footnoteReference w:id='5'/>", 1),
        "[Content_Types].xml": types.replace(
            "</Types>", f"<Override PartName='/word/footnotes.xml' ContentType='{part}'/></Types>"
        ),
        "word/_rels/document.xml.rels": links.replace(
            "</Relationships>",
            f"<Relationship Id='rId99' Type='{kind}' Target='footnotes.xml'/></Relationships>",
        ),
        "word/footnotes.xml": FOOTNOTES,
    }.items():
        docx_ = changed(docx_, name, content.encode())
    assert "Tar was dear that year." in read(docx_).text


@pytest.mark.parametrize(
    "name", ["docProps/core.xml", "word/styles.xml", "word/_rels/document.xml.rels"]
)
def test_a_missing_part_costs_only_what_it_says(name: str) -> None:
    assert "They are drawn up on the slip." in read(changed(saved(sample()), name, None)).text


@pytest.mark.parametrize("name", ["word/document.xml", "word/styles.xml"])
@pytest.mark.parametrize("content", [b"", b"<a", b"<a>&b;</a>", b"\x00\x01", "é".encode("utf-16")])
def test_a_broken_part_is_named_for_people(name: str, content: bytes) -> None:
    with pytest.raises(DocumentError, match="is a damaged Word file"):
        read(changed(saved(sample()), name, content))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_document_type_is_refused_in_any_encoding(encoding: str) -> None:
    text = "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"
    declared = f"<?xml version='1.0' encoding='{encoding}'?>{text}".encode(encoding)
    with pytest.raises(DocumentError, match=r"document type|damaged Word file"):
        read(changed(saved(sample()), "word/document.xml", declared))
