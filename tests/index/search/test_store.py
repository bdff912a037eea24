"""An index folder, opened and searched; what is refused."""

from __future__ import annotations

import math
import shutil
import threading
from dataclasses import replace
from pathlib import Path
from typing import Literal

import numpy as np
import pytest
from fakes import FakeEncoder
from hypothesis import given
from hypothesis import strategies as st
from loccit.index import Hit, Index, IndexDamaged, IndexMismatch, IndexMissing, Span, build_index
from loccit.index.chunking.embedded_text import passage
from loccit.index.generations.current import current_generation
from loccit.index.stores.fuse import LEXICAL_WEIGHT
from oracles import any_text, collapse, strip_html

TEXTS = {
    "docs/boats.md": "# Boats\n\nThe ferry sank in May. Nobody drowned.\n\n## Night\n\n"
    "The *night* ferry sails.",
    "docs/bridge.txt": "The Bridge\n\nBy Jane Roe\n\nThe bridge is of granite — and PPR-9087 calls "
    "it old. 🙂 It stands.",
    "docs/ice.html": "<html><title>Ice</title><article><h1>Ice</h1><p>The harbour freezes in "
    "Janu<b>ary</b> &amp; the crews mend their nets in the long shed behind the church until it "
    "thaws.</p></article></html>",
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index that no test changes."""
    home = tmp_path_factory.mktemp("store")
    for name, text in TEXTS.items():
        path = home / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    build_index([home / "docs"], home / "index", encoder=FakeEncoder())
    return home / "index"


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    """A copy of it to damage."""
    return Path(shutil.copytree(built, tmp_path / "index"))


@pytest.fixture
def index(built: Path, fake_encoder: FakeEncoder) -> Index:
    return Index.open(built, fake_encoder)


def all_hits(index: Index) -> list[Hit]:
    return index.search("ferry bridge harbour boats", 100)


# What is found.


def test_names_are_paths_below_the_root(index: Index) -> None:
    assert index.names == ["boats.md", "bridge.txt", "ice.html"]


def test_a_document_comes_back_as_it_was_cleaned(index: Index) -> None:
    document = index.document("bridge.txt")
    assert document.metadata.author == "Jane Roe"
    assert document.title == "The Bridge"
    assert document.text == TEXTS["docs/bridge.txt"]
    with pytest.raises(KeyError):
        index.document("nothing.txt")


def test_a_hit_is_a_slice_of_its_document_and_leads_to_its_source(index: Index) -> None:
    for hit in all_hits(index):
        document = index.document(hit.chunk.document)
        source = document.path.read_text()
        assert document.text[hit.chunk.start : hit.chunk.end] == hit.chunk.text
        written = source[hit.source.start : hit.source.end]
        assert hit.source.page is None
        if document.format == "text":
            assert written == hit.chunk.text
        if document.format == "html":
            assert strip_html(written) == collapse(hit.chunk.text)
        assert (hit.title, hit.metadata) == (document.title, document.metadata)


def test_hits_are_ranked_from_one_with_scores_that_fall(index: Index) -> None:
    hits = all_hits(index)
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))
    assert all(0 <= hit.score <= 1 for hit in hits)
    keys = [(-hit.score, hit.chunk_id) for hit in hits]
    assert keys == sorted(keys)
    assert len({hit.chunk_id for hit in hits}) == len(hits) == index.manifest.counts["chunks"]


@pytest.mark.parametrize(
    ("question", "document"),
    [
        ("PPR-9087", "bridge.txt"),
        ("What freezes in January?", "ice.html"),
        ("Who drowned?", "boats.md"),
    ],
)
def test_the_fitting_document_comes_first(index: Index, question: str, document: str) -> None:
    first = index.search(question, 1)[0]
    assert first.chunk.document == document
    assert first.channel == "both"
    cosine = float(index.chunk_vectors([first.chunk_id])[0] @ index.encode_question(question))
    assert first.score == pytest.approx((cosine + LEXICAL_WEIGHT) / (1 + LEXICAL_WEIGHT))


@pytest.mark.parametrize("channel", ["dense", "lexical"])
def test_one_search_alone_gives_its_own_order(
    index: Index, channel: Literal["dense", "lexical"]
) -> None:
    question = "Who drowned in the ice?"
    hits = index.search(question, 10, channel=channel, fold=False)
    assert {hit.channel for hit in hits} == {channel}
    vector = index.encode_question(question)
    ids = [hit.chunk_id for hit in hits]
    if channel == "lexical":
        assert ids == [id_ for id_, _ in index._lexical.search(question, 10)]
        assert len(ids) > 1
    else:
        cosines = index.chunk_vectors(ids) @ vector
        assert cosines.tolist() == sorted(cosines.tolist(), reverse=True)


def test_a_question_without_known_words_is_answered_by_vectors_alone(index: Index) -> None:
    assert {hit.channel for hit in index.search("zeppelin", 10)} == {"dense"}


@pytest.mark.parametrize("k", [1, 2, 100])
def test_no_more_than_asked_comes_back(index: Index, k: int) -> None:
    hits = index.search("ferry", k)
    assert len(hits) == min(k, index.manifest.counts["chunks"])
    assert hits == index.search("ferry", 100)[:k]


def test_a_question_is_encoded_once_or_not_at_all(index: Index) -> None:
    vector = index.encode_question("ferry")
    assert vector.shape == (32,)
    assert index.search("ferry", 5, vector) == index.search("ferry", 5)


@given(any_text)
def test_no_question_breaks_the_search(fake_index: Index, question: str) -> None:
    hits = fake_index.search(question, 5)
    assert len(hits) == 5


@given(st.lists(st.sampled_from("iran sanctions gulf uranium deal talks".split()), min_size=1))
def test_equal_questions_give_equal_hits(fake_index: Index, words: list[str]) -> None:
    assert fake_index.search(" ".join(words)) == fake_index.search(" ".join(words))


def test_vectors_are_those_of_the_embedded_passage(index: Index, fake_encoder: FakeEncoder) -> None:
    for hit in all_hits(index):
        (encoded,) = fake_encoder.encode_passages([passage(hit.chunk)])
        assert np.allclose(index.chunk_vectors([hit.chunk_id])[0], encoded.vector, atol=1e-6)
        assert np.allclose(index.sentence_vectors(hit.chunk_id), encoded.spans, atol=1e-6)
        assert len(encoded.spans) == len(hit.chunk.sentences)


def test_rarity_is_the_inverse_document_frequency(index: Index) -> None:
    total = index.manifest.counts["chunks"]
    for word in ("ferry", "harbour", "zeppelin"):
        (stem,) = index.stems([word])
        holding = sum(
            stem in index.stems(hit.chunk.text.lower().split()) for hit in all_hits(index)
        )
        wanted = math.log(1 + (total - holding + 0.5) / (holding + 0.5))
        assert index.rarity(stem) == pytest.approx(wanted)


def test_several_threads_may_ask_at_once(index: Index) -> None:
    wanted, results = index.search("ferry"), []
    threads = [
        threading.Thread(target=lambda: results.append(index.search("ferry"))) for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [wanted] * 8


def test_searching_changes_no_file(folder: Path) -> None:
    index = Index.open(folder, FakeEncoder())
    all_hits(index)
    assert index.manifest.altered_files(current_generation(folder)) == []


def test_a_folder_may_be_moved(folder: Path, index: Index, tmp_path: Path) -> None:
    wanted = [hit.chunk for hit in all_hits(index)]
    shutil.copytree(folder, tmp_path / "with space é")
    moved = Index.open(tmp_path / "with space é", FakeEncoder())
    assert [hit.chunk for hit in all_hits(moved)] == wanted


def test_span_is_half_open() -> None:
    assert Span(1, 3).of("abcd") == "bc"


# What is refused.


@pytest.mark.parametrize("make", ["nothing", "empty", "file", "foreign"])
def test_what_is_no_index_is_missing_with_what_to_do(tmp_path: Path, make: str) -> None:
    path = tmp_path / "x"
    if make == "file":
        path.write_text("x")
    if make in {"empty", "foreign"}:
        path.mkdir()
    if make == "foreign":
        (path / "notes.txt").write_text("x")
    with pytest.raises(IndexMissing, match=r"is not an index.*loccit index PATH"):
        Index.open(path)


def test_another_encoder_is_refused(folder: Path) -> None:
    with pytest.raises(IndexMismatch, match=r"built with the encoder 'fake', not with 'other'"):
        Index.open(folder, FakeEncoder("other"))


def test_another_name_for_the_same_weights_is_accepted(
    folder: Path, fake_encoder: FakeEncoder
) -> None:
    fake_encoder.name = "renamed"
    assert Index.open(folder, fake_encoder).names


def files_of(folder: Path) -> list[Path]:
    return [
        path
        for path in sorted(current_generation(folder).rglob("*"))
        if path.is_file() and "lock" not in path.name
    ]


@pytest.mark.parametrize("damage", ["cut", "deleted", "longer"])
def test_a_damaged_file_is_refused_with_what_to_do(folder: Path, damage: str) -> None:
    for path in files_of(folder):
        content = path.read_bytes()
        if damage == "deleted":
            path.unlink()
        else:
            path.write_bytes(content[:-1] if damage == "cut" else content + b"x")
        if path.name == "manifest.json" and damage == "cut":
            continue  # its last byte is a line feed
        with pytest.raises(IndexDamaged, match="loccit index"):
            Index.open(folder, FakeEncoder())
        path.write_bytes(content)
    Index.open(folder, FakeEncoder())


@pytest.mark.parametrize(
    "name", ["", "999999", "..", "../..", ".", "/etc", "000001/lexical", "a\nb"]
)
def test_a_pointer_to_no_generation_is_refused(folder: Path, name: str) -> None:
    (folder / "CURRENT").write_text(name)
    with pytest.raises(IndexDamaged):
        Index.open(folder, FakeEncoder())


def test_records_that_lack_a_chunk_are_damaged(index: Index) -> None:
    with pytest.raises(IndexDamaged, match="has no chunk 999"):
        index._records.chunk(999)


def test_a_manifest_whose_counts_are_wrong_is_refused(folder: Path) -> None:
    generation = current_generation(folder)
    index = Index.open(folder, FakeEncoder())
    replace(index.manifest, counts={**index.manifest.counts, "chunks": 99}).write(generation)
    with pytest.raises(IndexDamaged, match="expected"):
        Index.open(folder, FakeEncoder())
