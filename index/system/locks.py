"""Locks that end with the process that holds them, and whether one is held."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]


def file_lock(path: Path) -> Any:
    """A lock on a file: a ``filelock.FileLock``.

    It waits only as long as ``is_held`` may take the lock to look.
    """
    from filelock import FileLock

    return FileLock(path, timeout=0.2)


def hold_new(path: Path) -> Callable[[], object]:
    """Make a file whose lock this process holds; gives the function that releases it.

    Where the system has ``flock``, the file is locked before it has its name.
    """
    if fcntl is None:
        lock = file_lock(path)
        lock.acquire()
        return lock.release
    fresh = path.with_name(f"{path.name}.new")
    handle = os.open(fresh, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        fresh.rename(path)
    except OSError:
        os.close(handle)
        raise
    return partial(os.close, handle)


def is_held(path: Path) -> bool:
    """Whether some process holds the lock on a file; the file alone means nothing.

    Where the system has ``flock``, somebody who may only read the file can tell.

    Raises:
        OSError: if the file cannot be opened.
    """
    if fcntl is None:
        return _is_taken(path)
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _is_taken(path: Path) -> bool:
    """Try to take the lock; it is released at once."""
    from filelock import Timeout

    path.stat()  # acquiring would make a file that is not there
    try:
        with file_lock(path):
            return False
    except Timeout:
        return True
