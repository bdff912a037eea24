"""Look at everything an answer depends on, and say what is wrong with it."""

from __future__ import annotations

import platform
from collections.abc import Iterator
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

from ...index import (
    Index,
    IndexMissing,
    IndexUnreadable,
    LoccitError,
    Manifest,
    altered_files,
    cached_export,
    current_generation,
    export_folder,
    find_debris,
    find_exports,
    find_model,
    find_scratch,
    is_being_written,
    newest_whole,
    remove_all,
    repair_index,
)
from ...rag import counted_by

_PACKAGES = ("onnxruntime", "faiss-cpu", "tantivy", "langchain-core")
_OF_EXTRAS = {"sentence-transformers": "encoders", "torch": "encoders", "gradio": "ui"}
"""Packages that are not always there, and the extra that brings each."""


class Finding(NamedTuple):
    """Something that was looked at, whether it is as it should be, and what was seen."""

    subject: str
    good: bool
    text: str


def examine(folder: Path) -> list[Finding]:
    """Findings on this machine, the encoder, the index in ``folder`` and what is left about."""
    index = list(_index(folder))
    left = _left(folder, all(one.good for one in index))
    return [*_machine(), *_encoder(folder), *index, *left]


def repair(folder: Path) -> list[str]:
    """Mend what can be mended without the documents; a line on each thing that was done.

    Raises:
        IndexBusy: if another process is writing the index.
        UsageError: if the folder holds something else than an index.
        IndexUnwritable: if it cannot be written.
    """
    done = repair_index(folder)
    lines = [f"{done.restored} is whole and in force again"] if done.restored else []
    removed = [*done.removed, *remove_all([*find_exports(), *find_scratch()])]
    return [*lines, *(f"removed {one.path} ({_megabytes(one.size)})" for one in removed)]


def _machine() -> Iterator[Finding]:
    yield Finding("Python", True, f"{platform.python_version()} on {platform.platform()}")
    for package in _PACKAGES:
        try:
            yield Finding(package, True, version(package))
        except PackageNotFoundError:
            yield Finding(package, False, f"not installed; run `pip install {package}`")
    for package, extra in _OF_EXTRAS.items():
        try:
            yield Finding(package, True, version(package))
        except PackageNotFoundError:
            yield Finding(package, True, f"not installed; pip install 'loccit[{extra}]' brings it")
    yield Finding("prompt tokens", True, f"counted by {counted_by()}")


def _encoder(folder: Path) -> Iterator[Finding]:
    try:
        name = str(Manifest.read(current_generation(folder)).encoder["name"])
    except LoccitError:
        name = "sentence-transformers/all-MiniLM-L6-v2"
    try:
        model = find_model(name)
    except LoccitError as error:
        yield Finding("encoder", False, str(error))
        return
    yield Finding("encoder", True, f"{model.name}, weights {model.digest[:12]}…")
    kept = cached_export(model.digest)
    if kept is None:
        text = f"none at {export_folder(model.digest)}; it is made when first needed"
        yield Finding("export", True, text)
    elif altered := altered_files(kept):
        text = f"{kept / altered[0]} is not what was written; delete {kept}, it is made again"
        yield Finding("export", False, text)
    else:
        yield Finding("export", True, f"questions run on onnxruntime, from {kept}")


def _index(folder: Path) -> Iterator[Finding]:
    try:
        generation = current_generation(folder)
        manifest = Manifest.read(generation)
        altered = manifest.altered_files(generation)
    except LoccitError as error:
        is_none = isinstance(error, IndexMissing) and not newest_whole(folder)
        yield Finding("index", is_none, ("none yet: " if is_none else "") + str(error))
        return
    if altered:
        text = f"{', '.join(altered)} in {generation} not as written; rebuild with `loccit index`"
        yield Finding("index", False, text)
        return
    try:
        Index.open(folder).close()
    except LoccitError as error:
        yield Finding("index", False, str(error))
        return
    counts = ", ".join(f"{count} {what}" for what, count in manifest.counts.items())
    yield Finding("index", True, f"{generation}: {counts}; every digest as written")


def _left(folder: Path, is_good: bool) -> Iterator[Finding]:
    """What processes that were killed left; where the index is not good, what could stand in."""
    left, spare = [*find_exports(), *find_scratch()], None
    if is_being_written(folder):
        text = "not looked for in the index: another process is writing it"
        yield Finding("leftovers", True, text)
    else:
        with suppress(IndexUnreadable):  # the finding on the index says so
            left = [*find_debris(folder), *left]
            spare = None if is_good else newest_whole(folder)
    for one in left:
        is_spare = one.path == spare
        what = "is whole" if is_spare else "is of a process that was killed"
        does = "puts it in force" if is_spare else "removes it"
        text = f"{one.path} ({_megabytes(one.size)}) {what}; `loccit doctor --repair` {does}"
        yield Finding("leftovers", False, text)


def _megabytes(size: int) -> str:
    return f"{size / 1e6:.1f} MB"
