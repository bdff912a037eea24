"""Cite a span of a document for a span of an answer."""

from __future__ import annotations

from dataclasses import replace

from ...index.search import Index
from ...index.types import Hit, Sentence
from ...text.spans import Span
from ..reader.types import Evidence
from ..types import Citation, DocumentSpan


def cite(index: Index, evidence: Evidence, number: int, start: int) -> Citation:
    """Cite a sentence that is quoted.

    Args:
        index: what it was found in.
        evidence: the sentence.
        number: of its source, from 1.
        start: where the quote starts in the answer.
    """
    place = Span(start, start + len(evidence.text))
    return cite_sentence(
        index, evidence.hit, evidence.sentence, evidence.number, number, place, evidence.support
    )


def cite_alone(index: Index, evidence: Evidence) -> Citation:
    """Cite a sentence that is not part of an answer's text: its span of the answer is empty.

    Args:
        index: what it was found in.
        evidence: the sentence.
    """
    return replace(cite(index, evidence, 1, 0), answer_end=0)


def cite_sentence(
    index: Index,
    hit: Hit,
    sentence: Sentence,
    in_chunk: int,
    number: int,
    place: Span,
    support: float,
    recited: bool = False,
) -> Citation:
    """Cite a sentence of a hit.

    Args:
        index: what it was found in.
        hit: the hit.
        sentence: the sentence.
        in_chunk: its number in the hit's chunk, from 0; -1 if it is no sentence of the chunk.
        number: of the source, from 1.
        place: the span of the answer.
        support: see ``Citation.support``.
        recited: see ``Citation.recited``.
    """
    document = index.document(hit.chunk.document)
    source = document.to_source(sentence.start, sentence.end)
    elsewhere = index.other_places(hit.chunk_id, in_chunk) if in_chunk >= 0 else []
    return Citation(
        number=number,
        answer_start=place.start,
        answer_end=place.end,
        document=document.name,
        title=document.title,
        author=document.metadata.author,
        date=document.metadata.date,
        start=sentence.start,
        end=sentence.end,
        source_start=source.start,
        source_end=source.end,
        page=source.page,
        quote=document.text[sentence.start : sentence.end],
        support=support,
        also_in=tuple(DocumentSpan(*span) for span in elsewhere),
        recited=recited,
    )
