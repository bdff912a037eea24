"""Gather the documents under the roots: reuse those the index has, parse the others."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from ...text.sentences import is_panic
from ..cleaning.clean import clean
from ..cleaning.repetition import repeated_blocks
from ..digests import digest
from ..errors import DocumentError, unexpected_failure
from ..formats.parsed import Blob, Skipped
from ..generations.reuse import Past
from ..types import Chunk, Document
from .find import File, find
from .isolation import Parser
from .load import blobs, read

Result = TypeVar("Result")
Cut = Callable[[Document], list[Chunk]]
"""Cuts a document into chunks."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What was found under the roots.

    Attributes:
        roots: absolute paths of the indexed files and folders, uploads apart.
        files: all files, sorted by name.
        digests: SHA-256 of each file that can be read, by name.
        skipped: files that cannot be read, and why.
        places: real paths of the readable files, and of the folders from the roots down to them.
    """

    roots: tuple[str, ...]
    files: tuple[File, ...]
    digests: Mapping[str, str]
    skipped: tuple[Skipped, ...]
    places: frozenset[Path]


class Gathered(NamedTuple):
    """All documents of a build.

    Attributes:
        documents: sorted by name.
        chunks: of all documents, in order.
        skipped: files that are not indexed, and why.
        read: how many documents were parsed; the others were reused.
    """

    documents: list[Document]
    chunks: list[Chunk]
    skipped: list[Skipped]
    read: int


class _Candidate(NamedTuple):
    """A document, with its chunks if it is reused from the current generation."""

    document: Document
    chunks: list[Chunk] | None


def find_sources(roots: tuple[str, ...], uploads: Path, excluded: Path) -> Sources:
    """The files below ``roots`` and ``uploads``, except those in the folder ``excluded``."""
    paths = [Path(root) for root in roots] + ([uploads] if uploads.is_dir() else [])
    files, skipped = find(paths, excluded=excluded)
    digests: dict[str, str] = {}
    for file in files:
        try:
            digests[file.name] = digest(read(file))
        except DocumentError as error:
            skipped.append(Skipped(file.name, str(error)))
    read_ = [file.place for file in files if file.name in digests]
    places = frozenset([*read_, *_folders(paths, read_)])
    return Sources(roots, tuple(files), digests, tuple(sorted(skipped)), places)


def _folders(roots: Sequence[Path], files: Sequence[Path]) -> Iterator[Path]:
    """The folders from the outermost root of each file down to it."""
    tops = {Path(os.path.realpath(root)) for root in roots}
    for folder in {file.parent for file in files}:
        path = [folder, *folder.parents]
        depths = [depth for depth, place in enumerate(path) if place in tops]
        yield from path[: max(depths, default=-1) + 1]


def gather(
    sources: Sources,
    past: Past,
    parser: Parser,
    cut: Cut,
    progress: Callable[[str, int, int], None],
) -> Gathered:
    """Every document that can be read, sorted by name, cut into chunks.

    One that cannot be read, parsed or cut is skipped and does not affect the others.

    Args:
        sources: the files.
        past: the current generation, to reuse documents from.
        parser: parses new documents.
        cut: cuts a document into chunks.
        progress: called with a stage's name, how much of it is done, and how much there is.
    """
    candidates: list[_Candidate] = []
    skipped = list(sources.skipped)
    taken: set[str] = set()
    fresh = 0
    for blob in _blobs(sources, parser, progress):
        if isinstance(blob, Skipped):
            skipped.append(blob)
        elif blob.name in taken:
            skipped.append(Skipped(blob.name, "has the same name as another file in its archive"))
        elif old := past.document(blob):
            taken.add(blob.name)
            candidates.append(_Candidate(*old))
        else:
            taken.add(blob.name)
            document = _attempt(blob.name, partial(_read, parser, blob))
            if isinstance(document, Skipped):
                skipped.append(document)
            else:
                candidates.append(_Candidate(document, None))
                fresh += 1
    candidates.sort(key=lambda candidate: candidate.document.name)
    documents, chunks = _cut(candidates, cut, skipped)
    return Gathered(documents, chunks, sorted(set(skipped)), fresh)


def _blobs(
    sources: Sources, parser: Parser, progress: Callable[[str, int, int], None]
) -> Iterator[Blob | Skipped]:
    files = [file for file in sources.files if file.name in sources.digests]
    for number, file in enumerate(files):
        progress("Reading", number, len(files))
        try:
            yield from blobs(Blob(file.name, file.path, read(file)), parser.unpack)
        except DocumentError as error:
            yield Skipped(file.name, str(error))
        except Exception as error:  # whatever is wrong with one file must not affect the others
            yield Skipped(file.name, unexpected_failure(error))
    progress("Reading", len(files), len(files))


def _read(parser: Parser, blob: Blob) -> Document:
    document = clean(*parser.parse(blob))
    if not document.blocks:
        raise DocumentError("has no text of its own; nothing to index")
    return document


def _cut(
    candidates: Sequence[_Candidate], cut: Cut, skipped: list[Skipped]
) -> tuple[list[Document], list[Chunk]]:
    """The documents with repeated blocks marked, and their chunks; failures are skipped."""
    documents: list[Document] = []
    chunks: list[Chunk] = []
    repeated = repeated_blocks([candidate.document for candidate in candidates])
    for (document, old), blocks in zip(candidates, repeated, strict=True):
        if old is None or document.repeated != blocks:
            document = replace(document, repeated=blocks)
            outcome = _attempt(document.name, partial(cut, document))
            if isinstance(outcome, Skipped):
                skipped.append(outcome)
                continue
            old = outcome
        documents.append(document)
        chunks.extend(old)
    return documents, chunks


def _attempt(name: str, do: Callable[[], Result]) -> Result | Skipped:
    """The result of ``do``, or the reason for skipping the document ``name``."""
    try:
        return do()
    except DocumentError as error:
        return Skipped(name, str(error))
    except BaseException as error:
        if not isinstance(error, Exception) and not is_panic(error):
            raise
        return Skipped(name, unexpected_failure(error))
