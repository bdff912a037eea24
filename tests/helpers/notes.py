"""Sentences of documents with chosen vectors, and an index that stems but holds no files."""

from __future__ import annotations

from typing import cast

import numpy as np
from loccit.index import Index
from loccit.index.formats.parsed import Metadata
from loccit.index.types import Chunk, Hit, Sentence, SourcePlace
from loccit.rag.asking.question import Question
from loccit.rag.reader.types import Evidence
from loccit.text.spans import Span
from loccit.text.tokens import tokenize
from loccit.text.words import stem


class Notes:
    """Notes on one matter: every word is as rare as the next unless ``rarities`` says otherwise."""

    def __init__(self, **rarities: float) -> None:
        self.rarities = rarities
        self.vectors: list[np.ndarray] = []

    def sentence(
        self,
        text: str,
        document: str,
        *,
        date: str | None = None,
        cosine: float = 1.0,
        number: int = 0,
        columns: str = "",
        support: float = 1.0,
        order: float = 0.0,
        start: int = 0,
        header: Span | None = None,
    ) -> Evidence:
        """A sentence whose vector has this cosine with those of the default sentences."""
        rows = np.zeros((max(number, 0) + 1, 2))
        rows[number] = cosine, (1 - cosine**2) ** 0.5
        self.vectors.append(rows)
        hit = Hit(
            chunk_id=len(self.vectors) - 1,
            chunk=Chunk(document, 0, 0, "", ()),
            title=document,
            metadata=Metadata(date=date),
            source=SourcePlace(None, None, None),
            score=1.0,
            rank=1,
            channel="dense",
        )
        end = start + len(text)
        span = Sentence(start, end, header=header)
        return Evidence(hit, span, text, support, order, number, columns)

    def question(self, text: str) -> Question:
        return Question(text, np.zeros(2, dtype=np.float32), self.index)

    @property
    def index(self) -> Index:
        return cast(Index, self)

    def sentence_vectors(self, id_: int) -> np.ndarray:
        return self.vectors[id_]

    def stems(self, words: list[str]) -> list[str]:
        return [stem(word) for word in words]

    def stem_set(self, text: str) -> frozenset[str]:
        return frozenset(self.stems(tokenize(text)))

    def variants(self, stem_: str) -> list[str]:
        return [stem_]

    def rarity(self, stem_: str) -> float:
        return self.rarities.get(stem_, 1.0)
