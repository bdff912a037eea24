"""Documents and chunks of a generation, in one SQLite file that never changes once written."""

from __future__ import annotations

import json
import os
import sqlite3
import threading
import weakref
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from types import UnionType
from typing import NamedTuple

from ...text.spans import Span
from ..errors import IndexDamaged
from ..formats.parsed import BlockKind, Metadata
from ..formats.registry import Genre, names_of_genre
from ..stores.intact import check_chunk, check_document, check_kinds, reading
from ..stores.permission import permitted
from ..types import Chunk, Document, OffsetMap, Removed, Sentence, TextBlock
from .listing import Listed

_SCHEMA = """
CREATE TABLE documents (
    name TEXT PRIMARY KEY, path BLOB, format TEXT, digest TEXT, text TEXT,
    title TEXT, author TEXT, date TEXT, origin TEXT,
    offsets TEXT, pages TEXT, blocks TEXT, removed TEXT, repeated TEXT
) WITHOUT ROWID;
CREATE TABLE chunks (
    id INTEGER PRIMARY KEY, document TEXT, start INTEGER, end INTEGER, text TEXT,
    context TEXT, heading TEXT, sentences TEXT, first_sentence INTEGER
);
CREATE TABLE copies (
    sentence INTEGER PRIMARY KEY, first INTEGER, document TEXT, start INTEGER, end INTEGER
);
CREATE INDEX copies_by_first ON copies (first, sentence);
CREATE INDEX copies_by_document ON copies (document);
CREATE INDEX chunks_by_document ON chunks (document, id);
CREATE INDEX documents_by_digest ON documents (digest);
"""


_CHUNK = "id, document, start, end, text, context, heading, sentences, first_sentence"


class StoredChunk(NamedTuple):
    """A chunk with its id, and the row of its first sentence's vector."""

    id: int
    chunk: Chunk
    first_sentence: int


class Copy(NamedTuple):
    """A sentence that several documents contain.

    Attributes:
        sentence: its number.
        first: number of the first sentence with the same wording.
        document: name of its document.
        start: where it starts in the document's text.
        end: where it ends.
    """

    sentence: int
    first: int
    document: str
    start: int
    end: int


def write(
    path: Path, documents: Iterable[Document], chunks: Sequence[Chunk], copies: Iterable[Copy]
) -> None:
    """Write all records of a generation; chunk ids count from 0 in the order of ``chunks``."""
    connection = sqlite3.connect(path)
    try:
        with connection:
            connection.executescript(_SCHEMA)
            connection.executemany(
                f"INSERT INTO documents VALUES ({','.join('?' * 14)})", map(_row, documents)
            )
            connection.executemany("INSERT INTO copies VALUES (?,?,?,?,?)", copies)
            first = 0
            for number, chunk in enumerate(chunks):
                spans = [
                    [
                        sentence.start,
                        sentence.end,
                        int(sentence.interrogative),
                        *(sentence.header or ()),
                    ]
                    for sentence in chunk.sentences
                ]
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
        json.dumps(document.offsets and document.offsets.pieces), json.dumps(document.pages),
        json.dumps([(block.kind, block.start, block.end) for block in document.blocks]),
        json.dumps(document.removed), json.dumps(document.repeated),
    )  # fmt: skip


class Records:
    """Written records, opened for reading; thread-safe."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        with suppress(OSError), permitted(), path.open("rb"):
            pass  # SQLite does not report missing permissions as such
        with reading(self._path):
            self._connection = sqlite3.connect(uri, uri=True, check_same_thread=False)
            # Truncating a mapped file would kill the process.
            self._connection.execute("PRAGMA mmap_size=0")

        # A connection is part of a reference cycle, which only the garbage collector breaks.
        self._close = weakref.finalize(self, self._connection.close)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._close()

    def names(self) -> list[str]:
        """Names of all documents, sorted."""
        return [row[0] for row in self._rows("SELECT name FROM documents ORDER BY name")]

    def metadata(self, name: str) -> Metadata:
        """The metadata of a document.

        Raises:
            KeyError: if the index has no document of this name.
        """
        rows = self._rows("SELECT title, author, date, origin FROM documents WHERE name=?", name)
        if not rows:
            raise KeyError(name)
        return Metadata(*rows[0])

    def document(self, name: str) -> Document:
        """A whole document.

        Raises:
            KeyError: if the index has no document of this name.
        """
        rows = self._rows(
            "SELECT path, format, digest, text, title, author, date, origin, offsets, pages, "
            "blocks, removed, repeated FROM documents WHERE name=?",
            name,
        )
        if not rows:
            raise KeyError(name)
        path, format_, digest, text, *stated, offsets, pages, blocks, removed, repeated = rows[0]
        with reading(self._path):
            pieces = json.loads(offsets)
            document = Document(
                name=name,
                path=Path(os.fsdecode(path)),
                format=format_,
                digest=digest,
                text=text,
                metadata=Metadata(*stated),
                blocks=tuple(TextBlock(BlockKind(kind), a, b) for kind, a, b in json.loads(blocks)),
                offsets=pieces and OffsetMap(tuple((a, b, c, d) for a, b, c, d in pieces)),
                pages=tuple(json.loads(pages)),
                removed=tuple(Removed(*part) for part in json.loads(removed)),
                repeated=tuple(json.loads(repeated)),
            )
            check_document(document)
        return document

    def names_by_age(self) -> list[str]:
        """Names of all documents: messages last, then by date, undated ones last, then by name."""
        formats = names_of_genre(Genre.MESSAGE)
        query = (
            f"SELECT name FROM documents ORDER BY format IN ({','.join('?' * len(formats))}), "
            "date IS NULL, date, name"
        )
        return [row[0] for row in self._rows(query, *formats)]

    def names_of(self, digest: str) -> list[str]:
        """Names of the documents whose source has this SHA-256, sorted."""
        query = "SELECT name FROM documents WHERE digest=? ORDER BY name"
        return [row[0] for row in self._rows(query, digest)]

    def chunks(self, document: str) -> list[StoredChunk]:
        """The chunks of a document, in order."""
        query = f"SELECT {_CHUNK} FROM chunks WHERE document=? ORDER BY id"
        with reading(self._path):
            return [_stored(row) for row in self._rows(query, document)]

    def chunk(self, id_: int) -> StoredChunk:
        """The chunk with this number.

        Raises:
            IndexDamaged: if there is none: only a damaged index refers to a missing chunk.
        """
        rows = self._rows(f"SELECT {_CHUNK} FROM chunks WHERE id=?", id_)
        if not rows:
            raise IndexDamaged(f"{self._path} has no chunk {id_}; rebuild it with `loccit index`")
        with reading(self._path):
            return _stored(rows[0])

    def extents(self) -> list[tuple[str, str | None, int, int]]:
        """Name, date, first and last chunk id of each document that has chunks, by name."""
        return self._typed(
            (str, str | None, int, int),
            "SELECT name, date, min(id), max(id) FROM documents "
            "JOIN chunks ON chunks.document = name GROUP BY name ORDER BY name",
        )

    def listing(self) -> list[tuple[Listed, bool]]:
        """The metadata of every document, and whether it has blocks that its site repeats."""
        formats = names_of_genre(Genre.TABLE)
        rows = self._typed(
            (str, str | None, str | None, str | None, int | None, int, int),
            "SELECT name, title, author, date, min(id), "
            f"format IN ({','.join('?' * len(formats))}), repeated <> '[]' FROM documents "
            "LEFT JOIN chunks ON chunks.document = name GROUP BY name ORDER BY name",
            *formats,
        )
        return [
            (Listed(name, title, author, date, first, is_table > 0), repeats > 0)
            for name, title, author, date, first, is_table, repeats in rows
        ]

    def other_places(self, sentence: int) -> list[tuple[str, int, int]]:
        """Where else a sentence stands, word for word: document, start and end, in order."""
        return self._typed(
            (str, int, int),
            "SELECT others.document, others.start, others.end FROM copies AS own "
            "JOIN copies AS others ON others.first = own.first "
            "WHERE own.sentence = ? AND others.document <> own.document ORDER BY others.sentence",
            sentence,
        )

    def other_documents(self, first: int, last: int) -> list[tuple[int, str]]:
        """Each of the sentences ``[first, last)`` with every other document that contains it."""
        return self._typed(
            (int, str),
            "SELECT DISTINCT own.sentence, others.document FROM copies AS own "
            "JOIN copies AS others ON others.first = own.first "
            "WHERE own.sentence >= ? AND own.sentence < ? AND others.document <> own.document "
            "ORDER BY own.sentence, others.document",
            first,
            last,
        )

    def shared_sentences(self, document: str) -> list[tuple[str, int]]:
        """The other documents that share sentences with a document, and how many each shares."""
        return self._typed(
            (str, int),
            "SELECT others.document, count(*) FROM copies AS own "
            "JOIN copies AS others ON others.first = own.first "
            "WHERE own.document = ? AND others.document <> own.document "
            "GROUP BY others.document ORDER BY count(*) DESC, others.document",
            document,
        )

    def _typed(self, kinds: Sequence[type | UnionType], query: str, *values: object) -> list[tuple]:  # type: ignore[type-arg]
        rows = self._rows(query, *values)
        with reading(self._path):
            check_kinds(rows, kinds)
        return rows

    def _rows(self, query: str, *values: object) -> list[tuple]:  # type: ignore[type-arg]
        with reading(self._path), self._lock:
            return self._connection.execute(query, values).fetchall()


def _stored(row: tuple) -> StoredChunk:  # type: ignore[type-arg]
    number, document, start, end, text, context, heading, spans, first = row
    sentences = tuple(
        Sentence(a, b, bool(asks), Span(*head) if head else None)
        for a, b, asks, *head in json.loads(spans)
    )
    chunk = Chunk(document, start, end, text, sentences, context, heading)
    check_chunk(chunk)
    if type(first) is not int or first < 0:
        raise ValueError(f"chunk {number} has {first!r} as the number of its first sentence")
    return StoredChunk(number, chunk, first)
