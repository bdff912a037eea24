"""Hostile and broken files: each is read or named with a reason, and the rest is indexed."""

from __future__ import annotations

import io
import os
import re
import socket
import zipfile
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import hostile
import pytest
from conftest import Write
from fakes import FakeEncoder
from loccit.index import BuildReport, Index, UsageError, build_index
from loccit.index.cleaning.hygiene import examine_hygiene
from loccit.index.sources.find import find
from loccit.index.sources.isolation import Parser
from loccit.ui.page.hygiene_report import print_report, write_report

GOOD = {
    "a.txt": "The harbour of Port Ellery freezes in most winters.",
    "b.md": "# Kites\n\nKites need wind and a long line.",
    "c.html": "<!doctype html><html><body><p>Ledgers are kept in the long shed.</p></body></html>",
}
BIDI = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def zipped(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def encrypted() -> bytes:
    """An archive that says that its member is encrypted."""
    content = bytearray(zipped({"secret.txt": b"words"}, zipfile.ZIP_STORED))
    content[content.find(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def nested(depth: int) -> bytes:
    archive = zipped({"core.txt": b"words"})
    for _ in range(depth):
        archive = zipped({"in.zip": archive})
    return archive


def word_with(declared: str) -> bytes:
    body = f"<?xml version='1.0'?>{declared}<w:document xmlns:w='x'><w:body/></w:document>"
    return zipped({"word/document.xml": body.encode(), "[Content_Types].xml": b"<Types/>"})


ENTITIES = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
BOMB = f'<!DOCTYPE a [<!ENTITY e0 "ha">{ENTITIES}]>'
MIME = "".join(f"Content-Type: multipart/mixed; boundary=b{n}\n\n--b{n}\n" for n in range(3_000))

REFUSED = [
    ("empty.txt", b"", "is empty"),
    ("blank.md", b" \r\n\t", "is empty"),
    ("program.txt", b"\x7fELF\x02\x01" + bytes(100), "is a program"),
    ("binary.csv", b"a,b\n\x00\x01\x02", "NUL"),
    ("wide.txt", "words in UTF-16".encode("utf-16-le"), "UTF-16 without a byte order mark"),
    ("cut.docx", zipped({"word/document.xml": b"<a/>" * 50})[:-30], "damaged or truncated zip"),
    ("hollow.docx", word_with(""), "damaged Word file"),
    ("bomb.docx", word_with(BOMB), "declares a document type"),
    ("bomb.zip", zipped({"zeros.txt": bytes(30_000_000)}), "times its compressed size"),
    ("secret.zip", encrypted(), "is encrypted"),
    ("deep.zip", nested(6), "archives deep"),
    ("many.zip", zipped({f"{n}.txt": b"" for n in range(10_001)}), "10,001 files"),
    ("old.docx", b"\xd0\xcf\x11\xe0" + bytes(600), "without a password"),
    ("cut.pdf", b"%PDF-1.7\n1 0 obj\n<</Type", "PDF"),
    ("deep.eml", f"From: a\nDate: b\nSubject: c\n{MIME}".encode(), "nested too deeply"),
    ("quotes.md", b">" * 100_000 + b" a", "nests lists or quotations"),
    ("protected.epub", zipped({"META-INF/container.xml": b"", "META-INF/rights.xml": b""}), "DRM"),
    ("aimless.epub", zipped({"META-INF/container.xml": b"<a/>"}), "names no package"),
]

READ = [
    ("nested.html", b"<html><body>" + b"<div>" * 50_000 + b"The kite flew over the harbour."),
    ("line.txt", b"The kite flew over the harbour. " * 30_000),
    ("word.txt", b"x" * 1_000_000),
    ("koi8.txt", "Старый маяк стоит над гаванью, и чайки кричат. ".encode("koi8-r") * 20),
    ("broken.txt", "Zoë sails. ".encode() * 20 + b"\xc3"),
    ("lines.txt", b"a\n\n\n\n" + b"\n" * 500_000 + b"The end of it."),
    ("marks.txt", ("a" + "\u0301\u0316" * 50_000 + " and on.").encode()),
    ("wide.csv", b"a,b,c\n" + b"1," * 50_000),
    ("unbalanced.csv", b'name,size\n"a,1\n"b""c,"2"\nd,"3'),
]


@pytest.fixture(scope="module")
def parser() -> Iterator[Parser]:
    with Parser() as opened:
        yield opened


@pytest.mark.parametrize("batch", range(10))
def test_broken_files_are_read_or_named_with_a_reason(parser: Parser, batch: int) -> None:
    for name, content in hostile.inputs(30, seed=1000 + batch):
        hostile.attempt(parser, name, content)


@pytest.mark.parametrize(("name", "content", "why"), REFUSED, ids=[case[0] for case in REFUSED])
def test_what_cannot_be_read_is_named(parser: Parser, name: str, content: bytes, why: str) -> None:
    reasons = [file.why for file in hostile.attempt(parser, name, content).skipped]
    assert any(why in reason for reason in reasons), reasons


@pytest.mark.parametrize(("name", "content"), READ, ids=[case[0] for case in READ])
def test_what_is_merely_odd_is_read(parser: Parser, name: str, content: bytes) -> None:
    outcome = hostile.attempt(parser, name, content)
    assert outcome.formats
    assert not outcome.skipped


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, BuildReport]:
    """Good files among hostile ones, with names of all kinds, indexed."""
    root = tmp_path_factory.mktemp("docs")
    for name, text in GOOD.items():
        (root / name).write_text(text)
    for name, content, _ in REFUSED:
        (root / name).write_bytes(content)
    names = ("new\nline.txt", "r\u202etxt.exe.md", "\x1b[31mred.txt", "é" * 120 + ".txt")
    for name in names:
        (root / name).write_text(f"A file called {names.index(name)} lies in the shed.")
    (root / os.fsdecode(b"caf\xe9.txt")).write_text("The café is on the pier.")
    active = "<script>alert(1)</script><img src=x onerror=alert(1)>\u202e\x1b[2J"
    (root / "active.md").write_text(
        f"---\ntitle: '{active[:50]}'\n---\nShare this page\n\nThe page is long. {active}"
    )
    (root / "loop").symlink_to(root)
    (root / "self.txt").symlink_to(root / "self.txt")
    os.mkfifo(root / "pipe.txt")
    with (root / "sparse.txt").open("wb") as sparse:
        sparse.truncate(500_000_000)
    index = root.parent / "index"
    return index, build_index([root], index, encoder=FakeEncoder())


def test_the_good_ones_are_indexed_all_the_same(built: tuple[Path, BuildReport]) -> None:
    folder, report = built
    skipped = {file.name: file.why for file in report.skipped}
    indexed = {document.name for document in examine_hygiene(folder).documents}
    assert GOOD.keys() <= indexed
    assert {"new\\nline.txt", "r\\u202etxt.exe.md", "caf\\xe9.txt", "\\x1b[31mred.txt"} <= indexed
    assert not indexed & skipped.keys()
    for name, _, why in REFUSED:
        reasons = [reason for file, reason in skipped.items() if file.startswith(name)]
        assert any(why in reason for reason in reasons), (name, reasons)
    assert "link to a folder" in skipped["loop"]
    assert "broken link" in skipped["self.txt"]
    assert "pipe" in skipped["pipe.txt"]
    assert "500 MB" in skipped["sparse.txt"]
    hits = Index.open(folder, FakeEncoder()).search("the harbour of Port Ellery", 3)
    assert hits[0].chunk.document == "a.txt"


def test_the_report_steers_no_terminal(
    built: tuple[Path, BuildReport], capsys: pytest.CaptureFixture[str]
) -> None:
    folder, report = built
    print_report(report, examine_hygiene(folder), 80)
    shown = capsys.readouterr().out
    shown.encode("utf-8")
    assert all(letter == "\n" or letter.isprintable() for letter in shown)
    assert not BIDI.search(shown)


class _Active(HTMLParser):
    """Collects whatever could act or be loaded."""

    def __init__(self) -> None:
        super().__init__()
        self.active: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "img", "iframe", "object", "embed", "a", "link", "form", "svg"}:
            self.active.append(tag)
        self.active += [
            name for name, _ in attrs if name.startswith("on") or name in {"src", "href"}
        ]


def test_the_hygiene_page_runs_nothing(built: tuple[Path, BuildReport], tmp_path: Path) -> None:
    _, page = write_report(examine_hygiene(built[0]), tmp_path / "report")
    text = page.read_text(encoding="utf-8")
    reader = _Active()
    reader.feed(text)
    assert reader.active == []
    assert "alert(1)" in text
    assert not BIDI.search(text)
    assert "\x1b" not in text


# Finding.


def test_a_pipe_is_no_root(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    files, skipped = find([tmp_path / "pipe.txt"])
    assert files == []
    assert "pipe" in skipped[0].why


def test_a_link_to_itself_is_no_root(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    with pytest.raises(UsageError, match="no file or folder"):
        build_index([tmp_path / "loop"], tmp_path / "index", encoder=FakeEncoder())


def test_a_socket_is_no_document(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the path of a socket is short
    with socket.socket(socket.AF_UNIX) as unix_socket:
        unix_socket.bind("s.txt")
        files, skipped = find([tmp_path])
    assert files == []
    assert "socket" in skipped[0].why


def test_a_folder_that_cannot_be_opened_is_named(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Permissions do not stop an administrator, so it is the system's call that fails."""
    write("open/a.txt", "a")
    write("closed/b.txt", "b")
    scan = os.scandir

    def refuse(path: str | os.PathLike[str]) -> object:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse)
    files, skipped = find([tmp_path])
    assert [file.name for file in files] == ["open/a.txt"]
    assert [(file.name, file.why) for file in skipped] == [
        ("closed", "cannot be opened: Permission denied")
    ]
