"""How a process ends: by the first signal that asks for it, with everything put away."""

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
"""The exit code of a command that SIGINT stopped; others end with 128 and the signal's number."""
_SECONDS = 6.0
"""For how long a build may go on after the end was asked for; supervisors wait ten seconds."""
_came: list[int] = []


def end_on_signals() -> list[int]:
    """Have the first SIGINT or SIGTERM raise ``KeyboardInterrupt``, and later ones do nothing.

    A second one would else break off what the first one has put away. A signal that the process was
    started to be deaf to stays unheard. To be called in the main thread.

    Returns:
        the numbers of the signals that came, as they come.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _end)
    return _came


def _end(number: int, frame: FrameType | None) -> None:
    _came.append(number)
    if len(_came) == 1:
        raise KeyboardInterrupt


def end_changes(folder: Path, changes: Changes) -> None:
    """Stop changing documents; the thread that does it has ended then, or ends with the process.

    Native code must not go on while Python is torn down around it: where a build does not stop in
    time, what it was writing is taken away, and the process leaves without a tear-down.
    """
    changes.end()
    has_ended = changes.join(_SECONDS)
    if changes.is_pending:
        warn("loccit: documents are still to be indexed; the next start does so")
    if not has_ended:
        from ...index import abandon

        abandon(folder)
        atexit.register(os._exit, 0)
