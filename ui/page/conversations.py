"""The conversations of signed-in users, in memory: a shared browser stores nothing."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from .turns import Turn

_MOST_ACCOUNTS = 1_000
_EXPIRES = 24 * 3600.0


class Conversations:
    """One conversation per account, until sign-out, a day without use or the server's end.

    Thread-safe; the least recently used are dropped first.

    Args:
        clock: a monotonic clock, in seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._turns: OrderedDict[str, tuple[list[Turn], float]] = OrderedDict()

    def of(self, account: str) -> list[Turn]:
        """An account's turns, oldest first."""
        with self._lock:
            turns, _ = self._turns.get(account, ([], 0.0))
            return list(turns)

    def keep(self, account: str, turns: list[Turn]) -> None:
        """Replace an account's turns."""
        with self._lock:
            self._turns[account] = (list(turns), self._clock())
            self._turns.move_to_end(account)
            if len(self._turns) > _MOST_ACCOUNTS:
                self._turns.popitem(last=False)

    def expire(self) -> None:
        """Drop conversations unused for a day."""
        with self._lock:
            oldest = self._clock() - _EXPIRES
            for account, (_, since) in list(self._turns.items()):
                if since < oldest:
                    del self._turns[account]

    def empty(self, account: str) -> None:
        """Drop an account's turns."""
        with self._lock:
            self._turns.pop(account, None)
