"""The hygiene report: every removed text with its reason and place, on all three surfaces."""

from __future__ import annotations

import html
import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
from conftest import Write
from fakes import FakeEncoder
from loccit.index import BuildReport, Index, Skipped, build_index
from loccit.index.cleaning.hygiene import Hygiene, examine_hygiene
from loccit.ui.page.hygiene_report import print_report, write_report

FOOT = "Write to the editors of the Courier at the old quay in Westport."
NOTICE = "© 2020 Courier Media. All rights reserved."
SHARE = "Share this article on Facebook, Twitter or WhatsApp"
SAID = "The harbour master opened the western gate for the grain ships."
HOSTILE = "© 2020 <script>alert(1)</script> \u202egnp.exe\x1b[31m"


def own(word: str) -> str:
    return f"The {word} crew rowed out at dawn and the {word} boat came back with a broken mast."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four pages, three with one foot and one with more that goes, and a file that is no text."""
    folder = tmp_path_factory.mktemp("hygiene")
    docs = folder / "docs"
    docs.mkdir()
    texts = {
        "a.txt": [own("red"), SHARE, SAID, NOTICE, FOOT],
        "b.txt": [own("blue"), SAID, FOOT],
        "c.txt": [own("green"), FOOT],
        "<b>d.html": [f"<h1>Ships</h1><p>{own('grey')}</p><p>{own('pale')}</p>"],
    }
    for name, lines in texts.items():
        (docs / name).write_text("\n\n".join(lines), encoding="utf-8", newline="")
    (docs / "picture.bin").write_bytes(b"\x00\x01\x02")
    build_index([docs], folder / "index", encoder=FakeEncoder())
    return folder


@pytest.fixture(scope="module")
def hygiene(folder: Path) -> Hygiene:
    return examine_hygiene(folder / "index")


def test_every_removed_text_is_listed_with_its_reason_and_place(
    hygiene: Hygiene, folder: Path
) -> None:
    removed = {
        document.name: [(part.why, part.text) for part in document.left_out]
        for document in hygiene.documents
    }
    repeated = ("repeated on other pages", FOOT)
    assert removed == {
        "<b>d.html": [],
        "a.txt": [("share bar", SHARE), ("copyright line", NOTICE), repeated],
        "b.txt": [repeated],
        "c.txt": [repeated],
    }
    for document in hygiene.documents:
        source = (folder / "docs" / document.name).read_text(encoding="utf-8")
        assert all(source[part.start : part.end] == part.text for part in document.left_out)
    assert [file.name for file in hygiene.skipped] == ["picture.bin"]


def test_what_is_kept_and_what_is_left_out_make_the_document(
    hygiene: Hygiene, folder: Path
) -> None:
    index = Index.open(folder / "index", FakeEncoder())
    for entry in hygiene.documents:
        document = index.document(entry.name)
        counts = entry.characters_by_reason()
        assert sum(counts.values()) == sum(len(part.text) for part in entry.left_out)
        assert entry.kept + counts.get("repeated on other pages", 0) == len(document.text)
        assert entry.chunks == len(index._records.chunks(entry.name)) > 0
        for hit in index.search(FOOT, 20):
            assert FOOT not in hit.chunk.text


def test_documents_that_share_sentences_name_each_other(hygiene: Hygiene) -> None:
    shared = {document.name: document.shared for document in hygiene.documents if document.shared}
    assert shared == {"a.txt": (("b.txt", 1),), "b.txt": (("a.txt", 1),)}


@pytest.mark.parametrize("name", ["report", "report.json", "report.html", "new/report.v2"])
def test_the_report_is_written_as_json_and_as_a_page(
    hygiene: Hygiene, tmp_path: Path, name: str
) -> None:
    report, page = write_report(hygiene, tmp_path / "out" / name)
    assert (report.suffix, page.suffix, report.stem) == (".json", ".html", page.stem)
    assert json.loads(report.read_text(encoding="utf-8")) == json.loads(
        json.dumps(hygiene.to_dict())
    )
    shown = Page(page.read_text(encoding="utf-8")).text
    for document in hygiene.documents:
        assert document.name in shown
        for part in document.left_out:
            assert part.text in shown
            assert f"characters {part.start}–{part.end}" in shown
    assert "picture.bin" in shown


class Page(HTMLParser):
    """The tags and the text of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_data(self, text: str) -> None:
        self.text += text


def test_hostile_names_and_texts_run_nothing_and_steer_nothing(
    write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    name = "<img src=x onerror=alert(1)>\u202egnp.txt"
    write(f"docs/{name}", f"{own('red')}\n\n{own('blue')}\n\n{HOSTILE}")
    write("docs/\x1b[31mred.bin", b"\x00\x01")
    built = build_index([tmp_path / "docs"], tmp_path / "index", encoder=FakeEncoder())
    hygiene = examine_hygiene(tmp_path / "index")
    (document,) = hygiene.documents
    assert document.left_out, "the hostile line is left out, so the report shows it"
    _, page = write_report(hygiene, tmp_path / "report")
    source = page.read_text(encoding="utf-8")
    read = Page(source)
    assert {"script", "img"}.isdisjoint(read.tags)
    assert "<script>alert(1)</script>" in read.text
    assert html.escape("<img src=x onerror=alert(1)>") in source
    assert "default-src 'none'" in source
    print_report(built, hygiene, 80)
    for shown in (source, capsys.readouterr().out):
        assert not {"\u202e", "\x1b"} & set(shown)


def test_the_terminal_gets_a_bounded_number_of_short_lines(
    write: Write, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [f"{first}{two}" for first in "abcdefg" for two in "hijklmn"]
    for word in words:
        write(f"docs/{word}.txt", f"{own(word)}\n\n{NOTICE}\n\n{SAID}")
    built = build_index([tmp_path / "docs"], tmp_path / "index", encoder=FakeEncoder())
    skipped = tuple(Skipped(f"{word}.bin", "is no text") for word in words)
    hygiene = examine_hygiene(tmp_path / "index")
    assert len([document for document in hygiene.documents if document.left_out]) == len(words)
    print_report(BuildReport(built.documents, built.chunks, True, skipped=skipped), hygiene, 60)
    lines = capsys.readouterr().out.splitlines()
    assert max(map(len, lines)) <= 60
    assert lines.count(f"  … and {len(words) - 20} more; list them all with --report FILE") >= 2
    assert len(lines) < 200
