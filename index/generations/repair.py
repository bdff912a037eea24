"""Repair an index folder without reading documents: restore a whole generation, remove debris."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from ..errors import IndexFolderError, IndexUnreadable
from ..system.scratch import Debris
from .current import current_generation
from .debris import newest_whole, sweep
from .generation import switch, writing
from .manifest import Manifest


class Repair(NamedTuple):
    """What a repair did.

    Attributes:
        restored: the generation that became current, if it was not before.
        removed: what was removed.
    """

    restored: Path | None
    removed: list[Debris]


def repair_index(folder: Path) -> Repair:
    """Make the newest whole generation current if the current one is not whole; remove debris.

    A damaged current generation is kept if there is no whole one: the next build reads from it
    which folders to index.

    Raises:
        UsageError: if the folder contains anything other than an index.
        IndexBusy: if another process is writing it.
        IndexUnreadable: if this user may not read it.
        IndexUnwritable: if it cannot be written.
    """
    if not folder.is_dir():
        return Repair(None, [])
    with writing(folder):
        restored = None if _is_whole(folder) else newest_whole(folder)
        if restored:
            switch(folder, restored.name)
        return Repair(restored, sweep(folder))


def _is_whole(folder: Path) -> bool:
    try:
        generation = current_generation(folder)
        return not Manifest.read(generation).altered_files(generation)
    except IndexUnreadable:
        raise
    except IndexFolderError:
        return False
