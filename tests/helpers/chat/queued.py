"""Chat models of LangChain that play what is queued, and a look for threads left behind."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from loccit.rag.prose.models.worker import THREAD_NAME
from pydantic import PrivateAttr

Event = str | AIMessageChunk | Exception | Callable[[], object]
"""Text, a chunk, what is raised, or what is called for its effect: it may wait."""

STOPPED = {"finish_reason": "stop"}


def threads_of_replies() -> list[threading.Thread]:
    """Threads that do not end within two seconds."""
    end = time.monotonic() + 2
    while alive := [thread for thread in threading.enumerate() if thread.name == THREAD_NAME]:
        if time.monotonic() > end:
            return alive
        time.sleep(0.01)
    return []


def last(reason: str | None = "stop", **fields: Any) -> AIMessageChunk:
    """A last chunk without text."""
    return AIMessageChunk("", response_metadata={"finish_reason": reason}, **fields)


class QueuedModel(BaseChatModel):
    """Plays a list of events for each request, and remembers how it was asked."""

    replies: list[list[Any]]
    temperature: float | None = None
    _asked: list[dict[str, Any]] = PrivateAttr(default_factory=list)
    _closed: list[bool] = PrivateAttr(default_factory=list)

    @property
    def asked(self) -> list[dict[str, Any]]:
        return self._asked

    @property
    def closed(self) -> list[bool]:
        """Which of the replies were ended from outside."""
        return self._closed

    @property
    def _llm_type(self) -> str:
        return "queued"

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        self._asked.append({"messages": messages, "temperature": self.temperature, **kwargs})
        try:
            yield from self._play(self.replies[len(self._asked) - 1])
        except GeneratorExit:
            self._closed.append(True)
            raise

    def _play(self, events: list[Event]) -> Iterator[ChatGenerationChunk]:
        for event in events:
            if isinstance(event, Exception):
                raise event
            if isinstance(event, str):
                event = AIMessageChunk(event)
            if isinstance(event, AIMessageChunk):
                yield ChatGenerationChunk(message=event)
            else:
                event()

    def _generate(self, messages: list[BaseMessage], *args: Any, **kwargs: Any) -> ChatResult:
        raise NotImplementedError


class WholeModel(QueuedModel):
    """A model that cannot stream: it gives its reply at once."""

    def _generate(self, messages: list[BaseMessage], *args: Any, **kwargs: Any) -> ChatResult:
        message = AIMessage(self.replies[0][0], response_metadata=STOPPED)
        return ChatResult(generations=[ChatGeneration(message=message)])

    _stream = BaseChatModel._stream
