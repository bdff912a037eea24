"""The file that a document was read from, if it has not changed.

LoccitError
└── NoOriginal            a document's file cannot be shown
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import NamedTuple

from ...index.errors import LoccitError, echoed
from ...index.formats.registry import opens_as_text
from ...index.generations.current import UPLOADS
from ...index.search import Index
from ...index.sources.regular import open_regular
from ...index.types import Document

_MOST_BYTES = 200_000_000


class NoOriginal(LoccitError):  # noqa: N818 - named after the state, as IndexMissing is
    """A document's file cannot be shown: missing, moved or changed."""


class Original(NamedTuple):
    """A file's content, its name, and whether a browser may show it as plain text."""

    content: bytes
    file_name: str
    is_text: bool


def find_document(index: Index, name: str) -> Document:
    """A document of the index.

    Raises:
        NoOriginal: if there is no document of this name.
    """
    try:
        return index.document(name)
    except KeyError:
        raise NoOriginal(
            f"the index has no document {echoed(name)}; GET /api/documents lists all documents"
        ) from None


def read_original(index: Index, name: str) -> Original:
    """Read the file of a document, if its content is still what was indexed.

    The name is looked up in the index and never used as a path, and the file is read only once,
    for both the comparison and the result.

    Raises:
        NoOriginal: if there is no such document, or its file cannot be shown.
    """
    document = find_document(index, name)
    if index.manifest.sources.get(name) != document.digest:
        raise NoOriginal(
            f"{name!r} is part of an archive or a mail and has no file of its own; "
            "GET /text shows the indexed text"
        )
    content = _read(_admitted(index, document), name)
    if hashlib.sha256(content).hexdigest() != document.digest:
        raise NoOriginal(
            f"the file of {name!r} has changed since it was indexed, so positions no longer match; "
            "run `loccit index` to update the index"
        )
    return Original(content, document.path.name, opens_as_text(document.format))


def _admitted(index: Index, document: Document) -> Path:
    """The resolved path of a document's file, if it is inside an indexed folder."""
    try:
        place = document.path.resolve(strict=True)
    except (OSError, RuntimeError) as error:
        raise _unreadable(document.name) from error
    roots = [*map(Path, index.manifest.roots), index.folder / UPLOADS]
    if not any(place.is_relative_to(root.resolve()) for root in roots):
        raise NoOriginal(
            f"the file of {document.name!r} is a link out of the indexed folders, "
            "which is not followed; GET /text shows the indexed text"
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
        f"the file of {name!r} was moved or cannot be read; run `loccit index` to update the index"
    )
