"""Temporary folders: held by a lock while they are in use, so that what a kill left can be told."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from .errors import LoccitError

_PREFIX = "loccit-"
_NAME = re.compile(rf"{_PREFIX}\w{{8}}")
_IN_USE = ".loccit-in-use"
"""The file that is locked. A folder without it is none of ours, whatever it is called."""


class Debris(NamedTuple):
    """A file or folder that no reader and no build needs, and its size in bytes."""

    path: Path
    size: int


def measured(path: Path) -> Debris:
    """A path and the bytes below it; what goes meanwhile counts nothing."""
    files = [path]
    if path.is_dir() and not path.is_symlink():
        files = [Path(folder, name) for folder, _, names in os.walk(path) for name in names]
    size = 0
    for file in files:
        with suppress(OSError):
            size += file.lstat().st_size
    return Debris(path, size)


@contextmanager
def scratch_folder() -> Iterator[Path]:
    """A new folder for this user alone in the system's temporary one, gone again afterwards.

    Raises:
        LoccitError: if none can be made.
    """
    try:
        home = Path(tempfile.mkdtemp(prefix=_PREFIX))
        lock = _lock(home)
    except OSError as error:
        raise unwritable(error) from error
    try:
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)
        os.close(lock)


def unwritable(error: OSError) -> LoccitError:
    """What to say where a temporary folder, or a file in it, cannot be written."""
    return LoccitError(
        f"no temporary folder can be written: {error.strerror or error}; free space there, or name "
        "another place with the environment variable TMPDIR"
    )


def _lock(home: Path) -> int:
    """Make the file that says that ``home`` is in use; it is locked before it has its name."""
    fresh = home / f"{_IN_USE}.new"
    lock = os.open(fresh, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX)
    fresh.rename(home / _IN_USE)
    return lock


def find_scratch() -> list[Debris]:
    """Temporary folders of this user that no process holds any more, by name."""
    abandoned = []
    with suppress(OSError):
        for folder in sorted(Path(tempfile.gettempdir()).iterdir()):
            if _NAME.fullmatch(folder.name) and _is_left(folder):
                abandoned.append(measured(folder))
    return abandoned


def _is_left(home: Path) -> bool:
    try:
        about = home.lstat()
        if not stat.S_ISDIR(about.st_mode) or about.st_uid != os.geteuid():
            return False
        handle = os.open(home / _IN_USE, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(handle)
    return True
