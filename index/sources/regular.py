"""Open regular files without following links, even if they are swapped at that moment."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path
from typing import BinaryIO

_OPENS_BELOW = os.open in os.supports_dir_fd
"""Whether the system looks a name up in a folder that is open; Windows does not."""
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)
_FOLDER = getattr(os, "O_DIRECTORY", 0) | _NO_LINK | getattr(os, "O_PATH", os.O_RDONLY)
_FILE = os.O_RDONLY | _NO_LINK | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


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
    if not _OPENS_BELOW:
        return _open_checked(path)
    folder = os.open(path.anchor, _FOLDER)
    try:
        for name in path.parts[1:-1]:
            inner = os.open(name, _FOLDER, dir_fd=folder)
            os.close(folder)
            folder = inner
        return os.open(path.name, _FILE, dir_fd=folder)
    finally:
        os.close(folder)


def _open_checked(path: Path) -> int:
    """Open a file, then look whether its path still is the file's own and leads through no link."""
    handle = os.open(path, _FILE)
    try:
        is_there = os.path.samestat(os.fstat(handle), path.lstat())
        if not is_there or Path(os.path.realpath(path)) != path:
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), str(path))
    except BaseException:
        os.close(handle)
        raise
    return handle
