"""Limits on connections: their number, and the time to receive a request's headers.

uvicorn limits the time between two requests, but neither the time to receive headers nor the
number of connections.
"""

from __future__ import annotations

import asyncio
import ipaddress
from collections import Counter
from typing import Any, ClassVar

from uvicorn.protocols.http.h11_impl import H11Protocol

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

_HEAD_SECONDS = 10.0
_STALL_SECONDS = 60.0
"""Time within which a client must read some of what was sent to it."""
_MOST, _MOST_OF_AN_ADDRESS = 800, 250
_LONGEST_HEAD = 32_768
"""Largest request line with headers, in bytes."""


class Connection(H11Protocol):
    """A connection that is closed if a request's headers do not arrive in time."""

    most = _MOST
    """Maximum number of concurrent connections."""
    most_of_an_address = _MOST_OF_AN_ADDRESS
    head_seconds, stall_seconds = _HEAD_SECONDS, _STALL_SECONDS
    trusted: ClassVar[tuple[Network, ...]] = ()
    """Networks of proxies, exempt from the limit per address."""
    by_address: ClassVar[Counter[str]] = Counter()
    """Number of connections per address."""
    _deadline: asyncio.TimerHandle | None = None
    _stalled: asyncio.TimerHandle | None = None
    _address = ""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Accept a connection, or close it at once if there are too many."""
        super().connection_made(transport)
        address = self.client[0] if self.client else ""
        is_crowd = self.by_address[address] >= self.most_of_an_address
        if len(self.connections) > self.most or (is_crowd and not self._is_trusted(address)):
            transport.abort()
            return
        self._address = address
        self.by_address[address] += 1
        self._expect_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop counting the connection."""
        super().connection_lost(exc)
        self._cancel_deadline()
        self._stop_waiting()
        if self._address:
            self.by_address[self._address] -= 1
            if not self.by_address[self._address]:
                del self.by_address[self._address]
            self._address = ""

    def data_received(self, data: bytes) -> None:
        """Keep the deadline of headers that have started to arrive."""
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._cancel_deadline()
        elif self._deadline is None and not self.transport.is_closing():
            self._expect_head()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        self._cancel_deadline()

    def pause_writing(self) -> None:
        """Wait for a client to read, for a limited time."""
        super().pause_writing()
        self._stalled = self.loop.call_later(self.stall_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        """Continue sending."""
        super().resume_writing()
        self._stop_waiting()

    def _is_trusted(self, address: str) -> bool:
        return any(ipaddress.ip_address(address) in network for network in self.trusted)

    def _expect_head(self) -> None:
        self._deadline = self.loop.call_later(self.head_seconds, self.transport.abort)

    def _stop_waiting(self) -> None:
        if self._stalled:
            self._stalled.cancel()
            self._stalled = None

    def _cancel_deadline(self) -> None:
        if self._deadline:
            self._deadline.cancel()
            self._deadline = None


def settings(proxies: tuple[str, ...]) -> dict[str, Any]:
    """Options of ``uvicorn.Config`` that apply these limits.

    Args:
        proxies: addresses and networks of trusted proxies: exempt from the limit per address, and
            trusted to report client addresses.
    """
    trusted = tuple(ipaddress.ip_network(proxy) for proxy in proxies)
    return {
        "http": type("Connection", (Connection,), {"trusted": trusted, "by_address": Counter()}),
        "h11_max_incomplete_event_size": _LONGEST_HEAD,
        "proxy_headers": bool(proxies),
        "forwarded_allow_ips": list(proxies),
    }
