"""The documents of an index as the page shows them: a table, uploads, removal, search."""

from __future__ import annotations

import os
import re
import shutil
import threading
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from queue import Empty, Queue
from typing import NamedTuple

from ..index import (
    KEPT,
    UPLOADS,
    BuildReport,
    Index,
    LoccitError,
    UsageError,
    build_index,
    current_generation,
    echoed,
    examine_hygiene,
)
from ..rag import hit_to_dict
from .sources import passage_cards

HEADERS = ["Document", "Title", "Date", "Passages", "Characters", "Left out"]
_SAFE = re.compile(r"[^\w. ()-]+")
_LONGEST_NAME = 120
_PATIENCE = 0.2
"""Seconds between two looks at how far a build is."""


class Step(NamedTuple):
    """How far a build is: its stage, a share in [0, 1], and at the end its report or its error."""

    stage: str
    share: float
    report: BuildReport | None = None
    error: str = ""


def rows(folder: Path) -> list[list[str | int]]:
    """A row for each document, in the order of their names: see ``HEADERS``.

    Raises:
        IndexFolderError: if there is no usable index.
    """
    return _rows(folder, current_generation(folder))


@lru_cache(maxsize=1)
def _rows(folder: Path, generation: Path) -> list[list[str | int]]:
    """The rows of a generation, read once for all who look at it."""
    return [
        [
            one.name,
            one.title or "",
            one.date or "",
            one.chunks,
            one.kept,
            sum(len(part.text) for part in one.left_out),
        ]
        for one in examine_hygiene(folder).documents
    ]


def uploaded(folder: Path) -> list[str]:
    """Names of the files that were uploaded, sorted."""
    uploads = folder / UPLOADS
    return sorted(one.name for one in uploads.iterdir()) if uploads.is_dir() else []


def add_upload(folder: Path, path: Path, most: int) -> Path:
    """Copy a file to the index's uploads under a plain name.

    Raises:
        UsageError: if it is too large for what is left of ``most`` bytes, or its name is taken.
    """
    uploads = folder / UPLOADS
    uploads.mkdir(parents=True, exist_ok=True)
    plain = _SAFE.sub("_", path.name).strip(". ")[-_LONGEST_NAME:] or "document"
    used = sum(one.stat().st_size for one in uploads.iterdir() if one.is_file())
    size = path.stat().st_size
    if used + size > most:
        raise UsageError(
            f"{plain} has {size:,} bytes, and uploads hold {used:,} of at most {most:,}; "
            "remove a document first, or index its folder with `loccit index --add`"
        )
    target = uploads / plain
    if target.exists():
        raise UsageError(f"there is a document {plain} already; remove it first, or rename yours")
    (folder / KEPT).mkdir(exist_ok=True)
    partial = folder / KEPT / f"{plain}.part"
    shutil.copyfile(path, partial)
    os.replace(partial, target)
    return target


def remove_upload(folder: Path, name: str) -> None:
    """Delete an uploaded file.

    Raises:
        UsageError: if there is none of this name.
    """
    if name not in uploaded(folder):
        raise UsageError(f"there is no uploaded document {echoed(name)}; choose one of the list")
    (folder / UPLOADS / name).unlink()


def update(folder: Path) -> Iterator[Step]:
    """Bring the index up to date in a thread of its own, and tell how far it is."""
    told: Queue[Step] = Queue()

    def work() -> None:
        try:
            report = build_index(
                [],
                folder,
                progress=lambda stage, done, total: told.put(
                    Step(stage, done / total if total else 1.0)
                ),
            )
            told.put(Step("Done", 1.0, report))
        except LoccitError as error:
            told.put(Step("Failed", 1.0, None, str(error)))

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    while True:
        try:
            step = told.get(timeout=_PATIENCE)
        except Empty:
            if not worker.is_alive() and told.empty():
                yield Step("Failed", 1.0, None, "indexing stopped; the documents are as before")
                return
            continue
        while not (step.report or step.error) and not told.empty():
            step = told.get()
        yield step
        if step.report or step.error:
            return


def found_passages(index: Index, words: str, most: int = 8) -> str:
    """The passages that fit some words best, as HTML."""
    if not words.strip():
        return ""
    return passage_cards([hit_to_dict(one) for one in index.search(words.strip(), most)])
