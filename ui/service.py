"""The service behind the page and the HTTP API: the current index, and answers from it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from ..index.errors import IndexMismatch, LoccitError
from ..index.generations.current import current_generation
from ..index.search import Index
from ..rag.answer import stream_answer
from ..rag.config import RagConfig
from ..rag.types import Answer, ChatInput
from .changes import Changes
from .examples import ABOUT, example_questions
from .work import Workers


@dataclass(frozen=True, slots=True)
class Work:
    """The thread pools of a server: one for answering, one for reading."""

    answering: Workers = field(
        default_factory=lambda: Workers("questions are being answered", 4, 128, 20.0)
    )
    reading: Workers = field(
        default_factory=lambda: Workers("documents are being read", 4, 128, 10.0)
    )


class Service:
    """An open index, reopened after each build.

    Attributes:
        folder: the index folder.
        config: configuration of answers.
        work: thread pools for requests.
        changes: queue of changes to the documents.
    """

    def __init__(self, folder: Path, config: RagConfig | None = None) -> None:
        """Open the index.

        Raises:
            IndexFolderError: if there is no usable index.
        """
        self.folder = folder
        self.config = config or RagConfig()
        self.work = Work()
        self.changes = Changes(folder)
        self._lock = threading.Lock()
        self._is_warm = threading.Event()
        self._finding = threading.Lock()
        self._examples: tuple[Index | None, list[str]] = (None, [])
        self._generation = current_generation(folder)
        self._index = Index.open(folder)

    @property
    def index(self) -> Index:
        """The newest readable generation."""
        with self._lock:
            try:
                newest = current_generation(self.folder)
                if newest != self._generation:
                    self._index = self._opened()
                    self._generation = newest
            except LoccitError:
                pass
            return self._index

    def _opened(self) -> Index:
        """Open the new generation, reusing the loaded encoder if it is the same."""
        if self.is_warm:
            try:
                return Index.open(self.folder, encoder=self._index.encoder)
            except IndexMismatch:
                self._is_warm.clear()
        return Index.open(self.folder)

    @property
    def is_warm(self) -> bool:
        """Whether the encoder is loaded."""
        return self._is_warm.is_set()

    def warm(self) -> None:
        """Load the encoder before the first question needs it."""
        self.index.encode_question("warm")
        self._is_warm.set()
        self.examples()

    def examples(self) -> list[str]:
        """Example questions; only the one about the documents until the encoder is loaded."""
        if not self.is_warm:
            return [ABOUT]
        index = self.index
        with self._finding:
            if self._examples[0] is not index:
                self._examples = (index, example_questions(index, self.config))
            return self._examples[1]

    def stream(
        self, chat_input: ChatInput, sentences: int | None = None, passages: int | None = None
    ) -> Iterator[Answer]:
        """Stream the answer; see ``stream_answer``.

        Args:
            chat_input: the question.
            sentences: maximum number of sentences; ``None`` for the configured number.
            passages: number of passages to search; ``None`` for the configured number.

        Raises:
            QuestionError: if the question is not valid.
            UsageError: if a filter is not valid.
        """
        config = replace(
            self.config,
            max_sentences=sentences or self.config.max_sentences,
            hits=passages or self.config.hits,
        )
        yield from stream_answer(self.index, chat_input, config)
