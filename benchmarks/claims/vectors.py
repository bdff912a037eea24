"""Vectors of texts, each encoded once in a run."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from loccit.index import Index
from loccit.rag.verify.types import Encode


def kept_vectors(index: Index) -> Encode:
    """The encoder of an index as a function from texts to vectors, shape (n, d)."""
    kept: dict[str, npt.NDArray[np.float32]] = {}

    def encode(texts: Sequence[str]) -> npt.NDArray[np.float32]:
        new = [text for text in dict.fromkeys(texts) if text not in kept]
        if new:
            kept.update(zip(new, index.encoder.encode_questions(new), strict=True))
        return np.stack([kept[text] for text in texts])

    return encode
