"""Whether a true sentence is beside the question."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ....index.search import Index
from ....index.types import Hit
from ...extractive.extract import Extraction
from ...reader.read_hits import LOWEST
from ...types import DocumentSpan
from ..gate.outcomes import SourceSpan

SURE = 2.0
"""The reader's log-odds from which on it is sure that a sentence answers."""
BESIDE = -4.0
"""Its log-odds below which, if it is sure of another one, a sentence is beside the question.

Together they leave out 2 of 836 sentences that answer, and 30 % of the others in their paragraphs;
on the halves that they were not chosen on, 5 of 832 and 27 % (``benchmarks/prose/off_topic.py``).
"""


class Relevance:
    """What the reader says of the sentences that a written one may rest on.

    It is held against a sentence only where the reader is sure that another one answers. A passage
    that it had no need to read for that is read when a sentence rests on it.
    """

    def __init__(self, index: Index, extraction: Extraction, hits: Mapping[int, Hit]) -> None:
        """Take what was read.

        Args:
            index: what was searched.
            extraction: the extractive answer, with what the reader says of its evidence.
            hits: the passages of the prompt, by their numbers.
        """
        reader = extraction.reader
        self._index = index
        self._asked = extraction.asked
        self._reader = reader if reader and reader.reads_sentences else None
        self._hits = hits
        self._scores: dict[DocumentSpan, float] = {}
        for each in extraction.evidence:
            if each.reading and each.reading.score > LOWEST:
                place = _place(each.hit, each.sentence.start, each.sentence.end)
                self._scores[place] = each.reading.score
        self._is_sure = max(self._scores.values(), default=LOWEST) >= SURE

    def is_beside(self, sources: Iterable[SourceSpan]) -> bool:
        """Whether a sentence that rests on these is beside the question.

        Args:
            sources: the sentences that bear it out; one or more.
        """
        return self._is_sure and all(self._score(source) < BESIDE for source in sources)

    def _score(self, source: SourceSpan) -> float:
        """The reader's log-odds of a sentence; 0 if it cannot be read."""
        place = DocumentSpan(source.document, source.start, source.end)
        if place not in self._scores:
            self._read(self._hits[source.passage])
        return self._scores.get(place, 0.0)

    def _read(self, hit: Hit) -> None:
        chunk = hit.chunk
        if self._reader is None or not self._reader.understands(self._asked, chunk.text):
            return
        (said,) = self._reader.read(self._asked, [chunk], [self._index.preceding(hit.chunk_id)])
        for sentence, reading in zip(chunk.sentences, said, strict=True):
            place = _place(hit, sentence.start, sentence.end)
            self._scores.setdefault(place, reading.score)


def _place(hit: Hit, start: int, end: int) -> DocumentSpan:
    return DocumentSpan(hit.chunk.document, start, end)
