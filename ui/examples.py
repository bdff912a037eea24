"""Questions to begin with, drawn from an index and tried on it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, zip_longest

from ..index import Index, Listed
from ..rag import RagConfig, answer_question, sentence_text

ABOUT = "What is this about?"
MOST = 4
_ASKS = re.compile(r"(?:what|why|who|when|where|which|how|does|do|did|is|are|has|have)\b", re.I)
_LEANS = re.compile(
    r"\b(?:you|your|he|she|it|they|this|that|these|those|his|her|their|we|i)\b", re.I
)
_NUMBERED = re.compile(r"^[QA]?\d*\s*[.:)]\s*")
_DEFINES = re.compile(
    r"((?:The |An? )?[A-Z]?[\w-]+(?: [\w-]+){0,2}) (is|are) (?:an? |the )?(?!not)\w"
)
"""A sentence that says what something is."""
_SHORTEST, _LONGEST = 4, 14
_TRIED = 40
_DOCUMENTS, _PASSAGES = 60, 40
"""How many documents are looked into, and how many passages of each."""
_LEAST_SUPPORT = 0.8


def example_questions(index: Index, config: RagConfig, most: int = MOST) -> list[str]:
    """At most ``most`` questions that the documents answer surely; one about them comes last.

    They are questions that documents ask themselves, then what their sentences define; no two
    are answered by the same sentence.
    """
    found: dict[tuple[str, int], str] = {}
    for question in islice(_asked(index), _TRIED):
        if len(found) == most - 1:
            break
        answer = answer_question(index, question, config)
        if not answer.abstained and answer.citations[0].support >= _LEAST_SUPPORT:
            best = answer.citations[0]
            found.setdefault((best.document, best.start), question)
    return [*found.values(), ABOUT]


def _asked(index: Index) -> Iterator[str]:
    """Questions in the documents that stand alone, then questions of what they define.

    Documents take turns, so that not one document alone is asked.
    """
    listing = index.listing()[:_DOCUMENTS]
    for kind in (_questions, _definitions):
        told = [list(dict.fromkeys(kind(index, one))) for one in listing]
        yield from (one for group in zip_longest(*told) for one in group if one)


def _questions(index: Index, one: Listed) -> Iterator[str]:
    for hit in islice(index.passages(one), _PASSAGES):
        for sentence in hit.chunk.sentences:
            if sentence.interrogative:
                text = sentence_text(hit, sentence)
                question = _NUMBERED.sub("", " ".join(text.split()))
                is_whole = _ASKS.match(question) and not _LEANS.search(question)
                if is_whole and _SHORTEST <= len(question.split()) <= _LONGEST:
                    yield question


def _definitions(index: Index, one: Listed) -> Iterator[str]:
    for hit in islice(index.passages(one), _PASSAGES):
        for sentence in hit.chunk.sentences:
            found = _DEFINES.match(sentence_text(hit, sentence))
            if found and not _LEANS.search(found[1]):
                article = re.match(r"(?:The|An?) ", found[1])
                subject = found[1][0].lower() + found[1][1:] if article else found[1]
                yield f"What {found[2]} {subject}?"
                return
