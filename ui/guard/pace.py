"""How long a client may take to send what it announced; answers in pieces that it can take."""

from __future__ import annotations

import anyio
import anyio.lowlevel
from starlette.datastructures import Headers
from starlette.types import Message, Receive, Scope, Send

_BODY_SECONDS, _SLOWEST = 20.0, 50_000
"""A body's time: so many seconds, and one more for each so many bytes."""
_PIECE = 256 * 1024


class SlowClient(Exception):  # noqa: N818 - named after who it is
    """A client takes longer than any that means it."""


def in_time(scope: Scope, receive: Receive) -> Receive:
    """``receive`` of a request whose body has to arrive within its time.

    Raises:
        SlowClient: from what is returned, if it does not.
    """
    length = int(Headers(scope=scope).get("content-length", "0"))
    until = anyio.current_time() + _BODY_SECONDS + length / _SLOWEST
    is_whole = False

    async def next_part() -> Message:
        nonlocal is_whole
        if is_whole:  # what comes is the end of the connection, whenever that is
            return await receive()
        try:
            with anyio.fail_after(max(0.0, until - anyio.current_time())):
                message = await receive()
        except TimeoutError:
            raise SlowClient(
                f"the request's {length:,} bytes did not arrive in time; send them faster"
            ) from None
        is_whole = not message.get("more_body", False)
        return message

    return next_part


async def in_pieces(message: Message, send: Send) -> None:
    """Send a message, a long body in pieces, so that no more waits in memory than one."""
    body: bytes = message.get("body", b"")
    last = max(0, len(body) - 1) // _PIECE * _PIECE
    for start in range(0, last, _PIECE):
        piece = body[start : start + _PIECE]
        await send({"type": message["type"], "body": piece, "more_body": True})
        await anyio.lowlevel.checkpoint()  # a connection that was lost meanwhile says so only now
    await send({**message, "body": body[last:]} if last else message)
