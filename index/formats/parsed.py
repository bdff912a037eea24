"""What readers take and make: files, and their text as blocks of runs."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from ...text.spans import Span


class Blob(NamedTuple):
    """The bytes of one document: a file, or a member of an archive or a mail.

    Attributes:
        name: of the document; for a member, the file's name followed by the member's.
        path: of the file on disk.
        content: the bytes.
    """

    name: str
    path: Path
    content: bytes


@dataclass(frozen=True, slots=True, order=True)
class Skipped:
    """A file that was not indexed.

    Attributes:
        name: its document name.
        why: the reason.
    """

    name: str
    why: str


class Run(NamedTuple):
    """A piece of text and the source characters it stands for.

    If ``len(text) == end - start``, the piece is the source slice itself; otherwise it is one unit
    (an entity, an escape, a separator) that maps as a whole.

    Attributes:
        text: the piece.
        start: where it starts in the source.
        end: where it ends.
    """

    text: str
    start: int
    end: int


class BlockKind(StrEnum):
    """What a block of a document is, as far as it matters to chunking and answering."""

    HEADING = "heading"
    QUESTION = "question"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    CODE = "code"
    META = "meta"
    """A byline or a dateline: shown, never an answer."""
    TABLE_HEAD = "table head"
    """The column names of a table: never an answer alone, part of each row's."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph-like piece of a source, made of runs in source order.

    Attributes:
        kind: what it is.
        runs: its pieces; at least one.
        region: where the markup places it, such as ``menu`` or ``caption``; empty for main text.
    """

    kind: BlockKind
    runs: tuple[Run, ...]
    region: str = ""

    @property
    def text(self) -> str:
        """Its whole text."""
        return "".join(run.text for run in self.runs)

    @property
    def source(self) -> Span:
        """Its span in the source."""
        return Span(self.runs[0].start, self.runs[-1].end)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a source states about itself; ``None`` for what it does not state.

    Attributes:
        title: its title.
        author: its author, or several, separated by commas.
        date: in ISO 8601, as precise as stated: ``2019``, ``2019-09`` or ``2019-09-12``.
        origin: the address it came from.
    """

    title: str | None = None
    author: str | None = None
    date: str | None = None
    origin: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One document's text as its parser read it.

    Attributes:
        name: of the document.
        path: of the file on disk.
        format: name of its format; see ``formats.registry``.
        digest: SHA-256 of its bytes.
        text: the whole file, decoded, without its byte order mark; of a PDF, the texts of its pages
            in reading order, a line feed between them; of other binary formats, what was extracted.
        pages: where each page starts in ``text``; empty if the format has no pages.
        has_places: whether offsets in ``text`` mean anything to a reader of the file.
    """

    name: str
    path: Path
    format: str
    digest: str
    text: str
    pages: tuple[int, ...] = ()
    has_places: bool = True


@dataclass(frozen=True, slots=True)
class Parsed:
    """The blocks of a source in reading order, and its metadata."""

    blocks: tuple[Block, ...]
    metadata: Metadata


class Extracted(NamedTuple):
    """What the reader of a format that is not decoded text makes of a file's bytes.

    Attributes:
        text: the text that was extracted.
        parsed: its blocks, every run a slice of ``text`` or a unit in it, and its metadata.
        pages: where each page starts in ``text``; empty if the format has no pages.
    """

    text: str
    parsed: Parsed
    pages: tuple[int, ...] = ()
