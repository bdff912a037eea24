"""What a chat model's reply comes in: pieces of text, silence, and how it ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from ...types import Usage

STOP = "stop"
"""The reason of a reply that came to its end."""


@dataclass(frozen=True, slots=True)
class TextPiece:
    """The next characters of the reply.

    Attributes:
        text: one character or more.
    """

    text: str


@dataclass(frozen=True, slots=True)
class Quiet:
    """No text for now. It comes several times a second, so that a caller can give up waiting.

    Attributes:
        is_reasoning: whether the model sends its reasoning, which is not passed on.
    """

    is_reasoning: bool = False


@dataclass(frozen=True, slots=True)
class Finished:
    """The end of a reply; always the last piece.

    Attributes:
        reason: ``stop`` if it came to its end. Else ``length``, ``content_filter``, ``refusal``,
            ``tool_calls``, ``empty`` (it came to its end without text), ``missing`` (the server
            gave no reason: the reply may be cut off), or what the server said.
        usage: what it took; ``None`` if the server does not say.
        without_temperature: whether the model refused the temperature and was asked without it.
    """

    reason: str
    usage: Usage | None = None
    without_temperature: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether the reply came to its end."""
        return self.reason == STOP


Piece: TypeAlias = TextPiece | Quiet | Finished
