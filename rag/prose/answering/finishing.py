"""Finish an answer in prose by what the extractive answer knows, or let that one stand in."""

from __future__ import annotations

from dataclasses import replace

from ...types import Answer, Citation, Short
from .draft import Draft, next_number, number_of


def in_prose(answer: Answer, draft: Draft) -> Answer:
    """The answer in prose.

    Where sources disagree, those that the prose does not cite are quoted after it. The short answer
    is kept if the prose cites its sentence as well.

    Args:
        answer: the extractive answer.
        draft: what the model wrote, as far as it is verified; not empty.
    """
    sides = {number for pair in answer.disagreements for number in pair}
    for citation in answer.citations:
        if citation.number in sides and number_of(draft.citations, citation) is None:
            draft = _quoting(draft, citation)
    numbers = {cited.number: number_of(draft.citations, cited) for cited in answer.citations}
    pairs = [sorted((numbers[a] or 0, numbers[b] or 0)) for a, b in answer.disagreements]
    short = answer.short
    number = numbers.get(short.citation) if short else None
    return replace(
        draft.shown_in(answer),
        short=Short(short.text, number) if short and number else None,
        disagreements=tuple(sorted((first, second) for first, second in pairs)),
    )


def instead(answer: Answer, cause: str, draft: Draft | None = None) -> Answer:
    """The extractive answer in place of prose.

    Args:
        answer: the extractive answer.
        cause: why it stands in.
        draft: what the model wrote, if it wrote anything; none of it may be shown.
    """
    draft = draft or Draft()
    return replace(answer, fallback=cause, dropped=draft.dropped, notes=draft.notes)


def _quoting(draft: Draft, citation: Citation) -> Draft:
    """A draft with a sentence of a document after it."""
    between = "\n" if "\t" in citation.quote else " "
    text = f"{draft.text}{between}{citation.quote}"
    cited = replace(
        citation,
        number=next_number(draft.citations),
        answer_start=len(text) - len(citation.quote),
        answer_end=len(text),
    )
    sentences = (*draft.sentences, citation.quote)
    return replace(draft, text=text, citations=(*draft.citations, cited), sentences=sentences)
