"""Length-prefixed messages through a pipe."""

from __future__ import annotations

import os
import selectors
import struct
import time
from typing import IO

_LENGTH = struct.Struct(">Q")


def write(stream: IO[bytes], message: bytes) -> None:
    """Send a message."""
    stream.write(_LENGTH.pack(len(message)))
    stream.write(message)
    stream.flush()


def read(stream: IO[bytes]) -> bytes:
    """The next message of a stream.

    Raises:
        EOFError: if the stream ends before or within it.
    """
    head = stream.read(_LENGTH.size)
    size = _LENGTH.unpack(head)[0] if len(head) == _LENGTH.size else -1
    message = stream.read(size) if size >= 0 else b""
    if len(message) != size:
        raise EOFError
    return message


def receive(stream: IO[bytes], deadline: float) -> bytes:
    """The next message of a pipe.

    Args:
        stream: the read end.
        deadline: on the clock of ``time.monotonic``, in seconds.

    Raises:
        EOFError: if the pipe is closed before or within it.
        TimeoutError: if it is not complete at the deadline.
    """
    received = bytearray()
    wanted = _LENGTH.size
    with selectors.DefaultSelector() as ready:
        ready.register(stream, selectors.EVENT_READ)
        while len(received) < wanted:
            if not ready.select(max(0.0, deadline - time.monotonic())):
                raise TimeoutError
            piece = os.read(stream.fileno(), 1 << 20)
            if not piece:
                raise EOFError
            received += piece
            if wanted == _LENGTH.size and len(received) >= wanted:
                wanted += _LENGTH.unpack(received[: _LENGTH.size])[0]
    return bytes(received[_LENGTH.size :])
