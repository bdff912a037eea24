"""Rate limits per client.

LoccitError
└── RateLimited           a client has exceeded its rate limit
"""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from ...index.errors import LoccitError

_MOST_CLIENTS = 10_000


class RateLimited(LoccitError):  # noqa: N818 - named after the state, as IndexBusy is
    """A client has exceeded its rate limit. ``wait`` is in whole seconds, 1 or more."""

    def __init__(self, message: str, wait: int) -> None:
        super().__init__(message)
        self.wait = wait


class RateLimit:
    """A token bucket per client, initially full and refilled evenly.

    Thread-safe. When there are too many clients, the least recently seen are dropped.

    Args:
        per_minute: capacity of a bucket, and tokens added per minute; 1 or more.
        what: what is limited, in the plural, for the error message.
        whom: what a client is, for the error message.
        clock: a monotonic clock, in seconds.
        most_clients: maximum number of clients to track.
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
        """Take tokens from a client's bucket.

        Args:
            client: the client.
            cost: number of tokens, above 0; capped at the capacity of a bucket.

        Raises:
            RateLimited: if the bucket has fewer tokens; none are taken then.
        """
        cost = min(cost, self.per_minute)
        with self._lock:
            tokens, now = self._filled(client)
            is_enough = tokens >= cost
            self._keep(client, tokens - cost if is_enough else tokens, now)
        if not is_enough:
            wait = max(1, math.ceil((cost - tokens) * 60 / self.per_minute))
            raise RateLimited(
                f"too many {self._what}; the limit is {self.per_minute} per minute for one "
                f"{self._whom}. Try again in {wait} s",
                wait,
            )

    def refund(self, client: str) -> None:
        """Return one token to a client's bucket."""
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
