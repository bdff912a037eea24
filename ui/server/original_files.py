"""The file that a document was read from, as long as it is the one that was read.

LoccitError
└── NoOriginal            a document's file cannot be shown
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import NamedTuple

from ...index import (
    UPLOADS,
    Document,
    Index,
    LoccitError,
    echoed,
    open_regular,
    opens_as_text,
)

_MOST_BYTES = 200_000_000


class NoOriginal(LoccitError):  # noqa: N818 - named after the state, as IndexMissing is
    """A document's file cannot be shown: it has none, it moved, or it changed."""


class Original(NamedTuple):
    """A file's bytes, its own name, and whether a browser may show them as plain text."""

    data: bytes
    file_name: str
    is_text: bool


def find_document(index: Index, name: str) -> Document:
    """A document of the index.

    Raises:
        NoOriginal: if there is none of this name.
    """
    try:
        return index.document(name)
    except KeyError:
        raise NoOriginal(
            f"the index holds no document {echoed(name)}; GET /api/documents lists those it holds"
        ) from None


def read_original(index: Index, name: str) -> Original:
    """The file of a document, if it still has the very bytes that were indexed.

    A name is looked up in the index and never taken for a path, and the bytes that are compared
    are the bytes that are given.

    Raises:
        NoOriginal: if there is no such document, or its file cannot be shown; it says why.
    """
    document = find_document(index, name)
    if index.manifest.sources.get(name) != document.digest:
        raise NoOriginal(
            f"{name!r} was read out of a larger file (an archive or a mail) and has no file of "
            "its own; GET /text shows the text that was indexed"
        )
    data = _read(_admitted(index, document), name)
    if hashlib.sha256(data).hexdigest() != document.digest:
        raise NoOriginal(
            f"the file of {name!r} has changed since it was indexed, so places in it no longer "
            "fit; run `loccit index` to read it again"
        )
    return Original(data, document.path.name, opens_as_text(document.format))


def _admitted(index: Index, document: Document) -> Path:
    """Where a document's file really lies, if that is below a folder of the index."""
    try:
        place = document.path.resolve(strict=True)
    except (OSError, RuntimeError) as error:
        raise _unreadable(document.name) from error
    roots = [*map(Path, index.manifest.roots), index.folder / UPLOADS]
    if not any(place.is_relative_to(root.resolve()) for root in roots):
        raise NoOriginal(
            f"the file of {document.name!r} is a link out of the indexed folders, "
            "which is not followed; GET /text shows the text that was indexed"
        )
    return place


def _read(place: Path, name: str) -> bytes:
    try:
        with open_regular(place) as file:
            if (size := os.fstat(file.fileno()).st_size) > _MOST_BYTES:
                raise _unreadable(name)
            return file.read(size)
    except OSError as error:
        raise _unreadable(name) from error


def _unreadable(name: str) -> NoOriginal:
    return NoOriginal(
        f"the file of {name!r} is no longer where it was indexed, or cannot be read; "
        "run `loccit index` to bring the index up to date"
    )
