"""Reuse documents, chunks and vectors of the current generation, looked up by content."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePath
from typing import NamedTuple, Self

from ..chunking.embedded_text import passage
from ..digests import digest
from ..encoders.base import Encoded, Encoder
from ..formats.parsed import Blob
from ..stores import backends
from ..stores.sentence_vectors import SentenceVectors
from ..types import Chunk, Document, Passage
from .current import current_generation
from .layout import DENSE, RECORDS, SENTENCES
from .manifest import Manifest
from .records import Records


class _Place(NamedTuple):
    """Where a chunk's vectors are: its id, the row of its first sentence, its sentence count."""

    chunk: int
    first: int
    sentences: int


class Past:
    """The parts of the current generation that a new one may reuse.

    A document is reused if its bytes, its suffix and the settings are unchanged; a vector if the
    encoder and its input are.
    """

    def __init__(
        self,
        generation: Path | None = None,
        old: Manifest | None = None,
        has_documents: bool = False,
        has_vectors: bool = False,
    ) -> None:
        self._records = Records(generation / RECORDS) if generation else None
        self._has_documents = has_documents
        self._places: dict[str, _Place] = {}
        self._sentences: SentenceVectors | None = None
        if generation and self._records and old and has_vectors:
            self._dense = backends.open_dense(
                generation / DENSE, partial(old.check_content, generation)
            )
            self._sentences = SentenceVectors(generation / SENTENCES, old.sentence_shape)
            self._places = dict(_places(self._records))

    @classmethod
    def of(cls, folder: Path, old: Manifest | None, fingerprint: str, weights: str) -> Self:
        """What a build with these settings and encoder weights may reuse from ``folder``."""
        if old is None or not old.fingerprint:
            return cls()
        same_encoder = old.encoder["digest"] == weights
        generation = current_generation(folder)
        is_same = same_encoder and old.fingerprint == fingerprint
        return cls(generation, old, is_same, same_encoder)

    def close(self) -> None:
        """Close the files."""
        if self._records:
            self._records.close()
        if self._sentences:
            self._sentences.close()

    def document(self, blob: Blob) -> tuple[Document, list[Chunk]] | None:
        """The document with the content of ``blob``, under its name, and its chunks, if any."""
        if not self._records or not self._has_documents:
            return None
        for name in self._records.names_of(digest(blob.content)):
            if PurePath(name).suffix.lower() == PurePath(blob.name).suffix.lower():
                document = self._records.document(name)
                chunks = [
                    replace(stored.chunk, document=blob.name)
                    for stored in self._records.chunks(name)
                ]
                return replace(document, name=blob.name, path=blob.path), chunks
        return None

    def has_vectors(self, key: str) -> bool:
        """Whether the vectors of a passage are available."""
        return key in self._places

    def vectors(self, key: str) -> Encoded:
        """The stored vectors of a passage."""
        place = self._places[key]
        assert self._sentences
        spans = self._sentences.rows(place.first, place.sentences)
        return Encoded(self._dense.vectors([place.chunk])[0], spans)


def encode(
    past: Past, passages: Sequence[Passage], encoder: Encoder
) -> Iterator[tuple[Encoded, bool]]:
    """The vectors of all passages in order, and whether each was encoded now.

    Equal passages are encoded once.
    """
    keys = [_key(text) for text in passages]
    unknown = {
        key: text for key, text in zip(keys, passages, strict=True) if not past.has_vectors(key)
    }
    remaining = Counter(key for key in keys if key in unknown)
    fresh = iter(encoder.encode_passages(list(unknown.values())))
    shared: dict[str, Encoded] = {}
    for key in keys:
        if key not in unknown:
            yield past.vectors(key), False
            continue
        is_new = key not in shared
        encoded = next(fresh) if is_new else shared[key]
        remaining[key] -= 1
        if remaining[key]:
            shared[key] = encoded
        else:
            shared.pop(key, None)
        yield encoded, is_new


def _places(records: Records) -> Iterator[tuple[str, _Place]]:
    for name in records.names():
        for stored in records.chunks(name):
            place = _Place(stored.id, stored.first_sentence, len(stored.chunk.sentences))
            yield _key(passage(stored.chunk)), place


def _key(text: Passage) -> str:
    """SHA-256 of an encoder input: its text and the spans that get vectors."""
    spans = [list(span) for span in text.spans]
    return hashlib.sha256(
        f"{json.dumps(spans)}\n{text.text}".encode("utf-8", "surrogatepass")
    ).hexdigest()
