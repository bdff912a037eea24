"""Answers instead of the one that was asked for."""

from __future__ import annotations

import json
from dataclasses import dataclass

from starlette.types import Send

from ...index import LoccitError, UsageError
from ..work import Busy
from .events import EventRefused
from .rate import RateLimited
from .uploads import UploadRefused


@dataclass(frozen=True, slots=True)
class Refusal:
    """A status from 300 to 599, what is wrong, and headers."""

    status: int
    error: str
    headers: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, error: LoccitError) -> Refusal:
        """The refusal that an error of ours is answered with; 500 for one that has no other."""
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
    """The HTTP status of an error; 500 where it has no other."""
    return next((status for kind, status in _STATUSES if isinstance(error, kind)), 500)


async def refuse(refusal: Refusal, send: Send) -> None:
    """Send a refusal. The connection stays open: one that is closed while a body is on its way is
    reset, and the client would not read why; the body's own time ends it."""
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
