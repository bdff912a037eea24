"""Nearest neighbours among unit vectors. The only home of faiss."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from .embed import Vectors
from .errors import IndexDamaged

Ids = npt.NDArray[np.int64]

FLAT_LIMIT = 50_000
"""Up to this many vectors every one is compared; above, a graph (HNSW) is searched."""

_LINKS = 32
_BUILD_BREADTH = 200
_SEARCH_BREADTH = 128


def write(path: Path, vectors: Vectors, flat_limit: int = FLAT_LIMIT) -> None:
    """Write an inner-product index over float32 unit vectors, shape (n, d); ids are 0 … n - 1.

    The graph is built by one thread, so equal vectors give an equal index.
    """
    import faiss

    count, dimension = vectors.shape
    index: Any = faiss.IndexFlatIP(dimension)
    threads = faiss.omp_get_max_threads()
    if count > flat_limit:
        index = faiss.IndexHNSWFlat(dimension, _LINKS, faiss.METRIC_INNER_PRODUCT)
        index.hnsw.efConstruction = _BUILD_BREADTH
        index.hnsw.efSearch = _SEARCH_BREADTH
        faiss.omp_set_num_threads(1)
    try:
        index.add(np.ascontiguousarray(vectors))
    finally:
        faiss.omp_set_num_threads(threads)
    faiss.write_index(index, str(path))


class DenseIndex:
    """A written index, opened for search; its vectors are mapped into memory where they can be."""

    def __init__(self, path: Path) -> None:
        import faiss

        try:
            self._index: Any = faiss.read_index(str(path), faiss.IO_FLAG_MMAP_IFC)
        except RuntimeError as error:
            raise IndexDamaged(
                f"{path} is not a readable vector index; rebuild it with `loccit index`"
            ) from error

    def __len__(self) -> int:
        return int(self._index.ntotal)

    def search(
        self, vector: Vectors, k: int, allowed: Ids | None = None
    ) -> list[tuple[int, float]]:
        """The ``k`` ids of highest inner product with ``vector``, shape (d,), best first.

        Ties go to the lower id. At most as many pairs come back as there are vectors, or ids in
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
        # For one vector a second thread costs more than it saves; the setting is the thread's own.
        threads = faiss.omp_get_max_threads()
        faiss.omp_set_num_threads(1)
        try:
            row = np.ascontiguousarray(vector[None, :])
            scores, ids = self._index.search(row, k, params=chosen)
        finally:
            faiss.omp_set_num_threads(threads)
        found = [
            (int(id_), float(score))
            for id_, score in zip(ids[0], scores[0], strict=True)
            if id_ >= 0
        ]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    def vectors(self, ids: Sequence[int]) -> Vectors:
        """The stored vectors of ``ids``: float32, shape (len(ids), d)."""
        rows = [self._index.reconstruct(int(id_)) for id_ in ids]
        return np.array(rows, dtype=np.float32).reshape(len(rows), self._index.d)
