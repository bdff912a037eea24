"""The interface of a reader."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ...index.types import Chunk
from .types import ReadSentence


class PassageReader(Protocol):
    """Reads a question and passages together.

    Attributes:
        name: for people to read.
        reads_sentences: whether it tells the sentences of a passage apart.
    """

    name: str
    reads_sentences: bool

    def understands(self, question: str, passage: str) -> bool:
        """Whether it knows the language of both."""
        ...

    def read(
        self, question: str, chunks: Sequence[Chunk], preceding: Sequence[str]
    ) -> list[list[ReadSentence]]:
        """What it says of each sentence of n chunks, each with the sentence before it or ``""``."""
        ...
