"""A format is one row of the registry, and the registry alone knows which formats there are."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, Write
from fakes import FakeEncoder
from loccit.index import Index, Skipped, build_index
from loccit.index.formats import registry
from loccit.index.formats.parsed import Extracted
from loccit.index.formats.plain import parse_plain
from loccit.index.formats.registry import FORMATS, FileFormat, Genre, opens_as_text

PARAGRAPH = "The ferry sank in March."


def read_toy(content: bytes) -> Extracted:
    """Text after a signature, every letter one higher than it should be."""
    text = bytes(byte - 1 for byte in content.removeprefix(b"TOY1")).decode()
    return Extracted(text, parse_plain(text))


TOY = FileFormat(
    "toy",
    (".toy",),
    read_toy,
    from_bytes=True,
    is_binary=True,
    signature=b"TOY1",
    genre=Genre.TABLE,
    in_process=True,
)


@pytest.fixture
def with_toy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "FORMATS", (*FORMATS, TOY))


def test_a_new_row_is_a_new_format(with_toy: None, write: Write, tmp_path: Path) -> None:
    content = b"TOY1" + bytes(byte + 1 for byte in PARAGRAPH.encode())
    for name in ("a.toy", "sniffed.bin"):
        write(f"docs/{name}", content)
    write("docs/false.toy", b"\0\1\2" * 9)
    report = build_index([tmp_path / "docs"], tmp_path / "index", encoder=FakeEncoder())
    assert report.skipped == (
        Skipped("false.toy", "is not what its suffix '.toy' says, or is damaged at its start"),
    )
    index = Index.open(tmp_path / "index", FakeEncoder())
    assert [(entry.name, entry.is_table) for entry in index.listing()] == [
        ("a.toy", True),
        ("sniffed.bin", True),
    ]
    document = index.document("a.toy")
    assert (document.format, document.text) == ("toy", PARAGRAPH)
    assert document.to_source(0, 3).start is None
    assert not opens_as_text("toy")
    assert index.search("When did the ferry sink?")[0].chunk.text == PARAGRAPH
    assert ".toy" in registry.expected_suffixes()


def test_without_its_row_it_is_refused(write: Write, tmp_path: Path) -> None:
    write("docs/a.txt", PARAGRAPH)
    write("docs/a.toy", "TOY1")
    report = build_index([tmp_path / "docs"], tmp_path / "index", encoder=FakeEncoder())
    (skipped,) = report.skipped
    assert skipped.name == "a.toy"
    assert "'.toy', which is not supported; expected one of .csv, .docx" in skipped.why


def test_rows_are_apart() -> None:
    suffixes = [suffix for row in FORMATS for suffix in row.suffixes]
    assert len(set(suffixes)) == len(suffixes)
    assert len({row.name for row in FORMATS}) == len(FORMATS)


@pytest.mark.parametrize("row", FORMATS, ids=lambda row: row.name)
def test_every_function_that_a_row_names_is_there(row: FileFormat) -> None:
    assert row.reader or row.unpacks
    for function in filter(None, (row.reader, row.unpacks)):
        assert callable(registry.load(function))


@pytest.mark.parametrize("name", [row.name for row in FORMATS] + ["unknown"])
def test_a_browser_shows_text_formats_only(name: str) -> None:
    assert opens_as_text(name) == (name in {"text", "markdown", "html", "table", "mail"})


def test_the_registry_imports_no_parser() -> None:
    program = (
        "import sys, loccit.index.formats.registry\n"
        "print(*{name.split('.')[0] for name in sys.modules})"
    )
    loaded = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": str(ROOT / ".ci/path")},
    ).stdout.split()
    assert not {"pypdfium2", "mammoth", "trafilatura", "lxml", "comrak", "yaml"} & set(loaded)
