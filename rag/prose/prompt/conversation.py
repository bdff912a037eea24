"""The conversation before a question, as text to read in a prompt."""

from __future__ import annotations

from collections.abc import Sequence

from ..budget import count_tokens
from .neutral import neutral_line
from .wording import worded

_TURNS = 4
_LONGEST_QUESTION, _LONGEST_ANSWER = 400, 600


def recent(history: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """The last four turns, neutral, on one line each.

    Args:
        history: questions and their answers, oldest first.

    Returns:
        At most 400 characters of each question and 600 of each answer.
    """
    return [
        (neutral_line(asked, _LONGEST_QUESTION), neutral_line(answer, _LONGEST_ANSWER))
        for asked, answer in history[-_TURNS:]
    ]


def conversation_block(history: Sequence[tuple[str, str]], budget: int | None = None) -> str:
    """The part of a prompt that holds the last turns of a conversation.

    Args:
        history: questions and their answers, oldest first.
        budget: how many tokens it may take; the older turns are left out. ``None`` for no limit.

    Returns:
        The turns between their tags; ``""`` if there are none.
    """
    turns = [_turn(asked, answer) for asked, answer in recent(history)]
    for first in range(len(turns)):
        block = worded("answer", "conversation", turns="\n".join(turns[first:]))
        if budget is None or count_tokens(block).tokens <= budget:
            return block
    return ""


def _turn(asked: str, answer: str) -> str:
    answer = answer or worded("answer", "no_answer")
    return worded("answer", "turn", question=asked, answer=answer).strip()
