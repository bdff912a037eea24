"""Messages through a pipe: each after its length."""

from __future__ import annotations

import os
import selectors
import struct
import time
from typing import IO

_LENGTH = struct.Struct(">Q")


def write(stream: IO[bytes], data: bytes) -> None:
    """Send a message."""
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def read(stream: IO[bytes]) -> bytes:
    """The next message of a stream; ``EOFError`` where it ends before or within one."""
    head = stream.read(_LENGTH.size)
    size = _LENGTH.unpack(head)[0] if len(head) == _LENGTH.size else -1
    data = stream.read(size) if size >= 0 else b""
    if len(data) != size:
        raise EOFError
    return data


def receive(stream: IO[bytes], deadline: float) -> bytes:
    """The next message of a pipe, as ``read``; ``TimeoutError`` if it is not there in time."""
    data = bytearray()
    wanted = _LENGTH.size
    with selectors.DefaultSelector() as ready:
        ready.register(stream, selectors.EVENT_READ)
        while len(data) < wanted:
            if not ready.select(max(0.0, deadline - time.monotonic())):
                raise TimeoutError
            piece = os.read(stream.fileno(), 1 << 20)
            if not piece:
                raise EOFError
            data += piece
            if wanted == _LENGTH.size and len(data) >= wanted:
                wanted += _LENGTH.unpack(data[: _LENGTH.size])[0]
    return bytes(data[_LENGTH.size :])
