"""Retrieve the chunks that a question is answered from."""

from __future__ import annotations

from dataclasses import replace

from ...index.filters import Filter
from ...index.types import Hit
from ..asking.followups import Standalone
from ..asking.question import Question


def retrieve(
    question: Question, alone: Standalone, most: int, within: Filter | None = None
) -> list[Hit]:
    """The chunks that match a question best, the best first.

    A follow-up is searched both as it was made standalone and joined to the question before it;
    the results are taken in turn. Either finds what the other misses.

    Args:
        question: the standalone question.
        alone: its forms.
        most: how many chunks at most.
        within: which documents are searched; ``None`` for all.
    """
    index = question.index
    vector = question.vector if alone.search == alone.text else None
    hits = index.search(alone.search, most, vector, within)
    if alone.joined == alone.text or not hits:
        return hits
    return _in_turn(hits, index.search(alone.joined, most, None, within))[:most]


def _in_turn(first: list[Hit], second: list[Hit]) -> list[Hit]:
    """Hits of two searches in turn, each chunk once, numbered anew."""
    by_id: dict[int, Hit] = {}
    for place in range(max(len(first), len(second))):
        for hits in (first, second):
            for hit in hits[place : place + 1]:
                by_id.setdefault(hit.chunk_id, hit)
    return [replace(hit, rank=rank) for rank, hit in enumerate(by_id.values(), start=1)]
