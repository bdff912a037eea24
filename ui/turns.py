"""The turns of a conversation, as they are kept in a browser: JSON values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from .markdown import literal

_CELL = "\t"
_BREAK = "\\\n"
"""Ends a line, but not a paragraph."""
MOST = 30
"""How many turns a conversation keeps; the oldest go first."""


class Turn(TypedDict):
    """A question and what came of it.

    Attributes:
        question: as it was asked.
        answer: ``Answer.to_dict()``; ``None`` while there is none.
        error: why there is no answer.
    """

    question: str
    answer: dict[str, Any] | None
    error: str | None


def history_of(turns: Sequence[Turn]) -> tuple[tuple[str, str], ...]:
    """The turns as ``ChatInput.history`` takes them; those that failed are left out."""
    return tuple((one["question"], one["answer"]["text"]) for one in turns if one["answer"])


def understood(turn: Turn) -> str:
    """A question as it was understood; as it was asked if it has no answer."""
    answer = turn["answer"]
    return str(answer["standalone_question"]) if answer else turn["question"]


def kept(saved: object) -> list[Turn]:
    """The turns in what a browser had saved; what is none of ours is left out."""
    rows = saved if isinstance(saved, list) else []
    return [row for row in rows if _is_turn(row)][-MOST:]


def _is_turn(row: object) -> bool:
    if not isinstance(row, Mapping) or not isinstance(row.get("question"), str):
        return False
    answer = row.get("answer")
    if answer is None:
        return isinstance(row.get("error"), str)
    needed = ("text", "abstained", "citations", "hits", "standalone_question")
    return isinstance(answer, Mapping) and all(name in answer for name in needed)


def as_markdown(turn: Turn) -> str:
    """A question and its answer with footnotes, to paste elsewhere."""
    answer = turn["answer"]
    if not answer:
        return _under(turn, literal(turn["error"] or ""))
    if answer["abstained"]:
        return _under(turn, "The documents do not say.")
    text, at = "", 0
    for one in answer["citations"]:
        text += _lines(answer["text"][at : one["answer_start"]])
        quote = answer["text"][one["answer_start"] : one["answer_end"]]
        text += f"{literal(quote.replace(_CELL, ' | '))} [^{one['number']}]"
        at = one["answer_end"]
    text += _lines(answer["text"][at:].rstrip())
    # Without a sign between them, name and place could be read as a link's address and title.
    notes = [
        f"[^{one['number']}]: {literal(' · '.join(stated(one)))} · {literal(place_line(one))}"
        for one in answer["citations"]
    ]
    return _under(turn, "\n".join([text.strip(" "), "", *notes]))


def _lines(text: str) -> str:
    """What stands between quotes, its lines kept."""
    lines = (f" {literal(line)} " if line.strip() else "" for line in text.split("\n"))
    return _BREAK.join(lines) if "\n" in text else next(lines) or " "


def _under(turn: Turn, text: str) -> str:
    """What came of a question, under it."""
    question = literal(turn["question"])
    return f"**{question}**\n\n{text}\n" if question else f"{text}\n"


def stated(citation: Mapping[str, Any]) -> list[str]:
    """Title, author and date, as far as they are stated; a title always is."""
    told = (citation.get("title"), citation.get("author"), citation.get("date"))
    return [str(one) for one in told if one]


def place_line(citation: Mapping[str, Any]) -> str:
    """The document's name and where in it."""
    if citation.get("page") is not None:
        return f"{citation['document']}, page {citation['page']}"
    return str(citation["document"])
