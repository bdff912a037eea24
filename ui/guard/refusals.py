"""Error responses of the server."""

from __future__ import annotations

import json
from dataclasses import dataclass

from starlette.types import Send

from ...index.errors import LoccitError, UsageError
from ..work import Busy
from .events import EventRefused
from .rate import RateLimited
from .uploads import UploadRefused


@dataclass(frozen=True, slots=True)
class Refusal:
    """An error response: status from 300 to 599, message and headers."""

    status: int
    error: str
    headers: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, error: LoccitError) -> Refusal:
        """The response to an error; status 500 unless a specific one is defined."""
        wait = error.wait if isinstance(error, RateLimited | Busy) else None
        headers = (("retry-after", str(wait)),) if wait else ()
        return cls(status_of(error), str(error), headers)


_STATUSES: tuple[tuple[type[LoccitError], int], ...] = (
    (RateLimited, 429),
    (Busy, 503),
    (EventRefused, 403),
    (UploadRefused, 413),
    (UsageError, 400),
)


def status_of(error: LoccitError) -> int:
    """The HTTP status of an error; 500 unless a specific one is defined."""
    return next((status for kind, status in _STATUSES if isinstance(error, kind)), 500)


async def refuse(refusal: Refusal, send: Send) -> None:
    """Send an error response.

    The connection stays open: closing it while the body is still arriving would reset it before
    the client could read the message. The body's time limit ends it.
    """
    body = json.dumps({"error": refusal.error}, ensure_ascii=False).encode("utf-8", "replace")
    headers = {"content-type": "application/json", "content-length": str(len(body))}
    pairs = [*headers.items(), *refusal.headers]
    await send(
        {
            "type": "http.response.start",
            "status": refusal.status,
            "headers": [(name.encode(), value.encode()) for name, value in pairs],
        }
    )
    await send({"type": "http.response.body", "body": body})
