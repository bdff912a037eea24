"""Bounded thread pools: limited concurrency, queue length and waiting time.

LoccitError
└── Busy                  the queue is full
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from ..index.errors import LoccitError

Result = TypeVar("Result")


class Busy(LoccitError):  # noqa: N818 - named after the state, as IndexBusy is
    """The queue is full. ``wait`` is in whole seconds, 1 or more."""

    def __init__(self, message: str, wait: int = 1) -> None:
        super().__init__(message)
        self.wait = wait


class Workers:
    """A thread pool for one kind of work, so that it cannot block other work.

    Work that has started runs to its end even if its caller is gone; its thread is busy until
    then.

    Args:
        what: the work, for error messages, such as ``pages are being rendered``.
        threads: maximum concurrency, 1 or more.
        most_waiting: maximum queue length.
        patience: maximum waiting time in seconds.
    """

    def __init__(self, what: str, threads: int, most_waiting: int, patience: float) -> None:
        self._what = what
        self._most = threads + most_waiting
        self._patience = patience
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="loccit-work")
        self._lock = threading.Lock()
        self._begun = 0

    async def run(self, work: Callable[[], Result]) -> Result:
        """Run ``work`` in a thread and return its result.

        Raises:
            Busy: if no thread is free in time; the work is not done then.
        """
        with self._lock:
            if self._begun >= self._most:
                raise self._busy()
            self._begun += 1
        started = threading.Event()

        def begin() -> Result:
            started.set()
            return work()

        future = self._threads.submit(begin)
        future.add_done_callback(self._ended)
        waited = asyncio.wrap_future(future)
        await asyncio.wait([waited], timeout=self._patience)
        if not started.is_set() and future.cancel():
            raise self._busy()
        return await waited

    def _ended(self, _: object) -> None:
        with self._lock:
            self._begun -= 1

    def _busy(self) -> Busy:
        return Busy(f"too many {self._what}; try again in a few seconds", wait=2)
