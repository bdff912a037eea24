"""Question answering as a LangChain runnable."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any, ClassVar, Self

from langchain_core.language_models import BaseChatModel
from langchain_core.runnables import Runnable, RunnableConfig, run_in_executor

from ...index.errors import UsageError
from ...index.search import Index
from ..answer import answer_question, stream_answer
from ..config import RagConfig
from ..prose.models.chat_model import ChatModel
from ..prose.models.config import ModelConfig
from ..types import Answer, ChatInput


class RagChain(Runnable[str | ChatInput, Answer]):
    """A LangChain runnable that takes a question and returns an ``Answer``.

    When streamed, each item is the whole answer so far, and the last one is final.

    Attributes:
        index: the open index.
        config: the settings of answering.
        model: the chat model that writes the answers; ``None`` if they are quoted.
        takes_turns: ``True``: it accepts a ``ChatInput`` with a history (``loccit.eval`` reads
            this).
    """

    takes_turns: ClassVar[bool] = True

    def __init__(
        self,
        index: Index,
        config: RagConfig | None = None,
        model: ChatModel | ModelConfig | BaseChatModel | str | None = None,
    ) -> None:
        """Make a chain over an open index.

        Args:
            index: the open index.
            config: settings; the defaults if ``None``.
            model: writes the answers, every sentence of which is verified: what a chat model is
                called in ``loccit.toml``, its settings, any chat model of LangChain, or a
                ``ChatModel``. If ``None``, the documents are quoted.

        Raises:
            UsageError: if no such model is configured.
        """
        self.index = index
        self.config = config or RagConfig()
        self.model = None if model is None else ChatModel.of(model, index.manifest.roots)

    @classmethod
    def open(
        cls,
        folder: str | Path,
        config: RagConfig | None = None,
        model: ChatModel | ModelConfig | BaseChatModel | str | None = None,
    ) -> Self:
        """Open a chain over the index in a folder.

        Args:
            folder: the index folder.
            config: settings; the defaults if ``None``.
            model: writes the answers; see the constructor. If ``None``, the documents are quoted.

        Raises:
            IndexFolderError: if there is no usable index.
            UsageError: if no such model is configured.
        """
        return cls(Index.open(folder), config, model)

    def invoke(
        self, input: str | ChatInput, config: RunnableConfig | None = None, **kwargs: Any
    ) -> Answer:
        """Answer a question.

        Args:
            input: the question in words, or with the conversation before it and filters.
            config: LangChain's configuration of this run.
            **kwargs: ignored.

        Raises:
            QuestionError: if the question is empty or too long, or its history is malformed.
            UsageError: if a filter is wrong.
        """
        return self._call_with_config(self._answer, input, config, run_type="chain", **kwargs)

    def stream(
        self, input: str | ChatInput, config: RunnableConfig | None = None, **kwargs: Any
    ) -> Iterator[Answer]:
        """Answer a question sentence by sentence: each item is the whole answer so far."""
        yield from self.transform(iter([input]), config, **kwargs)

    def transform(
        self,
        input: Iterator[str | ChatInput],
        config: RunnableConfig | None = None,
        **kwargs: Any,
    ) -> Iterator[Answer]:
        """Answer a question that itself arrives in pieces, sentence by sentence."""
        yield from self._transform_stream_with_config(
            input, self._stream, config, run_type="chain", **kwargs
        )

    async def astream(
        self, input: str | ChatInput, config: RunnableConfig | None = None, **kwargs: Any
    ) -> AsyncIterator[Answer]:
        """Answer a question sentence by sentence: each item is the whole answer so far."""

        async def once() -> AsyncIterator[str | ChatInput]:
            yield input

        async for item in self.atransform(once(), config, **kwargs):
            yield item

    async def atransform(
        self,
        input: AsyncIterator[str | ChatInput],
        config: RunnableConfig | None = None,
        **kwargs: Any,
    ) -> AsyncIterator[Answer]:
        """Answer a question that itself arrives in pieces, sentence by sentence."""
        async for item in self._atransform_stream_with_config(
            input, self._astream, config, run_type="chain", **kwargs
        ):
            yield item

    def _answer(self, question: str | ChatInput) -> Answer:
        return answer_question(self.index, question, self.config, self.model)

    def _stream(self, pieces: Iterator[str | ChatInput]) -> Iterator[Answer]:
        yield from stream_answer(self.index, _joined(list(pieces)), self.config, self.model)

    async def _astream(self, pieces: AsyncIterator[str | ChatInput]) -> AsyncIterator[Answer]:
        question = _joined([piece async for piece in pieces])
        grown = stream_answer(self.index, question, self.config, self.model)
        while (item := await run_in_executor(None, next, grown, None)) is not None:
            yield item


def _joined(pieces: list[str | ChatInput]) -> str | ChatInput:
    """Join the pieces of a streamed question."""
    texts = [piece for piece in pieces if isinstance(piece, str)]
    if len(texts) == len(pieces):
        return "".join(texts)
    if len(pieces) == 1:
        return pieces[0]
    raise UsageError(
        f"{len(pieces)} inputs came in one stream; expected one question. "
        "Call the chain once for each, or use batch()"
    )
