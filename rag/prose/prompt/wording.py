"""The words of the prompts, read from ``prompt.toml``."""

from __future__ import annotations

import hashlib
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

Task = Literal["answer", "condense"]


class ChatMessage(NamedTuple):
    """A message of a prompt, in the form of a pair that LangChain takes for a message.

    Attributes:
        role: who speaks.
        text: what is said.
    """

    role: Literal["system", "human", "ai"]
    text: str


@cache
def version() -> str:
    """Twelve hexadecimal digits that change whenever a word of the prompts does."""
    return hashlib.sha256(_source().encode()).hexdigest()[:12]


def instruction(task: Task) -> str:
    """What the model is told first.

    Args:
        task: what it is asked for.
    """
    return worded(task, "instruction").strip()


def worded(task: Task, name: str, **values: str) -> str:
    """A text of the prompts.

    Args:
        task: what the model is asked for.
        name: the name of the text.
        **values: what is put in place of the names in it; braces in a value mean nothing.
    """
    text: str = _tables()[task][name]
    return text.format(**values) if values else text


def examples(task: Task) -> tuple[Mapping[str, Any], ...]:
    """Questions with replies that are as they should be.

    Args:
        task: what the model is asked for.

    Returns:
        ``question`` and ``reply`` of each; with ``passages`` for an answer, and the ``history``
        before a question that shall stand alone.
    """
    return tuple(_tables()[task]["examples"])


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads(_source())


def _source() -> str:
    return Path(__file__).with_name("prompt.toml").read_text(encoding="utf-8")
