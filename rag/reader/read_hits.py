"""Read a question with the chunks that were retrieved for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ...index.types import Hit
from ..asking.question import Question
from ..fitted import read_fitted
from .base import PassageReader
from .types import ReadSentence

Readings = Mapping[int, Sequence[ReadSentence]]
"""What a reader says of the sentences of each chunk, by the chunk's id."""

LOWEST = -12.0
"""The log-odds that stand for "not read" and for anything below."""
AT_ONCE = 4
"""Hits that are read before it is seen whether one of them settles the question."""
SETTLED = read_fitted(__package__, "weights.json").number("settled")
"""Log-odds of a sentence from which on no further hit is read."""


def read_hits(
    question: Question, hits: Sequence[Hit], reader: PassageReader, settled: float = SETTLED
) -> Readings | None:
    """Read hits in the order of their rank, until one settles the question.

    A hit in another language is not read. Neither is any if the first hit or the question is in
    another language: what was read does not compare with what was not.

    Args:
        question: the question.
        hits: search results, the best first.
        reader: what reads them.
        settled: the log-odds of a sentence from which on no further hit is read.

    Returns:
        readings of all hits, unread ones with the lowest scores; ``None`` if nothing was read.
    """
    asked = question.joined or question.text
    if not hits or not reader.understands(asked, hits[0].chunk.text):
        return None
    readings: dict[int, Sequence[ReadSentence]] = {
        hit.chunk_id: [ReadSentence(LOWEST, None, LOWEST)] * len(hit.chunk.sentences)
        for hit in hits
    }
    legible = [hit for hit in hits if reader.understands(asked, hit.chunk.text)]
    for at in range(0, len(legible), AT_ONCE):
        group = legible[at : at + AT_ONCE]
        read = reader.read(
            asked,
            [hit.chunk for hit in group],
            [question.index.preceding(hit.chunk_id) for hit in group],
        )
        readings |= {hit.chunk_id: said for hit, said in zip(group, read, strict=True)}
        if max((s.score for said in read for s in said), default=LOWEST) >= settled:
            break
    return readings
