"""Names and sizes of uploads: each name gives a visible file that is indexed, or is refused."""

from __future__ import annotations

from pathlib import Path, PurePath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loccit.index import UsageError
from loccit.index.sources.find import find
from loccit.ui.added import AddedFiles, Quota, plain_name

SUFFIXES = st.sampled_from([".txt", ".pdf", ".PDF", ".html", ".csv", ".docx"])


def check_plain(plain: str) -> None:
    assert plain == PurePath(plain).name == PureWindowsPath(plain).name
    assert plain.strip() == plain
    assert not plain.startswith(".")
    assert not plain.endswith(".")
    assert not PureWindowsPath(plain).is_reserved()
    assert 0 < len(plain.encode()) <= 255
    assert plain_name(plain) == plain


@given(st.text())
def test_any_name_becomes_a_plain_one(name: str) -> None:
    check_plain(plain_name(name))


@given(st.text(), SUFFIXES, st.text(". "))
def test_a_suffix_is_kept(stem: str, suffix: str, end: str) -> None:
    plain = plain_name(stem + suffix + end)
    check_plain(plain)
    assert PurePath(plain).suffix == suffix


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        (".pdf", "document.pdf"),
        ("..txt", "document.txt"),
        (". .txt", "document.txt"),
        (".", "document"),
        ("", "document"),
        (" . . ", "document"),
        ("???", "document"),
        ("\u202e*.txt", "document.txt"),
        ("a.pdf. . ", "a.pdf"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        (".hidden.txt", "hidden.txt"),
        ("e\u0301tude.txt", "\u00e9tude.txt"),
        ("x" * 300 + ".pdf", "x" * 120 + ".pdf"),
        ("\u6c49" * 300 + ".txt", "\u6c49" * 65 + ".txt"),
        ("notes (1) - final.v2.txt", "notes (1) - final.v2.txt"),
        ("<b>bold</b>.txt", "_b_bold_b_.txt"),
    ],
)
def test_names_that_others_stumble_over(name: str, plain: str, tmp_path: Path) -> None:
    assert plain_name(name) == plain
    (tmp_path / plain).write_text("The quay is of slate.")
    files, _ = find([tmp_path])
    assert [file.name for file in files] == [plain]


def test_limits_of_all_and_of_an_account(tmp_path: Path) -> None:
    uploads = AddedFiles(tmp_path / "index", Quota(total=100, account=60, files=3))

    def sent(name: str, size: int) -> Path:
        (tmp_path / name).write_bytes(b"x" * size)
        return tmp_path / name

    uploads.accept([sent("a.txt", 40)], "ann")
    with pytest.raises(UsageError, match=r"your uploads take 40 bytes .* 60; remove"):
        uploads.accept([sent("b.txt", 21)], "ann")
    uploads.accept([sent("b.txt", 50)], "eve")
    with pytest.raises(UsageError, match=r"all uploads take 90 bytes .* 100; remove"):
        uploads.accept([sent("c.txt", 11)], "ann")
    uploads.admit(["a.txt"])
    with pytest.raises(UsageError, match=r"11 bytes.: all uploads take 90"):
        uploads.accept([tmp_path / "c.txt"], None)
    with pytest.raises(UsageError, match=r"2 files: there are 2 .* limit is 3; remove"):
        uploads.accept([sent("d.txt", 1), sent("e.txt", 1)], None)
    uploads.accept([tmp_path / "d.txt"], "ann")
    assert uploads.of(None) == ["a.txt", "b.txt", "d.txt"]
    uploads.remove("a.txt", "ann")
    assert uploads.of("ann") == ["d.txt"]
