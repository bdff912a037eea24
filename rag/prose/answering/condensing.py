"""Have a chat model make a follow-up question stand alone."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing

from ....text.signs import fold
from ...asking.followups import Standalone
from ...extractive.extract import Inquiry
from ...types import Progress
from ..events import ReplySentence
from ..models.pieces import Finished, Quiet, TextPiece
from ..prompt.condense import accept_condensed, condense_prompt
from ..stream import read_reply
from .requests import Requests


def condense(inquiry: Inquiry, requests: Requests) -> Generator[Progress, None, Standalone]:
    """Ask for a question that stands alone; the one that rules make stands in for a bad reply.

    Args:
        inquiry: the question, with the turns before it.
        requests: asks the model.

    Raises:
        ModelFailed: if there is no reply, or it breaks off.
        SpendingLimit: if the question would exceed a limit of the day.
        ImportError: if the provider's package is not installed.
        UsageError: if the model cannot be opened.
    """
    text, is_whole = "", False
    messages = condense_prompt(inquiry.question, inquiry.history)
    with closing(requests.stream(messages, "the question and the history")) as pieces:
        for piece in pieces:
            if isinstance(piece, TextPiece):
                text += piece.text
            elif isinstance(piece, Finished):
                is_whole = piece.is_whole
            is_thinking = isinstance(piece, Quiet) and piece.is_reasoning
            yield "thinking" if is_thinking else "waiting"
    most = inquiry.config.max_question
    reply = _said(text) if is_whole else ""
    condensed = accept_condensed(reply, inquiry.question, inquiry.history, most)
    if condensed is None:
        return inquiry.by_rules()
    return Standalone(*[fold(condensed)] * 3)


def _said(text: str) -> str:
    """A reply without what the model thought, its lines as they are."""
    sentences = [event for event in read_reply(text) if isinstance(event, ReplySentence)]
    parts = [f"{event.text}{chr(10) if event.ending == 'line' else ' '}" for event in sentences]
    return "".join(parts).strip()
