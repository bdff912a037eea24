"""Temporary folders, locked while in use, so that those of killed processes can be recognised."""

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
"""The file that is locked. A folder without it is not ours, whatever its name."""


class Debris(NamedTuple):
    """A file or folder that no reader and no build needs, and its size in bytes."""

    path: Path
    size: int


def measured(path: Path) -> Debris:
    """A path with its total size; files that vanish meanwhile count 0."""
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
    """A new private folder in the system's temporary folder, removed afterwards.

    Raises:
        LoccitError: if it cannot be created.
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
    """The error for a temporary folder, or a file in one, that cannot be written."""
    return LoccitError(
        f"the temporary folder cannot be written: {error.strerror or error}; free space there, or "
        "set the environment variable TMPDIR to another folder"
    )


def _lock(home: Path) -> int:
    """Create the lock file of ``home``; it is locked before it gets its name."""
    fresh = home / f"{_IN_USE}.new"
    lock = os.open(fresh, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    fcntl.flock(lock, fcntl.LOCK_EX)
    fresh.rename(home / _IN_USE)
    return lock


def find_scratch() -> list[Debris]:
    """Temporary folders of this user that no process holds any longer, by name."""
    abandoned = []
    with suppress(OSError):
        for folder in sorted(Path(tempfile.gettempdir()).iterdir()):
            if _NAME.fullmatch(folder.name) and _is_abandoned(folder):
                abandoned.append(measured(folder))
    return abandoned


def _is_abandoned(home: Path) -> bool:
    try:
        status = home.lstat()
        if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid():
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
