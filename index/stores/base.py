"""What a dense and a lexical store must be able to do, for another backend to be put in."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from ..encoders.base import Vectors

Ids = npt.NDArray[np.int64]
"""Chunk ids, ascending."""


class DenseStore(Protocol):
    """Nearest neighbours among the unit vectors of chunks; ids count from 0.

    Attributes:
        dimension: length of each vector.
    """

    @property
    def dimension(self) -> int: ...

    def __len__(self) -> int:
        """How many vectors it holds."""
        ...

    def search(
        self, vector: Vectors, k: int, allowed: Ids | None = None
    ) -> list[tuple[int, float]]:
        """The ids of highest inner product, best first, ties to the lower id, with their scores.

        Args:
            vector: a unit vector, float32, shape (d,).
            k: the maximum number of results.
            allowed: the only ids that may be returned; ``None`` for all.
        """
        ...

    def vectors(self, ids: Sequence[int]) -> Vectors:
        """The stored vectors of ``ids``: float32, shape (len(ids), d)."""
        ...


class LexicalStore(Protocol):
    """BM25 over the stems of chunks; ids count from 0."""

    def __len__(self) -> int:
        """How many texts it holds."""
        ...

    def search(
        self, question: str, k: int, allowed: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """The ids of highest BM25 score, best first, ties to the lower id, with their scores.

        Args:
            question: any text; its topic words are searched.
            k: the maximum number of results.
            allowed: the only ids that may be returned; ``None`` for all.
        """
        ...

    def stems(self, words: Sequence[str]) -> list[str]:
        """The stems of words, in order."""
        ...

    def variants(self, stem: str) -> list[str]:
        """The stem itself; if no text contains it, the indexed stems that begin with it."""
        ...

    def document_frequency(self, stem: str) -> int:
        """The number of texts that contain a stem."""
        ...
