"""The records that stages pass on: source, parsed blocks, document, chunk, hit."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Literal, NamedTuple

from ..text import Span


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
        region: where the markup places it: ``menu``, ``footer``, ``caption``, …; empty for main text.
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


class Removed(NamedTuple):
    """A part of a source that was left out of the index.

    Attributes:
        text: the part.
        start: where it starts in the source.
        end: where it ends.
        why: the reason.
    """

    text: str
    start: int
    end: int
    why: str


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Maps spans of the cleaned text back to the source.

    Attributes:
        pieces: ``(text_start, text_end, source_start, source_end)``, in order and without gaps in
            the text. A piece of equal lengths maps character by character, any other as a whole.
    """

    pieces: tuple[tuple[int, int, int, int], ...]

    def to_source(self, start: int, end: int) -> Span:
        """The smallest source span that covers the text span ``[start, end)``.

        Raises:
            ValueError: if the span is empty or reaches outside the text.
        """
        if not 0 <= start < end <= (self.pieces[-1][1] if self.pieces else 0):
            raise ValueError(f"span [{start}, {end}) is empty or outside the text")
        return Span(self._at(start).start, self._at(end - 1).end)

    def _at(self, position: int) -> Span:
        number = bisect_right(self.pieces, position, key=lambda piece: piece[0]) - 1
        text_start, text_end, source_start, source_end = self.pieces[number]
        if text_end - text_start != source_end - source_start:
            return Span(source_start, source_end)
        at = source_start + position - text_start
        return Span(at, at + 1)


class SourcePlace(NamedTuple):
    """A place in an original document. All fields are ``None`` if its format has no places.

    Attributes:
        start: where it starts, in code points of the original's text, or of its page's text.
        end: where it ends.
        page: the page, counted from 1; ``None`` in formats without pages.
    """

    start: int | None
    end: int | None
    page: int | None


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A kept block: its kind and its span in the cleaned text."""

    kind: BlockKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    """One cleaned source.

    Attributes:
        name: unique in the index: the path below its root.
        path: of the file on disk.
        format: name of its format.
        digest: SHA-256 of its bytes.
        text: the kept blocks, separated by blank lines or line breaks.
        metadata: what the source states about itself.
        blocks: kinds and spans of the blocks in ``text``.
        offsets: the map back to the source; ``None`` if the format has no places.
        pages: where each page starts in the source's text; empty without pages.
        removed: what was left out, and why.
        repeated: numbers of the blocks that its site repeats; they are in ``text`` but in no chunk.
    """

    name: str
    path: Path
    format: str
    digest: str
    text: str
    metadata: Metadata
    blocks: tuple[TextBlock, ...]
    offsets: OffsetMap | None
    pages: tuple[int, ...] = ()
    removed: tuple[Removed, ...] = ()
    repeated: tuple[int, ...] = ()

    @property
    def title(self) -> str:
        """The stated title, else the name."""
        return self.own_title or self.name

    @property
    def own_title(self) -> str | None:
        """The stated title, unless it is a heading that its site repeats."""
        blocks = [self.blocks[number] for number in self.repeated]
        lines = {" ".join(self.text[block.start : block.end].split()) for block in blocks}
        return None if self.metadata.title in lines else self.metadata.title

    def to_source(self, start: int, end: int) -> SourcePlace:
        """The place of the text span ``[start, end)`` in the original.

        In a PDF, offsets count from the start of the page on which the span starts, and continue
        past its end if the span does.

        Raises:
            ValueError: if the span is empty or reaches outside the text.
        """
        if self.offsets is None:
            return SourcePlace(None, None, None)
        return self.in_source(*self.offsets.to_source(start, end))

    def in_source(self, start: int, end: int) -> SourcePlace:
        """The place of a span ``[start, end)`` of the source's text; see ``to_source``."""
        if self.offsets is None:
            return SourcePlace(None, None, None)
        if not self.pages:
            return SourcePlace(start, end, None)
        page = max(1, bisect_right(self.pages, start))
        before = self.pages[page - 1]
        return SourcePlace(start - before, end - before, page)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a chunk, or a table row.

    Attributes:
        start: where it starts in the document's text.
        end: where it ends.
        interrogative: whether it is a question, which is never an answer.
        header: for a table row, the span of its column names in the document, inside the chunk or
            before it.
    """

    start: int
    end: int
    interrogative: bool = False
    header: Span | None = None


@dataclass(frozen=True, slots=True)
class Chunk:
    """An indexed slice ``[start, end)`` of a document's text.

    Attributes:
        document: name of the document.
        start: where it starts in the document's text.
        end: where it ends.
        text: the slice.
        sentences: the sentences in it, in order.
        context: what is embedded before the slice: title, heading and question, unless they are in
            the slice itself.
        heading: the heading above it; empty if there is none.
    """

    document: str
    start: int
    end: int
    text: str
    sentences: tuple[Sentence, ...]
    context: str = ""
    heading: str = ""


Channel = Literal["dense", "lexical", "both"]
"""Which of the two searches is run, or found a hit."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A retrieved chunk.

    Attributes:
        chunk_id: id of the chunk in this generation of the index.
        chunk: the chunk.
        title: of its document, or the document's name.
        metadata: of its document.
        source: its place in the original.
        score: in [0, 1]; higher is better. It ranks hits and is no probability.
        rank: counts from 1.
        channel: the search that found it.
    """

    chunk_id: int
    chunk: Chunk
    title: str
    metadata: Metadata
    source: SourcePlace
    score: float
    rank: int
    channel: Channel


@dataclass(frozen=True, slots=True)
class Passage:
    """Encoder input.

    Attributes:
        text: the text to encode.
        spans: spans in it that also get a vector each.
    """

    text: str
    spans: Sequence[Span] = ()


@dataclass(frozen=True, slots=True, order=True)
class Skipped:
    """A file that was not indexed.

    Attributes:
        name: its document name.
        why: the reason.
    """

    name: str
    why: str
