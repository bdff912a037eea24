"""The records that pass from stage to stage: source, parsed blocks, document, chunk, hit."""

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

    ``len(text) == end - start`` says that the piece is the source slice itself; otherwise the
    piece is one unit (an entity, an escape, a separator) that maps as a whole.
    """

    text: str
    start: int
    end: int


class BlockKind(StrEnum):
    """What a block of a document is, as far as chunking and answering care."""

    HEADING = "heading"
    QUESTION = "question"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    CODE = "code"
    META = "meta"
    """A byline or a dateline: shown, never an answer."""
    TABLE_HEAD = "table head"
    """The names of a table's columns: no answer by itself, part of each row's."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph-like piece of a source, made of runs in source order."""

    kind: BlockKind
    runs: tuple[Run, ...]
    region: str = ""
    """Where the markup says it stands: ``nav``, ``footer``, ``caption``, … or nothing."""

    @property
    def text(self) -> str:
        return "".join(run.text for run in self.runs)

    @property
    def source(self) -> Span:
        return Span(self.runs[0].start, self.runs[-1].end)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the source itself states; ``None`` where it states nothing.

    ``date`` is ISO 8601, cut to what is stated: ``2019``, ``2019-09`` or ``2019-09-12``.
    """

    title: str | None = None
    author: str | None = None
    date: str | None = None
    origin: str | None = None


class Blob(NamedTuple):
    """The bytes of one document: a file, or a member of one (an archive, a mail).

    ``path`` is the file on disk; ``name`` ends with the member's own name.
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
    """The blocks of a source in reading order, and what it states of itself."""

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
    """A part of a source that was left out of the index, and why."""

    text: str
    start: int
    end: int
    why: str


@dataclass(frozen=True, slots=True)
class OffsetMap:
    """Leads from the cleaned text back to the source.

    ``pieces`` are ``(text_start, text_end, source_start, source_end)``, in order and without gaps
    in the text. A piece with equal lengths maps character by character, any other as a whole.
    """

    pieces: tuple[tuple[int, int, int, int], ...]

    def to_source(self, start: int, end: int) -> Span:
        """The smallest source span that holds the text span ``[start, end)``.

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
    """A place in an original: code points ``[start, end)`` of its text, or of a page's text.

    All are ``None`` where the original is no text; pages count from 1.
    """

    start: int | None
    end: int | None
    page: int | None


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A block that was kept: its kind and its place in the cleaned text."""

    kind: BlockKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    """One cleaned source. ``text`` holds the blocks, a blank line or a line break between them.

    ``repeated`` numbers the blocks that its site repeats: they stand in the text, in no chunk.
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
        """Its own title, else the file's name."""
        return self.own_title or self.name

    @property
    def own_title(self) -> str | None:
        """The stated title, but none that its site repeats as a heading."""
        blocks = [self.blocks[number] for number in self.repeated]
        lines = {" ".join(self.text[block.start : block.end].split()) for block in blocks}
        return None if self.metadata.title in lines else self.metadata.title

    def to_source(self, start: int, end: int) -> SourcePlace:
        """Where the text span ``[start, end)`` stands in the original.

        On a PDF's page it is counted from the start of that page's text, and on past its end
        where a span runs over to the next page.

        Raises:
            ValueError: if the span is empty or reaches outside the text.
        """
        if self.offsets is None:
            return SourcePlace(None, None, None)
        return self.in_source(*self.offsets.to_source(start, end))

    def in_source(self, start: int, end: int) -> SourcePlace:
        """The place of the span ``[start, end)`` of what the parser read, as ``to_source``."""
        if self.offsets is None:
            return SourcePlace(None, None, None)
        if not self.pages:
            return SourcePlace(start, end, None)
        page = max(1, bisect_right(self.pages, start))
        before = self.pages[page - 1]
        return SourcePlace(start - before, end - before, page)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence inside a chunk. An interrogative one is never an answer.

    A table's row is one, and ``header`` is then where the names of its columns stand in the
    document, be that inside the chunk or before it.
    """

    start: int
    end: int
    interrogative: bool = False
    header: Span | None = None


@dataclass(frozen=True, slots=True)
class Chunk:
    """An indexed slice ``[start, end)`` of a document's text; its sentences lie inside it.

    ``context`` is what is embedded before the slice: title, heading, question, as far as they
    are not in the slice itself.
    """

    document: str
    start: int
    end: int
    text: str
    sentences: tuple[Sentence, ...]
    context: str = ""
    heading: str = ""


Channel = Literal["dense", "lexical", "both"]


@dataclass(frozen=True, slots=True)
class Hit:
    """A retrieved chunk. ``score`` is in [0, 1], higher is better; ``rank`` counts from 1."""

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
    """What the encoder reads: a text and the spans in it that get a vector of their own."""

    text: str
    spans: Sequence[Span] = ()


@dataclass(frozen=True, slots=True, order=True)
class Skipped:
    """A file that was not indexed, and why."""

    name: str
    why: str
