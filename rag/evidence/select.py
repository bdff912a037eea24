"""Select the sentences of an extractive answer from scored evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from itertools import zip_longest

from ...index.types import Sentence
from ...text import lexicon
from ...text.signs import fold
from ...text.spans import Span
from ...text.wordings import wording
from ..asking.kinds import AnswerType
from ..reader.types import Evidence
from .belonging import asks_several, belongs
from .features import sentence_text

_MARGIN = 0.6
"""How far below the best sentence another may be ranked and still be part of the answer."""


def select(
    evidence: Sequence[Evidence],
    most: int,
    threshold: float = 0.0,
    answer_type: AnswerType | None = None,
    question: str = "",
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
        question: as it stands alone; used where a reader has read the sentences.

    Returns:
        The answering sentences, each before what it needs: in reading order, the document with the
        best one first; where a reader has read them and the question asks for one thing, the best
        sentence itself first.
    """
    answering: list[Evidence] = []
    wordings: set[str] = set()
    for candidate in evidence:
        new = {wording(sentence.text) for sentence in (candidate, *_columns(candidate))}
        if (
            _answers_too(question, candidate, evidence[0], threshold)
            and wording(candidate.text) not in wordings
            and (not answering or len(wordings | new) <= most)
        ):
            answering.append(candidate)
            wordings |= new
    ordered = _in_reading_order(answering)
    if answering[0].reading and not asks_several(question):
        ordered = [answering[0], *(answer for answer in ordered if answer is not answering[0])]
    return _with_needed(ordered, evidence, answer_type, most)


def _with_needed(
    answering: Sequence[Evidence],
    evidence: Sequence[Evidence],
    answer_type: AnswerType | None,
    most: int,
) -> list[Evidence]:
    """Sentences, each before what it needs while there is room; columns after a table's rows."""
    wordings = {wording(answer.text) for answer in answering}
    sentences: list[Evidence] = []
    for answer, following in zip_longest(answering, answering[1:]):
        sentences.append(answer)
        if following and _table(following) == _table(answer) is not None:
            continue
        for needed in _columns(answer) or _needed(answer, evidence, answer_type):
            if wording(needed.text) not in wordings and len(wordings) < most:
                sentences.append(needed)
                wordings.add(wording(needed.text))
    return sentences


def _answers_too(question: str, candidate: Evidence, best: Evidence, threshold: float) -> bool:
    """Whether a sentence is part of the answer, or answers nearly as well as the best one."""
    if candidate is best:
        return True
    if candidate.reading is None or best.reading is None:
        return candidate.order >= best.order - _MARGIN and candidate.support >= threshold
    return belongs(question, candidate, best)


def _table(row: Evidence) -> tuple[str, Span] | None:
    """The document of a row, and where its columns are named; ``None`` for no row."""
    return (row.hit.chunk.document, row.sentence.header) if row.sentence.header else None


def _columns(row: Evidence) -> list[Evidence]:
    """The names of the columns of a table's row."""
    if not row.sentence.header:
        return []
    header = Sentence(*row.sentence.header)
    return [replace(row, sentence=header, text=row.columns, number=-1)]


def _needed(
    chosen: Evidence, evidence: Sequence[Evidence], answer_type: AnswerType | None
) -> list[Evidence]:
    """What a sentence needs: the date asked for, or the sentence it refers to."""
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
