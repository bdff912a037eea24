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

from ...index import LoccitError

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
        whom: what a client is, for the message.
        clock: seconds that never run backwards.
        most_clients: how many clients are kept.
    """

    def __init__(
        self,
        per_minute: int,
        what: str = "questions",
        whom: str = "address",
        clock: Callable[[], float] = time.monotonic,
        most_clients: int = _MOST_CLIENTS,
    ) -> None:
        self.per_minute = per_minute
        self._what, self._whom = what, whom
        self._clock = clock
        self._most_clients = most_clients
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def check(self, client: str, cost: float = 1.0) -> None:
        """Spend tokens of a client.

        Args:
            client: whose.
            cost: how many, above 0 and at most as many as a bucket holds.

        Raises:
            RateLimited: if there are not so many; nothing is spent then.
        """
        cost = min(cost, self.per_minute)
        with self._lock:
            tokens, now = self._filled(client)
            is_enough = tokens >= cost
            self._keep(client, tokens - cost if is_enough else tokens, now)
        if not is_enough:
            wait = max(1, math.ceil((cost - tokens) * 60 / self.per_minute))
            raise RateLimited(
                f"too many {self._what}; at most {self.per_minute} a minute are taken from one "
                f"{self._whom}. Try again in {wait} s",
                wait,
            )

    def refund(self, client: str) -> None:
        """Give a token back that was spent on what turned out to be no burden."""
        with self._lock:
            tokens, now = self._filled(client)
            self._keep(client, tokens + 1, now)

    def _filled(self, client: str) -> tuple[float, float]:
        now = self._clock()
        tokens, since = self._buckets.pop(client, (float(self.per_minute), now))
        return min(self.per_minute, tokens + (now - since) * self.per_minute / 60), now

    def _keep(self, client: str, tokens: float, now: float) -> None:
        self._buckets[client] = (min(self.per_minute, tokens), now)
        if len(self._buckets) > self._most_clients:
            self._buckets.popitem(last=False)
