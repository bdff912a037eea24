"""Temporary folders, each locked while in use, so that those of killed processes can be found."""

from __future__ import annotations

import os
import re
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

from ..errors import LoccitError
from .locks import hold_new, is_held
from .sync import IS_WINDOWS

_PREFIX = "loccit-"
_NAME = re.compile(rf"{_PREFIX}\w{{8}}")
_IN_USE = ".loccit-in-use"
"""The file that is locked. A folder without it is not ours, whatever it is called."""
_STILL_OPEN: list[Callable[[], object]] = []
"""Releases the locks of folders that this process could not remove while it read their files."""


class Debris(NamedTuple):
    """A file or folder that no reader and no build needs, and its size in bytes."""

    path: Path
    size: int


def measured(path: Path) -> Debris:
    """A path and the bytes below it; files that vanish meanwhile do not count."""
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
    """A new folder in the system's temporary one, for this user alone, removed afterwards.

    Raises:
        LoccitError: if none can be made.
    """
    if IS_WINDOWS:
        for folder in find_scratch():
            shutil.rmtree(folder.path, ignore_errors=True)
    try:
        home = Path(tempfile.mkdtemp(prefix=_PREFIX))
    except OSError as error:
        raise unwritable(error) from error
    try:
        release = hold_new(home / _IN_USE)
    except OSError as error:
        shutil.rmtree(home, ignore_errors=True)  # without its lock nobody would know it for ours
        raise unwritable(error) from error
    try:
        yield home
    finally:
        _remove(home, release)


def _remove(home: Path, release: Callable[[], object]) -> None:
    """Remove a folder and then its lock.

    Windows removes no file that is open: the lock goes first there, and is taken again where this
    process still reads a file of the folder. A later process removes that folder.
    """
    if IS_WINDOWS:
        release()
    shutil.rmtree(home, ignore_errors=True)
    if not IS_WINDOWS:
        release()
    elif home.exists():
        with suppress(OSError):
            _STILL_OPEN.append(hold_new(home / _IN_USE))


def unwritable(error: OSError) -> LoccitError:
    """What to say where a temporary folder, or a file in it, cannot be written."""
    return LoccitError(
        f"the temporary folder cannot be written: {error.strerror or error}; free space there, or "
        "set the environment variable TMPDIR to another folder"
    )


def find_scratch() -> list[Debris]:
    """Temporary folders of this user that no process holds any more, by name."""
    abandoned = []
    with suppress(OSError):
        for folder in sorted(Path(tempfile.gettempdir()).iterdir()):
            if _NAME.fullmatch(folder.name) and _is_abandoned(folder):
                abandoned.append(measured(folder))
    return abandoned


def _is_abandoned(home: Path) -> bool:
    try:
        return _is_ours(home) and not is_held(home / _IN_USE)
    except OSError:
        return False


def _is_ours(home: Path) -> bool:
    """Whether it is a folder of this user with a regular file for its lock, and no link."""
    status, user = home.lstat(), getattr(os, "geteuid", None)
    is_file = stat.S_ISREG((home / _IN_USE).lstat().st_mode)
    return stat.S_ISDIR(status.st_mode) and is_file and (user is None or status.st_uid == user())
