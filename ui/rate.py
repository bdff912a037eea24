"""How often one client may ask.

LoccitError
└── RateLimited           a client has asked too often
"""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from ..index import LoccitError

_MOST_CLIENTS = 10_000


class RateLimited(LoccitError):  # noqa: N818 - named after the state, as IndexBusy is
    """A client has asked too often. ``wait`` is in whole seconds, 1 or more."""

    def __init__(self, message: str, wait: int) -> None:
        super().__init__(message)
        self.wait = wait


class RateLimit:
    """A bucket of tokens for each client: full at first, and filled evenly over a minute.

    Safe to use from several threads. Of more clients than are kept, those longest unheard of are
    forgotten.

    Args:
        per_minute: tokens that a bucket holds, and that a minute brings; 1 or more.
        what: what a token is spent on, in the plural, for the message.
        clock: seconds that never run backwards.
        most_clients: how many clients are kept.
    """

    def __init__(
        self,
        per_minute: int,
        what: str = "questions",
        clock: Callable[[], float] = time.monotonic,
        most_clients: int = _MOST_CLIENTS,
    ) -> None:
        self.per_minute = per_minute
        self._what = what
        self._clock = clock
        self._most_clients = most_clients
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def check(self, client: str, *, spend: bool = True) -> None:
        """Spend a token of a client, or only ask whether there is one.

        Raises:
            RateLimited: if there is none; nothing is spent then.
        """
        with self._lock:
            now = self._clock()
            tokens, since = self._buckets.pop(client, (float(self.per_minute), now))
            tokens = min(self.per_minute, tokens + (now - since) * self.per_minute / 60)
            is_enough = tokens >= 1
            left = tokens - 1 if is_enough and spend else tokens
            self._buckets[client] = (left, now)
            if len(self._buckets) > self._most_clients:
                self._buckets.popitem(last=False)
        if not is_enough:
            wait = max(1, math.ceil((1 - tokens) * 60 / self.per_minute))
            raise RateLimited(
                f"too many {self._what}; at most {self.per_minute} a minute are taken from one "
                f"address. Try again in {wait} s",
                wait,
            )
