"""The visitors of the page: each browser has an anonymous cookie and owns its sessions and files.

A Gradio session, identified by a hash, belongs to the visitor who used it first, and so do
uploaded files: no other visitor can use, watch or end them by knowing a name.
"""

from __future__ import annotations

import re
import secrets
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

_SESSION_HASH = re.compile(r"[\w-]{1,64}", re.ASCII)
_TOKEN_BYTES = 24
_IDLE_SECONDS = 24 * 3600.0
_LONGEST_SECONDS = 30 * 24 * 3600.0
"""After this time a user has to sign in again, even if active."""
_MOST_VISITORS, _MOST_OF_A_CLIENT, _MOST_SESSIONS = 10_000, 500, 20


@dataclass(frozen=True, slots=True)
class Visitor:
    """A browser.

    Attributes:
        token: the value of its cookie, which authenticates the visitor.
        client: the address that it first came from.
        account: the name that is signed in, if any.
        folder: name of the folder for its uploads; unrelated to the token.
        since: time of arrival, in seconds of a monotonic clock.
        sessions: hashes of its open pages, least recently used first.
    """

    token: str
    client: str
    account: str | None
    folder: str
    since: float
    sessions: OrderedDict[str, None] = field(default_factory=OrderedDict)

    @property
    def payer(self) -> str:
        """Whose quota is charged: the account, or all visitors from one address."""
        return f"account {self.account}" if self.account else f"address {self.client}"


class Visitors:
    """The visitors of a server, in memory; the least recently seen are dropped first.

    Thread-safe.

    Args:
        name: distinguishes the cookie from those of other servers on the same host.
        leave: called with the session hashes and the folder of a dropped visitor.
        clock: a monotonic clock, in seconds.
    """

    def __init__(
        self,
        name: str = "loccit",
        leave: Callable[[Iterable[str], str | None], None] = lambda sessions, folder: None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.cookie = f"{name}-visitor"
        self._leave = leave
        self._clock = clock
        self._lock = threading.RLock()
        self._visitors: OrderedDict[str, tuple[Visitor, float]] = OrderedDict()
        self._owners: dict[str, str] = {}

    def find(self, token: str | None) -> Visitor | None:
        """The visitor whose cookie has this value, or ``None``."""
        with self._lock:
            visitor, seen = self._visitors.pop(token or "", (None, 0.0))
            if visitor is None:
                return None
            now = self._clock()
            if now - seen > _IDLE_SECONDS or now - visitor.since > _LONGEST_SECONDS:
                self._release(visitor)
                return None
            self._visitors[visitor.token] = (visitor, now)
            return visitor

    def create(self, client: str, account: str | None = None) -> Visitor:
        """Create a visitor from an address."""
        visitor = Visitor(
            token=secrets.token_urlsafe(_TOKEN_BYTES),
            client=client,
            account=account,
            folder=secrets.token_hex(8),
            since=self._clock(),
        )
        with self._lock:
            self._visitors[visitor.token] = (visitor, visitor.since)
            self._evict(client)
        return visitor

    def expire(self) -> None:
        """Drop visitors not seen for a day."""
        with self._lock:
            oldest = self._clock() - _IDLE_SECONDS
            for visitor, seen in list(self._visitors.values()):
                if seen < oldest:
                    self.forget(visitor)

    def forget(self, visitor: Visitor) -> None:
        """Drop a visitor with its cookie, pages and uploads."""
        with self._lock:
            if self._visitors.pop(visitor.token, None):
                self._release(visitor)

    def owns(self, visitor: Visitor, session_hash: object) -> bool:
        """Whether a page belongs to this visitor; an unused page is assigned to it."""
        if not isinstance(session_hash, str) or not _SESSION_HASH.fullmatch(session_hash):
            return False
        with self._lock:
            if self._owners.setdefault(session_hash, visitor.token) != visitor.token:
                return False
            visitor.sessions[session_hash] = None
            visitor.sessions.move_to_end(session_hash)
            while len(visitor.sessions) > _MOST_SESSIONS:
                unused, _ = visitor.sessions.popitem(last=False)
                del self._owners[unused]
                self._leave([unused], None)
        return True

    def set_cookie(self, visitor: Visitor, *, is_secure: bool) -> str:
        """The value of a ``Set-Cookie`` header for a session cookie."""
        secure = "; Secure" if is_secure else ""
        return f"{self.cookie}={visitor.token}; Path=/; HttpOnly; SameSite=Lax{secure}"

    def _evict(self, client: str) -> None:
        """Drop the least recently seen visitors beyond the limits per address and in total."""
        from_client = [
            visitor for visitor, _ in self._visitors.values() if visitor.client == client
        ]
        everyone = [visitor for visitor, _ in self._visitors.values()]
        surplus = [
            *from_client[: max(0, len(from_client) - _MOST_OF_A_CLIENT)],
            *everyone[: max(0, len(everyone) - _MOST_VISITORS)],
        ]
        for visitor in surplus:
            self.forget(visitor)

    def _release(self, visitor: Visitor) -> None:
        for session_hash in visitor.sessions:
            self._owners.pop(session_hash, None)
        self._leave(list(visitor.sessions), visitor.folder)
