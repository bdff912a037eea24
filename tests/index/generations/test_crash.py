"""Whatever happens to an index folder or its writer: a whole index, or a readable error."""

from __future__ import annotations

import os
import random
import resource
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import flips
import kills
import numpy as np
import pytest
from conftest import Write, powerless
from corpora import check_truth, said_by, write_states
from fakes import FakeEncoder
from loccit.index import (
    Encoded,
    Index,
    IndexDamaged,
    IndexFolderError,
    IndexMissing,
    IndexUnreadable,
    IndexUnwritable,
    build_index,
)
from loccit.index.encoders.base import unit
from loccit.index.generations import generation as generations
from loccit.index.generations.current import current_generation
from loccit.index.generations.debris import find_debris, newest_whole
from loccit.index.generations.records import Records
from loccit.index.stores.faiss_store import FaissStore, graph_path, write
from loccit.index.stores.tantivy_store import TantivyStore
from loccit.ui.cli import main as cli


@pytest.fixture(scope="module")
def states(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return write_states(tmp_path_factory.mktemp("states"), documents=12, sentences=8)


@pytest.fixture
def folder(tmp_path: Path, states: dict[str, Path]) -> Path:
    """An index of the state ``a``."""
    build(states["a"], tmp_path / "index")
    return tmp_path / "index"


def build(root: Path, folder: Path) -> None:
    build_index([root], folder, encoder=FakeEncoder())


def said(folder: Path) -> dict[str, object]:
    index = Index.open(folder, FakeEncoder())
    check_truth(index, FakeEncoder())
    return said_by(index)


# Writers that are killed, and two at once.


def test_builds_killed_at_any_moment_leave_the_old_index_or_the_new(tmp_path: Path) -> None:
    outcomes = kills.campaign(tmp_path, count=8, seed=1)
    assert sum(count for outcome, count in outcomes.items() if ", ended" in outcome) == 8


def test_of_two_writers_one_is_told_that_the_other_writes(tmp_path: Path) -> None:
    assert kills.second_writer(tmp_path) == ["writing", "busy", "done"]


def test_a_lock_file_of_nobody_blocks_nobody(folder: Path, states: dict[str, Path]) -> None:
    (folder / "LOCK").write_text("4194303")
    build(states["b"], folder)
    assert len(said(folder)["documents"]) == len(list(states["b"].iterdir()))  # type: ignore[arg-type]


def test_debris_of_builds_killed_between_two_renames_does_not_add_up(
    folder: Path, states: dict[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after SIGKILL: no clean-up runs."""
    monkeypatch.setattr(shutil, "rmtree", lambda *arguments, **options: None)
    with monkeypatch.context() as patch:
        patch.setattr(generations, "switch", stop)
        with pytest.raises(KeyboardInterrupt):
            build(states["b"], folder)
    monkeypatch.undo()
    assert len(find_debris(folder)) == 1
    with pytest.raises(ValueError, match="token"):
        build_index([states["b"]], folder, encoder=Failing(ValueError("no such token"), after=0))
    assert find_debris(folder) == []


def stop(*arguments: object) -> None:
    raise KeyboardInterrupt


@pytest.mark.parametrize("names", [["000001"], ["000001", "000002", ".new"]])
def test_first_builds_that_are_killed_leave_one_generation_at_most(
    tmp_path: Path, states: dict[str, Path], names: list[str]
) -> None:
    folder = tmp_path / "index"
    for name in names:
        (folder / "generations" / name).mkdir(parents=True)
    with pytest.raises(IndexMissing, match="doctor --repair"):
        Index.open(folder)
    with pytest.raises(ValueError, match="token"):
        build_index([states["a"]], folder, encoder=Failing(ValueError("no such token"), after=0))
    assert len(list((folder / "generations").iterdir())) == 1
    build(states["a"], folder)
    assert find_debris(folder) == []


# Encoders that fail.


class Failing(FakeEncoder):
    """Yields some vectors, then raises."""

    def __init__(self, error: Exception, after: int) -> None:
        super().__init__()
        self.error, self.after = error, after

    def encode_passages(self, passages: object) -> Iterator[Encoded]:  # type: ignore[override]
        for number, encoded in enumerate(super().encode_passages(passages)):  # type: ignore[arg-type]
            if number == self.after:
                raise self.error
            yield encoded


@pytest.mark.parametrize("kind", [ValueError, RuntimeError, OSError])
def test_an_error_of_the_encoder_is_not_one_of_the_disk(
    folder: Path, states: dict[str, Path], kind: type[Exception]
) -> None:
    before = said(folder)
    with pytest.raises(kind, match=r"^out of luck$"):
        build_index([states["b"]], folder, encoder=Failing(kind("out of luck"), after=3))
    assert said(folder) == before
    assert find_debris(folder) == []


# Disks that fill, permissions that go.


@contextmanager
def no_file_longer_than(size: int) -> Iterator[None]:
    """Every write beyond ``size`` bytes of a file fails, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_disk_that_fills_at_any_byte_leaves_the_old_index(
    folder: Path, states: dict[str, Path], tmp_path: Path
) -> None:
    before, wanted = said(folder), tmp_path / "wanted"
    build(states["b"], wanted)
    files = [path for path in current_generation(wanted).rglob("*") if path.is_file()]
    lengths = {path.stat().st_size for path in files}
    for size in sorted({0, 1, 100, *(length - 1 for length in lengths if length)}):
        with no_file_longer_than(size), pytest.raises(IndexUnwritable, match="unchanged; free"):
            build(states["b"], folder)
        assert find_debris(folder) == []
        assert Index.open(folder, FakeEncoder()).manifest.roots == (str(states["a"]),)
    assert said(folder) == before
    build(states["b"], folder)


def test_a_graph_that_finds_no_room_is_no_graph(tmp_path: Path) -> None:
    vectors = unit(np.random.default_rng(0).normal(size=(200, 8)).astype(np.float32))
    write(tmp_path / "whole", vectors, flat_limit=10)
    for size in (50, graph_path(tmp_path / "whole").stat().st_size - 1):
        with (
            no_file_longer_than(size),
            pytest.raises((OSError, RuntimeError)),
        ):
            write(tmp_path / "x", vectors, flat_limit=10)


def test_a_folder_made_read_only_is_read_and_not_written(
    reachable: Path, states: dict[str, Path]
) -> None:
    folder, root = reachable / "index", Path(shutil.copytree(states["a"], reachable / "docs"))
    build(root, folder)
    before = said(folder)
    (root / "more.txt").write_text("The zeppelin flew.")
    for path in [folder, *folder.rglob("*")]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        with powerless():
            with pytest.raises(IndexUnwritable, match=r"cannot be written: Permission denied"):
                build(root, folder)
            assert said(folder) == before
    finally:
        for path in [folder, *folder.rglob("*")]:
            path.chmod(0o755)
    build(root, folder)
    assert find_debris(folder) == []


def test_files_that_may_not_be_read_are_no_damage(reachable: Path, states: dict[str, Path]) -> None:
    build(states["a"], reachable / "index")
    generation = current_generation(reachable / "index")
    for path in [*generation.glob("*"), reachable / "index" / "CURRENT"]:
        mode = path.stat().st_mode
        path.chmod(0)
        with powerless(), pytest.raises(IndexUnreadable, match=f"{path} has the mode 0000"):
            Index.open(reachable / "index", FakeEncoder())
        path.chmod(mode)


# Readers.


def test_a_reader_outlives_the_generation_that_it_opened(
    folder: Path, states: dict[str, Path], tmp_path: Path
) -> None:
    """Nothing was asked of it before: what it answers, it reads after the removal."""
    before, generation = said(folder), current_generation(folder)
    reader = Index.open(folder, FakeEncoder())
    build(states["b"], folder)
    assert not generation.exists()
    assert said_by(reader) == before
    for number in range(300):
        assert reader.search(f"trip {number} a{number % 12} ferry", 5)
        reader.variants(f"tri{number}")
    check_truth(reader, FakeEncoder())


def test_a_reader_outlives_the_whole_folder(folder: Path) -> None:
    before = said(folder)
    reader = Index.open(folder, FakeEncoder())
    shutil.rmtree(folder)
    assert said_by(reader) == before


def test_a_graph_outlives_its_files(tmp_path: Path) -> None:
    vectors = unit(np.random.default_rng(0).normal(size=(300, 8)).astype(np.float32))
    write(tmp_path / "x", vectors, flat_limit=10)
    intact, orphaned = FaissStore(tmp_path / "x"), FaissStore(tmp_path / "x")
    expected = [intact.search(vector, 5) for vector in vectors]
    for path in (tmp_path / "x", graph_path(tmp_path / "x")):
        path.unlink()
    assert [orphaned.search(vector, 5) for vector in vectors] == expected


def test_a_read_only_reader_keeps_no_copy(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copies = tmp_path / "copies"
    copies.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(copies))
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)
    index = TantivyStore(current_generation(folder) / "lexical", "en")
    assert list(copies.iterdir()) == []
    assert index.search("ferry", 5)


# What is not as it was written.


@pytest.mark.parametrize(
    "content", [None, "", "\n", "garbage", "000099\n", "../x", "\0", "x" * 300]
)
def test_a_lost_pointer_is_a_readable_error_and_a_rebuild(
    folder: Path,
    states: dict[str, Path],
    content: str | None,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before = said(folder)
    if content is None:
        (folder / "CURRENT").unlink()
    else:
        (folder / "CURRENT").write_text(content)
    with pytest.raises(IndexMissing if content is None else IndexDamaged, match="loccit index"):
        Index.open(folder)
    for command in (["ask", "Who?"], ["search", "Who?"]):
        assert cli.run([*command, "--index", str(folder)]) in {cli.USAGE, cli.FAILED}
        assert capsys.readouterr().err.startswith("loccit: ")
    assert newest_whole(folder) == folder / "generations" / "000001"
    build(states["a"], folder)
    assert said(folder) == before


@pytest.mark.parametrize("graph", [False, True])
def test_no_flipped_byte_does_harm_and_the_doctor_finds_it(tmp_path: Path, graph: bool) -> None:
    flips.build(tmp_path, graph)
    folder = tmp_path / "index"
    generation = current_generation(folder)
    assert flips.look(folder) == flips.WORKS
    chosen = random.Random(graph).sample(flips.choose(folder, sample=100, seed=2), 150)
    outcomes = dict(flips.run(folder, chosen))
    assert set(outcomes.values()) <= {flips.WORKS, flips.REFUSED}, outcomes
    assert flips.WORKS in outcomes.values()
    for flip in chosen:
        with flips.flipped(generation, flip):
            assert newest_whole(folder) is None, flip
    assert newest_whole(folder) == generation


@pytest.mark.parametrize("name", ["lexical/meta.json", "lexical/*.term", "lexical/*.store"])
def test_a_changed_lexical_file_is_refused_at_opening(folder: Path, name: str) -> None:
    (path,) = current_generation(folder).glob(name)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 4
    path.write_bytes(content)
    with pytest.raises(IndexDamaged, match="is not what was written"):
        Index.open(folder, FakeEncoder())


def test_vectors_that_are_no_numbers_break_no_order(tmp_path: Path) -> None:
    vectors = unit(np.random.default_rng(0).normal(size=(20, 8)).astype(np.float32))
    question = vectors[3].copy()
    vectors[[2, 5]] = np.nan
    write(tmp_path / "x", vectors)
    hits = FaissStore(tmp_path / "x").search(question, 20)
    assert len(hits) == 18
    assert hits == sorted(hits, key=lambda pair: (-pair[1], pair[0]))


def test_a_sentence_vector_that_is_no_number_is_refused(folder: Path) -> None:
    path = current_generation(folder) / "sentences.npy"
    content = bytearray(path.read_bytes())
    content[-4:] = np.float32(np.nan).tobytes()
    path.write_bytes(content)
    index = Index.open(folder, FakeEncoder())
    last = index.manifest.counts["chunks"] - 1
    with pytest.raises(IndexDamaged, match="not of unit length"):
        index.sentence_vectors(last)


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ("UPDATE chunks SET text = 'x' || substr(text, 2)", "differs from the text of"),
        ("UPDATE chunks SET start = start + 1", "not as long as its span"),
        ("UPDATE chunks SET sentences = '[[0, 1000000, 0]]'", "outside of it"),
        ("UPDATE chunks SET sentences = '[['", "cannot be read"),
        ("UPDATE chunks SET document = 'nobody'", "nobody"),
        ("UPDATE chunks SET text = x'ff00'", "a text field holds"),
        ("UPDATE chunks SET first_sentence = -1", "first sentence"),
        ("UPDATE documents SET offsets = '[[0, 1, 0, 1]]'", "outside the text"),
        ("UPDATE documents SET offsets = '[[0, 1.5, 0, 1]]'", "not integers"),
        ("UPDATE documents SET title = x'33'", "a text field holds b'3'"),
        ("UPDATE documents SET path = NULL", "cannot be read"),
        ("DELETE FROM chunks", "has no chunk"),
    ],
)
def test_records_that_cannot_be_so_are_refused(folder: Path, change: str, why: str) -> None:
    with sqlite3.connect(current_generation(folder) / "records.sqlite") as connection:
        connection.execute(change)
    connection.close()
    index = Index.open(folder, FakeEncoder())
    with pytest.raises(IndexDamaged, match=why):
        said_by(index)


@pytest.mark.parametrize("place", ["'x', 0, 1", "x'00', 0, 1", "'a', -1, 1", "'a', 'b', 1"])
def test_copies_that_cannot_be_so_are_refused(folder: Path, place: str) -> None:
    records = current_generation(folder) / "records.sqlite"
    with sqlite3.connect(records) as connection:
        connection.execute("DELETE FROM copies")
        connection.execute(f"INSERT INTO copies VALUES (0, 0, 'own', 0, 1), (1, 0, {place})")
    connection.close()
    opened = Records(records)
    if place == "'x', 0, 1":
        assert opened.other_places(0) == [("x", 0, 1)]
    else:
        with pytest.raises(IndexDamaged, match="a record holds"):
            opened.other_places(0)
    opened.close()


def test_every_error_of_opening_is_one_of_the_tree(folder: Path) -> None:
    """A file in place of a folder, a folder in place of a file."""
    generation = current_generation(folder)
    for path in sorted(generation.iterdir()):
        aside = path.rename(folder / "aside")
        path.mkdir() if aside.is_file() else path.write_text("x")
        with pytest.raises(IndexFolderError):
            Index.open(folder, FakeEncoder())
        path.rmdir() if path.is_dir() else path.unlink()
        aside.rename(path)


def test_a_clean_folder_has_no_debris(folder: Path, write: Write) -> None:
    assert find_debris(folder) == []
    write("index/generations/.current", "x")
    assert [debris.path.name for debris in find_debris(folder)] == [".current"]
