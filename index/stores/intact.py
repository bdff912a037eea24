"""Whether a record read from an index can be one that was written there."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from types import UnionType

from ..errors import IndexDamaged, echoed
from ..types import Chunk, Document

Check = Callable[[Path, bytes], None]
"""Called with a file and its content; raises if that is not what was written."""

_SYMPTOMS = (
    sqlite3.DatabaseError,
    TypeError,
    ValueError,
    OverflowError,
    KeyError,
    IndexError,
)
"""How altered bytes in records surface: errors of SQLite, of JSON, values of a wrong type."""


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Turn errors while interpreting the records in ``path`` into ``IndexDamaged``.

    Raises:
        IndexDamaged: if they make no sense.
    """
    try:
        yield
    except _SYMPTOMS as error:
        raise IndexDamaged(
            f"{path} cannot be read ({error}); rebuild it with `loccit index`"
        ) from error


def unchecked(path: Path, content: bytes) -> None:
    """Accept any content."""


def check_document(document: Document) -> None:
    """Check what later code relies on.

    Raises:
        ValueError: if a text is not a string, or an offset not an integer.
    """
    stated = document.metadata
    _check_texts(document.name, document.format, document.digest, document.text)
    for field in (stated.title, stated.author, stated.date, stated.origin):
        _check_texts(field or "")
    pieces = document.offsets.pieces if document.offsets else ()
    if not set(map(type, chain.from_iterable(pieces))) <= {int}:
        raise ValueError(f"{document.name} has offsets that are not integers")


def check_chunk(chunk: Chunk) -> None:
    """Check what later code relies on.

    Raises:
        ValueError: if its sentences do not lie inside it in order, or a field has a wrong type.
    """
    _check_texts(chunk.document, chunk.text, chunk.context, chunk.heading)
    bounds = [chunk.start]
    for sentence in chunk.sentences:
        bounds += [sentence.start, sentence.end]
    bounds.append(chunk.end)
    if any(type(bound) is not int for bound in bounds) or bounds != sorted(bounds):
        raise ValueError(f"a chunk of {chunk.document} has sentences {bounds} outside of it")
    if len(chunk.text) != chunk.end - chunk.start:
        raise ValueError(f"a chunk of {chunk.document} is not as long as its span")


def check_slice(chunk: Chunk, document: Document) -> None:
    """Check that a chunk is the slice of its document that its span names.

    Raises:
        ValueError: if it is not.
    """
    if document.text[chunk.start : chunk.end] != chunk.text:
        raise ValueError(f"the chunk at {chunk.start} differs from the text of {chunk.document}")


def check_kinds(rows: Iterable[Sequence[object]], kinds: Sequence[type | UnionType]) -> None:
    """Check the types of the columns of rows.

    Raises:
        ValueError: if a value has a wrong type, or a number is negative.
    """
    for row in rows:
        for value, kind in zip(row, kinds, strict=True):
            if not isinstance(value, kind) or (isinstance(value, int) and value < 0):
                raise ValueError(f"a record holds {echoed(value)}; expected {kind}")


def _check_texts(*fields: object) -> None:
    for field in fields:
        if not isinstance(field, str):
            raise ValueError(f"a text field holds {echoed(field)}")
