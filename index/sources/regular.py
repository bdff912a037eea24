"""Open files that others may exchange at any moment: regular ones, which no link leads to."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

_FOLDER = os.O_DIRECTORY | os.O_NOFOLLOW | getattr(os, "O_PATH", os.O_RDONLY)
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK


def open_regular(path: Path) -> BinaryIO:
    """A file, open for reading; each folder on the way to it is looked up in the one before.

    Args:
        path: absolute and without links, as ``os.path.realpath`` gives it.

    Raises:
        OSError: if it cannot be opened, has become a link or lies behind one, or is no regular
            file. A pipe that nobody writes to does not hold it up.
    """
    try:
        handle = _open(path)
    except OSError as error:
        if error.errno in {errno.ELOOP, errno.ENOTDIR}:
            why = "it became a link, or lies behind one"
            raise OSError(error.errno, why, str(path)) from error
        raise
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, "it is no regular file", str(path))
    return os.fdopen(handle, "rb")


def _open(path: Path) -> int:
    folder = os.open(path.anchor, _FOLDER)
    try:
        for name in path.parts[1:-1]:
            inner = os.open(name, _FOLDER, dir_fd=folder)
            os.close(folder)
            folder = inner
        return os.open(path.name, _FILE, dir_fd=folder)
    finally:
        os.close(folder)
