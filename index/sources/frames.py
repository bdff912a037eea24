"""Messages through a pipe, each preceded by its length."""

from __future__ import annotations

import struct
from typing import IO

_LENGTH = struct.Struct(">Q")


def write(stream: IO[bytes], content: bytes) -> None:
    """Send a message."""
    stream.write(_LENGTH.pack(len(content)))
    stream.write(content)
    stream.flush()


def read(stream: IO[bytes]) -> bytes:
    """The next message of a stream; ``EOFError`` if the stream ends before or within one."""
    head = stream.read(_LENGTH.size)
    size = _LENGTH.unpack(head)[0] if len(head) == _LENGTH.size else -1
    content = stream.read(size) if size >= 0 else b""
    if len(content) != size:
        raise EOFError
    return content
