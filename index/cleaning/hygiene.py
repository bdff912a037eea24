"""Report what an index kept of each document, what it left out, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ..formats.parsed import Skipped
from ..generations.current import current_generation
from ..generations.layout import RECORDS
from ..generations.manifest import Manifest
from ..generations.records import Records
from ..types import Document
from .repetition import WHY


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A part of a document that is not searched.

    Attributes:
        why: the reason.
        text: the part.
        start: where it starts in the original, as in ``SourcePlace``.
        end: where it ends.
        page: its page, counted from 1, in formats with pages.
    """

    why: str
    text: str
    start: int | None
    end: int | None
    page: int | None


@dataclass(frozen=True, slots=True)
class DocumentHygiene:
    """What was kept and left out of one document.

    Attributes:
        name: of the document.
        format: name of its format.
        title: as stated, if any.
        author: as stated, if any.
        date: as stated, if any, in ISO 8601.
        origin: the address it states, if any.
        kept: number of characters that are searched.
        chunks: number of chunks they were cut into.
        left_out: what is not searched, in the order of the original.
        shared: other documents with the same sentences, and how many each shares.
    """

    name: str
    format: str
    title: str | None
    author: str | None
    date: str | None
    origin: str | None
    kept: int
    chunks: int
    left_out: tuple[LeftOut, ...]
    shared: tuple[tuple[str, int], ...]

    def characters_by_reason(self) -> dict[str, int]:
        """The number of characters left out for each reason, highest first."""
        counts: Counter[str] = Counter()
        for part in self.left_out:
            counts[part.why] += len(part.text)
        return dict(counts.most_common())


@dataclass(frozen=True, slots=True)
class Hygiene:
    """What was kept and left out of everything under the roots.

    Attributes:
        roots: absolute paths of the indexed files and folders.
        documents: sorted by name.
        skipped: files that are not indexed, and why.
    """

    roots: tuple[str, ...]
    documents: tuple[DocumentHygiene, ...]
    skipped: tuple[Skipped, ...]

    def to_dict(self) -> dict[str, Any]:
        """The report as JSON values."""
        return asdict(self)


def examine_hygiene(folder: str | Path) -> Hygiene:
    """The report on the current generation of an index folder.

    Raises:
        IndexFolderError: if there is no usable index.
    """
    generation = current_generation(Path(folder))
    manifest = Manifest.read(generation)
    records = Records(generation / RECORDS)
    try:
        chunks = {name: last - first + 1 for name, _, first, last in records.extents()}
        documents = tuple(
            _examine(records, records.document(name), chunks.get(name, 0))
            for name in records.names()
        )
    finally:
        records.close()
    skipped = tuple(Skipped(name, why) for name, why in sorted(manifest.skipped.items()))
    return Hygiene(manifest.roots, documents, skipped)


def _examine(records: Records, document: Document, chunks: int) -> DocumentHygiene:
    stated = document.metadata
    left_out = sorted(_left_out(document), key=lambda part: (part.page or 0, part.start or 0))
    repeated = sum(len(part.text) for part in left_out if part.why == WHY)
    return DocumentHygiene(
        name=document.name,
        format=document.format,
        title=stated.title,
        author=stated.author,
        date=stated.date,
        origin=stated.origin,
        kept=len(document.text) - repeated,
        chunks=chunks,
        left_out=tuple(left_out),
        shared=tuple(records.shared_sentences(document.name)),
    )


def _left_out(document: Document) -> Iterator[LeftOut]:
    for part in document.removed:
        yield LeftOut(part.why, part.text, *document.in_source(part.start, part.end))
    for number in document.repeated:
        block = document.blocks[number]
        text = document.text[block.start : block.end]
        yield LeftOut(WHY, text, *document.to_source(block.start, block.end))
