"""Messages through a pipe: each after its length."""

from __future__ import annotations

import struct
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
