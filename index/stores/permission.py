"""Tell a file of an index that this user may not read from one that is damaged."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..errors import IndexUnreadable


@contextmanager
def permitted() -> Iterator[None]:
    """Around what opens or looks at files of an index.

    Raises:
        IndexUnreadable: where this user may not.
    """
    try:
        yield
    except PermissionError as error:
        path = Path(os.fsdecode(error.filename or "."))
        raise IndexUnreadable(_why(path.absolute())) from error


def _why(path: Path) -> str:
    if not hasattr(os, "geteuid"):  # Windows
        return (
            f"{path} may not be read by this user. Build the index as the user "
            "who is to read it, or let that user read every document and every file of the index"
        )
    status, closed = _closed(path)
    return (
        f"{path} may not be read by the user {_name(os.geteuid())}: {closed} has the mode "
        f"{stat.S_IMODE(status.st_mode):04o} and belongs to {_name(status.st_uid)}. Build the "
        "index as the user who is to read it; or let that user read every document, with a umask "
        "that does, and run `loccit index` again as the one who built it"
    )


def _closed(path: Path) -> tuple[os.stat_result, Path]:
    """What keeps a path from being read: itself, or the folder that may not be entered."""
    for place in (path, *path.parents):
        try:
            return place.stat(), place
        except OSError:
            continue
    raise AssertionError("the root can be looked at")


def _name(user: int) -> str:
    import pwd

    try:
        return pwd.getpwuid(user).pw_name
    except KeyError:
        return str(user)
