"""A failure on the page: the question, the response, the expected answer, and the problems."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..scoring.answers import ALTERNATIVES
from ..types import CitedSpan, Example, Gold, Result
from .failures import KINDS, Failure
from .markup import escaped, prose, quoted, shown, unwrapped
from .numbers import plural

_OPEN = 3
"""Failures of each kind that are open initially."""


def failure_sections(failed: Sequence[Failure]) -> Iterator[str]:
    """The failures by kind, the most severe first."""
    for kind in KINDS:
        of_kind = [failure for failure in failed if failure.kind == kind.name]
        if of_kind:
            cards = "".join(_card(failure, place < _OPEN) for place, failure in enumerate(of_kind))
            yield (
                f'<section id="{kind.name}"><h3>{kind.title} '
                f'<span class="count">{len(of_kind):,}</span></h3>'
                f"<p>{kind.about}</p>{cards}</section>"
            )


def _card(failure: Failure, is_open: bool) -> str:
    example = failure.result.example
    tags = "".join(f'<span class="tag">{shown(tag)}</span>' for tag in example.tags)
    why = "".join(f"<li>{prose(reason)}</li>" for reason in failure.reasons)
    return (
        f'<details class="failure"{" open" if is_open else ""}>'
        f'<summary><span class="question" dir="auto">{prose(example.question)}</span>'
        f'<span class="tags"><span class="id">{shown(example.id)}</span>{tags}</span></summary>'
        f'{_history(example)}<ul class="why">{why}</ul>'
        f'<div class="sides"><div>{_response(failure.result)}</div>'
        f"<div>{_expected(example)}</div></div></details>"
    )


def _history(example: Example) -> str:
    turns = "".join(
        f'<p dir="auto"><b>{prose(question)}</b> {prose(answer)}</p>'
        for question, answer in example.history
    )
    meant = (
        f'<p>Full question: <span dir="auto">{prose(example.standalone)}</span></p>'
        if example.standalone
        else ""
    )
    if not turns + meant:
        return ""
    title = "<h4>Conversation so far</h4>" if turns else "<h4>Full question</h4>"
    return f'<div class="before">{title}{turns}{meant}</div>'


def _response(result: Result) -> str:
    response = result.response
    if response.status == "error":
        error = f'<p class="lost" dir="auto">{escaped(response.error or "nothing")}</p>'
        return f"<h4>Error returned</h4>{error}"
    if response.status == "abstained":
        text = prose(response.text) or "It said that it cannot answer."
        return f'<h4>The system abstained</h4><p class="text" dir="auto">{text}</p>'
    sources = _numbered(response.citations)
    short = f"<p>Short answer: {shown(response.short)}</p>" if response.short else ""
    cited = "".join(
        f'<li value="{number}">{_source(citation)}</li>'
        for number, citation in enumerate(sources.values(), 1)
    )
    foot = f'<h4>Sources</h4><ol class="sources">{cited}</ol>' if cited else ""
    text = marked(response.text, response.citations)
    return f'<h4>Answer</h4><p class="text" dir="auto">{text}</p>{short}' + (
        foot or "<p>It cites nothing.</p>"
    )


def marked(text: str, citations: Sequence[CitedSpan]) -> str:
    """An answer as HTML, with numbers after the spans that have citations."""
    numbers = {key: number for number, key in enumerate(_numbered(citations), 1)}
    marks = sorted(
        {
            (min(max(citation.answer_end, 0), len(text)), numbers[_key(citation)])
            for citation in citations
        }
    )
    # Unwrapping keeps the length, so offsets stay valid.
    text, parts, last = unwrapped(text), [], 0
    for place, number in marks:
        parts.append(f'{_part(text[last:place])}<span class="mark">[{number}]</span>')
        last = place
    return "".join([*parts, _part(text[last:])])


def _part(text: str) -> str:
    return quoted(text).replace("\t", " | ")


def _key(citation: CitedSpan) -> tuple[object, ...]:
    return citation.document, citation.start, citation.end, citation.quote


def _numbered(citations: Sequence[CitedSpan]) -> dict[tuple[object, ...], CitedSpan]:
    """One citation for each cited span, in the order of their numbers."""
    numbered: dict[tuple[object, ...], CitedSpan] = {}
    for citation in citations:
        numbered.setdefault(_key(citation), citation)
    return numbered


def _source(citation: CitedSpan) -> str:
    quote = (
        f'<blockquote dir="auto">{prose(citation.quote)}</blockquote>'
        if citation.quote.strip()
        else ""
    )
    also = ", ".join(map(shown, citation.also_in))
    copies = f'<p class="about">The same words are in {also}.</p>' if also else ""
    return f'<p class="document">{shown(citation.document or "no document")}</p>{quote}{copies}'


def _expected(example: Example) -> str:
    if not example.answerable:
        return "<h4>Expected</h4><p>The documents do not say. The system should say so.</p>"
    answers = "".join(f'<li dir="auto">{prose(answer)}</li>' for answer in example.answers)
    parts = ["<h4>Expected</h4>"]
    if answers:
        any_of = "One of these answers" if len(example.answers) > 1 else "This answer"
        parts.append(f'<p>{any_of}:</p><ul class="answers">{answers}</ul>')
    if example.evidence:
        any_piece = ALTERNATIVES in example.tags and len(example.evidence) > 1
        count = plural(len(example.evidence), "place")
        parts.append(f"<p>{f'Any one of {count}' if any_piece else 'Based on'}:</p>")
        evidence = "".join(f"<li>{_evidence(gold)}</li>" for gold in example.evidence)
        parts.append(f'<ul class="sources">{evidence}</ul>')
    if len(parts) == 1:
        parts.append("<p>An answer; the dataset does not say which.</p>")
    return "".join(parts)


def _evidence(gold: Gold) -> str:
    if not gold.quote.strip():
        return f'<p class="document">{shown(gold.document)}, as a whole</p>'
    quote = f'<blockquote dir="auto">{prose(gold.quote)}</blockquote>'
    return f'<p class="document">{shown(gold.document)}</p>{quote}'
