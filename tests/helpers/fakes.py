"""A tiny encoder: words hashed to directions. Equal texts give equal vectors on every machine."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence

import numpy as np
from loccit.index import Encoded, Passage
from loccit.index.encoders.base import unit
from loccit.text.tokens import tokenize


class FakeEncoder:
    """Bag of hashed words, 32 dimensions; a word is one token; reads 64 of them at once."""

    backend = "fake"
    dimension = 32
    max_tokens = 64

    def __init__(self, name: str = "fake") -> None:
        self.name = name
        self.digest = hashlib.sha256(name.encode()).hexdigest()
        self.encoded: list[str] = []

    def count_tokens(self, texts: Sequence[str]) -> list[int]:
        return [len(text.split()) for text in texts]

    def encode_questions(self, texts: Sequence[str]) -> np.ndarray:
        return unit(np.array([self._vector(text) for text in texts]).reshape(-1, self.dimension))

    def encode_passages(self, passages: Sequence[Passage]) -> Iterator[Encoded]:
        for passage in passages:
            self.encoded.append(passage.text)
            texts = [passage.text, *(span.of(passage.text) for span in passage.spans)]
            vectors = self.encode_questions(texts)
            yield Encoded(vectors[0], vectors[1:])

    def _vector(self, text: str) -> np.ndarray:
        total = np.full(self.dimension, 1e-3, dtype=np.float32)
        for token in tokenize(text):
            digest = hashlib.sha256(token.encode()).digest()
            seed = int.from_bytes(digest[:8], "little")
            total += np.random.default_rng(seed).normal(size=self.dimension).astype(np.float32)
        return total
