"""What ends a process that works for another: the end of the other, and its own use of time."""

from __future__ import annotations

import fcntl
import math
import os
import resource
import signal
import threading


def end_with(lifeline: int) -> None:
    """End this process as soon as nobody holds the writing end of a pipe open any more.

    A thread waits for that, and the system is asked for a signal, since no thread gets a turn while
    native code holds the interpreter. Linux ends a process by that signal; others may ignore it.

    Args:
        lifeline: the pipe's reading end; nothing is ever written to the other.
    """
    signal.signal(signal.SIGIO, signal.SIG_DFL)
    fcntl.fcntl(lifeline, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(lifeline, fcntl.F_SETFL, fcntl.fcntl(lifeline, fcntl.F_GETFL) | os.O_ASYNC)
    threading.Thread(target=_end_after, args=(lifeline,), daemon=True).start()


def _end_after(lifeline: int) -> None:
    os.read(lifeline, 1)
    os._exit(1)


def allow_seconds(seconds: float) -> None:
    """Let this process compute for so many seconds more; then the system ends it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    until = math.ceil(used.ru_utime + used.ru_stime + seconds)
    if most != resource.RLIM_INFINITY:
        until = min(until, most)
    resource.setrlimit(resource.RLIMIT_CPU, (until, most))
