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
"""Called with a file and what was read of it; raises where that is not what was written."""

_SYMPTOMS = (
    sqlite3.DatabaseError,
    TypeError,
    ValueError,
    OverflowError,
    KeyError,
    IndexError,
)
"""What altered bytes of records show as: SQLite's own, JSON's, values of another kind."""


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Around what makes sense of records in ``path``.

    Raises:
        IndexDamaged: where none can be made.
    """
    try:
        yield
    except _SYMPTOMS as error:
        raise IndexDamaged(
            f"{path} cannot be read ({error}); rebuild it with `loccit index`"
        ) from error


def unchecked(path: Path, content: bytes) -> None:
    """Takes a file as it is."""


def check_document(document: Document) -> None:
    """Look at what the code after it relies on.

    Raises:
        ValueError: if its texts are no texts, or its offsets no numbers.
    """
    stated = document.metadata
    _check_texts(document.name, document.format, document.digest, document.text)
    for field in (stated.title, stated.author, stated.date, stated.origin):
        _check_texts(field or "")
    pieces = document.offsets.pieces if document.offsets else ()
    if not set(map(type, chain.from_iterable(pieces))) <= {int}:
        raise ValueError(f"{document.name} has offsets that are no numbers")


def check_chunk(chunk: Chunk) -> None:
    """Look at what the code after it relies on.

    Raises:
        ValueError: if its sentences do not lie inside it in order, or a field is of another kind.
    """
    _check_texts(chunk.document, chunk.text, chunk.context, chunk.heading)
    bounds = [chunk.start]
    for sentence in chunk.sentences:
        bounds += [sentence.start, sentence.end]
    bounds.append(chunk.end)
    if any(type(bound) is not int for bound in bounds) or bounds != sorted(bounds):
        raise ValueError(f"a chunk of {chunk.document} has sentences {bounds} outside of it")
    if len(chunk.text) != chunk.end - chunk.start:
        raise ValueError(f"a chunk of {chunk.document} has another length than its span")


def check_slice(chunk: Chunk, document: Document) -> None:
    """See that a chunk is the slice of its document that it says: what is cited stands there.

    Raises:
        ValueError: if it is not.
    """
    if document.text[chunk.start : chunk.end] != chunk.text:
        raise ValueError(f"a chunk at {chunk.start} is not what {chunk.document} says there")


def check_kinds(rows: Iterable[Sequence[object]], kinds: Sequence[type | UnionType]) -> None:
    """See that the columns of rows hold what they were made for.

    Raises:
        ValueError: if a value is of another kind, or a number below 0.
    """
    for row in rows:
        for value, kind in zip(row, kinds, strict=True):
            if not isinstance(value, kind) or (isinstance(value, int) and value < 0):
                raise ValueError(f"a record holds {echoed(value)}; expected {kind}")


def _check_texts(*fields: object) -> None:
    for field in fields:
        if not isinstance(field, str):
            raise ValueError(f"a text is {echoed(field)}")
