"""Which passages say nothing that the originals of their sentences do not say."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, partial

from ..chunking.sentences import said
from ..generations.records import Records
from .near_copies import Said


class Originals:
    """The documents of an index in the order in which one may be the original of another.

    A mail comes after all that it may quote; then the earlier date goes first, one without a date
    after all that have one, and the name decides.

    Args:
        records: the index's records.
    """

    def __init__(self, records: Records) -> None:
        self._records = records
        self._said_in = lru_cache(maxsize=256)(partial(_said_in, records))
        self._order = {name: number for number, name in enumerate(records.names_by_age())}

    def cover(
        self, id_: int, texts: Sequence[str], shown: Said, admitted: frozenset[str] | None
    ) -> bool:
        """Whether a chunk says nothing that what was shown, or its originals, do not say.

        Args:
            id_: the chunk.
            texts: its sentences.
            shown: the sentences of better hits.
            admitted: names of the documents that are searched; ``None`` for all.
        """
        stored = self._records.chunk(id_)
        own, first = self._order[stored.chunk.document], stored.first_sentence
        found = [
            (number - first, name)
            for number, name in self._records.others(first, first + len(texts))
            if self._order[name] < own and (admitted is None or name in admitted)
        ]
        names = sorted({name for _, name in found})
        copied = {number for number, _ in found}
        return shown.covers(texts, copied, [self._said_in(name) for name in names])


def _said_in(records: Records, name: str) -> Said:
    text = records.document(name).text
    chunks = [stored.chunk for stored in records.chunks(name)]
    return Said().with_([said(sentence, text) for chunk in chunks for sentence in chunk.sentences])
