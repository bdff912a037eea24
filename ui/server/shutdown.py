"""Shutdown on the first signal, with everything cleaned up."""

from __future__ import annotations

import atexit
import os
import signal
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING

from ..terminal import warn

if TYPE_CHECKING:
    from ..changes import Changes

STOPPED = 130
"""Exit code of a command stopped by SIGINT; for other signals it is 128 plus the number."""
_SECONDS = 6.0
"""How long a build may continue after a signal; supervisors wait ten seconds."""
_received: list[int] = []


def end_on_signals() -> list[int]:
    """Make the first SIGINT or SIGTERM raise ``KeyboardInterrupt``, and ignore later ones.

    A second signal would otherwise interrupt the cleanup. A signal that was ignored when the
    process started stays ignored. Must be called in the main thread.

    Returns:
        The numbers of the signals received; the list grows as they arrive.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _end)
    return _received


def _end(number: int, frame: FrameType | None) -> None:
    _received.append(number)
    if len(_received) == 1:
        raise KeyboardInterrupt


def stop_changes(folder: Path, changes: Changes) -> None:
    """Stop applying changes and wait for their thread.

    Native code must not run while the interpreter shuts down: if a build does not stop in time,
    its unfinished files are removed, and the process exits without interpreter shutdown.
    """
    changes.end()
    has_ended = changes.join(_SECONDS)
    if changes.is_pending:
        warn("loccit: some documents are not indexed yet; this resumes at the next start")
    if not has_ended:
        from ...index.generations.debris import abandon

        abandon(folder)
        atexit.register(os._exit, 0)
