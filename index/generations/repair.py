"""Mend an index folder without reading a document: point to what is whole, remove the rest."""

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
    """What was done: the generation put in force, if another was, and what was removed."""

    restored: Path | None
    removed: list[Debris]


def repair_index(folder: Path) -> Repair:
    """Put the newest whole generation in force if the current one is not, and remove debris.

    A current generation that is damaged stays where no whole one is: building again takes from it
    which folders it held.

    Raises:
        UsageError: if the folder holds something else than an index.
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
