"""Choose the sentences of an extractive answer from scored evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from ...index import Sentence
from ...text import fold, wording
from ..asking.kinds import AnswerType
from ..types import Evidence
from .features import sentence_text

_MARGIN = 0.6
"""How far below the best sentence's order another may stand and still be part of the answer."""

LEANS = re.compile(
    r"(?:(?:and|but|so|yet|or|however,|moreover,|meanwhile,|therefore,|thus,|also,)\s)?"
    r"(?:this|that|these|those|it|its|they|their|them|he|his|she|her|"
    r"such|both|neither|either|the (?:latter|former|same))\b"
    r"|(?:second|third|fourth)(?:ly)?,",
    re.IGNORECASE,
)
"""Openings that point at the sentence before, or go on with what it began to count."""


def select(
    evidence: Sequence[Evidence],
    most: int,
    threshold: float = 0.0,
    wants: AnswerType | None = None,
) -> list[Evidence]:
    """The best sentence, others nearly as good, and what they need, in reading order.

    A sentence that opens with a word such as "they" needs the one before it; where a time is
    asked for, one without a date needs the best sentence of its chunk that has one; a table's row
    needs the names of its columns.

    Args:
        evidence: scored sentences, best first; at least one.
        most: how many sentences may be chosen, 1 or more.
        threshold: least support of a sentence that is chosen for itself.
        wants: the kind of thing that is asked for, if it is known.
    """
    best = evidence[0].order
    chosen: dict[tuple[str, int], Evidence] = {}
    said: set[str] = set()
    for one in evidence:
        if len(chosen) >= most or one.order < best - _MARGIN:
            break
        if one.support < threshold or wording(one.text) in said:
            continue
        group = [*_needed(one, evidence, wants), one][-(most - len(chosen)) :]
        for part in group:
            if wording(part.text) not in said:
                chosen[_place(part)] = part
                said.add(wording(part.text))
    return _in_reading_order(chosen.values())


def _needed(
    one: Evidence, evidence: Sequence[Evidence], wants: AnswerType | None
) -> list[Evidence]:
    """What a sentence does not say itself: its columns, the date asked for, what it leans on."""
    if one.sentence.header:
        return [replace(one, sentence=Sentence(*one.sentence.header), text=one.columns, number=-1)]
    if wants is AnswerType.TIME and not wants.is_in(fold(one.text)):
        own = [other for other in evidence if other.hit.chunk_id == one.hit.chunk_id]
        return [other for other in own if wants.is_in(fold(other.text))][:1]
    sentences = one.hit.chunk.sentences
    if not one.number or not LEANS.match(fold(one.text)) or sentences[one.number - 1].interrogative:
        return []
    before = sentences[one.number - 1]
    text = sentence_text(one.hit, before)
    return [replace(one, sentence=before, text=text, number=one.number - 1)]


def _place(one: Evidence) -> tuple[str, int]:
    return one.hit.chunk.document, one.sentence.start


def _in_reading_order(chosen: Iterable[Evidence]) -> list[Evidence]:
    """Documents in the order of their best sentence, sentences as they stand in each."""
    pieces = list(chosen)
    lead: dict[str, float] = {}
    for one in pieces:
        name = one.hit.chunk.document
        lead[name] = max(lead.get(name, one.order), one.order)
    return sorted(pieces, key=lambda one: (-lead[one.hit.chunk.document], *_place(one)))
