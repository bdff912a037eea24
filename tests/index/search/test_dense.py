"""Nearest neighbours against a search by hand."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from loccit.index import IndexDamaged
from loccit.index.encoders.base import unit
from loccit.index.stores.faiss_store import FaissStore, write

Vectors = npt.NDArray[np.float32]


def random_vectors(count: int, dimension: int = 16, seed: int = 0) -> Vectors:
    return unit(np.random.default_rng(seed).normal(size=(count, dimension)).astype(np.float32))


def build(folder: Path, vectors: Vectors, **options: int) -> FaissStore:
    write(folder / "dense.faiss", vectors, **options)
    return FaissStore(folder / "dense.faiss")


def by_hand(vectors: Vectors, question: Vectors, k: int) -> list[int]:
    """Ids of highest inner product, ties to the lower id."""
    scores = vectors.astype(np.float64) @ question.astype(np.float64)
    return [int(id_) for id_ in np.lexsort((np.arange(len(scores)), -scores))[:k]]


@pytest.mark.parametrize("count", [1, 7, 500])
@pytest.mark.parametrize("k", [1, 10, 1000])
def test_every_vector_is_compared(tmp_path: Path, count: int, k: int) -> None:
    vectors = random_vectors(count)
    index = build(tmp_path, vectors)
    for question in random_vectors(20, seed=1):
        hits = index.search(question, k)
        assert [id_ for id_, _ in hits] == by_hand(vectors, question, k)
        for id_, score in hits:
            assert score == pytest.approx(float(vectors[id_] @ question), abs=1e-6)


@given(st.integers(1, 60), st.integers(1, 80), st.integers(0, 10_000))
def test_search_is_that_of_numpy(count: int, k: int, seed: int) -> None:
    vectors = random_vectors(count, seed=seed)
    question = random_vectors(1, seed=seed + 1)[0]
    with TemporaryDirectory() as folder:
        hits = build(Path(folder), vectors).search(question, k)
    assert [id_ for id_, _ in hits] == by_hand(vectors, question, k)


@pytest.mark.parametrize("k", [1, 10, 99, 100, 150])
def test_ties_go_to_the_lower_id(tmp_path: Path, k: int) -> None:
    vectors = np.repeat(random_vectors(2), 200, axis=0)
    index = build(tmp_path, vectors)
    assert [id_ for id_, _ in index.search(vectors[0], k)] == list(range(k))
    assert [id_ for id_, _ in index.search(vectors[-1], k)] == list(range(200, 200 + k))


def test_a_graph_finds_nearly_all_that_comparing_finds(tmp_path: Path) -> None:
    vectors = random_vectors(2000, dimension=32)
    index = build(tmp_path, vectors, flat_limit=100)
    questions = random_vectors(100, dimension=32, seed=1)
    hits = [{id_ for id_, _ in index.search(question, 10)} for question in questions]
    wanted = [set(by_hand(vectors, question, 10)) for question in questions]
    shared = [len(a & b) / 10 for a, b in zip(hits, wanted, strict=True)]
    assert float(np.mean(shared)) >= 0.95


def test_a_graph_is_best_first_with_true_scores(tmp_path: Path) -> None:
    vectors = random_vectors(300)
    index = build(tmp_path, vectors, flat_limit=10)
    question = random_vectors(1, seed=1)[0]
    hits = index.search(question, 20)
    assert hits == sorted(hits, key=lambda pair: (-pair[1], pair[0]))
    assert all(
        score == pytest.approx(float(vectors[id_] @ question), abs=1e-5) for id_, score in hits
    )


@pytest.mark.parametrize("flat_limit", [10, 10_000])
def test_equal_vectors_give_an_equal_file(tmp_path: Path, flat_limit: int) -> None:
    vectors = random_vectors(500)
    for name in ("one", "other"):
        write(tmp_path / name, vectors, flat_limit=flat_limit)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()


@pytest.mark.parametrize("flat_limit", [10, 10_000])
def test_stored_vectors_come_back_in_the_order_asked(tmp_path: Path, flat_limit: int) -> None:
    vectors = random_vectors(50)
    index = build(tmp_path, vectors, flat_limit=flat_limit)
    assert len(index) == 50
    assert np.array_equal(index.vectors([7, 0, 49, 7]), vectors[[7, 0, 49, 7]])
    assert index.vectors([]).shape == (0, 16)


@pytest.mark.parametrize("k", [0, -1])
def test_nothing_asked_is_nothing_found(tmp_path: Path, k: int) -> None:
    assert build(tmp_path, random_vectors(5)).search(random_vectors(1)[0], k) == []


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    assert build(tmp_path, random_vectors(0)).search(random_vectors(1)[0], 5) == []


@pytest.mark.parametrize("content", [b"", b"no index", b"IxFI"])
def test_an_unreadable_file_is_refused_with_what_to_do(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x").write_bytes(content)
    with pytest.raises(IndexDamaged, match="rebuild it with `loccit index`"):
        FaissStore(tmp_path / "x")


def test_a_file_cut_short_is_refused(tmp_path: Path) -> None:
    write(tmp_path / "x", random_vectors(50))
    content = (tmp_path / "x").read_bytes()
    (tmp_path / "x").write_bytes(content[: len(content) // 2])
    with pytest.raises(IndexDamaged):
        FaissStore(tmp_path / "x")


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged):
        FaissStore(tmp_path / "nothing")
