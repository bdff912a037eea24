"""Documents to train on, cut into chunks as an index cuts them, in word pieces."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from loccit.index.chunking.chunk import chunk_document
from loccit.index.config import IndexConfig
from loccit.index.encoders.base import Encoder
from loccit.index.formats.parsed import BlockKind, Metadata
from loccit.index.types import Chunk, Document, TextBlock
from loccit.rag.reader.windows import Pieces, read_chunk

from .sources import Text


class ReadChunk(NamedTuple):
    """A chunk with what a window needs.

    Attributes:
        chunk: the chunk.
        pieces: its word pieces.
        preceding: word pieces of the sentence before it in its document; may be empty.
        document: number of its document.
    """

    chunk: Chunk
    pieces: Pieces
    preceding: list[int]
    document: int


def read_document(number: int, text: Text, tokenizer: Any, encoder: Encoder) -> list[ReadChunk]:
    """The chunks of a document, in order."""
    document = Document(
        name=str(number),
        path=Path(str(number)),
        format="text",
        digest="",
        text=text.text,
        metadata=Metadata(title=text.title or None),
        blocks=tuple(
            TextBlock(BlockKind.PARAGRAPH, start, end)
            for start, end in text.passages
            if end > start
        ),
        offsets=None,
    )
    chunks = chunk_document(document, encoder.count_tokens, encoder.max_tokens, IndexConfig())
    return list(_read(number, chunks, tokenizer))


def _read(number: int, chunks: Sequence[Chunk], tokenizer: Any) -> Iterable[ReadChunk]:
    preceding: list[int] = []
    for chunk in chunks:
        pieces = read_chunk(tokenizer, chunk)
        yield ReadChunk(chunk, pieces, preceding, number)
        first, end = pieces.sentences[-1] if pieces.sentences else (0, 0)
        preceding = pieces.ids[first:end][-40:]
