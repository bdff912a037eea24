"""What shapes an answer: arguments first, then ``loccit.toml``, then these defaults."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from ..index import UsageError, read_table, table_to_config


@dataclass(frozen=True, slots=True)
class RagConfig:
    """Settings that shape an answer.

    Attributes:
        hits: chunks that are retrieved and searched for evidence, 1 or more.
        max_sentences: sentences that an extractive answer holds at most, 1 or more.
        threshold: least support, in [0, 1], of the best sentence; below it the answer abstains.
        max_question: characters that a question may have, 1 or more.
        max_history: turns that may come with a question, 1 or more.
    """

    hits: int = 8
    max_sentences: int = 4
    threshold: float = 0.5
    max_question: int = 2000
    max_history: int = 100

    def __post_init__(self) -> None:
        for name in ("hits", "max_sentences", "max_question", "max_history"):
            if getattr(self, name) < 1:
                raise UsageError(f"{name} is {getattr(self, name)}; expected 1 or more")
        if not 0 <= self.threshold <= 1:
            raise UsageError(f"threshold is {self.threshold}; expected a number from 0 to 1")

    @classmethod
    def load(cls, folder: Path | None = None) -> Self:
        """The ``[rag]`` table of ``loccit.toml`` in ``folder`` (default: the working folder).

        Raises:
            UsageError: if the file or a setting is wrong.
        """
        return table_to_config(cls, read_table(folder or Path.cwd(), "rag"), "rag")
