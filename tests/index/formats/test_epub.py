"""Books: their chapters in reading order, and what is wrong with those that are broken."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loccit.index import DocumentError
from loccit.index.cleaning.clean import clean
from loccit.index.formats import limits
from loccit.index.formats.parsed import Blob, BlockKind
from loccit.index.sources.load import parse
from loccit.index.types import Document
from oracles import check_blocks, collapse, plain_words

PAGE = "application/xhtml+xml"


def chapter(body: str) -> str:
    return f"<html xmlns='http://www.w3.org/1999/xhtml'><body>{body}</body></html>"


def book(
    chapters: dict[str, str],
    spine: list[str] | None = None,
    *,
    stated: str = "",
    folder: str = "OEBPS/",
    extra: dict[str, str] | None = None,
    nav: str = "",
) -> bytes:
    """A book of named chapters, read in the order of ``spine``."""
    items = "".join(
        f"<item id='{name}' href='{name}' media-type='{PAGE}'"
        f" properties='{'nav' if name == nav else ''}'/>"
        for name in chapters
    )
    order = "".join(f"<itemref idref='{name}'/>" for name in spine or chapters)
    package = (
        "<package xmlns='http://www.idpf.org/2007/opf' xmlns:dc='http://purl.org/dc/elements/1.1/'>"
        f"<metadata>{stated}</metadata><manifest>{items}</manifest><spine>{order}</spine></package>"
    )
    container = (
        "<container xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><rootfiles>"
        f"<rootfile full-path='{folder}p.opf'/></rootfiles></container>"
    )
    parts = {"META-INF/container.xml": container, f"{folder}p.opf": package}
    parts |= {folder + name.replace("%20", " "): text for name, text in chapters.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in {**parts, **(extra or {})}.items():
            if content != "missing":
                archive.writestr(name, content)
    return out.getvalue()


def read(content: bytes) -> Document:
    document = clean(*parse(Blob("a.epub", Path("a.epub"), content)))
    check_blocks(document)
    return document


@given(
    st.permutations(["a", "b", "c", "d"]),
    st.lists(st.lists(plain_words, min_size=1, max_size=6), min_size=4, max_size=4),
)
def test_chapters_come_in_the_order_of_the_spine(order: list[str], words: list[list[str]]) -> None:
    texts = {
        name: f"{name.upper()}1 {' '.join(word)}" for name, word in zip("abcd", words, strict=True)
    }
    document = read(book({name: chapter(f"<p>{text}</p>") for name, text in texts.items()}, order))
    assert [collapse(part) for part in document.text.split("\n\n")] == [
        texts[name] for name in order
    ]
    assert document.offsets is None


def test_headings_and_lists_keep_what_they_are_and_the_contents_are_left_out() -> None:
    chapters = {
        "nav.xhtml": chapter("<nav><ol><li>Boats</li></ol></nav>"),
        "one.xhtml": chapter("<h1>Boats</h1><p>Drawn &amp; tarred.</p><ul><li>Oars</li></ul>"),
    }
    document = read(book(chapters, nav="nav.xhtml"))
    blocks = [(block.kind, document.text[block.start : block.end]) for block in document.blocks]
    assert blocks == [
        (BlockKind.HEADING, "Boats"),
        (BlockKind.PARAGRAPH, "Drawn & tarred."),
        (BlockKind.ITEM, "Oars"),
    ]


def test_the_package_states_title_authors_and_day() -> None:
    stated = (
        "<dc:title>Winter</dc:title><dc:creator>Zoë Roe</dc:creator>"
        "<dc:creator>J. Doe</dc:creator><dc:date>2019-09-12T00:00:00Z</dc:date>"
    )
    metadata = read(book({"a": chapter("<p>Words.</p>")}, stated=stated)).metadata
    assert (metadata.title, metadata.author, metadata.date) == (
        "Winter",
        "Zoë Roe, J. Doe",
        "2019-09-12",
    )


@pytest.mark.parametrize("folder", ["", "OEBPS/", "a/b/"])
def test_chapters_are_found_from_where_the_package_lies(folder: str) -> None:
    document = read(book({"one%20more.xhtml": chapter("<p>Words here.</p>")}, folder=folder))
    assert document.text == "Words here."


def test_a_spine_that_names_a_chapter_without_end_gives_it_once() -> None:
    document = read(book({"a": chapter("<p>Once upon a time.</p>")}, ["a"] * 100_000))
    assert document.text == "Once upon a time."


def test_a_book_beyond_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "TEXT_BYTES", 1000)
    with pytest.raises(DocumentError, match="Split the file"):
        read(book({"a": chapter("<p>Once upon a time.</p>" * 100)}))


def test_a_part_with_an_endless_name_is_named_in_short() -> None:
    with pytest.raises(DocumentError, match="does not contain") as caught:
        read(book({"a" * 1000: "missing"}))
    assert len(str(caught.value)) < 300


def test_what_the_spine_names_in_vain_is_passed_over() -> None:
    assert read(book({"a": chapter("<p>Words.</p>")}, ["a", "no-such"])).text == "Words."


def test_a_book_that_lacks_a_chapter_is_refused_and_the_chapter_named() -> None:
    with pytest.raises(DocumentError, match=r"refers to 'OEBPS/b', which it does not contain"):
        read(book({"a": chapter("<p>Words.</p>"), "b": "missing"}))


@pytest.mark.parametrize(
    ("part", "content", "why"),
    [
        ("META-INF/container.xml", "", "META-INF/container.xml cannot be read"),
        ("META-INF/container.xml", "<a/>", "names no package file"),
        ("OEBPS/p.opf", "missing", "does not contain"),
        ("OEBPS/p.opf", "<package", "p.opf cannot be read"),
        ("OEBPS/p.opf", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "declares entities"),
        ("META-INF/rights.xml", "<rights/>", "DRM"),
    ],
)
def test_a_broken_book_is_named_for_people(part: str, content: str, why: str) -> None:
    with pytest.raises(DocumentError, match=why):
        read(book({"a": chapter("<p>Words.</p>")}, extra={part: content}))
