"""Which generation of an index folder is in force."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from ..errors import IndexDamaged, IndexMissing
from ..stores.permission import permitted

CURRENT = "CURRENT"
GENERATIONS = "generations"
WORK = ".new"
"""The generation being written."""
UPLOADS = "uploads"
"""A folder that is always indexed, if it exists."""
KEPT = "kept"
"""A folder for files that programs keep beside the index; no build reads it."""


def current_generation(folder: Path) -> Path:
    """The generation that ``CURRENT`` names.

    Raises:
        IndexMissing: if the folder is not an index.
        IndexUnreadable: if this user may not read it.
        IndexDamaged: if ``CURRENT`` names a generation that does not exist.
    """
    try:
        with permitted():
            name = (folder / CURRENT).read_text(encoding="utf-8").strip()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise IndexMissing(
            f"{str(folder)!r} is not an index{_why_not(folder)}; "
            "build one with `loccit index PATH --index DIR`"
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise IndexDamaged(
            f"{folder / CURRENT} cannot be read: {error}; rebuild the index with `loccit index`"
        ) from error
    generation = folder / GENERATIONS / name
    is_there = False
    with suppress(OSError), permitted():
        is_there = bool(name) and Path(name).name == name and generation.is_dir()
    if not is_there:
        raise IndexDamaged(
            f"{folder / CURRENT} names the generation {name!r}, which does not exist; "
            "rebuild the index with `loccit index`"
        )
    return generation


def _why_not(folder: Path) -> str:
    if folder.is_file():
        return " (it is a file)"
    if not folder.is_dir():
        return " (there is no such folder)"
    if (folder / GENERATIONS).is_dir():
        return (
            f" (the first build did not end, or its file {CURRENT} was lost: "
            "`loccit doctor --repair` brings back a whole generation)"
        )
    return ""
