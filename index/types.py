"""The records of an index: document, sentence, chunk, hit."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NamedTuple

from ..text.spans import Span
from .formats.parsed import BlockKind, Metadata


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
