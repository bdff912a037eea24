"""The turns of a conversation, as they are kept in a browser: JSON values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

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
        return f"**{turn['question']}**\n\n{turn['error'] or ''}\n"
    if answer["abstained"]:
        return f"**{turn['question']}**\n\nThe documents do not say.\n"
    text = answer["text"]
    for one in reversed(answer["citations"]):
        text = f"{text[: one['answer_end']]} [^{one['number']}]{text[one['answer_end'] :]}"
    notes = [
        f"[^{one['number']}]: {' · '.join(stated(one))}, {place_line(one)}"
        for one in answer["citations"]
    ]
    return "\n".join([f"**{turn['question']}**", "", text, "", *notes, ""])


def stated(citation: Mapping[str, Any]) -> list[str]:
    """Title, author and date, as far as they are stated; a title always is."""
    told = (citation.get("title"), citation.get("author"), citation.get("date"))
    return [str(one) for one in told if one]


def place_line(citation: Mapping[str, Any]) -> str:
    """The document's name and where in it."""
    if citation.get("page") is not None:
        return f"{citation['document']}, page {citation['page']}"
    return str(citation["document"])
