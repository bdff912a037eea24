"""The stores in use: to replace one, implement its protocol in ``base`` and name it here."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ..encoders.base import Vectors
from . import faiss_store, tantivy_store
from .base import DenseStore, LexicalStore
from .intact import Check


def open_dense(path: Path, check: Check) -> DenseStore:
    """A written dense store, opened for search.

    Args:
        path: the file with the vectors.
        check: called with each further file and its content; raises if it is not as written.

    Raises:
        IndexDamaged: if it is not readable.
    """
    return faiss_store.FaissStore(path, check)


def open_lexical(folder: Path, language: str, check: Check) -> LexicalStore:
    """A written lexical store, opened for search.

    Args:
        folder: the folder it was written to.
        language: ISO 639-1 code that picks the stemmer.
        check: called with each file and its content; raises if it is not as written.

    Raises:
        IndexDamaged: if it is not readable.
    """
    return tantivy_store.TantivyStore(folder, language, check)


def write_dense(path: Path, vectors: Vectors) -> None:
    """Write unit vectors, float32, shape (n, d); their ids are 0 … n - 1."""
    faiss_store.write(path, vectors)


def write_lexical(folder: Path, texts: Iterable[str], language: str) -> None:
    """Write texts into a new folder; their ids are 0 … n - 1."""
    tantivy_store.write(folder, texts, language)
