"""Cite, beside a sentence, another document's sentence that contradicts it, the newest first."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

from ...text.wordings import wording
from ..asking.question import Question
from ..reader.types import Evidence
from .bounds import BOUNDS
from .pairs import contradicts, likeness


def add_rivals(
    question: Question,
    chosen: Sequence[Evidence],
    evidence: Sequence[Evidence],
    most: int,
    threshold: float,
) -> tuple[list[Evidence], list[tuple[int, int]]]:
    """The chosen sentences with those that contradict them, and which pairs of them do.

    Of more than ``most`` sentences, those that nothing contradicts are dropped, the last first.
    Documents that disagree come first, the newest at the front and undated ones last.

    Args:
        question: what is asked.
        chosen: the sentences of the answer, in reading order; at least one.
        evidence: all scored sentences, best first.
        most: how many sentences may be returned, 1 or more.
        threshold: least support of a rival.

    Returns:
        The sentences, and pairs of their positions from 0, each in ascending order.
    """
    sentences = list(chosen)
    near = [
        candidate
        for candidate in evidence
        if candidate.order >= evidence[0].order - BOUNDS["reach"] and candidate.support >= threshold
    ]
    for sentence in chosen:
        rivals = [candidate for candidate in near if contradicts(question, sentence, candidate)]
        if not rivals:
            continue
        rival = max(rivals, key=lambda rival: likeness(question.index, sentence, rival))
        if wording(rival.text) not in {wording(cited.text) for cited in sentences}:
            sentences.append(rival)
    pairs = [pair for pair in combinations(sentences, 2) if contradicts(question, *pair)]
    if not pairs:
        return list(chosen), []
    kept = _at_most(most, sentences, pairs)
    pairs = [pair for pair in pairs if pair[0] in kept and pair[1] in kept]
    ordered = _newest_first(kept, pairs)
    numbered = (sorted((ordered.index(first), ordered.index(second))) for first, second in pairs)
    return ordered, sorted((first, second) for first, second in numbered)


def _newest_first(
    kept: Sequence[Evidence], pairs: Sequence[tuple[Evidence, Evidence]]
) -> list[Evidence]:
    """Documents that disagree, the latest first, then the others as they come."""
    dates = {rival.hit.chunk.document: rival.hit.metadata.date for pair in pairs for rival in pair}
    disagreeing = sorted(dates, key=lambda name: dates[name] or "", reverse=True)
    agreeing = (sentence.hit.chunk.document for sentence in kept)
    rank = {name: n for n, name in enumerate(dict.fromkeys([*disagreeing, *agreeing]))}
    return sorted(
        kept, key=lambda evidence: (rank[evidence.hit.chunk.document], evidence.sentence.start)
    )


def _at_most(
    most: int, sentences: Sequence[Evidence], pairs: Sequence[tuple[Evidence, Evidence]]
) -> list[Evidence]:
    """Whole pairs first, then the others while there is room; no header without a row."""
    kept: list[Evidence] = []
    for pair in pairs:
        new = [evidence for evidence in pair if evidence not in kept]
        if len(kept) + len(new) <= most:
            kept += new
    kept += [evidence for evidence in sentences if evidence not in kept][: most - len(kept)]
    rows = {evidence.sentence.header for evidence in kept}
    return [
        evidence
        for evidence in sentences
        if evidence in kept
        and (evidence.number >= 0 or (evidence.sentence.start, evidence.sentence.end) in rows)
    ]
