"""Building: what an index holds, what a second build does, what a failure leaves."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Write
from documents.pages import SHORT_NOTICE
from fakes import FakeEncoder
from filelock import FileLock
from hypothesis import given, settings
from hypothesis import strategies as st
from loccit.index import (
    BuildReport,
    Index,
    IndexBusy,
    IndexConfig,
    IndexUnwritable,
    UsageError,
    build_index,
)
from loccit.index.cleaning.hygiene import examine_hygiene
from loccit.index.generations import generation as generations
from loccit.index.generations.current import current_generation

FERRY = "The Ferry\n\nThe ferry sank in May. Nobody drowned."
BRIDGE = "# The Bridge\n\nThe bridge is of granite.\n\n## Age\n\nIt is old."
NOTICE = f"\n\n{SHORT_NOTICE}"
LONG = " ".join(
    f"In trip number {number} the boat took {number * 7} crates." for number in range(12)
)


@pytest.fixture(autouse=True)
def no_waiting_for_the_disk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "fsync", lambda handle: None)


@pytest.fixture
def docs(write: Write, tmp_path: Path) -> Path:
    write("docs/ferry.txt", FERRY)
    write("docs/sub/bridge.md", BRIDGE)
    return tmp_path / "docs"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


def build(
    folder: Path, *roots: Path, encoder: FakeEncoder | None = None, **options: object
) -> BuildReport:
    return build_index(roots, folder, encoder=encoder or FakeEncoder(), **options)  # type: ignore[arg-type]


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below the folder but its lock."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "lock" not in path.name.casefold()
    }


def answers(folder: Path) -> object:
    """All that an index says: its documents, its chunks, its vectors, its rankings."""
    index = Index.open(folder, FakeEncoder())
    count = index.manifest.counts["chunks"]
    return (
        [index.document(name) for name in index.names],
        [index._records.chunk(id_) for id_ in range(count)],
        [index.sentence_vectors(id_).tolist() for id_ in range(count)],
        [index.search(question, 50) for question in ("ferry", "old bridge", "Who drowned?", "x")],
    )


def generation_names(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / "generations").iterdir())


# A first build.


def test_a_build_holds_every_document(docs: Path, folder: Path) -> None:
    report = build(folder, docs)
    assert (report.changed, report.documents, report.skipped) == (True, 2, ())
    index = Index.open(folder, FakeEncoder())
    assert index.names == ["ferry.txt", "sub/bridge.md"]
    assert report.chunks == index.manifest.counts["chunks"]


def test_the_manifest_says_what_was_built(docs: Path, folder: Path) -> None:
    build(folder, docs, config=IndexConfig(encoder="x", chunk_tokens=20))
    manifest = Index.open(folder, FakeEncoder()).manifest
    assert manifest.config.chunk_tokens == 20
    assert manifest.roots == (str(docs.resolve()),)
    assert set(manifest.sources) == {"ferry.txt", "sub/bridge.md"}
    assert manifest.encoder == {"name": "fake", "digest": FakeEncoder().digest, "dimension": 32}
    assert manifest.altered_files(current_generation(folder)) == []


def test_progress_is_told_stage_by_stage(docs: Path, folder: Path) -> None:
    events: list[tuple[str, int, int]] = []
    build(folder, docs, progress=lambda *step: events.append(step))
    assert list(dict.fromkeys(stage for stage, _, _ in events)) == [
        "Reading",
        "Embedding",
        "Writing",
    ]
    assert all(0 <= done <= total for _, done, total in events)
    assert {stage for stage, done, total in events if done == total} == {
        "Reading",
        "Embedding",
        "Writing",
    }


def test_what_was_removed_is_counted_by_reason(write: Write, folder: Path) -> None:
    text = FERRY + "\n\n" + LONG + NOTICE
    build(folder, write("docs/a.txt", text).parent)
    (document,) = examine_hygiene(folder).documents
    counts = document.characters_by_reason()
    assert set(counts) == {"cookie notice"}
    assert 60 < counts["cookie notice"] < len(NOTICE)


def test_two_clean_builds_say_the_same(docs: Path, write: Write, tmp_path: Path) -> None:
    write("docs/long.txt", LONG)
    build(tmp_path / "one", docs)
    build(tmp_path / "other", docs)
    assert answers(tmp_path / "one") == answers(tmp_path / "other")


def test_a_document_of_one_heading_can_be_found(write: Write, folder: Path) -> None:
    build(folder, write("docs/a.txt", "The Ferry").parent)
    index = Index.open(folder, FakeEncoder())
    (hit,) = index.search("ferry", 5)
    assert hit.chunk.sentences == ()
    assert index.sentence_vectors(hit.chunk_id).shape == (0, 32)


def test_a_document_of_a_byline_alone_breaks_nothing(
    write: Write, folder: Path, docs: Path
) -> None:
    write("docs/only.txt", "By Jane Roe")
    build(folder, docs)
    assert Index.open(folder, FakeEncoder()).search("ferry", 5)


def test_a_byline_between_paragraphs_breaks_no_search(write: Write, folder: Path) -> None:
    build(
        folder,
        write("docs/a.txt", "The ferry sank in May.\n\nBy Jane Roe\n\nIt rose again.").parent,
    )
    hits = Index.open(folder, FakeEncoder()).search("ferry", 5)
    assert all(
        hit.chunk.start <= sentence.start < sentence.end <= hit.chunk.end
        for hit in hits
        for sentence in hit.chunk.sentences
    )


# A second build.


def test_an_unchanged_corpus_writes_nothing(
    docs: Path, folder: Path, fake_encoder: FakeEncoder
) -> None:
    first = build(folder, docs, encoder=fake_encoder)
    before, encoded = contents(folder), len(fake_encoder.encoded)
    second = build(folder, docs, encoder=fake_encoder)
    assert (second.changed, second.documents, second.chunks) == (
        False,
        first.documents,
        first.chunks,
    )
    assert contents(folder) == before
    assert len(fake_encoder.encoded) == encoded


@pytest.mark.parametrize("change", ["edit", "add", "remove", "rename", "config", "encoder"])
def test_a_change_gives_a_new_generation(docs: Path, folder: Path, change: str) -> None:
    build(folder, docs)
    before = current_generation(folder).name
    encoder, config = FakeEncoder(), None
    if change == "edit":
        (docs / "ferry.txt").write_text(FERRY.replace("May", "June"))
    elif change == "add":
        (docs / "more.txt").write_text(LONG)
    elif change == "remove":
        (docs / "ferry.txt").unlink()
    elif change == "rename":
        (docs / "ferry.txt").rename(docs / "boat.txt")
    elif change == "config":
        config = IndexConfig(chunk_tokens=20)
    else:
        encoder = FakeEncoder("other")
    assert build(folder, docs, encoder=encoder, config=config).changed
    assert current_generation(folder).name != before
    assert generation_names(folder) == [current_generation(folder).name]


@pytest.mark.parametrize("change", ["edit", "add", "remove"])
def test_an_updated_index_equals_a_clean_one(
    docs: Path, write: Write, tmp_path: Path, change: str
) -> None:
    write("docs/a.txt", LONG)
    build(tmp_path / "updated", docs)
    if change == "edit":
        write("docs/a.txt", FERRY + "\n\n" + LONG)
    elif change == "add":
        write("docs/0.txt", "Zeppelins\n\nThe zeppelin flew. " + LONG)
    else:
        (docs / "a.txt").unlink()
    build(tmp_path / "updated", docs)
    build(tmp_path / "clean", docs)
    assert answers(tmp_path / "updated") == answers(tmp_path / "clean")


@settings(max_examples=5)
@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from(["", FERRY, BRIDGE, LONG])), max_size=4
    )
)
def test_any_series_of_builds_ends_as_a_clean_one(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str]]
) -> None:
    home = tmp_path_factory.mktemp("series")
    docs = home / "docs"
    docs.mkdir()
    (docs / "always.txt").write_text(FERRY)
    for name, text in [("a", FERRY), *steps]:
        path = docs / f"{name}.txt"
        path.unlink(missing_ok=True)
        if text:
            path.write_text(text)
        build(home / "updated", docs)
    build(home / "clean", docs)
    assert answers(home / "updated") == answers(home / "clean")


def test_touching_a_file_is_no_change(docs: Path, folder: Path) -> None:
    build(folder, docs)
    os.utime(docs / "ferry.txt", (0, 0))
    assert not build(folder, docs).changed


def test_settings_of_the_index_are_kept_where_none_are_given(docs: Path, folder: Path) -> None:
    build(folder, docs, config=IndexConfig(encoder="x", chunk_tokens=20))
    assert not build(folder, docs).changed
    (docs / "ferry.txt").write_text(LONG)
    assert build(folder, docs).changed
    assert Index.open(folder, FakeEncoder()).manifest.config.chunk_tokens == 20


def test_an_altered_index_is_rebuilt(docs: Path, folder: Path) -> None:
    build(folder, docs)
    wanted = answers(folder)
    path = current_generation(folder) / "sentences.npy"
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    messages: list[str] = []
    assert build(folder, docs, notify=messages.append).changed
    assert "sentences.npy has changed" in messages[0]
    assert answers(folder) == wanted


@pytest.mark.parametrize("damage", ["manifest", "generation", "pointer"])
def test_a_damaged_index_is_rebuilt(docs: Path, folder: Path, damage: str) -> None:
    build(folder, docs)
    wanted = answers(folder)
    if damage == "manifest":
        (current_generation(folder) / "manifest.json").write_text("{}")
    elif damage == "generation":
        current_generation(folder).rename(folder / "generations" / "000777")
    else:
        (folder / "CURRENT").write_bytes(b"\xff\xff")
    messages: list[str] = []
    assert build(folder, docs, notify=messages.append).changed
    assert messages[0].startswith("Rebuilding the index from scratch: ")
    assert answers(folder) == wanted
    assert len(generation_names(folder)) == 1


# Roots.


def test_the_index_mirrors_the_roots_of_the_last_build(
    docs: Path, folder: Path, write: Write
) -> None:
    build(folder, docs)
    second = write("other/boat.txt", LONG).parent
    build(folder, second)
    assert Index.open(folder, FakeEncoder()).names == ["boat.txt"]


def test_added_roots_join_the_recorded_ones(docs: Path, folder: Path, write: Write) -> None:
    build(folder, docs)
    second = write("other/boat.txt", LONG).parent
    build(folder, second, add=True)
    assert Index.open(folder, FakeEncoder()).names == ["boat.txt", "ferry.txt", "sub/bridge.md"]
    assert Index.open(folder, FakeEncoder()).manifest.roots == (str(docs), str(second))


def test_no_root_reads_the_recorded_ones_again(docs: Path, folder: Path, write: Write) -> None:
    build(folder, docs)
    assert not build(folder).changed
    write("docs/boat.txt", LONG)
    assert build(folder).changed
    assert "boat.txt" in Index.open(folder, FakeEncoder()).names


def test_uploads_are_always_a_root(docs: Path, folder: Path) -> None:
    build(folder, docs)
    (folder / "uploads").mkdir()
    (folder / "uploads" / "boat.txt").write_text(LONG)
    (folder / "uploads" / "ferry.txt").write_text(LONG)
    assert build(folder).changed
    names = Index.open(folder, FakeEncoder()).names
    assert names == ["boat.txt", "docs/ferry.txt", "sub/bridge.md", "uploads/ferry.txt"]
    assert Index.open(folder, FakeEncoder()).manifest.roots == (str(docs),)


def test_names_that_clash_are_prefixed_with_their_root(
    write: Write, tmp_path: Path, folder: Path
) -> None:
    write("red/a.txt", FERRY)
    write("blue/a.txt", LONG)
    report = build(folder, tmp_path / "red", tmp_path / "blue")
    assert report.documents == 2
    index = Index.open(folder, FakeEncoder())
    assert index.names == ["blue/a.txt", "red/a.txt"]
    assert index.document("red/a.txt").text == FERRY


def test_two_roots_of_one_name_lose_no_document(write: Write, tmp_path: Path, folder: Path) -> None:
    write("one/docs/a.txt", FERRY)
    write("two/docs/a.txt", LONG)
    assert build(folder, tmp_path / "one/docs", tmp_path / "two/docs").documents == 2
    texts = {
        Index.open(folder, FakeEncoder()).document(name).text
        for name in Index.open(folder, FakeEncoder()).names
    }
    assert texts == {FERRY, LONG}


@pytest.mark.parametrize("exists", [False, True])
def test_a_missing_root_is_refused_and_changes_nothing(
    docs: Path, folder: Path, exists: bool
) -> None:
    if exists:
        build(folder, docs)
    before = contents(folder)
    with pytest.raises(UsageError, match="no file or folder at"):
        build(folder, docs / "nowhere")
    assert contents(folder) == before


def test_no_root_at_all_is_refused(folder: Path) -> None:
    with pytest.raises(UsageError, match=r"records no folder of documents.*loccit index PATH"):
        build(folder)


def test_an_empty_corpus_is_refused_with_reasons(write: Write, folder: Path) -> None:
    write("docs/photo.png", b"\x89PNG")
    with pytest.raises(UsageError, match=r"nothing to index.*photo\.png"):
        build(folder, write("docs/empty.txt", " ").parent)


# Documents that cannot be read.


def test_broken_documents_are_reported_and_the_others_kept(
    write: Write, docs: Path, folder: Path
) -> None:
    write("docs/empty.txt", "")
    write("docs/bom.txt", b"\xef\xbb\xbf")
    write("docs/binary.md", b"a\0b")
    write("docs/notice.html", "<html><body><nav>Home</nav></body></html>")
    write("docs/data.json", "[1]")
    (docs / "gone.txt").symlink_to(docs / "nothing")
    report = build(folder, docs)
    assert report.documents == 2
    why = {file.name: file.why for file in report.skipped}
    assert list(why) == [
        "binary.md",
        "bom.txt",
        "data.json",
        "empty.txt",
        "gone.txt",
        "notice.html",
    ]
    assert "binary" in why["binary.md"]
    assert "empty" in why["empty.txt"]
    assert "'.json', which is not supported" in why["data.json"]
    assert "broken link" in why["gone.txt"]
    assert "no text" in why["notice.html"]


def test_a_parser_that_fails_costs_one_document(
    docs: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(text: str) -> None:
        raise RecursionError("too deep")

    monkeypatch.setattr("loccit.index.formats.plain.parse_plain", fail)
    report = build(folder, docs)
    assert [(file.name, file.why) for file in report.skipped] == [
        (
            "ferry.txt",
            "cannot be parsed (its reader failed: RecursionError); try saving it again, or in "
            "another format",
        )
    ]


@pytest.mark.parametrize(
    "text", ["Take vitamin C\u00a0. It is sour.", "Q1: ?", "?", "\u0301", "\u2028"]
)
def test_an_odd_document_costs_itself_at_most(
    write: Write, docs: Path, folder: Path, text: str
) -> None:
    for suffix in ("txt", "md", "html"):
        write(f"docs/odd.{suffix}", text)
    build(folder, docs)
    assert {"ferry.txt", "sub/bridge.md"} <= set(Index.open(folder, FakeEncoder()).names)


def test_a_parser_that_panics_costs_one_document(
    docs: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A panic in a library written in Rust is no Exception."""

    panic = type("PanicException", (BaseException,), {"__module__": "pyo3_runtime"})

    def fail(text: str) -> None:
        raise panic("not a char boundary")

    monkeypatch.setattr("loccit.index.formats.plain.parse_plain", fail)
    report = build(folder, docs)
    assert report.documents == 1
    assert "PanicException" in report.skipped[0].why


def test_skipped_files_are_reported_again_when_nothing_changed(
    write: Write, docs: Path, folder: Path
) -> None:
    write("docs/empty.txt", "")
    write("docs/data.csv", "a,b")
    assert build(folder, docs).skipped == build(folder, docs).skipped != ()


def test_a_file_of_another_format_that_came_later_is_reported(
    write: Write, docs: Path, folder: Path
) -> None:
    build(folder, docs)
    write("docs/data.json", "[1]")
    assert [file.name for file in build(folder, docs).skipped] == ["data.json"]


def test_a_file_name_that_is_not_utf_8_is_indexed(docs: Path, folder: Path) -> None:
    (docs / os.fsdecode(b"caf\xe9.txt")).write_text(LONG)
    assert build(folder, docs).documents == 3


def test_deeply_nested_pages_cost_one_document_at_most(
    write: Write, docs: Path, folder: Path
) -> None:
    write("docs/deep.html", "<html><body>" + "<div>" * 5000 + "<p>deep down the ferry lies")
    write("docs/deep.md", "> " * 2000 + "deep")
    assert build(folder, docs).documents >= 2


# Readers and writers.


def test_a_reader_keeps_the_generation_it_opened(docs: Path, folder: Path) -> None:
    build(folder, docs)
    reader, unread = Index.open(folder, FakeEncoder()), Index.open(folder, FakeEncoder())
    before, generation = reader.search("ferry", 10), current_generation(folder)
    (docs / "ferry.txt").write_text(LONG)
    build(folder, docs)
    assert not generation.exists()
    assert reader.search("ferry", 10) == before == unread.search("ferry", 10)
    assert reader.sentence_vectors(0).shape == unread.sentence_vectors(0).shape
    assert reader.document("ferry.txt").text == unread.document("ferry.txt").text == FERRY
    assert Index.open(folder, FakeEncoder()).document("ferry.txt").text == LONG


def test_a_second_writer_is_told_to_wait(docs: Path, folder: Path) -> None:
    build(folder, docs)
    before = contents(folder)
    with FileLock(folder / "LOCK"), pytest.raises(IndexBusy, match="another process is writing"):
        build(folder, docs)
    assert contents(folder) == before
    assert not build(folder, docs).changed


def test_a_folder_of_something_else_is_refused_and_untouched(docs: Path, write: Write) -> None:
    foreign = write("home/notes.txt", "mine").parent
    with pytest.raises(
        UsageError, match=r"is not an index: it holds 'notes\.txt'.*nothing was changed"
    ):
        build(foreign, docs)
    assert contents(foreign) == {"notes.txt": b"mine"}
    assert [path.name for path in foreign.iterdir()] == ["notes.txt"]


def test_a_file_in_place_of_the_folder_is_refused(docs: Path, write: Write) -> None:
    path = write("index", "mine")
    with pytest.raises(UsageError, match="is a file; expected a folder"):
        build(path, docs)
    assert path.read_text() == "mine"


def test_an_empty_folder_becomes_an_index(docs: Path, folder: Path) -> None:
    folder.mkdir()
    assert build(folder, docs).changed


# Failures.

FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

Raiser = Callable[..., None]


def raising(error: Exception) -> Raiser:
    def fail(*args: object, **options: object) -> None:
        raise error

    return fail


@pytest.mark.parametrize(
    ("place", "error"),
    [
        ("stores.faiss_store.write", FULL),
        ("stores.faiss_store.write", RuntimeError("write error: No space left on device")),
        ("stores.tantivy_store.write", FULL),
        ("stores.tantivy_store.write", ValueError("An IO error occurred: No space left on device")),
        ("generations.records.write", sqlite3.OperationalError("database or disk is full")),
        ("generations.records.write", FULL),
        ("generations.generation.describe_files", FULL),
        ("generations.generation.sync_tree", FULL),
        ("generations.generation.switch", FULL),
        ("generations.manifest.Manifest.write", FULL),
    ],
)
def test_a_failing_write_leaves_the_old_index_and_nothing_else(
    docs: Path, folder: Path, monkeypatch: pytest.MonkeyPatch, place: str, error: Exception
) -> None:
    build(folder, docs)
    before, answered = contents(folder), answers(folder)
    (docs / "ferry.txt").write_text(LONG)
    with monkeypatch.context() as patch:
        patch.setattr(f"loccit.index.{place}", raising(error))
        with pytest.raises(IndexUnwritable, match=r"could not be written.*unchanged; free space"):
            build(folder, docs)
    assert contents(folder) == before
    assert generation_names(folder) == [current_generation(folder).name]
    assert answers(folder) == answered
    assert build(folder, docs).changed


def test_a_failing_first_build_leaves_nothing(
    docs: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("loccit.index.stores.tantivy_store.write", raising(FULL))
    with pytest.raises(IndexUnwritable):
        build(folder, docs)
    assert contents(folder) == {} if folder.exists() else True


def test_a_build_that_is_stopped_leaves_the_old_index(docs: Path, folder: Path) -> None:
    build(folder, docs)
    before = contents(folder)
    (docs / "ferry.txt").write_text(LONG)

    def stop(stage: str, done: int, total: int) -> None:
        if stage == "Embedding":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        build(folder, docs, progress=stop)
    assert contents(folder) == before
    assert build(folder, docs).changed


def test_leftovers_of_a_killed_build_are_swept(docs: Path, folder: Path) -> None:
    build(folder, docs)
    for name in (".new", "000900"):
        (folder / "generations" / name).mkdir()
        (folder / "generations" / name / "half").write_text("x")
    (folder / "generations" / ".current").write_text("000900")
    assert not build(folder, docs).changed
    assert generation_names(folder) == [current_generation(folder).name]


def test_a_folder_that_cannot_be_made_is_unwritable(
    docs: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "mkdir", raising(PermissionError(errno.EACCES, "Permission denied")))
    with pytest.raises(IndexUnwritable, match="Permission denied"):
        build(folder, docs)


def test_every_file_is_synced_before_the_switch(
    docs: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    sync, switch = generations.sync_tree, generations.switch

    def note_sync(*arguments: Any) -> None:
        order.append("sync")
        sync(*arguments)

    def note_switch(*arguments: Any) -> None:
        order.append("switch")
        switch(*arguments)

    monkeypatch.setattr(generations, "sync_tree", note_sync)
    monkeypatch.setattr(generations, "switch", note_switch)
    build(folder, docs)
    assert order == ["sync", "switch"]
