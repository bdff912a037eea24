"""BM25 over our own tokens. The only module that imports tantivy."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Any

from ...text.sentences import is_panic
from ...text.tokens import tokenize, topic_tokens
from ..config import STEMMERS
from ..errors import IndexDamaged
from ..system.scratch import scratch_folder, unwritable
from .intact import Check, unchecked
from .permission import permitted

_FIELD, _ID = "text", "id"
_ANALYZER = "loccit"
_LOCK = re.compile(r"\.tantivy-.*\.lock")
_HEAP = 128_000_000
_LEAST_PREFIX, _LONGEST_ENDING, _MOST_VARIANTS = 5, 4, 20


def _schema() -> Any:
    from tantivy import SchemaBuilder

    builder = SchemaBuilder()
    builder.add_text_field(_FIELD, stored=False, tokenizer_name=_ANALYZER, index_option="freq")
    builder.add_unsigned_field(_ID, stored=True, fast=True)
    return builder.build()


def _analyzer(language: str) -> Any:
    from tantivy import Filter, TextAnalyzerBuilder, Tokenizer

    stemmer = Filter.stemmer(STEMMERS[language])
    return TextAnalyzerBuilder(Tokenizer.whitespace()).filter(stemmer).build()


def write(folder: Path, texts: Iterable[str], language: str) -> None:
    """Write a lexical index of ``texts`` into a new folder; ids count from 0.

    A single thread writes, so equal texts get equal scores and ties have a fixed order.
    """
    from tantivy import Document, Index

    folder.mkdir()
    index = Index(_schema(), path=str(folder))
    index.register_tokenizer(_ANALYZER, _analyzer(language))
    writer = index.writer(heap_size=_HEAP, num_threads=1)
    for number, text in enumerate(texts):
        document = Document()
        document.add_text(_FIELD, " ".join(tokenize(text)))
        document.add_unsigned(_ID, number)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    for path in list(folder.iterdir()):
        if _LOCK.fullmatch(path.name):
            path.unlink()


class TantivyStore:
    """A written lexical index, opened for search; implements ``LexicalStore``.

    Tantivy memory-maps its files, panics on altered bytes, and dies with the process if a mapped
    file is truncated. Each instance therefore opens a private copy, every byte of it checked, and
    unlinks it at once: the open files stay readable, nobody else can reach them, and a killed
    process leaves nothing behind.

    Args:
        folder: the folder that was written.
        language: ISO 639-1 code that picks the stemmer.
        check: called with each file and its content; raises if it is not as written.

    Raises:
        IndexDamaged: if it is not readable.
    """

    def __init__(self, folder: Path, language: str, check: Check = unchecked) -> None:
        self._analyzer = _analyzer(language)
        try:
            with scratch_folder() as place:
                _copy(folder, place, check)
                self._open(place)
        except BaseException as error:
            if not isinstance(error, ValueError | OSError) and not is_panic(error):
                raise
            raise IndexDamaged(
                f"{folder} is not a readable lexical index; rebuild it with `loccit index`"
            ) from error

    def _open(self, folder: Path) -> None:
        from tantivy import Index

        self._index: Any = Index.open(str(folder))
        # A reader that watches its folder for changes would find it missing.
        self._index.config_reader(reload_policy="manual")
        self._index.register_tokenizer(_ANALYZER, self._analyzer)
        self._searcher: Any = self._index.searcher()

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def search(
        self, question: str, k: int, allowed: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """The ``k`` ids of highest BM25 score for the question's topic words, best first.

        Ties go to the lower id. Texts without any of the words, and ids outside ``allowed``, are
        never returned.
        """
        from tantivy import Occur, Query

        stems = self.stems(topic_tokens(question))
        terms = [
            (Occur.Should, Query.term_query(self._index.schema, _FIELD, term))
            for term in dict.fromkeys(term for stem in stems for term in self.variants(stem))
        ]
        if not terms or k < 1:
            return []
        query, limit = Query.boolean_query(terms), k
        kept = None if allowed is None else set(map(int, allowed))
        while True:
            hits = self._searcher.search(query, limit=limit, count=False).hits
            ids = self._searcher.fast_field_values(_ID, [address for _, address in hits])
            results = [
                (int(id_), float(score))
                for id_, (score, _) in zip(ids, hits, strict=True)
                if kept is None or id_ in kept
            ]
            if len(results) >= k or len(hits) < limit:
                return sorted(results, key=lambda pair: (-pair[1], pair[0]))[:k]
            limit *= 4

    def stems(self, words: Sequence[str]) -> list[str]:
        """The stems of words, as the index holds them, in order."""
        return list(self._analyzer.analyze(" ".join(words)))

    def variants(self, stem: str) -> list[str]:
        """The stem itself; if no text contains it, the indexed stems that begin with it.

        A stemmer separates some related words: ``resume`` becomes ``resum``, ``resumption``
        ``resumpt``.
        """
        if len(stem) < _LEAST_PREFIX or self.document_frequency(stem):
            return [stem]
        longer = self._searcher.terms_with_prefix(_FIELD, stem, limit=_MOST_VARIANTS)
        related = [term for term, _ in longer if len(term) <= len(stem) + _LONGEST_ENDING]
        return related or [stem]

    def document_frequency(self, stem: str) -> int:
        """The number of texts that contain a stem."""
        return int(self._searcher.doc_freq(_FIELD, stem))


def _copy(folder: Path, place: Path, check: Check) -> None:
    with permitted():
        paths = sorted(folder.iterdir())
    for path in paths:
        if not _LOCK.fullmatch(path.name):
            with permitted():
                content = path.read_bytes()
            check(path, content)
            try:
                (place / path.name).write_bytes(content)
            except OSError as error:
                raise unwritable(error) from error
