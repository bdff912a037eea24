"""How good answers are: which sentences are cited, and when Loccit abstains."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from loccit.index import Filter, Index
from loccit.rag import Answer, ChatInput, Question, RagConfig, answer_question, find_evidence
from sets import Asked

CONFIG = RagConfig()


class Judged(NamedTuple):
    """What came of a question.

    Attributes:
        score: support of the best sentence, answered or not; 0 where there is none.
        abstained: whether the answer abstains.
        right: of each cited sentence, in the order of the answer, whether it holds a gold answer.
    """

    score: float
    abstained: bool
    right: tuple[bool, ...]


def judged(index: Index, asked: Iterable[Asked]) -> list[Judged]:
    """Every question, answered as a user would get it."""
    found = []
    for one in asked:
        answer = answer_question(index, ChatInput(one.text, filters=_filters(one)), CONFIG)
        right = tuple(
            holds(one, cited.document, cited.source_start, cited.source_end, cited.quote)
            for cited in answer.citations
        )
        found.append(Judged(_score(index, one, answer), answer.abstained, right))
    return found


def _filters(asked: Asked) -> dict[str, str] | None:
    return {"in": asked.within} if asked.within else None


def _score(index: Index, asked: Asked, answer: Answer) -> float:
    if not answer.abstained:
        return max(cited.support for cited in answer.citations)
    vector = index.encode_question(asked.text)
    within = Filter.from_dict(filters) if (filters := _filters(asked)) else None
    hits = index.search(asked.text, CONFIG.hits, vector, within)
    evidence = find_evidence(Question(asked.text, vector, index), hits)
    return evidence[0].support if evidence else 0.0


def holds(asked: Asked, document: str, start: int | None, end: int | None, text: str) -> bool:
    """Whether a sentence holds a gold answer: its place, or its words in a gold document.

    Args:
        asked: the question.
        document: the sentence's document.
        start: where the sentence starts in the source.
        end: where it ends there.
        text: its characters.
    """
    if asked.places:
        return any(
            place.document == document
            and start is not None
            and end is not None
            and start <= place.start
            and place.end <= end
            for place in asked.places
        )
    said = f" {_plain(text)} "
    return document in asked.documents and any(
        f" {_plain(answer)} " in said for answer in asked.answers
    )


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.casefold()).strip()
