"""The conversations of those who sign in, in memory: a browser that others use keeps nothing."""

from __future__ import annotations

import threading
from collections import OrderedDict

from .turns import Turn

_MOST_ACCOUNTS = 1_000


class Conversations:
    """One conversation for each account, until it signs out or the server ends.

    Safe to use from several threads; the longest unused are forgotten first.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._turns: OrderedDict[str, list[Turn]] = OrderedDict()

    def of(self, account: str) -> list[Turn]:
        """An account's turns, the oldest first."""
        with self._lock:
            return list(self._turns.get(account, ()))

    def keep(self, account: str, turns: list[Turn]) -> None:
        """Put these turns in the place of those that an account had."""
        with self._lock:
            self._turns[account] = list(turns)
            self._turns.move_to_end(account)
            if len(self._turns) > _MOST_ACCOUNTS:
                self._turns.popitem(last=False)

    def empty(self, account: str) -> None:
        """Forget an account's turns."""
        with self._lock:
            self._turns.pop(account, None)
