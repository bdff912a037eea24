"""The interface of an encoder, and the pooling of token vectors over spans."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from ...text.spans import Span
from ..types import Passage

Vectors = npt.NDArray[np.float32]
Notify = Callable[[str], None]


class Encoded(NamedTuple):
    """Unit vectors of a passage: its own, shape (d,), and those of its spans, shape (s, d)."""

    vector: Vectors
    spans: Vectors


class Encoder(Protocol):
    """Turns texts into unit vectors; questions and passages may be treated differently.

    Attributes:
        name: of the model.
        digest: SHA-256 of its weights, hexadecimal.
        dimension: length of a vector.
        max_tokens: word pieces read at once, special tokens included.
        backend: the library that runs it, for people to read.
    """

    name: str
    digest: str
    dimension: int
    max_tokens: int
    backend: str

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        """Word pieces of each text, without special tokens and without any limit."""
        ...

    def encode_questions(self, texts: Sequence[str]) -> Vectors:
        """Vectors of questions: float32, shape (n, d), unit length."""
        ...

    def encode_passages(self, passages: Sequence[Passage]) -> Iterable[Encoded]:
        """Vectors of passages and of their spans, in the order given."""
        ...


def pool_spans(
    tokens: Vectors, offsets: Sequence[tuple[int, int]], spans: Sequence[Span]
) -> Vectors:
    """Mean of the token vectors in each span, scaled to unit length.

    Args:
        tokens: float32, shape (t, d): a passage's token outputs.
        offsets: per token, its characters in the passage; ``(0, 0)`` for special tokens.
        spans: ranges of the passage's characters.

    Returns:
        float32, shape (s, d); zeros for a span that no token lies in (it was cut off).
    """
    pooled = np.zeros((len(spans), tokens.shape[1]), dtype=np.float32)
    bounds = np.asarray(offsets, dtype=np.int64).reshape(-1, 2)
    for number, span in enumerate(spans):
        inside = (bounds[:, 0] < span.end) & (bounds[:, 1] > span.start)
        if inside.any():
            pooled[number] = tokens[inside].mean(axis=0)
    return unit(pooled)


def unit(vectors: Vectors) -> Vectors:
    """Rows scaled to unit length; rows of zeros stay."""
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    scaled = vectors / np.where(norms == 0, 1, norms)
    return scaled.astype(np.float32, copy=False)
