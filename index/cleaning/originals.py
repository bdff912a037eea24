"""Leave out passages that state nothing that the originals of their sentences do not state."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, partial

from ..chunking.sentences import sentence_text
from ..generations.records import Records
from .near_duplicates import SentenceSet


class Originals:
    """The documents of an index, ordered by which may be the original of which.

    Messages come after everything they may quote. Otherwise the earlier date comes first, then
    documents without a date; ties go by name.

    Args:
        records: the index's records.
    """

    def __init__(self, records: Records) -> None:
        self._records = records
        self._sentences_of = lru_cache(maxsize=256)(partial(_sentences_of, records))
        self._order = {name: number for number, name in enumerate(records.names_by_age())}

    def cover(
        self, id_: int, texts: Sequence[str], shown: SentenceSet, admitted: frozenset[str] | None
    ) -> bool:
        """Whether a chunk adds nothing to better hits and to the originals of its sentences.

        Args:
            id_: the chunk.
            texts: its sentences.
            shown: the sentences of better hits.
            admitted: names of the documents that are searched; ``None`` for all.
        """
        stored = self._records.chunk(id_)
        age, first = self._order[stored.chunk.document], stored.first_sentence
        earlier = [
            (number - first, name)
            for number, name in self._records.other_documents(first, first + len(texts))
            if self._order[name] < age and (admitted is None or name in admitted)
        ]
        names = sorted({name for _, name in earlier})
        copied = {number for number, _ in earlier}
        return shown.covers(texts, copied, [self._sentences_of(name) for name in names])


def _sentences_of(records: Records, name: str) -> SentenceSet:
    text = records.document(name).text
    chunks = [stored.chunk for stored in records.chunks(name)]
    return SentenceSet().plus(
        [sentence_text(sentence, text) for chunk in chunks for sentence in chunk.sentences]
    )
