"""The words with which a chat model says that its sources do not state the answer."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ...text.signs import fold
from .events import Event, ReplySentence

NOT_STATED = "NOT STATED"
"""What the model is asked to reply then."""
_WORD = re.compile(r"[^\W_]+")


def is_not_stated(events: Iterable[Event]) -> bool:
    """Whether a reply says that the sources do not state the answer, and nothing else.

    Markers, quotation marks, bold, punctuation and case do not matter.

    Args:
        events: those of the finished reply.
    """
    texts = [event.text for event in events if isinstance(event, ReplySentence)]
    return _words(" ".join(texts)) == _words(NOT_STATED)


def _words(text: str) -> list[str]:
    return _WORD.findall(fold(text).casefold())
