"""A conversation as HTML: each answer with its marks, beside it the sources that they lead to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..markup import escaped, prose, quoted
from .sources import passage_cards, source_cards
from .turns import Turn, as_markdown

_ABSTAINED = {
    "no_documents": "No document fits the dates and names that you chose.",
    "not_stated": "The documents do not state this of themselves.",
}


def transcript(turns: Sequence[Turn], waiting: str = "") -> str:
    """The whole conversation.

    Args:
        turns: the oldest first; the last may still grow.
        waiting: a line below the last question while there is no answer to it.
    """
    articles = "".join(
        _turn(number, one, waiting if number == len(turns) else "")
        for number, one in enumerate(turns, start=1)
    )
    return f'<div class="transcript" role="log" aria-live="polite">{articles}</div>'


def _turn(number: int, turn: Turn, waiting: str) -> str:
    head = f'<h2 class="question">{escaped(turn["question"])}</h2>'
    answer = turn["answer"]
    if answer is None:
        told = turn["error"] or waiting
        kind = "problem" if turn["error"] else "waiting"
        return f'<article class="turn">{head}<p class="{kind}">{escaped(told)}</p></article>'
    body = _abstention(answer) if answer["abstained"] else _answer(number, answer)
    sources = passage_cards(answer["hits"]) if answer["abstained"] else source_cards(number, answer)
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
    """The text with a mark after each cited sentence, the short answer above it."""
    parts, at = [], 0
    for one in answer["citations"]:
        parts.append(_lines(answer["text"][at : one["answer_start"]]))
        parts.append(prose(answer["text"][one["answer_start"] : one["answer_end"]]))
        parts.append(_mark(number, one["number"]))
        at = one["answer_end"]
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
    """What sources disagree, with their dates."""
    numbers = sorted({number for pair in answer["disagreements"] for number in pair})
    if not numbers:
        return ""
    dates = {one["number"]: one["date"] or "undated" for one in answer["citations"]}
    told = ", ".join(f"{escaped(dates[one])}{_mark(turn, one)}" for one in numbers)
    return f'<p class="differ">Sources differ: {told}</p>'


def _abstention(answer: Mapping[str, Any]) -> str:
    reason = answer.get("reason") or {}
    told = [f"<p>{_ABSTAINED[code]}</p>" for code in [reason.get("code")] if code in _ABSTAINED]
    if reason.get("missing"):
        words = ", ".join(f"“{quoted(word)}”" for word in reason["missing"])
        told.append(f"<p>The nearest passages do not speak of {words}.</p>")
    listed = (answer.get("documents") or {}).get("listed") or []
    if listed:
        names = "".join(f"<li>{quoted(one['title'] or one['document'])}</li>" for one in listed)
        told.append(f"<p>These are the documents:</p><ul>{names}</ul>")
    if answer["hits"]:
        told.append(
            "<p>Shown are the passages that come nearest. Other words may find more; "
            "below are questions that the documents do answer.</p>"
        )
    return f'<p class="abstained">The documents do not say.</p>{"".join(told)}'


def _copy(turn: Turn) -> str:
    return (
        '<p class="tools"><button type="button" class="copy" data-copy>Copy with sources</button>'
        f'<span class="copied" role="status"></span>'
        f'<template class="markdown">{escaped(as_markdown(turn))}</template></p>'
    )


def _lines(text: str) -> str:
    return escaped(text).replace("\n", "<br>")
