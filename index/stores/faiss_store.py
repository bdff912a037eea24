"""Nearest neighbours among unit vectors. The only module that imports faiss."""

from __future__ import annotations

import io
import os
import struct
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from ..encoders.base import Vectors
from ..errors import IndexDamaged
from .base import Ids
from .intact import Check, unchecked
from .permission import permitted

FLAT_LIMIT = 50_000
"""Up to this many vectors, every one is compared; above, an HNSW graph is searched."""

_LINKS = 32
_BUILD_BREADTH = 200
_SEARCH_BREADTH = 128

_HEAD = struct.Struct("<4siqqqBiQ")
"""Header of a flat index: kind, dimension, count, two unused, trained, metric, floats."""


def write(path: Path, vectors: Vectors, flat_limit: int = FLAT_LIMIT) -> None:
    """Write an inner-product index over float32 unit vectors, shape (n, d); ids are 0 … n - 1.

    Above ``flat_limit`` vectors, the links of an HNSW graph are written to a separate file next to
    ``path``. A single thread builds the graph, so equal vectors give an equal index.
    """
    import faiss

    count, dimension = vectors.shape
    flat: Any = faiss.IndexFlatIP(dimension)
    flat.add(np.ascontiguousarray(vectors))
    _save(flat, path)
    del flat  # the graph holds the vectors once more
    if count <= flat_limit:
        return
    graph: Any = faiss.IndexHNSWFlat(dimension, _LINKS, faiss.METRIC_INNER_PRODUCT)
    graph.hnsw.efConstruction = _BUILD_BREADTH
    graph.hnsw.efSearch = _SEARCH_BREADTH
    threads = faiss.omp_get_max_threads()
    faiss.omp_set_num_threads(1)
    try:
        graph.add(np.ascontiguousarray(vectors))
    finally:
        faiss.omp_set_num_threads(threads)
    _save(graph, graph_path(path), faiss.IO_FLAG_SKIP_STORAGE)


def _save(index: Any, path: Path, flags: int = 0) -> None:
    """Write through a Python file: faiss's own writer ignores a disk that is full at the end."""
    import faiss

    with path.open("wb") as file:
        writer = faiss.PyCallbackIOWriter(file.write)  # type: ignore[attr-defined]
        faiss.write_index(index, writer, flags)


def graph_path(path: Path) -> Path:
    """The file with the graph over the vectors in ``path``, if there is one."""
    return path.with_suffix(".graph")


class FaissStore:
    """A written index, read into memory for search; implements ``DenseStore``.

    It is not memory-mapped: truncating a mapped file would kill the process, and a search reads
    every vector anyway.

    Args:
        path: the vectors; their header is checked.
        check: called with the graph and its content, if there is one: faiss follows links without
            checking where they lead.

    Raises:
        IndexDamaged: if it is not readable.
    """

    def __init__(self, path: Path, check: Check = unchecked) -> None:
        try:
            with permitted(), path.open("rb") as file:
                self._flat: Any = _load(_replayed(_checked_head(file), file))
            self._index: Any = self._flat
            if graph_path(path).exists():
                with permitted():
                    content = graph_path(path).read_bytes()
                check(graph_path(path), content)
                self._index = _load(io.BytesIO(content).read, is_graph=True)
                self._index.own_fields = False
                self._index.storage = self._flat
        except (OSError, RuntimeError, ValueError) as error:
            raise IndexDamaged(
                f"{path} is not a readable vector index; rebuild it with `loccit index`"
            ) from error
        if (self._index.ntotal, self._index.d) != (self._flat.ntotal, self._flat.d):
            raise IndexDamaged(
                f"{graph_path(path)} is not a graph over the vectors next to it; "
                "rebuild the index with `loccit index`"
            )

    def __len__(self) -> int:
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """Length of each vector."""
        return int(self._flat.d)

    def search(
        self, vector: Vectors, k: int, allowed: Ids | None = None
    ) -> list[tuple[int, float]]:
        """The ``k`` ids of highest inner product with ``vector``, shape (d,), best first.

        Ties go to the lower id. There are at most as many results as vectors, or as ids in
        ``allowed``.
        """
        import faiss

        k = min(k, len(self) if allowed is None else len(allowed))
        if k < 1:
            return []
        chosen: Any = None
        if allowed is not None:
            only = faiss.IDSelectorBatch(allowed)
            is_graph = hasattr(self._index, "hnsw")
            kind = "SearchParametersHNSW" if is_graph else "SearchParameters"
            chosen = getattr(faiss, kind)()
            chosen.sel = only
            if is_graph:
                chosen.efSearch = _SEARCH_BREADTH
        # For one vector, a second thread costs more than it saves; the setting is per thread.
        threads = faiss.omp_get_max_threads()
        faiss.omp_set_num_threads(1)
        try:
            row = np.ascontiguousarray(vector[None, :])
            scores, ids = self._index.search(row, k, params=chosen)
        finally:
            faiss.omp_set_num_threads(threads)
        results = [
            (int(id_), float(score))
            for id_, score in zip(ids[0], scores[0], strict=True)
            if id_ >= 0 and score == score  # a NaN cannot be ranked
        ]
        return sorted(results, key=lambda pair: (-pair[1], pair[0]))

    def vectors(self, ids: Sequence[int]) -> Vectors:
        """The stored vectors of ``ids``: float32, shape (len(ids), d)."""
        rows = [self._flat.reconstruct(int(id_)) for id_ in ids]
        return np.array(rows, dtype=np.float32).reshape(len(rows), self._flat.d)


def _load(read: Callable[[int], bytes], is_graph: bool = False) -> Any:
    import faiss

    reader = faiss.PyCallbackIOReader(read)  # type: ignore[attr-defined]
    return faiss.read_index(reader, faiss.IO_FLAG_SKIP_STORAGE if is_graph else 0)


def _replayed(head: bytes, file: BinaryIO) -> Callable[[int], bytes]:
    """A read function that returns the header that was checked, then the rest of the file."""
    again = io.BytesIO(head)
    return lambda size: again.read(size) or file.read(size)


def _checked_head(file: BinaryIO) -> bytes:
    """The header of a file, checked to announce a flat index of the file's size: faiss trusts it.

    Raises:
        ValueError: if it announces anything else.
        OSError: if the file cannot be read.
    """
    head = file.read(_HEAD.size)
    if len(head) < _HEAD.size:
        raise ValueError(f"{len(head)} bytes")
    kind, dimension, count, _, _, trained, metric, floats = _HEAD.unpack(head)
    size = os.fstat(file.fileno()).st_size - _HEAD.size
    if (kind, trained, metric) != (b"IxFI", 1, 0) or not dimension > 0 <= count:
        raise ValueError(f"{head!r} is not the header of a flat inner-product index")
    if not floats == count * dimension == size / 4:
        raise ValueError(f"{count} vectors of {dimension} in {size} bytes")
    return head
