"""What killed processes left in an index folder and in the cache: found, measured, removed."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from ..encoders.export import WORK_PREFIX, export_folder
from ..errors import IndexFolderError, IndexUnreadable
from ..stores.permission import permitted
from ..system.scratch import Debris, measured
from .current import GENERATIONS, WORK, current_generation
from .manifest import Manifest

_EXPORT_SECONDS = 3600
"""An unfinished export that nobody has touched for as long is nobody's; one takes 15 seconds."""


def find_debris(folder: Path) -> list[Debris]:
    """What a build that was killed, or is running, has in the folder beside the index, by name.

    Where the current generation is damaged or missing, one of these may stand in for it: see
    ``newest_whole``.

    Raises:
        IndexUnreadable: if this user may not look.
    """
    keep = _current(folder)
    return [measured(one) for one in _generations(folder) if one != keep]


def find_exports() -> list[Debris]:
    """Unfinished exports of encoders in the cache that no process writes any more, by name."""
    try:
        begun = sorted(export_folder("").parent.glob(f"{WORK_PREFIX}*"))
        return [measured(one) for one in begun if _newest(one) < time.time() - _EXPORT_SECONDS]
    except OSError:
        return []


def _newest(path: Path) -> float:
    return max(one.stat().st_mtime for one in [path, *path.rglob("*")])


def sweep(folder: Path) -> list[Debris]:
    """Remove all generations but the current one, the write lock held; gives what went.

    Open readers keep what they opened. Where ``CURRENT`` names nothing, the newest generation
    stays, so that builds that fail again and again leave one.
    """
    keep = _current(folder)
    if keep is None:
        keep = max((one for one in _generations(folder) if one.name.isdigit()), default=None)
    return remove_all([measured(one) for one in _generations(folder) if one != keep])


def remove_all(debris: Iterable[Debris]) -> list[Debris]:
    """Remove what can be removed; gives what went."""
    gone = []
    for one in debris:
        if one.path.is_dir() and not one.path.is_symlink():
            shutil.rmtree(one.path, ignore_errors=True)
        else:
            with suppress(OSError):
                one.path.unlink()
        if not os.path.lexists(one.path):
            gone.append(one)
    return gone


def abandon(folder: Path) -> None:
    """Take away what a build of this process is writing, which will not end, before that does.

    Renamed first: a build that goes on meanwhile finds nothing that it could put in force.
    """
    with suppress(OSError):
        taken = (folder / GENERATIONS / WORK).rename(folder / GENERATIONS / f"{WORK}.abandoned")
        shutil.rmtree(taken, ignore_errors=True)


def newest_whole(folder: Path) -> Path | None:
    """The newest numbered generation whose every digest is as written, if there is one."""
    try:
        generations = _generations(folder)
    except IndexUnreadable:
        return None
    for one in reversed(generations):
        try:
            if one.name.isdigit() and one.is_dir() and not Manifest.read(one).altered_files(one):
                return one
        except IndexFolderError:
            continue
    return None


def _generations(folder: Path) -> list[Path]:
    try:
        with permitted():
            return sorted((folder / GENERATIONS).iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []


def _current(folder: Path) -> Path | None:
    """What ``CURRENT`` names; the name of the file is all that is looked at."""
    try:
        return current_generation(folder)
    except IndexUnreadable:
        raise
    except IndexFolderError:
        return None
