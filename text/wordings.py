"""The wording of a text: what two copies of a sentence have in common."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .signs import fold
from .tokens import joined_lines

_WORDS = re.compile(r"\w+(?:[.,'’]\w+)*")
_ARTICLES = {"a", "an", "the"}


def wording(text: str) -> str:
    """The words of a text regardless of articles, case, spacing, punctuation and line breaks."""
    words = _WORDS.findall(_plain(text).casefold())
    return " ".join(word for word in words if word not in _ARTICLES) or " ".join(words)


def first_of_wording(texts: Sequence[str]) -> list[int]:
    """For each text, the index of the first text with the same wording."""
    first: dict[str, int] = {}
    return [first.setdefault(wording(text), number) for number, text in enumerate(texts)]


def written_words(text: str) -> list[str]:
    """The words of a text as written, without line breaks and invisible characters inside."""
    return _WORDS.findall(_plain(text))


def _plain(text: str) -> str:
    return fold(joined_lines(text)).replace("’", "'")
