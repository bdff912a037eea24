"""What is printed: on a terminal nothing steers but what is ours."""

from __future__ import annotations

import io
import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from ..text import STEERING, harmless

_CHARACTERS_A_MINUTE = 50_000
"""Some ten tracebacks."""


def say(text: str) -> None:
    """Print text; what steers a terminal is shown as its escape."""
    print(harmless(text), flush=True)


def warn(text: str) -> None:
    """``say`` on stderr."""
    print(harmless(text), file=sys.stderr)


def print_json(value: object) -> None:
    """Print JSON in which no character steers a terminal; read again it is the same value."""
    text = json.dumps(value, ensure_ascii=False, indent=2)
    print(STEERING.sub(lambda match: json.dumps(match[0])[1:-1], text))


class Thinned(io.TextIOBase):
    """A stream of little text a minute, in which nothing steers: strangers provoke what is logged.

    Args:
        stream: where the lines go.
        clock: seconds that never run backwards.
    """

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._stream = stream
        self._clock = clock
        self._minute, self._written = -1, 0

    def write(self, text: str) -> int:
        """Write a text, unless this minute has had its lines; the first that is not says so."""
        minute = int(self._clock() // 60)
        if minute != self._minute:
            self._minute, self._written = minute, 0
        if self._written <= _CHARACTERS_A_MINUTE:
            shown = harmless(text[:_CHARACTERS_A_MINUTE])
            self._written += len(shown)
            is_last = self._written > _CHARACTERS_A_MINUTE
            more = "\n(what else is logged this minute is left out)\n" if is_last else ""
            self._stream.write(shown + more)
        return len(text)

    def flush(self) -> None:
        """Have what was written seen; Python does so at last where the stream is closed already."""
        if not self._stream.closed:
            self._stream.flush()

    def isatty(self) -> bool:
        """Whether somebody sits at the stream."""
        return self._stream.isatty()

    def fileno(self) -> int:
        """The stream's own number."""
        return self._stream.fileno()


@contextmanager
def thinned_stderr() -> Iterator[None]:
    """Have all that the process logs be little and harmless."""
    plain = sys.stderr
    sys.stderr = Thinned(plain)
    try:
        yield
    finally:
        sys.stderr = plain
