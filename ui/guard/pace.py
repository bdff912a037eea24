"""Time limits for receiving request bodies, and sending of responses in pieces."""

from __future__ import annotations

import anyio
import anyio.lowlevel
from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope, Send

_BODY_SECONDS, _SLOWEST = 20.0, 50_000
"""Time limit of a body in seconds, and the bytes that extend it by one second."""
_PIECE = 256 * 1024


class SlowClient(Exception):  # noqa: N818 - named after the client
    """A request body did not arrive within its time limit."""


def in_time(scope: Scope, receive: Receive) -> Receive:
    """Wrap ``receive`` with the time limit of the request body.

    Raises:
        SlowClient: by the returned function, if the body is late.
    """
    length = int(Headers(scope=scope).get("content-length", "0"))
    until = anyio.current_time() + _BODY_SECONDS + length / _SLOWEST
    is_complete = False

    async def next_part() -> Message:
        nonlocal is_complete
        if is_complete:  # only the end of the connection is left to come
            return await receive()
        try:
            with anyio.fail_after(max(0.0, until - anyio.current_time())):
                message = await receive()
        except TimeoutError:
            raise SlowClient(
                f"the request's {length:,} bytes did not arrive in time; send them faster"
            ) from None
        is_complete = not message.get("more_body", False)
        return message

    return next_part


async def in_pieces(message: Message, send: Send) -> None:
    """Send a message, splitting a long body so that only one piece is buffered at a time."""
    body: bytes = message.get("body", b"")
    last = max(0, len(body) - 1) // _PIECE * _PIECE
    for start in range(0, last, _PIECE):
        piece = body[start : start + _PIECE]
        await send({"type": message["type"], "body": piece, "more_body": True})
        await anyio.lowlevel.checkpoint()  # lets a lost connection be noticed
    await send({**message, "body": body[last:]} if last else message)
