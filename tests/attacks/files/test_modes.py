"""Who may read an index: those who may read all that it was made of, and who is told why not."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from conftest import powerless
from fakes import FakeEncoder
from loccit.index import Index, IndexUnreadable, build_index
from loccit.index.generations.current import current_generation
from loccit.index.generations.repair import repair_index
from loccit.ui.cli import doctor
from loccit.ui.cli import main as cli

WORDS = "The {} sails at noon, and the harbour is quiet."
FREE = 0o777
ENTERED = {0o600: 0o700, 0o640: 0o750, 0o644: 0o755, 0o660: 0o770, 0o664: 0o775, 0o666: 0o777}
"""The mode of folders that goes with one of files."""


@contextmanager
def umask(bits: int) -> Iterator[None]:
    before = os.umask(bits)
    try:
        yield
    finally:
        os.umask(before)


@pytest.fixture
def docs(reachable: Path) -> Path:
    """Three documents, one in a folder of its own, open to everybody."""
    (reachable / "docs" / "inner").mkdir(parents=True)
    for name in ("ferry.txt", "barge.txt", "inner/sloop.txt"):
        (reachable / "docs" / name).write_text(WORDS.format(name))
    for path in [reachable / "docs", *(reachable / "docs").rglob("*")]:
        path.chmod(FREE if path.is_dir() else 0o666)
    return reachable / "docs"


def build(docs: Path, mask: int = 0o022) -> Path:
    folder = docs.parent / "index"
    with umask(mask):
        build_index([docs], folder, encoder=FakeEncoder())
    return folder


def modes(folder: Path) -> tuple[set[int], set[int]]:
    """The modes of all files of an index, and of all folders in it."""
    places = [folder / "CURRENT", folder / "generations", *(folder / "generations").rglob("*")]
    files = {stat.S_IMODE(place.stat().st_mode) for place in places if place.is_file()}
    return files, {stat.S_IMODE(place.stat().st_mode) for place in places if place.is_dir()}


def expect(folder: Path, mode: int) -> None:
    assert modes(folder) == ({mode}, {ENTERED[mode]})


@pytest.mark.parametrize(
    ("mask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o027, 0o640), (0o002, 0o664), (0, 0o666)]
)
def test_all_files_have_the_one_mode_that_the_umask_gives(docs: Path, mask: int, mode: int) -> None:
    expect(build(docs, mask), mode)


@pytest.mark.parametrize(
    ("closed", "mode", "expected_mode"),
    [
        ("ferry.txt", 0o600, 0o600),
        ("ferry.txt", 0o640, 0o640),
        ("ferry.txt", 0o444, 0o644),
        ("ferry.txt", 0o664, 0o664),
        ("inner/sloop.txt", 0o400, 0o600),
        ("inner", 0o700, 0o600),
        ("inner", 0o750, 0o660),
        ("", 0o700, 0o600),
        ("", 0o711, 0o666),
    ],
)
def test_no_one_reads_of_an_index_what_a_source_keeps_from_them(
    docs: Path, closed: str, mode: int, expected_mode: int
) -> None:
    (docs / closed).chmod(mode)
    expect(build(docs, mask=0), expected_mode)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files away")
def test_the_group_of_the_index_is_not_the_one_of_its_sources(docs: Path) -> None:
    (docs / "ferry.txt").chmod(0o660)
    expect(build(docs, mask=0), 0o660)
    os.chown(docs / "ferry.txt", -1, 4242)
    expect(build(docs, mask=0), 0o600)


def test_a_build_that_changes_nothing_follows_the_modes(docs: Path) -> None:
    folder = build(docs)
    generation = current_generation(folder)
    (docs / "ferry.txt").chmod(0o600)
    expect(build(docs), 0o600)
    (docs / "ferry.txt").chmod(0o644)
    expect(build(docs), 0o644)
    expect(build(docs, mask=0o077), 0o600)
    assert current_generation(folder) == generation
    assert os.listdir(folder / "generations") == [generation.name]


def test_what_people_add_is_for_whoever_serves_it(docs: Path) -> None:
    folder = build(docs)
    for name in ("uploads", "kept"):
        (folder / name).mkdir(mode=0o755)
        (folder / name / "a.txt").write_text(WORDS.format(name))
    build(docs)
    assert {stat.S_IMODE((folder / name).stat().st_mode) for name in ("uploads", "kept")} == {0o700}
    expect(folder, 0o600)


def test_a_folder_of_uploads_elsewhere_keeps_its_mode(docs: Path) -> None:
    folder = build(docs)
    elsewhere = docs.parent / "elsewhere"
    elsewhere.mkdir()
    elsewhere.chmod(0o750)
    (folder / "uploads").symlink_to(elsewhere)
    build(docs)
    assert stat.S_IMODE(elsewhere.stat().st_mode) == 0o750


def test_an_index_is_closed_while_it_is_built(docs: Path) -> None:
    seen = []

    def look(stage: str, done: int, total: int) -> None:
        work = docs.parent / "index" / "generations" / ".new"
        if work.exists():
            seen.append(stat.S_IMODE(work.stat().st_mode))

    build_index([docs], docs.parent / "index", encoder=FakeEncoder(), progress=look)
    assert set(seen) == {0o700}


@pytest.mark.parametrize("mask", [0o022, 0o077])
def test_another_user_reads_an_index_or_is_told_why_not(
    docs: Path, mask: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Root builds, somebody else asks."""
    folder = build(docs, mask)
    folder.chmod(0o755)
    if os.geteuid() != 0:
        (folder / "CURRENT").chmod(0o644 if mask == 0o022 else 0)
    if mask == 0o022:
        with powerless():
            assert Index.open(folder, FakeEncoder()).search("ferry", 3)
        return
    monkeypatch.setattr(doctor, "_encoder", lambda folder: ())
    # The other user may not read the packages themselves, so they are imported before.
    cli.run(["doctor", "--index", str(folder)])
    capsys.readouterr()
    with powerless():
        with pytest.raises(IndexUnreadable, match=r"CURRENT has the mode 0\d00 and belongs to"):
            Index.open(folder, FakeEncoder())
        assert cli.run(["doctor", "--index", str(folder)]) == 1
    out = capsys.readouterr().out
    assert "may not be read by the user" in out
    assert "checksum mismatch" not in out


def test_what_may_not_be_read_is_neither_built_anew_nor_swept(docs: Path) -> None:
    """By somebody who may write the folder: it is not theirs to throw away."""
    folder = build(docs)
    before = sorted(os.listdir(folder / "generations"))
    places = [folder, folder / "generations", folder / "LOCK"]
    for place in places:
        place.chmod(0o777)
    closed = [folder / "CURRENT", current_generation(folder) / "manifest.json"]
    for path in closed:
        path.chmod(0)
        with powerless():
            for use in (
                lambda: build_index([docs], folder, encoder=FakeEncoder()),
                lambda: repair_index(folder),
            ):
                with pytest.raises(IndexUnreadable, match=f"{path} has the mode 0000"):
                    use()
        path.chmod(0o644)
    assert sorted(os.listdir(folder / "generations")) == before
