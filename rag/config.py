"""Settings of answering: arguments come first, then ``loccit.toml``, then these defaults."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Self

from ..index.config import read_table, table_to_config
from ..index.errors import UsageError


@dataclass(frozen=True, slots=True)
class RagConfig:
    """Settings that shape an answer.

    Attributes:
        hits: how many chunks are retrieved and searched for evidence, 1 or more.
        windows: how many chunks are retrieved and read where a reader reads them, 1 or more.
        max_sentences: how many sentences an answer has at most, 1 or more.
        threshold: the least support, in [0, 1], of the best sentence; below it the answer abstains.
        max_question: how many characters a question may have, 1 or more.
        max_history: how many turns may come with a question, 1 or more.
        reader: what reads question and passages together: ``loccit``, which comes with the package
            and reads English, ``none``, or the name or folder of a cross-encoder of
            sentence-transformers, by which passages are ranked.

    Raises:
        UsageError: if a setting is out of range.
    """

    hits: int = 8
    windows: int = 12
    max_sentences: int = 4
    threshold: float = 0.5
    max_question: int = 2000
    max_history: int = 100
    reader: str = "loccit"

    def __post_init__(self) -> None:
        for name in ("hits", "windows", "max_sentences", "max_question", "max_history"):
            if getattr(self, name) < 1:
                raise UsageError(
                    f"{name} is {getattr(self, name)}; expected 1 or more. Change the argument, "
                    f"or {name} in the [rag] table of loccit.toml"
                )
        if not 0 <= self.threshold <= 1:
            raise UsageError(
                f"threshold is {self.threshold}; expected a number from 0 to 1. Change the "
                "argument, or threshold in the [rag] table of loccit.toml"
            )

    @classmethod
    def load(cls, folder: Path | None = None) -> Self:
        """Read the ``[rag]`` table of ``loccit.toml``; the defaults if there is none.

        Args:
            folder: where the file is; the working folder if ``None``.

        Raises:
            UsageError: if the file or a setting is wrong.
        """
        return table_to_config(cls, read_table(folder or Path.cwd(), "rag"), "rag")
