"""Find, measure and remove what killed processes left in an index folder and in the cache."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from ..encoders.cache import WORK_PREFIX, export_folder
from ..errors import IndexFolderError, IndexUnreadable
from ..stores.permission import permitted
from ..system.scratch import Debris, measured
from .current import GENERATIONS, WORK, current_generation
from .manifest import Manifest

_EXPORT_SECONDS = 3600
"""Seconds without a change after which an unfinished export is abandoned; one takes about 15."""


def find_debris(folder: Path) -> list[Debris]:
    """What killed or running builds have in the folder apart from the current generation, by name.

    If the current generation is damaged or missing, one of these may replace it: see
    ``newest_whole``.

    Raises:
        IndexUnreadable: if this user may not list the folder.
    """
    keep = _current(folder)
    return [measured(path) for path in _generations(folder) if path != keep]


def find_exports() -> list[Debris]:
    """Abandoned encoder exports in the cache, by name."""
    try:
        begun = sorted(export_folder("").parent.glob(f"{WORK_PREFIX}*"))
        return [measured(path) for path in begun if _newest(path) < time.time() - _EXPORT_SECONDS]
    except OSError:
        return []


def _newest(path: Path) -> float:
    return max(inner.stat().st_mtime for inner in [path, *path.rglob("*")])


def sweep(folder: Path) -> list[Debris]:
    """Remove all generations except the current one; the caller holds the write lock.

    Open readers keep what they opened. If ``CURRENT`` names none, the newest generation is kept, so
    that repeated failing builds leave one.

    Returns:
        what was removed.
    """
    keep = _current(folder)
    if keep is None:
        keep = max((path for path in _generations(folder) if path.name.isdigit()), default=None)
    return remove_all([measured(path) for path in _generations(folder) if path != keep])


def remove_all(debris: Iterable[Debris]) -> list[Debris]:
    """Remove what can be removed.

    Returns:
        what was removed.
    """
    removed = []
    for entry in debris:
        if entry.path.is_dir() and not entry.path.is_symlink():
            shutil.rmtree(entry.path, ignore_errors=True)
        else:
            with suppress(OSError):
                entry.path.unlink()
        if not os.path.lexists(entry.path):
            removed.append(entry)
    return removed


def abandon(folder: Path) -> None:
    """Remove what a build of this process is writing, before the process exits without finishing.

    It is renamed first, so that a build still running finds nothing to switch to.
    """
    with suppress(OSError):
        abandoned = (folder / GENERATIONS / WORK).rename(folder / GENERATIONS / f"{WORK}.abandoned")
        shutil.rmtree(abandoned, ignore_errors=True)


def newest_whole(folder: Path) -> Path | None:
    """The newest numbered generation whose checksums all match, if there is one."""
    try:
        generations = _generations(folder)
    except IndexUnreadable:
        return None
    for generation in reversed(generations):
        try:
            is_generation = generation.name.isdigit() and generation.is_dir()
            if is_generation and not Manifest.read(generation).altered_files(generation):
                return generation
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
    """The generation that ``CURRENT`` names, its content unchecked."""
    try:
        return current_generation(folder)
    except IndexUnreadable:
        raise
    except IndexFolderError:
        return None
