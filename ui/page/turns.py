"""The turns of a conversation, as they are kept in a browser: JSON values."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from ..markdown import literal

_CELL = "\t"
_BREAK = "\\\n"
"""Ends a line, but not a paragraph."""
MOST = 30
"""How many turns a conversation keeps; the oldest go first."""
_MOST_CHARACTERS = 1_000_000
"""Of a conversation as JSON: thirty answers with twenty passages each."""
_DEEPEST = 8
_LISTS = ("citations", "hits", "disagreements")
_NUMBERS = ("number", "answer_start", "answer_end", "start", "end")


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
    return bounded([row for row in rows if _is_turn(row)])


def bounded(turns: Sequence[Turn]) -> list[Turn]:
    """The newest turns, as many as a conversation keeps, by their number and their size."""
    newest: list[Turn] = []
    room = _MOST_CHARACTERS
    for turn in reversed(turns[-MOST:]):
        room -= len(json.dumps(turn, ensure_ascii=False))
        if room < 0:
            break
        newest.append(turn)
    return newest[::-1]


def _is_turn(row: object) -> bool:
    if not isinstance(row, Mapping) or row.keys() != Turn.__annotations__.keys():
        return False
    if not isinstance(row["question"], str) or _depth(row) > _DEEPEST:
        return False
    answer = row["answer"]
    if answer is None:
        return isinstance(row["error"], str)
    if not isinstance(answer, Mapping) or not isinstance(answer.get("abstained"), bool):
        return False
    texts = (answer.get("text"), answer.get("standalone_question"))
    lists = [answer.get(name) for name in _LISTS]
    if not all(isinstance(text, str) for text in texts):
        return False
    return all(isinstance(rows, list) for rows in lists) and all(map(_is_cited, lists[0] or ()))


def _is_cited(citation: object) -> bool:
    """Whether the numbers of a citation, which become parts of a page, are numbers."""
    return isinstance(citation, Mapping) and all(
        type(citation.get(name)) is int for name in _NUMBERS
    )


def _depth(value: object) -> int:
    """How deep lists and mappings lie in one another; a bounded number is all that is counted."""
    levels, depth = [value], 0
    while levels and depth <= _DEEPEST:
        inner = [tuple(v.values()) if isinstance(v, Mapping) else v for v in levels]
        levels = [item for v in inner if isinstance(v, list | tuple) for item in v]
        depth += 1
    return depth


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
