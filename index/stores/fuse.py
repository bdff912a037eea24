"""Fuse the scores of both searches into one ranking."""

from __future__ import annotations

from collections.abc import Mapping

LEXICAL_WEIGHT = 0.4
"""Weight of the best lexical score relative to a cosine of 1; see docs/lab-notes/experiments.md."""


def convex(dense: Mapping[int, float], lexical: Mapping[int, float]) -> list[tuple[int, float]]:
    """The ids of both searches, best first, each with a score in [0, 1].

    The score is (c + w b / b*) / (1 + w): a convex combination of the cosine c, 0 where it is
    negative or missing, and the BM25 score b as a share of the best one b*, 0 for an id without
    one; w is ``LEXICAL_WEIGHT``. Ties go to the lower id. After Bruch, Gai and Ingber, An
    Analysis of Fusion Functions for Hybrid Retrieval (ACM TOIS, 2023).

    Args:
        dense: cosines, in [-1, 1], by id.
        lexical: BM25 scores, above 0, by id.
    """
    best = max(lexical.values(), default=1.0)
    scores = {
        id_: max(0.0, dense.get(id_, 0.0)) + LEXICAL_WEIGHT * lexical.get(id_, 0.0) / best
        for id_ in dense.keys() | lexical.keys()
    }
    ranked = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
    return [(id_, min(1.0, score / (1 + LEXICAL_WEIGHT))) for id_, score in ranked]
