"""The conversations of those who sign in, in memory: a browser that others use keeps nothing."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from .turns import Turn

_MOST_ACCOUNTS = 1_000
_EXPIRES = 24 * 3600.0


class Conversations:
    """One conversation for each account, until it signs out, a day passes or the server ends.

    Safe to use from several threads; the longest unused are forgotten first.

    Args:
        clock: seconds that never run backwards.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._turns: OrderedDict[str, tuple[list[Turn], float]] = OrderedDict()

    def of(self, account: str) -> list[Turn]:
        """An account's turns, the oldest first."""
        with self._lock:
            turns, _ = self._turns.get(account, ([], 0.0))
            return list(turns)

    def keep(self, account: str, turns: list[Turn]) -> None:
        """Put these turns in the place of those that an account had."""
        with self._lock:
            self._turns[account] = (list(turns), self._clock())
            self._turns.move_to_end(account)
            if len(self._turns) > _MOST_ACCOUNTS:
                self._turns.popitem(last=False)

    def expire(self) -> None:
        """Forget what nobody added to for a day."""
        with self._lock:
            oldest = self._clock() - _EXPIRES
            for account, (_, since) in list(self._turns.items()):
                if since < oldest:
                    del self._turns[account]

    def empty(self, account: str) -> None:
        """Forget an account's turns."""
        with self._lock:
            self._turns.pop(account, None)
