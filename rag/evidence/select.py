"""Select the sentences of an extractive answer from scored evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache

from ...index.types import Sentence
from ...text import lexicon
from ...text.signs import fold
from ...text.wordings import wording
from ..asking.kinds import AnswerType
from ..types import Evidence
from .features import sentence_text

_MARGIN = 0.6
"""How far below the best sentence another may be ranked and still be part of the answer."""


def select(
    evidence: Sequence[Evidence],
    most: int,
    threshold: float = 0.0,
    answer_type: AnswerType | None = None,
) -> list[Evidence]:
    """Select the best sentence, those nearly as good, and what they need to be understood.

    A sentence that opens with a word such as "they" needs the one before it; where a time is
    asked for, one without a date needs the best sentence of its chunk that has one; a table's row
    needs the names of its columns.

    Args:
        evidence: scored sentences, the best first; at least one.
        most: how many sentences to select at most, 1 or more.
        threshold: the least support, in [0, 1], of a sentence that is selected for itself.
        answer_type: the kind of answer that the question asks for, if it can be told.

    Returns:
        The sentences in reading order, the document with the best one first.
    """
    best = evidence[0].order
    chosen: dict[tuple[str, int], Evidence] = {}
    wordings: set[str] = set()
    for candidate in evidence:
        if len(chosen) >= most or candidate.order < best - _MARGIN:
            break
        if candidate.support < threshold or wording(candidate.text) in wordings:
            continue
        group = [*_needed(candidate, evidence, answer_type), candidate][-(most - len(chosen)) :]
        for sentence in group:
            if wording(sentence.text) not in wordings:
                chosen[_position(sentence)] = sentence
                wordings.add(wording(sentence.text))
    return _in_reading_order(chosen.values())


def _needed(
    chosen: Evidence, evidence: Sequence[Evidence], answer_type: AnswerType | None
) -> list[Evidence]:
    """What a sentence needs: its columns, the date asked for, or the sentence it refers to."""
    if chosen.sentence.header:
        header = Sentence(*chosen.sentence.header)
        return [replace(chosen, sentence=header, text=chosen.columns, number=-1)]
    if answer_type and answer_type.group == "when" and not _has(answer_type, chosen):
        chunk_id = chosen.hit.chunk_id
        beside = (sentence for sentence in evidence if sentence.hit.chunk_id == chunk_id)
        return [sentence for sentence in beside if _has(answer_type, sentence)][:1]
    sentences = chosen.hit.chunk.sentences
    if not chosen.number or not refers_back(fold(chosen.text)):
        return []
    before = sentences[chosen.number - 1]
    if before.interrogative:
        return []
    text = sentence_text(chosen.hit, before)
    return [replace(chosen, sentence=before, text=text, number=chosen.number - 1)]


def _has(answer_type: AnswerType, evidence: Evidence) -> bool:
    return answer_type.is_in(fold(evidence.text)) is not False


def refers_back(text: str) -> bool:
    """Whether a sentence's opening refers to the sentence before it, or continues its list."""
    return _referring().match(text) is not None


@cache
def _referring() -> re.Pattern[str]:
    references = lexicon.alternation("questions.references")
    pronoun = lexicon.any_word("words.third_person", "words.demonstratives")
    form = lexicon.alternation("questions.referring_openings")
    form = form.replace("{connective}", lexicon.any_word("words.connectives"))
    return re.compile(form.replace("{reference}", f"(?:{references}|{pronoun})"), re.IGNORECASE)


def _position(evidence: Evidence) -> tuple[str, int]:
    return evidence.hit.chunk.document, evidence.sentence.start


def _in_reading_order(chosen: Iterable[Evidence]) -> list[Evidence]:
    """Documents in the order of their best sentence, sentences as they stand in each."""
    sentences = list(chosen)
    best: dict[str, float] = {}
    for sentence in sentences:
        name = sentence.hit.chunk.document
        best[name] = max(best.get(name, sentence.order), sentence.order)
    return sorted(
        sentences, key=lambda sentence: (-best[sentence.hit.chunk.document], *_position(sentence))
    )
