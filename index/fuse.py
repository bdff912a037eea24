"""Join rankings into one."""

from __future__ import annotations

from collections.abc import Sequence

RANK_CONSTANT = 60
"""The constant of reciprocal rank fusion, from Cormack, Clarke and Büttcher (SIGIR 2009)."""


def reciprocal_rank(rankings: Sequence[Sequence[int]]) -> list[tuple[int, float]]:
    """Ids of all rankings, best first, each with a score in (0, 1].

    An id's score is the sum of 1 / (60 + rank) over the rankings that hold it, divided by what
    it would be if it stood first in all of them. Ties go to the lower id.
    """
    scores: dict[int, float] = {}
    for ranking in rankings:
        for rank, id_ in enumerate(ranking, start=1):
            scores[id_] = scores.get(id_, 0.0) + 1 / (RANK_CONSTANT + rank)
    best = len(rankings) / (RANK_CONSTANT + 1)
    return sorted(
        ((id_, score / best) for id_, score in scores.items()), key=lambda pair: (-pair[1], pair[0])
    )
