"""End a worker process: together with its parent, and when it exceeds its CPU time."""

from __future__ import annotations

import fcntl
import math
import os
import resource
import signal
import threading


def end_with(lifeline: int) -> None:
    """End this process as soon as the write end of a pipe is closed by all who hold it.

    A thread waits for that. The system also sends a signal, since no thread runs while native code
    holds the interpreter; it ends the process on Linux, other systems may ignore it.

    Args:
        lifeline: the read end of the pipe; nothing is ever written to it.
    """
    signal.signal(signal.SIGIO, signal.SIG_DFL)
    fcntl.fcntl(lifeline, fcntl.F_SETOWN, os.getpid())
    fcntl.fcntl(lifeline, fcntl.F_SETFL, fcntl.fcntl(lifeline, fcntl.F_GETFL) | os.O_ASYNC)
    threading.Thread(target=_end_after, args=(lifeline,), daemon=True).start()


def _end_after(lifeline: int) -> None:
    os.read(lifeline, 1)
    os._exit(1)


def allow_seconds(seconds: float) -> None:
    """Let this process use ``seconds`` more of CPU time; then the system ends it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard_limit = resource.getrlimit(resource.RLIMIT_CPU)
    until = math.ceil(used.ru_utime + used.ru_stime + seconds)
    if hard_limit != resource.RLIM_INFINITY:
        until = min(until, hard_limit)
    resource.setrlimit(resource.RLIMIT_CPU, (until, hard_limit))
