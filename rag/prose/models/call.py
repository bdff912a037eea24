"""Ask a chat model and read its reply as it comes, within limits of our own.

Whatever a server does becomes pieces of text, a stated end, or ``ModelFailed``. Retries and limits
of time are ours: clients retry what cannot help, and a server that keeps the connection alive
defeats their limits.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from functools import partial
from time import monotonic, sleep
from typing import TYPE_CHECKING, Any, cast

from ...errors import ModelFailed
from .chunks import Chunk, ReplyReader, read_chunk
from .config import ModelConfig
from .failures import Failure, failure_of
from .pieces import Piece, Quiet
from .worker import Arrival, Worker

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.messages import BaseMessage

_TICK = 0.25
"""Seconds after which a caller that waits is given a sign of it."""

_FIRST_PAUSE, _LONGEST_PAUSE = 0.5, 8.0
"""Seconds before the first retry, doubled for each further one, and the most of them."""


def stream_reply(
    model: BaseChatModel, messages: Sequence[BaseMessage], settings: ModelConfig
) -> Generator[Piece, None, None]:
    """Ask a chat model and yield its reply as it comes.

    A request is repeated only before any content has come, and only if that can help: as often as
    ``retries`` says, after the pause that the server asks for, else longer ones each time; and once
    without the temperature if that is refused. Closing the iterator closes the connection.

    Callbacks and tracers of the caller's do not see the reply, which nobody has verified yet, and
    LangSmith's tracing is off: prompts go nowhere but to the model.

    Args:
        model: any chat model of LangChain. One that was not opened by ``open_model`` should have
            its own retries off.
        messages: the prompt.
        settings: the model's settings; ``timeout``, ``stall`` and ``retries`` are used, and
            ``model`` in causes.

    Yields:
        Text of one character or more, signs that there is none for now, and ``Finished`` at last.

    Raises:
        ModelFailed: if there is no reply, or it breaks off; text that came before may be kept.
    """
    clock, retries, without_temperature = _Clock(settings), 0, False
    while True:
        reader = ReplyReader()
        failure = yield from _attempt(model, messages, settings, clock, reader)
        if failure is None:
            yield reader.finished(without_temperature)
            return
        if failure.refuses_temperature and getattr(model, "temperature", None) is not None:
            model, without_temperature = model.model_copy(update={"temperature": None}), True
            continue
        if reader.has_begun or not failure.is_transient or retries >= settings.retries:
            raise ModelFailed(failure.cause, failure.is_transient)
        yield from _wait(failure, retries, clock)
        retries += 1


def _attempt(
    model: BaseChatModel,
    messages: Sequence[BaseMessage],
    settings: ModelConfig,
    clock: _Clock,
    reader: ReplyReader,
) -> Generator[Piece, None, Failure | None]:
    """Make a request and yield what comes; returns why it failed, if it did."""
    clock.hear(monotonic())
    worker = Worker(partial(_chunks, model, list(messages)))
    try:
        while True:
            arrival = worker.take(min(clock.remaining(), _TICK))
            clock.check(arrival)
            if arrival is None:
                yield Quiet()
            elif arrival.item is None:
                return failure_of(arrival.error, settings) if arrival.error else None
            elif piece := reader.read(arrival.item):
                clock.hear(arrival.at)
                yield piece
    finally:
        worker.close()


def _chunks(model: BaseChatModel, messages: list[BaseMessage]) -> Generator[Chunk, None, None]:
    from langsmith import tracing_context

    stream = cast("Generator[Any, None, None]", model.stream(messages))
    with tracing_context(enabled=False), closing(stream):
        for message in stream:
            yield read_chunk(message)


def _wait(failure: Failure, retries: int, clock: _Clock) -> Iterator[Quiet]:
    """Wait before a retry.

    Raises:
        ModelFailed: if the pause would outlast the time that is left.
    """
    pause, asked = min(_FIRST_PAUSE * 2**retries, _LONGEST_PAUSE), ""
    if failure.pause is not None:
        pause, asked = failure.pause, f"; it asks to wait {failure.pause:,.0f} s"
    if monotonic() + pause >= clock.end:
        raise ModelFailed(failure.cause + asked, retryable=True)
    end = monotonic() + pause
    while (remaining := end - monotonic()) > 0:
        sleep(min(remaining, _TICK))
        yield Quiet()


class _Clock:
    """The limits of time of a reply, in seconds of ``time.monotonic``."""

    def __init__(self, settings: ModelConfig) -> None:
        self._settings = settings
        self.end = monotonic() + settings.timeout
        self._heard = 0.0

    def hear(self, at: float) -> None:
        """Content came, or a request was sent."""
        self._heard = at

    def remaining(self) -> float:
        """Seconds until the next limit."""
        return min(self.end, self._heard + self._settings.stall) - monotonic()

    def check(self, arrival: Arrival[Chunk] | None) -> None:
        """Compare the time of an arrival, or the present if there is none, to the limits.

        Raises:
            ModelFailed: if one is passed.
        """
        at = arrival.at if arrival else monotonic()
        if at >= self.end:
            raise ModelFailed(
                f"the reply took longer than {self._settings.timeout:g} s (timeout)", retryable=True
            )
        if at >= self._heard + self._settings.stall:
            raise ModelFailed(
                f"the model sent nothing for {self._settings.stall:g} s (stall)", retryable=True
            )
