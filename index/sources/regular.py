"""Open regular files without following links, even if they are swapped at that moment."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

_FOLDER = os.O_DIRECTORY | os.O_NOFOLLOW | getattr(os, "O_PATH", os.O_RDONLY)
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK


def open_regular(path: Path) -> BinaryIO:
    """A file, opened for reading; each folder on its path is opened relative to the one before.

    Args:
        path: absolute and without links, as ``os.path.realpath`` returns it.

    Raises:
        OSError: if it cannot be opened, has become a link or is behind one, or is not a regular
            file. A pipe without a writer does not block.
    """
    try:
        handle = _open(path)
    except OSError as error:
        if error.errno in {errno.ELOOP, errno.ENOTDIR}:
            why = "it became a link, or is behind one"
            raise OSError(error.errno, why, str(path)) from error
        raise
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, "it is not a regular file", str(path))
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
