"""Links, pipes and files that are exchanged: nothing but what lies in the folders is read."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Write
from fakes import FakeEncoder
from loccit.index import DocumentError, Index, build_index
from loccit.index.sources.find import File, find
from loccit.index.sources.load import read

SECRET = "The secret lies outside of the folder."
WORDS = "The ferry sails at noon."
LEADS_OUT = "is a link to a file outside the indexed folders, which is not followed"
PATIENCE = 20.0


def in_time(do: Callable[[], object]) -> object:
    """What ``do`` gives or raises, unless it is held up."""
    came: list[object] = []

    def run() -> None:
        try:
            came.append(do())
        except Exception as error:
            came.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(PATIENCE)
    assert came, "it is held up"
    return came[0]


@pytest.fixture
def docs(write: Write) -> Path:
    return write("docs/ferry.txt", WORDS).parent


def test_links_that_lead_out_are_named_and_not_followed(
    write: Write, docs: Path, tmp_path: Path
) -> None:
    secret = write("secret.txt", SECRET)
    write("docs/.hidden.txt", SECRET)
    write("docs/.cache/kept.txt", SECRET)
    build_index([docs], docs / "index", encoder=FakeEncoder())
    write("docs/index/kept/asked.txt", SECRET)
    write("docs-beside/beside.txt", SECRET)
    (tmp_path / "chain.txt").symlink_to(secret)
    targets = {
        "absolute.txt": secret,
        "relative.txt": Path("..", "secret.txt"),
        "chained.txt": tmp_path / "chain.txt",
        "hidden.txt": docs / ".hidden.txt",
        "in-hidden.txt": docs / ".cache" / "kept.txt",
        "own.txt": docs / "index" / "kept" / "asked.txt",
        "current": docs / "index" / "CURRENT",
        "beside.txt": tmp_path / "docs-beside" / "beside.txt",
        "system.txt": Path("/etc/passwd"),
    }
    for name, target in targets.items():
        (docs / name).symlink_to(target)
    report = build_index([docs], docs / "index", encoder=FakeEncoder())
    why = {file.name: file.why for file in report.skipped}
    assert why.keys() == targets.keys()
    assert all(LEADS_OUT in reason for reason in why.values())
    assert Index.open(docs / "index", FakeEncoder()).names == ["ferry.txt"]


def test_links_within_the_folders_are_followed_once(
    write: Write, docs: Path, tmp_path: Path
) -> None:
    boat = write("other/bridge.txt", "The bridge is closed.")
    uploaded = write("index/uploads/added.txt", "The lantern is lit.")
    (docs / "again.txt").symlink_to("ferry.txt")
    (docs / "bridge-too.txt").symlink_to(boat)
    (docs / "added-too.txt").symlink_to(uploaded)
    roots = [docs, boat.parent, uploaded.parent]
    files, skipped = find(roots, excluded=tmp_path / "index")
    assert sorted(file.place for file in files) == sorted([docs / "ferry.txt", boat, uploaded])
    assert skipped == []


def test_a_root_that_is_a_link_is_the_folder_that_it_leads_to(docs: Path, tmp_path: Path) -> None:
    (tmp_path / "way").symlink_to(docs)
    (tmp_path / "way.txt").symlink_to(docs / "ferry.txt")
    for root in (tmp_path / "way", tmp_path / "way.txt"):
        files, skipped = find([root])
        assert ([read(file) for file in files], skipped) == ([WORDS.encode()], [])


def exchange_file(file: Path, secret: Path) -> None:
    file.unlink()
    file.symlink_to(secret)


def exchange_folder(file: Path, secret: Path) -> None:
    file.parent.rename(file.parent.with_name("moved"))
    file.parent.symlink_to(secret.parent)


def exchange_for_a_pipe(file: Path, secret: Path) -> None:
    file.unlink()
    os.mkfifo(file)


@pytest.mark.parametrize("exchange", [exchange_file, exchange_folder, exchange_for_a_pipe])
def test_what_is_exchanged_before_it_is_read_is_not_read(
    write: Write, tmp_path: Path, exchange: Callable[[Path, Path], None]
) -> None:
    file, secret = write("docs/inner/a.txt", WORDS), write("elsewhere/a.txt", SECRET)
    (wanted,), _ = find([tmp_path / "docs"])
    exchange(file, secret)
    assert isinstance(in_time(lambda: read(wanted)), DocumentError)


def test_a_pipe_does_not_hold_up_the_look_at_its_head(
    docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that took a file's place after it was looked at."""
    os.mkfifo(docs / "notes.zzz")
    monkeypatch.setattr("loccit.index.sources.find._no_file", lambda path: "")
    files, skipped = in_time(lambda: find([docs]))  # type: ignore[misc]
    assert [file.name for file in files] == ["ferry.txt"]
    assert [(file.name, "not a regular file" in file.why) for file in skipped] == [
        ("notes.zzz", True)
    ]


def test_of_a_file_that_grows_is_read_what_was_there(
    docs: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def grow(size: int, most: int) -> None:
        with (docs / "ferry.txt").open("a") as file:
            file.write("More. " * 1000)

    monkeypatch.setattr("loccit.index.sources.load._check_size", grow)
    assert read(File("ferry.txt", docs / "ferry.txt", docs / "ferry.txt")) == WORDS.encode()
