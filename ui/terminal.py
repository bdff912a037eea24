"""Terminal output in which untrusted text cannot send control sequences."""

from __future__ import annotations

import io
import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from ..text.signs import STEERING, harmless

_CHARACTERS_A_MINUTE = 50_000
"""About ten tracebacks."""


def say(text: str) -> None:
    """Print text; control characters are shown as escapes."""
    print(harmless(text), flush=True)


def warn(text: str) -> None:
    """``say`` on stderr."""
    print(harmless(text), file=sys.stderr)


def print_json(value: object) -> None:
    """Print JSON with control characters escaped; it parses to the same value."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    print(STEERING.sub(lambda match: json.dumps(match[0])[1:-1], text))


class ThrottledStream(io.TextIOBase):
    """A rate-limited log stream without control characters: strangers can trigger log lines.

    Args:
        stream: the stream to write to.
        clock: a monotonic clock, in seconds.
    """

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._stream = stream
        self._clock = clock
        self._minute, self._written = -1, 0

    def write(self, text: str) -> int:
        """Write text unless this minute's limit is reached; the first omission is reported."""
        minute = int(self._clock() // 60)
        if minute != self._minute:
            self._minute, self._written = minute, 0
        if self._written <= _CHARACTERS_A_MINUTE:
            shown = harmless(text[:_CHARACTERS_A_MINUTE])
            self._written += len(shown)
            is_last = self._written > _CHARACTERS_A_MINUTE
            more = "\n(further log output of this minute is omitted)\n" if is_last else ""
            self._stream.write(shown + more)
        return len(text)

    def flush(self) -> None:
        """Flush the stream, unless it is closed: Python flushes once more at exit."""
        if not self._stream.closed:
            self._stream.flush()

    def isatty(self) -> bool:
        """Whether the stream is a terminal."""
        return self._stream.isatty()

    def fileno(self) -> int:
        """The file descriptor of the stream."""
        return self._stream.fileno()


@contextmanager
def throttled_stderr() -> Iterator[None]:
    """Rate-limit and sanitize everything written to stderr."""
    plain = sys.stderr
    sys.stderr = ThrottledStream(plain)
    try:
        yield
    finally:
        sys.stderr = plain
