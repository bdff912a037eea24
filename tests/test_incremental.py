"""A build after any history equals a clean one, and does no work twice."""

from __future__ import annotations

import io
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from conftest import Write
from fakes import FakeEncoder
from hypothesis import given, settings
from hypothesis import strategies as st
from loccit.index import Index, IndexConfig, build_index
from loccit.index.records import Records
from loccit.index.store import RECORDS, current_generation

PRESS = "Printed by the harbour press for all hands on deck."


def packed(*texts: str) -> bytes:
    """A zip file of texts, the same for the same texts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for number, text in enumerate(texts):
            archive.writestr(zipfile.ZipInfo(f"{number}.txt"), text)
    return made.getvalue()


NAMES = ["a.txt", "b.txt", "c.md", "sub/d.txt", "e.html", "f.csv", "g.zip"]
TEXTS = [
    "The ferry sank in March. It rose again in May, and nobody knows how that was done.",
    "Ferries\n\nBy Jane Roe\n\nThe night ferry sails at ten. It carries nurses home.",
    "# Harbours\n\nThe harbour **freezes** in winter.\n\n- nets are mended\n- hulls are scraped",
    "Q1: Who pays for the ferry?\n\nA1: The county pays. It has paid since 1988.",
    "<html><body><p>The slip was mended by the crew, and the church paid for the nails.</p></html>",
    "",
    "Harbour,Depth\nOdde,12\nVik,7\n",
    packed(f"Ropes are tarred in the long shed.\n\n{PRESS}", "The ferry sank in March."),
    f"Two hulls were scraped in June, and one of them was sold to a man from Vik.\n\n{PRESS}",
    f"No ship has left the slip since the crane fell into the dock last autumn.\n\n{PRESS}",
    f"Herring is salted in barrels of oak that come from the south.\n\n{PRESS}",
]

Operation = tuple[str, str | int, str | bytes | None]
operation = st.one_of(
    st.tuples(st.just("write"), st.sampled_from(NAMES), st.sampled_from(TEXTS)),
    st.tuples(st.just("move"), st.sampled_from(NAMES), st.sampled_from(NAMES)),
    st.tuples(st.just("delete"), st.sampled_from(NAMES), st.none()),
    st.tuples(st.just("tokens"), st.sampled_from([16, 160]), st.none()),
)


def apply(folder: Path, action: str, what: str | int, how: str | bytes | None) -> None:
    """Do one operation to a folder of documents."""
    path = folder / str(what)
    if action == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(how if isinstance(how, bytes) else str(how).encode())
    elif action == "move" and path.is_file():
        target = folder / str(how)
        target.parent.mkdir(parents=True, exist_ok=True)
        path.replace(target)
    elif action == "delete":
        path.unlink(missing_ok=True)


def contents(folder: Path) -> Iterator[object]:
    """Everything that a generation holds, for comparison."""
    generation = current_generation(folder)
    index = Index.open(folder, FakeEncoder())
    records = Records(generation / RECORDS)
    yield index.manifest.sources
    yield index.manifest.skipped
    for name in records.names():
        yield records.document(name)
        yield records.shared_sentences(name)
        for one in records.chunks(name):
            yield one
            yield index.chunk_vectors([one.id]).tobytes()
            yield index.sentence_vectors(one.id).tobytes()
    for question in ("Who pays for the ferry?", "winter harbour", "nails"):
        yield [(hit.chunk_id, hit.score) for hit in index.search(question, 20)]
    records.close()
    index.close()


def check_history(history: list[Operation], folder: Path) -> None:
    """Build after each operation; the last build must equal one from nothing."""
    docs, config = folder / "docs", IndexConfig()
    apply(docs, "write", "always.txt", "A lighthouse stands at the end of the long pier.")
    for action, what, how in history:
        apply(docs, action, what, how)
        if action == "tokens":
            config = IndexConfig(chunk_tokens=int(what))
        build_index([docs], folder / "grown", config, encoder=FakeEncoder())
    build_index([docs], folder / "clean", config, encoder=FakeEncoder())
    build_index([docs], folder / "grown", config, encoder=FakeEncoder())
    assert list(contents(folder / "grown")) == list(contents(folder / "clean"))


@settings(max_examples=15)
@given(st.lists(operation, max_size=6))
def test_any_history_equals_a_clean_build(
    history: list[Operation],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        check_history(history, Path(folder))


@pytest.fixture
def docs(write: Write, tmp_path: Path) -> Path:
    for name, text in zip(NAMES[:5], TEXTS, strict=False):
        write(f"docs/{name}", text)
    return tmp_path / "docs"


def test_only_what_changed_is_read_and_embedded(docs: Path, tmp_path: Path) -> None:
    first = build_index([docs], tmp_path / "x", encoder=FakeEncoder())
    assert (first.read, first.encoded) == (5, first.chunks)
    (docs / "a.txt").write_text("The ferry was sold. It left in June.")
    encoder = FakeEncoder()
    second = build_index([docs], tmp_path / "x", encoder=encoder)
    assert (second.changed, second.read, second.encoded) == (True, 1, 1)
    assert encoder.encoded == ["The ferry was sold. It left in June."]


def test_renaming_and_copying_read_and_embed_nothing(docs: Path, tmp_path: Path) -> None:
    build_index([docs], tmp_path / "x", encoder=FakeEncoder())
    (docs / "a.txt").rename(docs / "z.txt")
    shutil.copy(docs / "b.txt", docs / "copy.txt")
    encoder = FakeEncoder()
    report = build_index([docs], tmp_path / "x", encoder=encoder)
    assert (report.changed, report.read, encoder.encoded) == (True, 0, [])
    assert "z.txt" in Index.open(tmp_path / "x", encoder).names


def test_a_deleted_sentence_is_never_found_again(docs: Path, tmp_path: Path) -> None:
    build_index([docs], tmp_path / "x", encoder=FakeEncoder())
    (docs / "c.md").write_text("# Harbours\n\nNothing is known.")
    build_index([docs], tmp_path / "x", encoder=FakeEncoder())
    index = Index.open(tmp_path / "x", FakeEncoder())
    assert not [
        hit for hit in index.search("The harbour freezes", 50) if "freezes" in hit.chunk.text
    ]


def test_another_encoder_takes_over_no_vector(docs: Path, tmp_path: Path) -> None:
    build_index([docs], tmp_path / "x", encoder=FakeEncoder())
    report = build_index([docs], tmp_path / "x", encoder=FakeEncoder("other"))
    assert report.encoded == report.chunks


def test_other_settings_cut_anew_and_reuse_equal_chunks(docs: Path, tmp_path: Path) -> None:
    build_index([docs], tmp_path / "x", encoder=FakeEncoder())
    report = build_index(
        [docs], tmp_path / "x", IndexConfig(chunk_tokens=100), encoder=FakeEncoder()
    )
    assert (report.read, report.encoded) == (report.documents, 0)


def test_a_damaged_index_gives_nothing(docs: Path, tmp_path: Path) -> None:
    build_index([docs], tmp_path / "x", encoder=FakeEncoder())
    sentences = current_generation(tmp_path / "x") / "sentences.npy"
    data = bytearray(sentences.read_bytes())
    data[-1] ^= 1
    sentences.write_bytes(data)
    report = build_index([docs], tmp_path / "x", encoder=FakeEncoder())
    assert report.encoded == report.chunks


def test_vectors_of_the_real_encoder_agree_with_a_clean_build(
    write: Write, tmp_path: Path, real_encoder: FakeEncoder
) -> None:
    texts = [*TEXTS[:5], TEXTS[6], TEXTS[7]]
    for name, text in zip(NAMES, texts, strict=True):
        write(f"docs/{name}", text)
        build_index([tmp_path / "docs"], tmp_path / "grown", encoder=real_encoder)
    build_index([tmp_path / "docs"], tmp_path / "clean", encoder=real_encoder)
    grown, clean = (Index.open(tmp_path / name, real_encoder) for name in ("grown", "clean"))
    ids = list(range(clean.manifest.counts["chunks"]))
    assert np.abs(grown.chunk_vectors(ids) - clean.chunk_vectors(ids)).max() < 1e-5


def test_the_index_folder_below_a_root_is_not_indexed(docs: Path) -> None:
    for _ in range(2):
        report = build_index([docs], docs / "my-index", encoder=FakeEncoder())
    assert not report.changed
    assert report.skipped == ()


def test_a_line_that_a_third_page_repeats_leaves_the_other_two(
    write: Write, tmp_path: Path
) -> None:
    """And comes back to them when the third page goes."""

    def searched() -> dict[str, bool]:
        build_index([tmp_path / "docs"], tmp_path / "x", encoder=FakeEncoder())
        index = Index.open(tmp_path / "x", FakeEncoder())
        chunks = [hit.chunk for hit in index.search("harbour press", 50, fold=False)]
        return {
            name: any(PRESS in c.text for c in chunks if c.document == name) for name in index.names
        }

    for name, text in zip(("p.txt", "q.txt"), TEXTS[8:], strict=False):
        write(f"docs/{name}", text)
    assert searched() == {"p.txt": True, "q.txt": True}
    third = write("docs/r.txt", TEXTS[10])
    assert searched() == {"p.txt": False, "q.txt": False, "r.txt": False}
    third.unlink()
    assert searched() == {"p.txt": True, "q.txt": True}


def test_members_of_an_archive_are_read_once(write: Write, tmp_path: Path) -> None:
    write("docs/g.zip", TEXTS[7])
    first = build_index([tmp_path / "docs"], tmp_path / "x", encoder=FakeEncoder())
    assert (first.documents, first.read) == (2, 2)
    write("docs/g.zip", packed("Ropes are new.", "The ferry sank in March."))
    second = build_index([tmp_path / "docs"], tmp_path / "x", encoder=FakeEncoder())
    assert (second.documents, second.read, second.encoded) == (2, 1, 1)
    assert Index.open(tmp_path / "x", FakeEncoder()).names == ["g.zip/0.txt", "g.zip/1.txt"]
