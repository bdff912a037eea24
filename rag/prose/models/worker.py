"""Iterate in a thread of its own, which can be given up even while it waits for a server.

A synchronous client blocks in its socket: a comment that a server sends to keep the connection
alive restarts its time limit, and a generator that is running cannot be closed by another thread.
So the socket that the thread waits on is shut down, upon which it ends as if the server had gone.
"""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, suppress
from contextvars import Context
from queue import Empty, SimpleQueue
from threading import Event, Thread
from time import monotonic
from types import FrameType
from typing import Generic, NamedTuple, TypeVar

Item = TypeVar("Item")

THREAD_NAME = "loccit-model"
_ENDING, _LOOK = 0.3, 0.02
"""Seconds that a given-up thread is waited for at most, and between two looks at it."""


class Arrival(NamedTuple, Generic[Item]):
    """What a worker sends.

    Attributes:
        at: when it came, in seconds of ``time.monotonic``.
        item: the next item; ``None`` at the end.
        error: what the iteration failed with; ``None`` if it did not.
    """

    at: float
    item: Item | None
    error: Exception | None = None


class Worker(Generic[Item]):
    """A thread that iterates; items are taken from a queue."""

    def __init__(self, iterate: Callable[[], Generator[Item, None, None]]) -> None:
        """Start the thread.

        Args:
            iterate: gives the items; called in the thread, in an empty context: callbacks and
                tracers of the caller's do not see them.
        """
        self._arrivals: SimpleQueue[Arrival[Item]] = SimpleQueue()
        self._is_given_up = Event()
        self._thread = Thread(
            target=Context().run, args=(self._run, iterate), daemon=True, name=THREAD_NAME
        )
        self._thread.start()

    def take(self, seconds: float) -> Arrival[Item] | None:
        """The next arrival; ``None`` if there is none within some seconds."""
        try:
            return self._arrivals.get(timeout=max(0.0, seconds))
        except Empty:
            return None

    def close(self) -> None:
        """Give the iteration up, and end its connection and its thread.

        A thread that waits for anything else than a socket ends by itself when it no longer does.
        """
        self._is_given_up.set()
        latest = monotonic() + _ENDING
        while self._thread.is_alive() and monotonic() < latest:
            self._thread.join(_LOOK)
            self._hang_up()

    def _run(self, iterate: Callable[[], Generator[Item, None, None]]) -> None:
        error: Exception | None = None
        try:
            with closing(iterate()) as items:
                for item in items:
                    if self._is_given_up.is_set():
                        break
                    self._arrivals.put(Arrival(monotonic(), item))
        except Exception as raised:  # whatever a client raises is told to the taker
            error = raised
        self._arrivals.put(Arrival(monotonic(), None, error))

    def _hang_up(self) -> None:
        """Shut down the socket that the thread waits on, if it waits on any."""
        frames = list(_frames(self._thread.ident))
        # The number of a thread that has ended may be that of another one by now.
        if not any(frame.f_locals.get("self") is self for frame in frames):
            return
        waited_on = next(filter(None, map(_socket, frames)), None)
        if waited_on:
            # By the base class: an encrypted socket would first forget its encryption.
            with suppress(OSError):
                socket.socket.shutdown(waited_on, socket.SHUT_RDWR)


def _frames(thread: int | None) -> Iterator[FrameType]:
    """What a thread is executing, innermost first."""
    frame = sys._current_frames().get(thread or 0)
    while frame:
        yield frame
        frame = frame.f_back


def _socket(frame: FrameType) -> socket.socket | None:
    """The socket that a function works on: as itself, as its object's, or as it makes it."""
    holder = frame.f_locals.get("self")
    candidates = (holder, getattr(holder, "_sock", None), frame.f_locals.get("sock"))
    return next((value for value in candidates if isinstance(value, socket.socket)), None)
