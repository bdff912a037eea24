"""Example questions for the page, drawn from an index and tested on it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, zip_longest

from ..index.generations.listing import Listed
from ..index.search import Index
from ..rag.answer import answer_question
from ..rag.config import RagConfig
from ..rag.evidence.features import sentence_text
from ..text import lexicon

ABOUT = "What is this about?"
MOST = 4
_ASKS = re.compile(rf"{lexicon.any_word('words.interrogatives', 'words.auxiliaries')}\b", re.I)
_LEANING = ("words.third_person", "words.demonstratives", "words.first_and_second_person")
_LEANS = re.compile(rf"\b{lexicon.any_word(*_LEANING)}\b", re.I)
_NUMBERED = re.compile(r"^[QA]?\d*\s*[.:)]\s*")
_DEFINES = re.compile(
    r"((?:The |An? )?[A-Z]?[\w-]+(?: [\w-]+){0,2}) (is|are) (?:an? |the )?(?!not)\w"
)
"""A sentence that defines something."""
_SHORTEST, _LONGEST = 4, 14
_TRIED = 40
_DOCUMENTS, _PASSAGES = 60, 40
"""How many documents are searched, and how many passages of each."""
_LEAST_SUPPORT = 0.8


def example_questions(index: Index, config: RagConfig, most: int = MOST) -> list[str]:
    """At most ``most`` questions that the documents answer well; the last is ``ABOUT``.

    First come questions that the documents themselves ask, then questions about terms they
    define; no two are answered by the same sentence.
    """
    questions: dict[tuple[str, int], str] = {}
    for question in islice(_asked(index), _TRIED):
        if len(questions) == most - 1:
            break
        answer = answer_question(index, question, config)
        if not answer.abstained and answer.citations[0].support >= _LEAST_SUPPORT:
            best = answer.citations[0]
            questions.setdefault((best.document, best.start), question)
    return [*questions.values(), ABOUT]


def _asked(index: Index) -> Iterator[str]:
    """Standalone questions in the documents, then questions about terms they define.

    Documents alternate, so that no single document supplies all questions.
    """
    listing = index.listing()[:_DOCUMENTS]
    for kind in (_questions, _definitions):
        asked = [list(dict.fromkeys(kind(index, document))) for document in listing]
        yield from (question for group in zip_longest(*asked) for question in group if question)


def _questions(index: Index, document: Listed) -> Iterator[str]:
    for hit in islice(index.passages(document), _PASSAGES):
        for sentence in hit.chunk.sentences:
            if sentence.interrogative:
                text = sentence_text(hit, sentence)
                question = _NUMBERED.sub("", " ".join(text.split()))
                is_standalone = _ASKS.match(question) and not _LEANS.search(question)
                if is_standalone and _SHORTEST <= len(question.split()) <= _LONGEST:
                    yield question


def _definitions(index: Index, document: Listed) -> Iterator[str]:
    for hit in islice(index.passages(document), _PASSAGES):
        for sentence in hit.chunk.sentences:
            match = _DEFINES.match(sentence_text(hit, sentence))
            if match and not _LEANS.search(match[1]):
                article = re.match(r"(?:The|An?) ", match[1])
                subject = match[1][0].lower() + match[1][1:] if article else match[1]
                yield f"What {match[2]} {subject}?"
                return
