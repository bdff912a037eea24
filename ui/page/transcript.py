"""A conversation as HTML: each answer with numbered citation marks beside its sources."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..markup import escaped, prose, quoted
from .sources import passage_cards, source_cards
from .turns import DENIED, NEAREST, Turn, as_markdown, cited_spans, quoted_by

_ABSTAINED = {
    "no_documents": "No document matches these date and name filters.",
    "not_stated": "The documents do not state this about themselves.",
}


def transcript(turns: Sequence[Turn], waiting: str = "") -> str:
    """The whole conversation.

    Args:
        turns: oldest first; the last may still be incomplete.
        waiting: text below the last question until its answer arrives.
    """
    articles = "".join(
        _turn(number, turn, waiting if number == len(turns) else "")
        for number, turn in enumerate(turns, start=1)
    )
    return f'<div class="transcript" role="log" aria-live="polite">{articles}</div>'


def _turn(number: int, turn: Turn, waiting: str) -> str:
    head = f'<h2 class="question">{escaped(turn["question"])}</h2>'
    answer = turn["answer"]
    if answer is None:
        message = turn["error"] or waiting
        kind = "problem" if turn["error"] else "waiting"
        return f'<article class="turn">{head}<p class="{kind}">{escaped(message)}</p></article>'
    body = _abstention(number, answer) if answer["abstained"] else _answer(number, answer)
    sources = (
        _abstention_cards(number, answer) if answer["abstained"] else source_cards(number, answer)
    )
    beside = f'<aside class="beside">{sources}</aside>' if answer["hits"] else ""
    understood = _understood(turn["question"], answer)
    return (
        f'<article class="turn">{head}<div class="columns">'
        f'<div class="answer">{understood}{body}{_copy(turn)}</div>{beside}</div></article>'
    )


def _understood(question: str, answer: Mapping[str, Any]) -> str:
    alone = answer["standalone_question"]
    if alone == question.strip():
        return ""
    return f'<p class="understood">Understood as: <q>{escaped(alone)}</q></p>'


def _answer(number: int, answer: Mapping[str, Any]) -> str:
    """The short answer, then the text with a mark after each cited sentence."""
    parts, at = [], 0
    for start, end, cited in cited_spans(answer):
        parts.append(_lines(answer["text"][at:start]))
        parts.append(prose(answer["text"][start:end]))
        parts += [_mark(number, source) for source in cited]
        at = end
    text = "".join(parts) + _lines(answer["text"][at:])
    return f'{_short(number, answer)}<p class="text">{text}</p>{_differ(number, answer)}'


def _mark(turn: int, number: int) -> str:
    return (
        f'<a class="cite" href="#source-{turn}-{number}" aria-label="Source {number}">{number}</a>'
    )


def _short(turn: int, answer: Mapping[str, Any]) -> str:
    short = answer.get("short")
    if not short:
        return ""
    return f'<p class="short">{quoted(short["text"])}{_mark(turn, short["citation"])}</p>'


def _differ(turn: int, answer: Mapping[str, Any]) -> str:
    """The sources that disagree, with their dates."""
    numbers = sorted({number for pair in answer["disagreements"] for number in pair})
    if not numbers:
        return ""
    dates = {citation["number"]: citation["date"] or "undated" for citation in answer["citations"]}
    dates_shown = ", ".join(f"{escaped(dates[number])}{_mark(turn, number)}" for number in numbers)
    return f'<p class="differ">Sources differ: {dates_shown}</p>'


def _abstention_cards(number: int, answer: Mapping[str, Any]) -> str:
    """The source of the sentence that an abstention quotes, or the closest passages."""
    citation = quoted_by(answer.get("reason") or {})
    if citation:
        return source_cards(number, {"citations": [citation], "hits": answer["hits"]})
    return passage_cards(answer["hits"])


def _quoted_alone(number: int, citation: Mapping[str, Any]) -> str:
    """The sentence that an abstention quotes, with its mark."""
    return f"<p>{prose(citation['quote'])}{_mark(number, citation['number'])}</p>"


def _abstention(number: int, answer: Mapping[str, Any]) -> str:
    reason = answer.get("reason") or {}
    if denied_by := reason.get("denied_by"):
        return f'<p class="abstained">{DENIED}</p>{_quoted_alone(number, denied_by)}'
    paragraphs = [
        f"<p>{_ABSTAINED[code]}</p>" for code in [reason.get("code")] if code in _ABSTAINED
    ]
    if reason.get("missing"):
        words = ", ".join(f"“{quoted(word)}”" for word in reason["missing"])
        paragraphs.append(f"<p>The closest passages do not mention {words}.</p>")
    if reason.get("instead"):
        pairs = ", ".join(
            f"“{quoted(there)}”, not “{quoted(word)}”" for word, there in reason["instead"]
        )
        paragraphs.append(f"<p>They speak of {pairs}.</p>")
    listed = (answer.get("documents") or {}).get("listed") or []
    if listed:
        names = "".join(
            f"<li>{quoted(document['title'] or document['document'])}</li>" for document in listed
        )
        paragraphs.append(f"<p>The documents are:</p><ul>{names}</ul>")
    if nearest := reason.get("nearest"):
        paragraphs.append(f"<p>{NEAREST}</p>{_quoted_alone(number, nearest)}")
    elif answer["hits"]:
        paragraphs.append(
            "<p>Here are the closest passages. Try different wording, "
            "or one of the questions below.</p>"
        )
    return f'<p class="abstained">The documents do not say.</p>{"".join(paragraphs)}'


def _copy(turn: Turn) -> str:
    return (
        '<p class="tools"><button type="button" class="copy" data-copy>Copy with sources</button>'
        f'<span class="copied" role="status"></span>'
        f'<template class="markdown">{escaped(as_markdown(turn))}</template></p>'
    )


def _lines(text: str) -> str:
    return escaped(text).replace("\n", "<br>")
