"""Open an index folder and search it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import Self

import numpy as np

from .chunking.sentences import sentence_text
from .cleaning.near_duplicates import SentenceSet
from .cleaning.originals import Originals
from .encoders.base import Encoder, Notify, Vectors
from .encoders.open import open_encoder
from .errors import IndexDamaged, IndexMismatch
from .filters import Filter
from .generations.current import current_generation
from .generations.layout import DENSE, LEXICAL, RECORDS, SENTENCES
from .generations.listing import Listed
from .generations.manifest import Manifest
from .generations.records import Records
from .stores import backends, fuse
from .stores.intact import check_slice, reading
from .stores.sentence_vectors import SentenceVectors, checked
from .types import Channel, Chunk, Document, Hit, Sentence
from .within import ids_within, names_within, stem_set

_DEPTH = 100
"""Results that each of the two searches contributes to the fusion."""
_DEEPER = 4
"""Factor by which that grows while too many results are near-duplicates."""


class Index:
    """One generation of an index, opened for reading; later builds do not change it.

    Attributes:
        folder: the index folder.
        manifest: the description of the generation.
    """

    def __init__(
        self, folder: Path, generation: Path, encoder: Encoder | None, notify: Notify | None
    ) -> None:
        self.folder = folder
        self.manifest = Manifest.read(generation)
        self.manifest.check_sizes(generation)
        self._encoder = encoder
        self._notify = notify
        self._records = Records(generation / RECORDS)
        self._originals = Originals(self._records)
        check = partial(self.manifest.check_content, generation)
        self._dense = backends.open_dense(generation / DENSE, check)
        language = self.manifest.config.language
        self._lexical = backends.open_lexical(generation / LEXICAL, language, check)
        # No cache refers to the index itself: its files are closed when it is no longer used.
        self._document = lru_cache(maxsize=64)(self._records.document)
        self._names = lru_cache(maxsize=64)(partial(names_within, self._records))
        self._allowed = lru_cache(maxsize=64)(partial(ids_within, self._records, self._names))
        self._stem_set = lru_cache(maxsize=20_000)(partial(stem_set, self._lexical))
        counts, dimension = self.manifest.counts, self.manifest.encoder["dimension"]
        self._sentences = SentenceVectors(generation / SENTENCES, self.manifest.sentence_shape)
        sizes = (len(self._dense), self._dense.dimension, len(self._lexical))
        expected = (counts["chunks"], dimension, counts["chunks"])
        if sizes != expected:
            raise IndexDamaged(
                f"{generation} holds {sizes} vectors, dimensions and texts; expected {expected}. "
                "Rebuild the index with `loccit index`"
            )

    @classmethod
    def open(
        cls, folder: str | Path, encoder: Encoder | None = None, notify: Notify | None = None
    ) -> Self:
        """Open the current generation of an index folder.

        Args:
            folder: the index folder, such as ``.loccit``.
            encoder: used instead of the one that the manifest names; must have the same weights.
            notify: called with a message when opening the encoder takes long.

        Raises:
            IndexMissing: if there is no index.
            IndexMismatch: if it has another format, or was built with another encoder.
            IndexUnreadable: if this user may not read it.
            IndexDamaged: if its files are not as they were written.
        """
        folder = Path(folder)
        for attempt in range(3):
            generation = current_generation(folder)
            try:
                index = cls(folder, generation, encoder, notify)
                break
            except (IndexDamaged, OSError) as error:
                # A build may have replaced and removed the generation since CURRENT was read.
                if attempt < 2 and current_generation(folder) != generation:
                    continue
                if isinstance(error, IndexDamaged):
                    raise
                raise IndexDamaged(
                    f"{generation} cannot be read: {error}; rebuild it with `loccit index`"
                ) from error
        if encoder is not None and encoder.digest != index.manifest.encoder["digest"]:
            raise IndexMismatch(
                f"{folder} was built with the encoder {index.manifest.encoder['name']!r}, not "
                f"with {encoder.name!r}; rebuild it with `loccit index`, or open it without one"
            )
        return index

    def close(self) -> None:
        """Close the files."""
        self._records.close()
        self._sentences.close()

    @cached_property
    def encoder(self) -> Encoder:
        """The encoder of the index, opened on first access."""
        if self._encoder is not None:
            return self._encoder
        described = self.manifest.encoder
        return open_encoder(described["name"], described["digest"], self._notify)

    @property
    def names(self) -> list[str]:
        """Names of all documents, sorted."""
        return self._records.names()

    def listing(self) -> list[Listed]:
        """The metadata of every document, by name."""
        return [
            entry._replace(title=self.document(entry.name).own_title) if has_repeated else entry
            for entry, has_repeated in self._records.listing()
        ]

    def passages(self, entry: Listed) -> Iterator[Hit]:
        """The chunks of a document in order, as hits of score 1."""
        for rank, stored in enumerate(self._records.chunks(entry.name), start=1):
            yield self._hit(stored.id, 1.0, rank, "dense")

    def document(self, name: str) -> Document:
        """A whole document.

        Raises:
            KeyError: if the index has no document of this name.
        """
        return self._document(name)

    def encode_question(self, question: str) -> Vectors:
        """The vector of a question: float32, shape (d,), unit length."""
        vector: Vectors = self.encoder.encode_questions([question])[0]
        return vector

    def search(
        self,
        question: str,
        k: int = 10,
        vector: Vectors | None = None,
        within: Filter | None = None,
        fold: bool = True,
        channel: Channel = "both",
    ) -> list[Hit]:
        """The ``k`` chunks that match a question best, best first.

        Cosines and BM25 scores are fused by a convex combination; ties go to the earlier chunk.
        A chunk that adds nothing to better ones is left out.

        Args:
            question: any text.
            k: the maximum number of hits, 1 or more.
            vector: the question's vector, if it was computed already.
            within: which documents are searched; ``None`` for all.
            fold: whether near-duplicates are left out.
            channel: ``dense`` or ``lexical`` to run only one of the two searches.
        """
        if vector is None:
            vector = self.encode_question(question)
        depth, total = max(k, _DEPTH), len(self._dense)
        while True:
            hits = self._ranked(question, vector, k, depth, within, fold, channel)
            if len(hits) == k or depth >= total:
                return hits
            depth *= _DEEPER

    def _ranked(
        self,
        question: str,
        vector: Vectors,
        k: int,
        depth: int,
        within: Filter | None,
        fold: bool,
        only: Channel,
    ) -> list[Hit]:
        """At most ``k`` hits from the ``depth`` best results of each search."""
        allowed, names = (self._allowed(within), self._names(within)) if within else (None, None)
        dense = {} if only == "lexical" else dict(self._dense.search(vector, depth, allowed))
        lexical = {} if only == "dense" else dict(self._lexical.search(question, depth, allowed))
        lexical_only = [id_ for id_ in lexical if id_ not in dense and only == "both"]
        missing = map(float, self.chunk_vectors(lexical_only) @ vector)
        cosines = dense | dict(zip(lexical_only, missing, strict=True))
        hits: list[Hit] = []
        shown = SentenceSet()
        for id_, score in fuse.convex(cosines, lexical):
            if len(hits) == k:
                break
            channel: Channel = "both" if id_ in dense and id_ in lexical else "dense"
            hit = self._hit(id_, score, len(hits) + 1, channel if id_ in dense else "lexical")
            texts = [self.with_columns(hit.chunk, sentence) for sentence in hit.chunk.sentences]
            if not fold or not self._originals.cover(id_, texts, shown, names):
                hits.append(hit)
                shown = shown.plus(texts)
        return hits

    def admitted(self, within: Filter) -> int:
        """The number of documents with chunks that a filter admits."""
        return len(self._names(within))

    def columns(self, chunk: Chunk, sentence: Sentence) -> str:
        """The column names of the table that a sentence is a row of; empty if it is none."""
        header = sentence.header
        return header.of(self.document(chunk.document).text) if header else ""

    def with_columns(self, chunk: Chunk, sentence: Sentence) -> str:
        """A sentence's text; for a table row, with the column names on a line before it."""
        return sentence_text(sentence, self.document(chunk.document).text)

    def other_places(self, id_: int, number: int) -> list[tuple[str, int, int]]:
        """Where else sentence ``number`` of a chunk stands, word for word.

        Returns:
            documents other than the chunk's, each with the span in its cleaned text; empty for
            sentences of fewer than five words.
        """
        return self._records.other_places(self._records.chunk(id_).first_sentence + number)

    def _hit(self, id_: int, score: float, rank: int, channel: Channel) -> Hit:
        stored = self._records.chunk(id_)
        with reading(self.folder):
            document = self.document(stored.chunk.document)
            check_slice(stored.chunk, document)
            source = document.to_source(stored.chunk.start, stored.chunk.end)
        return Hit(
            chunk_id=id_,
            chunk=stored.chunk,
            title=document.title,
            metadata=document.metadata,
            source=source,
            score=score,
            rank=rank,
            channel=channel,
        )

    def preceding(self, id_: int) -> str:
        """The sentence before a chunk in its document, under the same heading; else ``""``."""
        chunk = self._records.chunk(id_).chunk
        if id_ == 0:
            return ""
        before = self._records.chunk(id_ - 1).chunk
        if (before.document, before.heading) != (chunk.document, chunk.heading):
            return ""
        text = self.document(chunk.document).text
        return sentence_text(before.sentences[-1], text) if before.sentences else ""

    def chunk_vectors(self, ids: list[int]) -> Vectors:
        """Vectors of chunks: float32, shape (len(ids), d), unit length."""
        return checked(self._dense.vectors(ids), len(ids), self.folder)

    def sentence_vectors(self, id_: int) -> Vectors:
        """Vectors of a chunk's sentences, in order: float32, shape (s, d), unit length."""
        stored = self._records.chunk(id_)
        first, count = stored.first_sentence, len(stored.chunk.sentences)
        return checked(self._sentences.rows(first, count), count, self.folder)

    def stems(self, words: list[str]) -> list[str]:
        """The stems of words, as the lexical index holds them, in order."""
        return self._lexical.stems(words)

    def stem_set(self, text: str) -> frozenset[str]:
        """All stems of a text."""
        return self._stem_set(text)

    def variants(self, stem: str) -> list[str]:
        """The stem itself; if no chunk contains it, the indexed stems that begin with it."""
        return self._lexical.variants(stem)

    def rarity(self, stem: str) -> float:
        """Inverse document frequency of a stem among chunks, as in BM25; above 0.

        ln(1 + (N - n + 0.5) / (n + 0.5)), where n of N chunks contain the stem (Robertson and
        Zaragoza, The Probabilistic Relevance Framework, 2009, in the form that tantivy uses).
        """
        total, frequency = len(self._lexical), self._lexical.document_frequency(stem)
        return float(np.log(1 + (total - frequency + 0.5) / (frequency + 0.5)))
