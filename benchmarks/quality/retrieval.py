"""How well passages are found: dense alone, BM25 alone, rank fusion of the two, and Loccit."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from loccit.index import Filter, Hit, Index

from ..sets.collections import Asked
from .measures import ndcg, recall

DEPTH = 60
BUDGETS = (500, 1000, 2000, 4000, 8000, 16000)
"""Characters of passages, in rank order, within which a gold answer must lie."""
RANK_CONSTANT = 60
"""Of reciprocal rank fusion: Cormack, Clarke and Büttcher (SIGIR 2009)."""

Values = dict[str, list[float]]
"""Of each measure, its value for every question, in the same order for all arms."""


def alone(index: Index, asked: Asked, channel: str) -> list[Hit]:
    """The hits of one search, nothing folded."""
    within = Filter(within=asked.within) if asked.within else None
    return index.search(asked.text, DEPTH, within=within, fold=False, channel=channel)  # type: ignore[arg-type]


def rank_fusion(index: Index, asked: Asked) -> list[Hit]:
    """Both searches joined by their ranks: the fusion of Loccit's first version."""
    scores: dict[int, float] = {}
    hits: dict[int, Hit] = {}
    for channel in ("dense", "lexical"):
        for hit in alone(index, asked, channel):
            scores[hit.chunk_id] = scores.get(hit.chunk_id, 0.0) + 1 / (RANK_CONSTANT + hit.rank)
            hits[hit.chunk_id] = hit
    return [hits[id_] for id_ in sorted(scores, key=lambda id_: (-scores[id_], id_))]


def loccit(index: Index, asked: Asked) -> list[Hit]:
    """What Loccit's own search gives."""
    within = Filter(within=asked.within) if asked.within else None
    return index.search(asked.text, DEPTH, within=within)


ARMS: dict[str, Callable[[Index, Asked], list[Hit]]] = {
    "dense": partial(alone, channel="dense"),
    "BM25": partial(alone, channel="lexical"),
    "rank fusion": rank_fusion,
    "Loccit": loccit,
}


def measured(index: Index, asked: Iterable[Asked], arm: str) -> Values:
    """Every question's values for one arm: evidence within the budget, or of ranked documents."""
    values: Values = {}
    for question in asked:
        if not question.documents:
            continue
        hits = ARMS[arm](index, question)
        for name, value in _values(question, hits).items():
            values.setdefault(name, []).append(value)
    return values


def _values(asked: Asked, hits: Sequence[Hit]) -> dict[str, float]:
    if asked.places:
        needed = _needed(asked, hits)
        return {evidence_within(budget): float(needed <= budget) for budget in BUDGETS}
    ranked = list(dict.fromkeys(hit.chunk.document for hit in hits))
    return {
        "nDCG@10": ndcg(ranked, asked.documents, 10),
        "recall@10": recall(ranked, asked.documents, 10),
    }


def evidence_within(budget: int) -> str:
    """The measure's name."""
    return f"evidence within {budget:,} characters"


OTHER_BUDGETS = [evidence_within(budget) for budget in BUDGETS if budget != 4000]
"""Measures for the curve alone."""


def _needed(asked: Asked, hits: Sequence[Hit]) -> float:
    """How many characters of the passages reach the end of a gold answer; infinite if none do."""
    used = 0
    for hit in hits:
        start, end = hit.source.start, hit.source.end
        assert start is not None
        assert end is not None
        ends = [
            place.end
            for place in asked.places
            if place.document == hit.chunk.document and start <= place.start and place.end <= end
        ]
        if ends:
            return used + min(ends) - start
        used += end - start
    return math.inf
