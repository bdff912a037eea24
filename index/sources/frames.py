"""Messages through a pipe, each preceded by its length."""

from __future__ import annotations

import os
import selectors
import struct
import threading
import time
from collections.abc import Callable
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


def receive(stream: IO[bytes], deadline: float) -> bytes:
    """The next message of a pipe, as ``read``; ``TimeoutError`` after the deadline."""
    content = bytearray()
    size = _LENGTH.size
    with selectors.DefaultSelector() as ready:
        ready.register(stream, selectors.EVENT_READ)
        while len(content) < size:
            if not ready.select(max(0.0, deadline - time.monotonic())):
                raise TimeoutError
            piece = os.read(stream.fileno(), 1 << 20)
            if not piece:
                raise EOFError
            content += piece
            if size == _LENGTH.size and len(content) >= size:
                size += _LENGTH.unpack(content[: _LENGTH.size])[0]
    return bytes(content[_LENGTH.size :])


def receive_or_end(stream: IO[bytes], deadline: float, end: Callable[[], object]) -> bytes:
    """``receive`` for a system that cannot wait for a pipe with a time limit.

    Args:
        stream: the pipe.
        deadline: in seconds of ``time.monotonic``.
        end: called at the deadline; it has to end the process that writes.
    """
    has_passed = threading.Event()

    def expire() -> None:
        has_passed.set()
        end()

    timer = threading.Timer(deadline - time.monotonic(), expire)
    timer.start()
    try:
        return read(stream)
    except EOFError:
        if has_passed.is_set():
            raise TimeoutError from None
        raise
    finally:
        timer.cancel()
