"""Who may read an index: whoever the umask admits and may read every one of its sources."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

_ALL, _OWNER, _GROUP, _OTHERS = 0o666, 0o600, 0o060, 0o006
_READ, _ENTER = 0o444, 0o111


def begin(folder: Path) -> os.stat_result:
    """Make a folder that only its owner may enter; returns the status that the umask gives it."""
    folder.mkdir()
    status = folder.stat()
    folder.chmod(0o700)
    return status


def shared_mode(status: os.stat_result, places: Iterable[Path]) -> int:
    """The mode of an index's files: read and write bits.

    Args:
        status: of a folder as the umask makes it, with the group of the index.
        places: the files that are indexed and the folders that lead to them. The group and others
            may read and write no more than each of these permits.
    """
    mode = status.st_mode & _ALL
    for place in places:
        mode &= _OWNER | _granted(place, status.st_gid)
    return mode


def _granted(place: Path, group: int) -> int:
    """What a file lets a group and others do: read, write; both for a folder they may enter."""
    try:
        status = place.stat()
    except OSError:
        return 0
    bits = status.st_mode
    if stat.S_ISDIR(bits):
        bits = (bits & _ENTER) * 6
    others = bits & _OTHERS
    return others | (bits & _GROUP if status.st_gid == group else others << 3)


def settle(place: Path, mode: int) -> None:
    """Give a file a mode; whoever may read a folder may then enter it too.

    Files of other users, links, and files on systems without modes stay as they are.
    """
    with suppress(OSError):
        now = place.lstat().st_mode
        if stat.S_ISDIR(now):
            mode |= (mode & _READ) >> 2 | now & stat.S_ISGID
        if mode != stat.S_IMODE(now) and not stat.S_ISLNK(now):
            place.chmod(mode)


def settle_all(folder: Path, mode: int) -> None:
    """Give everything in a folder a mode, and the folder itself last."""
    for place in folder.rglob("*"):
        settle(place, mode)
    settle(folder, mode)
