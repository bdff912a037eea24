"""Writes that outlast a loss of power, as far as the system lets a program ask for that."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

IS_WINDOWS = os.name == "nt"
_TRIES, _SECONDS = 50, 0.02


def sync_tree(folder: Path) -> None:
    """Have the disk hold all that lies in a folder, and the folder's own name."""
    for path in folder.rglob("*"):
        if path.is_file():
            # Windows syncs only what is open for writing.
            with path.open("r+b" if IS_WINDOWS else "rb") as file:
                os.fsync(file.fileno())
        else:
            sync_folder(path)
    sync_folder(folder)
    sync_folder(folder.parent)


def sync_folder(folder: Path) -> None:
    """Have the disk hold the names in a folder; Windows opens no folders, and needs none of it."""
    if IS_WINDOWS:
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def replace(source: Path, target: Path) -> None:
    """Rename a file over another in one step.

    Windows refuses that while somebody has the other one open, so a second's worth of tries is made
    there: readers of an index open such files for an instant.
    """
    if IS_WINDOWS:
        for _ in range(_TRIES):
            with suppress(PermissionError):
                source.replace(target)
                return
            time.sleep(_SECONDS)
    source.replace(target)
