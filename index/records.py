"""Documents and chunks of a generation, in one SQLite file that is never changed once written."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from .errors import IndexDamaged
from .types import Chunk, Document, Metadata, OffsetMap, Sentence

_SCHEMA = """
CREATE TABLE documents (
    name TEXT PRIMARY KEY, path BLOB, format TEXT, digest TEXT, text TEXT,
    title TEXT, author TEXT, date TEXT, origin TEXT, offsets TEXT
) WITHOUT ROWID;
CREATE TABLE chunks (
    id INTEGER PRIMARY KEY, document TEXT, start INTEGER, end INTEGER, text TEXT,
    context TEXT, heading TEXT, sentences TEXT, first_sentence INTEGER
);
CREATE INDEX chunks_by_document ON chunks (document, start);
"""


class StoredChunk(NamedTuple):
    """A chunk with the number of its first sentence's vector."""

    id: int
    chunk: Chunk
    first_sentence: int


def write(path: Path, documents: Iterable[Document], chunks: Sequence[Chunk]) -> None:
    """Write all records of a generation. Chunks are numbered in the order given, from 0."""
    connection = sqlite3.connect(path)
    try:
        with connection:
            connection.executescript(_SCHEMA)
            connection.executemany(
                f"INSERT INTO documents VALUES ({','.join('?' * 10)})", map(_row, documents)
            )
            first = 0
            for number, chunk in enumerate(chunks):
                spans = [[one.start, one.end, int(one.interrogative)] for one in chunk.sentences]
                connection.execute(
                    "INSERT INTO chunks VALUES (?,?,?,?,?,?,?,?,?)",
                    (number, chunk.document, chunk.start, chunk.end, chunk.text, chunk.context,
                     chunk.heading, json.dumps(spans), first),
                )  # fmt: skip
                first += len(chunk.sentences)
    finally:
        connection.close()


def _row(document: Document) -> tuple[str | bytes | None, ...]:
    stated = document.metadata
    return (
        document.name, os.fsencode(document.path), document.format, document.digest, document.text,
        stated.title, stated.author, stated.date, stated.origin,
        json.dumps(document.offsets.pieces),
    )  # fmt: skip


class Records:
    """Written records, opened for reading; safe to use from several threads."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False)

    def close(self) -> None:
        """Let the file go."""
        with self._lock:
            self._connection.close()

    def names(self) -> list[str]:
        """Names of all documents, sorted."""
        return [row[0] for row in self._rows("SELECT name FROM documents ORDER BY name")]

    def metadata(self, name: str) -> Metadata:
        """What a document states of itself.

        Raises:
            KeyError: if the index has no document of this name.
        """
        rows = self._rows("SELECT title, author, date, origin FROM documents WHERE name=?", name)
        if not rows:
            raise KeyError(name)
        return Metadata(*rows[0])

    def document(self, name: str) -> Document:
        """A whole document, without its blocks and what was removed.

        Raises:
            KeyError: if the index has no document of this name.
        """
        rows = self._rows(
            "SELECT path, format, digest, text, title, author, date, origin, offsets "
            "FROM documents WHERE name=?",
            name,
        )
        if not rows:
            raise KeyError(name)
        path, format_, digest, text, *stated, offsets = rows[0]
        pieces = tuple((a, b, c, d) for a, b, c, d in json.loads(offsets))
        return Document(
            name,
            Path(os.fsdecode(path)),
            format_,
            digest,
            text,
            Metadata(*stated),
            (),
            OffsetMap(pieces),
        )

    def chunk(self, id_: int) -> StoredChunk:
        """The chunk with this number.

        Raises:
            IndexDamaged: if there is none, which only a damaged index can ask for.
        """
        rows = self._rows(
            "SELECT id, document, start, end, text, context, heading, sentences, first_sentence "
            "FROM chunks WHERE id=?",
            id_,
        )
        if not rows:
            raise IndexDamaged(f"{self._path} has no chunk {id_}; rebuild it with `loccit index`")
        number, document, start, end, text, context, heading, spans, first = rows[0]
        sentences = tuple(Sentence(a, b, bool(asks)) for a, b, asks in json.loads(spans))
        return StoredChunk(
            number, Chunk(document, start, end, text, sentences, context, heading), first
        )

    def _rows(self, query: str, *values: object) -> list[tuple]:  # type: ignore[type-arg]
        try:
            with self._lock:
                return self._connection.execute(query, values).fetchall()
        except sqlite3.DatabaseError as error:
            raise IndexDamaged(
                f"{self._path} cannot be read ({error}); rebuild it with `loccit index`"
            ) from error
