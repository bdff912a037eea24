"""Questions to begin with, drawn from an index and tried on it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..index import Hit, Index
from ..rag import RagConfig, answer_question

_ABOUT = "What is this about?"
_ASKS = re.compile(r"(?:what|why|who|when|where|which|how|does|do|did|is|are|has|have)\b", re.I)
_LEANS = re.compile(
    r"\b(?:you|your|he|she|it|they|this|that|these|those|his|her|their|we|i)\b", re.I
)
_NUMBERED = re.compile(r"^[QA]?\d*\s*[.:)]\s*")
_SHORTEST, _LONGEST = 4, 14
_TRIED = 40
_LEAST_SUPPORT = 0.8


def example_questions(index: Index, config: RagConfig, most: int = 4) -> list[str]:
    """At most ``most`` questions that the documents ask and answer, at most one a document.

    What is left is filled with headings that are questions' subjects ("What is the drone?") only
    where they are answered too; a question about the documents themselves comes last.
    """
    found: list[str] = []
    for number, question in enumerate(_asked(index)):
        if number == _TRIED or len(found) == most - 1:
            break
        answer = answer_question(index, question, config)
        sure = not answer.abstained and answer.citations[0].support >= _LEAST_SUPPORT
        if sure and question not in found:
            found.append(question)
    return [*found, _ABOUT]


def _asked(index: Index) -> Iterator[str]:
    """Questions in the documents that stand alone; then what first sentences define."""
    listing = index.listing()
    for one in listing:
        for hit in index.passages(one):
            question = next(filter(None, map(_whole, _interrogative(hit))), None)
            if question:
                yield question
                break
    for one in listing:
        for hit in index.passages(one):
            subject = re.match(
                r"(?:The |An? )?([A-Z][\w-]+(?: [A-Z][\w-]+){0,3}) (is|was) (?:an?|the) ",
                hit.chunk.text,
            )
            if subject:
                yield f"What {subject[2]} {subject[1]}?"
                break


def _interrogative(hit: Hit) -> Iterator[str]:
    start = hit.chunk.start
    for one in hit.chunk.sentences:
        if one.interrogative:
            yield " ".join(hit.chunk.text[one.start - start : one.end - start].split())


def _whole(text: str) -> str | None:
    """A question that is understood without what stands before it, else ``None``."""
    question = _NUMBERED.sub("", text)
    words = question.split()
    is_whole = _ASKS.match(question) and not _LEANS.search(question)
    return question if is_whole and _SHORTEST <= len(words) <= _LONGEST else None
