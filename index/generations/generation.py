"""Generations of an index folder: written beside the current one, synced, then put in force."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

import numpy as np

from ..chunking.embedded_text import passage
from ..encoders.base import Encoded, Notify, Vectors
from ..errors import (
    IndexBusy,
    IndexFolderError,
    IndexMissing,
    IndexUnreadable,
    IndexUnwritable,
    UsageError,
)
from ..stores import backends
from ..stores.sentence_vectors import write_head
from ..system.locks import file_lock, is_held
from ..system.sync import replace as replace_file
from ..system.sync import sync_folder, sync_tree
from ..types import Chunk, Document
from . import records
from .current import CURRENT, GENERATIONS, KEPT, UPLOADS, WORK, current_generation
from .debris import sweep
from .layout import DENSE, LEXICAL, RECORDS, SENTENCES
from .manifest import Manifest, describe_files
from .modes import begin, settle, settle_all, shared_mode

Progress = Callable[[str, int, int], None]
"""Called with a stage's name, how much of it is done, and how much there is."""

LOCK = "LOCK"
_OWN = {CURRENT, GENERATIONS, LOCK, UPLOADS, KEPT}
_BATCH = 32
_WRITE_ERRORS = (OSError, sqlite3.Error, RuntimeError, ValueError)
"""What faiss, tantivy, SQLite and the system raise where a disk is full or read-only."""


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Hold the folder's write lock; the folder is made if it is not there.

    Raises:
        UsageError: if the folder holds something other than an index.
        IndexUnwritable: if it cannot be made or written.
        IndexBusy: if another process holds the lock.
    """
    from filelock import Timeout

    if folder.exists() and not folder.is_dir():
        raise UsageError(f"{str(folder)!r} is a file; expected a folder for the index")
    is_new = not folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        foreign = sorted({path.name for path in folder.iterdir()} - _OWN)
        if foreign:
            raise UsageError(
                f"{str(folder)!r} is not an index: it holds {foreign[0]!r}. Name a new or empty "
                "folder with --index; nothing was changed"
            )
        lock = file_lock(folder / LOCK)
        lock.acquire()
        for name in (UPLOADS, KEPT):  # what people add, and write, is for whoever serves it
            settle(folder / name, 0o600)
    except Timeout as error:
        raise IndexBusy(
            f"another process is writing {str(folder)!r}; wait for it to end and try again"
        ) from error
    except OSError as error:
        raise _unwritable(folder, error) from error
    try:
        yield
    except OSError as error:
        if not _is_below(error.filename, folder):
            raise
        raise _unwritable(folder, error) from error
    finally:
        if is_new and not (folder / CURRENT).exists():
            shutil.rmtree(folder, ignore_errors=True)
        lock.release()


def is_being_written(folder: Path) -> bool:
    """Whether some process holds the folder's write lock; the lock file alone means nothing."""
    try:
        return is_held(folder / LOCK)
    except OSError:
        return False


def _unwritable(folder: Path, error: Exception) -> IndexUnwritable:
    why = getattr(error, "strerror", None) or error
    return IndexUnwritable(
        f"{str(folder)!r} cannot be written: {why}. "
        "An index that was there is unchanged; free space or name another folder"
    )


def _is_below(name: object, folder: Path) -> bool:
    if not isinstance(name, str | bytes):
        return False
    return Path(os.fsdecode(name)).absolute().is_relative_to(folder.absolute())


def previous(folder: Path, notify: Notify) -> Manifest | None:
    """The manifest of the current generation, if it is whole: every digest is checked.

    Raises:
        IndexUnreadable: if this user may not read it.
    """
    try:
        generation = current_generation(folder)
        manifest = Manifest.read(generation)
    except IndexMissing:
        return None
    except IndexUnreadable:
        raise
    except IndexFolderError as error:
        notify(f"Rebuilding the index from scratch: {error}")
        return None
    if altered := manifest.altered_files(generation):
        notify(f"Rebuilding the index from scratch: {generation / altered[0]} has changed")
        return replace(manifest, fingerprint="")
    return manifest


def write_generation(
    folder: Path,
    manifest: Manifest,
    documents: Sequence[Document],
    chunks: Sequence[Chunk],
    copies: Sequence[records.Copy],
    encoded: Iterable[tuple[Encoded, bool]],
    places: Collection[Path],
    progress: Progress,
) -> int:
    """Write a new generation, make it the current one, and remove the others.

    Args:
        folder: the index folder, its write lock held.
        manifest: describes the generation but for its files.
        documents: all documents.
        chunks: all chunks, in the order of their numbers.
        copies: all sentences that stand in several documents.
        encoded: the vectors of each chunk, and whether they were computed now.
        places: the files and folders that the documents are from; see ``shared_mode``.
        progress: called as the work proceeds.

    Returns:
        how many chunks were encoded now.

    Raises:
        IndexUnwritable: if it cannot be written; the current one is then unchanged, as it is where
            iterating ``encoded`` raises, which passes through.
    """
    # Before as well as after: each build killed between two renames would leave a generation.
    sweep(folder)
    generations = folder / GENERATIONS
    with _writes(folder):
        generations.mkdir(exist_ok=True)
        numbers = [int(path.name) for path in generations.iterdir() if path.name.isdigit()]
    work, target = generations / WORK, generations / f"{max(numbers, default=0) + 1:06d}"
    try:
        with _writes(folder):
            mode = shared_mode(begin(work), places)
        vectors, fresh = _write_vectors(folder, work / SENTENCES, encoded, manifest, progress)
        progress("Writing", 0, 1)
        with _writes(folder):
            backends.write_dense(work / DENSE, vectors)
            language = manifest.config.language
            texts = (passage(chunk).text for chunk in chunks)
            backends.write_lexical(work / LEXICAL, texts, language)
            records.write(work / RECORDS, documents, chunks, copies)
            replace(manifest, files=describe_files(work)).write(work)
            settle_all(work, mode)
            sync_tree(work)
            work.rename(target)
            settle(generations, mode)
            switch(folder, target.name)
    finally:
        shutil.rmtree(work, ignore_errors=True)
        if not _is_current(folder, target):
            shutil.rmtree(target, ignore_errors=True)
    sweep(folder)
    progress("Writing", 1, 1)
    return fresh


def share(folder: Path, places: Collection[Path]) -> None:
    """Bring the modes of the current generation up to date, the folder's write lock held.

    A build that changes nothing else does this: see ``shared_mode``.
    """
    probe = folder / GENERATIONS / ".new"
    with suppress(OSError):
        mode = shared_mode(begin(probe), places)
        probe.rmdir()
        settle_all(current_generation(folder), mode)
        for place in (folder / GENERATIONS, folder / CURRENT):
            settle(place, mode)


@contextmanager
def _writes(folder: Path) -> Iterator[None]:
    """Around what writes, and nothing else: its errors are reported as the folder's."""
    try:
        yield
    except _WRITE_ERRORS as error:
        raise IndexUnwritable(
            f"the index could not be written to {str(folder)!r}: {error}. An index that was "
            "there is unchanged; free space or name another folder"
        ) from error


def _write_vectors(
    folder: Path,
    path: Path,
    encoded: Iterable[tuple[Encoded, bool]],
    manifest: Manifest,
    progress: Progress,
) -> tuple[Vectors, int]:
    """Write all sentence vectors to ``path``; returns chunk vectors (n, d) and how many are new.

    Plain writes: on a full disk they raise, where writing to a mapped file ends the process.
    """
    total, dimension, fresh = manifest.counts["chunks"], manifest.encoder["dimension"], 0
    vectors = np.zeros((total, dimension), dtype=np.float32)
    with ExitStack() as closing:
        with _writes(folder):
            file = path.open("wb")
            closing.callback(_close, folder, file)
            write_head(file, (manifest.counts["sentences"], dimension))
        for number, ((vector, spans), is_new) in enumerate(encoded):
            if number % _BATCH == 0:
                progress("Embedding", number, total)
            fresh += is_new
            vectors[number] = vector
            with _writes(folder):
                file.write(np.ascontiguousarray(spans, dtype=np.float32).tobytes())
    progress("Embedding", total, total)
    return vectors, fresh


def _close(folder: Path, file: BinaryIO) -> None:
    with _writes(folder):
        file.close()


def switch(folder: Path, name: str) -> None:
    """Make a generation the current one in one step, the folder's write lock held.

    Whoever may read the generation may read which one it is.
    """
    fresh = folder / GENERATIONS / ".current"
    with fresh.open("w", encoding="utf-8") as file:
        settle(fresh, (folder / GENERATIONS / name).stat().st_mode & 0o666)
        file.write(name + "\n")
        file.flush()
        os.fsync(file.fileno())
    replace_file(fresh, folder / CURRENT)
    sync_folder(folder)


def _is_current(folder: Path, generation: Path) -> bool:
    try:
        return current_generation(folder) == generation
    except IndexFolderError:
        return False
