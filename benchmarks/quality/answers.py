"""How good answers are: which sentences are cited, and when Loccit abstains."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from typing import NamedTuple

from loccit.index import Filter, Index
from loccit.rag import ChatInput, RagConfig, answer_question
from loccit.rag.asking.question import Question
from loccit.rag.evidence.features import find_evidence
from loccit.rag.reader.open import open_reader
from loccit.rag.reader.types import Evidence

from ..sets.collections import Asked

CONFIG = RagConfig()


class Judged(NamedTuple):
    """What came of a question.

    Attributes:
        score: the confidence that users see, answered or not: support of the best sentence.
        abstained: whether the answer abstains.
        best: whether the sentence of highest order is right; not where the answer abstains.
        right: of each cited sentence, in the order of the answer, whether it holds a gold answer.
        milliseconds: how long the whole answer took.
    """

    score: float
    abstained: bool
    best: bool
    right: tuple[bool, ...]
    milliseconds: float


def judged(index: Index, asked: Iterable[Asked]) -> list[Judged]:
    """Every question, answered as a user would get it."""
    judgements = []
    for question in asked:
        filters = {"in": question.within} if question.within else None
        start = time.perf_counter()
        answer = answer_question(index, ChatInput(question.text, filters=filters), CONFIG)
        took = (time.perf_counter() - start) * 1000
        right = tuple(
            holds(question, cited.document, cited.source_start, cited.source_end, cited.quote)
            for cited in answer.citations
        )
        best = None if answer.abstained else _best(index, question)
        is_right = best is not None and _is_right(index, question, best)
        score = answer.confidence or 0.0
        judgements.append(Judged(score, answer.abstained, is_right, right, took))
    return judgements


def _best(index: Index, asked: Asked) -> Evidence | None:
    """The sentence that the decision hangs on."""
    vector = index.encode_question(asked.text)
    within = Filter(within=asked.within) if asked.within else None
    reader = open_reader(CONFIG.reader)
    most = max(CONFIG.hits, CONFIG.windows) if reader else CONFIG.hits
    hits = index.search(asked.text, most, vector, within)
    evidence = find_evidence(Question(asked.text, vector, index), hits, reader, CONFIG.hits)
    return evidence[0] if evidence else None


def _is_right(index: Index, asked: Asked, best: Evidence) -> bool:
    document = index.document(best.hit.chunk.document)
    place = document.to_source(best.sentence.start, best.sentence.end)
    return holds(asked, document.name, place.start, place.end, best.text)


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
    padded = f" {_plain(text)} "
    return document in asked.documents and any(
        f" {_plain(answer)} " in padded for answer in asked.answers
    )


def _plain(text: str) -> str:
    return re.sub(r"\W+", " ", text.casefold()).strip()
