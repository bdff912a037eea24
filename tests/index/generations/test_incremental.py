"""A build after any history equals a clean one, and does no work twice."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import numpy as np
import pytest
from conftest import Write
from fakes import FakeEncoder
from histories import NAMES, PRESS, TEXTS, Operation, check_history, operation, packed
from hypothesis import given, settings
from hypothesis import strategies as st
from loccit.index import Index, IndexConfig, build_index
from loccit.index.search import current_generation
from loccit.index.sources.isolation import Parser


@settings(max_examples=15)
@given(st.lists(operation, max_size=6))
def test_any_history_equals_a_clean_build(
    history: list[Operation],
) -> None:
    with tempfile.TemporaryDirectory() as folder, Parser() as parser:
        check_history(history, Path(folder), parser)


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
    content = bytearray(sentences.read_bytes())
    content[-1] ^= 1
    sentences.write_bytes(content)
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
