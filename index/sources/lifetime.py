"""End a worker process: together with its parent, and when it exceeds its CPU time.

Each part is used where the system has it. Windows has neither signals on pipes nor limits of CPU
time: there a thread ends the process, which cannot happen while native code holds the interpreter.
"""

from __future__ import annotations

import math
import os
import signal
import threading
from contextlib import suppress

try:
    import fcntl
    import resource
except ImportError:  # Windows
    fcntl = resource = None  # type: ignore[assignment]

HAS_LIFELINE = fcntl is not None
"""Whether a child process can inherit the end of a pipe by its number."""

_ALARM: list[threading.Timer] = []


def end_with(lifeline: int) -> None:
    """End this process as soon as the write end of a pipe is closed by all who hold it.

    A thread waits for that. The system also sends a signal, since no thread runs while native code
    holds the interpreter; it ends the process on Linux, other systems may ignore it.

    Args:
        lifeline: the read end of the pipe; nothing is ever written to it.
    """
    if hasattr(os, "O_ASYNC"):
        with suppress(OSError):  # some systems have no signals for pipes
            signal.signal(signal.SIGIO, signal.SIG_DFL)
            fcntl.fcntl(lifeline, fcntl.F_SETOWN, os.getpid())
            flags = fcntl.fcntl(lifeline, fcntl.F_GETFL)
            fcntl.fcntl(lifeline, fcntl.F_SETFL, flags | os.O_ASYNC)
    threading.Thread(target=_end_after, args=(lifeline,), daemon=True).start()


def _end_after(lifeline: int) -> None:
    os.read(lifeline, 1)
    os._exit(1)


def allow_seconds(seconds: float) -> None:
    """Let this process use ``seconds`` more of CPU time; then it is ended."""
    if resource is None:
        _end_in(seconds)
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    _, hard_limit = resource.getrlimit(resource.RLIMIT_CPU)
    until = math.ceil(used.ru_utime + used.ru_stime + seconds)
    if hard_limit != resource.RLIM_INFINITY:
        until = min(until, hard_limit)
    resource.setrlimit(resource.RLIMIT_CPU, (until, hard_limit))


def _end_in(seconds: float) -> None:
    """End this process after that many seconds, in place of an earlier limit."""
    while _ALARM:
        _ALARM.pop().cancel()
    timer = threading.Timer(seconds, os._exit, (1,))
    timer.daemon = True
    timer.start()
    _ALARM.append(timer)


def limit_memory(size: int) -> None:
    """Let this process have at most ``size`` bytes, and write no core, where the system can."""
    if resource is None:
        return
    for limit, most in ((resource.RLIMIT_AS, size), (resource.RLIMIT_CORE, 0)):
        with suppress(ValueError, OSError):  # macOS has RLIMIT_AS and does not keep it
            resource.setrlimit(limit, (most, most))
