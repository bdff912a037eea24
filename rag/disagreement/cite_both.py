"""Cite beside a sentence what another document states instead, the newest first."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from ...text import wording
from ..asking.question import Question
from ..types import Evidence
from .pairs import contradicts, likeness

_REACH = 6.5
"""How far below the best sentence's order a rival may stand."""


def add_rivals(
    question: Question,
    chosen: Sequence[Evidence],
    evidence: Sequence[Evidence],
    most: int,
    threshold: float,
) -> tuple[list[Evidence], list[tuple[int, int]]]:
    """The chosen sentences with those that contradict them, and which pairs of them do.

    At most ``most`` sentences: those without a rival give way, the last of them first. Documents
    that disagree come first, the newest before the others, those without a date last.

    Args:
        question: what is asked.
        chosen: the sentences of the answer, in reading order; at least one.
        evidence: all scored sentences, best first.
        most: how many sentences may be returned, 1 or more.
        threshold: least support of a rival.

    Returns:
        The sentences, and pairs of their positions from 0, each in ascending order.
    """
    found = list(chosen)
    near = [
        one
        for one in evidence
        if one.order >= evidence[0].order - _REACH and one.support >= threshold
    ]
    for own in chosen:
        rivals = sorted(
            (one for one in near if contradicts(question, own, one)),
            key=lambda one: -likeness(question.index, own, one),
        )
        for rival in rivals[:1]:
            if wording(rival.text) not in {wording(one.text) for one in found}:
                found.append(rival)
    pairs = [pair for pair in combinations(found, 2) if contradicts(question, *pair)]
    if not pairs:
        return list(chosen), []
    kept = _at_most(most, found, pairs)
    pairs = [pair for pair in pairs if pair[0] in kept and pair[1] in kept]
    ordered = _newest_first(kept, pairs)
    numbered = (sorted((ordered.index(one), ordered.index(other))) for one, other in pairs)
    return ordered, sorted((first, second) for first, second in numbered)


def _newest_first(
    kept: Sequence[Evidence], pairs: Sequence[tuple[Evidence, Evidence]]
) -> list[Evidence]:
    """Documents that disagree, those of the latest date first, then the others as they come."""
    dates_of = {one.hit.chunk.document: one.hit.metadata.date for pair in pairs for one in pair}
    ranked = sorted(dates_of, key=lambda name: dates_of[name] or "", reverse=True)
    others = (one.hit.chunk.document for one in kept)
    rank = {name: n for n, name in enumerate(dict.fromkeys([*ranked, *others]))}
    return sorted(kept, key=lambda one: (rank[one.hit.chunk.document], one.sentence.start))


def _at_most(
    most: int, found: Sequence[Evidence], pairs: Sequence[tuple[Evidence, Evidence]]
) -> list[Evidence]:
    """Whole pairs first, then the others, as many as there is room for; no header without a row."""
    kept: list[Evidence] = []
    for pair in pairs:
        new = [one for one in pair if one not in kept]
        if len(kept) + len(new) <= most:
            kept += new
    kept += [one for one in found if one not in kept][: most - len(kept)]
    rows = {one.sentence.header for one in kept}
    return [
        one
        for one in found
        if one in kept and (one.number >= 0 or (one.sentence.start, one.sentence.end) in rows)
    ]
