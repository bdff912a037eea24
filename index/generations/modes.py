"""Who may read an index: those whom the umask lets, and whom none of its sources is closed to."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

_ALL, _OWNER, _GROUP, _OTHERS = 0o666, 0o600, 0o060, 0o006
_READ, _ENTER = 0o444, 0o111


def begin(folder: Path) -> os.stat_result:
    """Make a folder that its owner alone enters; gives what the umask would have made of it."""
    folder.mkdir()
    about = folder.stat()
    folder.chmod(0o700)
    return about


def shared_mode(about: os.stat_result, places: Iterable[Path]) -> int:
    """The mode of an index's files: read and write bits.

    Args:
        about: a folder as the umask makes it, and with the group of the index.
        places: the files that are indexed and the folders that lead to them. A group, and others,
            may read and write no more than each of them lets them.
    """
    mode = about.st_mode & _ALL
    for place in places:
        mode &= _OWNER | _granted(place, about.st_gid)
    return mode


def _granted(place: Path, group: int) -> int:
    """What a file lets a group and others do: read, write. A folder that they may enter: both."""
    try:
        about = place.stat()
    except OSError:
        return 0
    bits = about.st_mode
    if stat.S_ISDIR(bits):
        bits = (bits & _ENTER) * 6
    others = bits & _OTHERS
    return others | (bits & _GROUP if about.st_gid == group else others << 3)


def settle(place: Path, mode: int) -> None:
    """Give a file a mode; a folder what goes with it: who may read it may enter it.

    What belongs to somebody else, or lies where there are no modes, stays as it is; so do links.
    """
    with suppress(OSError):
        now = place.lstat().st_mode
        if stat.S_ISDIR(now):
            mode |= (mode & _READ) >> 2 | now & stat.S_ISGID
        if mode != stat.S_IMODE(now) and not stat.S_ISLNK(now):
            place.chmod(mode)


def settle_all(folder: Path, mode: int) -> None:
    """Give all that lies in a folder a mode, and at last the folder itself."""
    for place in folder.rglob("*"):
        settle(place, mode)
    settle(folder, mode)
