"""The turns of a conversation as JSON values, the form in which a browser stores them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from ..markdown import literal

_CELL = "\t"
_BREAK = "\\\n"
"""A hard line break inside a paragraph."""
MOST = 30
"""How many turns a conversation keeps; the oldest are dropped first."""
_MOST_CHARACTERS = 1_000_000
"""Size of a conversation as JSON: thirty answers with twenty passages each."""
_DEEPEST = 8
DENIED = "The documents say otherwise:"
NEAREST = "The nearest statement:"
_LISTS = ("citations", "hits", "disagreements")
_NUMBERS = ("number", "answer_start", "answer_end", "start", "end")


class Turn(TypedDict):
    """A question and its outcome.

    Attributes:
        question: as the user typed it.
        answer: ``Answer.to_dict()``; ``None`` if there is none.
        error: why there is no answer.
    """

    question: str
    answer: dict[str, Any] | None
    error: str | None


def history_of(turns: Sequence[Turn]) -> tuple[tuple[str, str], ...]:
    """The turns in the form of ``ChatInput.history``, without those that failed."""
    return tuple((turn["question"], turn["answer"]["text"]) for turn in turns if turn["answer"])


def understood(turn: Turn) -> str:
    """The standalone form of a question; the question itself if it has no answer."""
    answer = turn["answer"]
    return str(answer["standalone_question"]) if answer else turn["question"]


def stored_turns(saved: object) -> list[Turn]:
    """The valid turns of what a browser stored."""
    rows = saved if isinstance(saved, list) else []
    return bounded([row for row in rows if _is_turn(row)])


def bounded(turns: Sequence[Turn]) -> list[Turn]:
    """The newest turns, within the limits on their number and total size."""
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
    if not _is_reason(answer.get("reason")):
        return False
    texts = (answer.get("text"), answer.get("standalone_question"))
    lists = [answer.get(name) for name in _LISTS]
    if not all(isinstance(text, str) for text in texts):
        return False
    return all(isinstance(rows, list) for rows in lists) and all(map(_is_cited, lists[0] or ()))


def _is_reason(reason: object) -> bool:
    """Whether the parts of a reason that go into the page's HTML have their types."""
    if reason is None:
        return True
    if not isinstance(reason, Mapping):
        return False
    quoted, instead = quoted_by(reason), reason.get("instead") or []
    pairs = isinstance(instead, list) and all(
        isinstance(pair, list | tuple) and len(pair) == 2 for pair in instead
    )
    return pairs and (quoted is None or _is_cited(quoted))


def _is_cited(citation: object) -> bool:
    """Whether the numeric fields of a citation, which go into the page's HTML, are integers."""
    return isinstance(citation, Mapping) and all(
        type(citation.get(name)) is int for name in _NUMBERS
    )


def _depth(value: object) -> int:
    """The nesting depth of lists and mappings, counted up to a limit."""
    levels, depth = [value], 0
    while levels and depth <= _DEEPEST:
        inner = [tuple(v.values()) if isinstance(v, Mapping) else v for v in levels]
        levels = [item for v in inner if isinstance(v, list | tuple) for item in v]
        depth += 1
    return depth


def cited_spans(answer: Mapping[str, Any]) -> list[tuple[int, int, list[int]]]:
    """The cited spans of an answer's text in order, each once, with the numbers of its sources.

    Args:
        answer: ``Answer.to_dict()``.
    """
    numbers: dict[tuple[int, int], list[int]] = {}
    for citation in answer["citations"]:
        span = (citation["answer_start"], citation["answer_end"])
        numbers.setdefault(span, []).append(citation["number"])
    return [(start, end, cited) for (start, end), cited in numbers.items()]


def sources_of(answer: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The citations of an answer, one for each number, in the order of first use.

    Args:
        answer: ``Answer.to_dict()``.
    """
    sources: dict[int, Mapping[str, Any]] = {}
    for citation in answer["citations"]:
        sources.setdefault(citation["number"], citation)
    return list(sources.values())


def as_markdown(turn: Turn) -> str:
    """A question and its answer with footnotes, to paste elsewhere."""
    answer = turn["answer"]
    if not answer:
        return _under(turn, literal(turn["error"] or ""))
    if answer["abstained"]:
        return _under(turn, _abstention(answer.get("reason") or {}))
    text, at = "", 0
    for start, end, numbers in cited_spans(answer):
        text += _lines(answer["text"][at:start])
        marks = "".join(f"[^{number}]" for number in numbers)
        text += f"{literal(answer['text'][start:end].replace(_CELL, ' | '))} {marks}"
        at = end
    text += _lines(answer["text"][at:].rstrip())
    # Without a separator, title and file name could be parsed as a link's address and title.
    notes = [
        f"[^{citation['number']}]: {literal(' · '.join(stated(citation)))}"
        f" · {literal(place_line(citation))}"
        for citation in sources_of(answer)
    ]
    return _under(turn, "\n".join([text.strip(" "), "", *notes]))


def quoted_by(reason: Mapping[str, Any]) -> Any:
    """The citation of the sentence that an abstention quotes, if it quotes one."""
    denied_by = reason.get("denied_by")
    return reason.get("nearest") if denied_by is None else denied_by


def _abstention(reason: Mapping[str, Any]) -> str:
    """That there is no answer, and the sentence that is quoted in its place with its footnote."""
    citation = quoted_by(reason)
    if not citation:
        return "The documents do not say."
    verdict = DENIED if reason.get("denied_by") else f"The documents do not say. {NEAREST}"
    note = f"[^1]: {literal(' · '.join(stated(citation)))} · {literal(place_line(citation))}"
    quote = literal(citation["quote"].replace(_CELL, " | "))
    return f"{verdict} {quote} [^1]\n\n{note}"


def _lines(text: str) -> str:
    """The text between two citations, keeping its line breaks."""
    lines = (f" {literal(line)} " if line.strip() else "" for line in text.split("\n"))
    return _BREAK.join(lines) if "\n" in text else next(lines) or " "


def _under(turn: Turn, text: str) -> str:
    """A question as a heading line, and a text below it."""
    question = literal(turn["question"])
    return f"**{question}**\n\n{text}\n" if question else f"{text}\n"


def stated(citation: Mapping[str, Any]) -> list[str]:
    """Title, author and date of a citation, without the missing ones."""
    fields = (citation.get("title"), citation.get("author"), citation.get("date"))
    return [str(field) for field in fields if field]


def place_line(citation: Mapping[str, Any]) -> str:
    """The document's name, with the page number if there is one."""
    if citation.get("page") is not None:
        return f"{citation['document']}, page {citation['page']}"
    return str(citation["document"])
