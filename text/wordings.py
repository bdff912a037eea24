"""The wording of a text: what two copies of a sentence have in common."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .signs import fold
from .tokens import joined_lines

_WORDS = re.compile(r"\w+(?:[.,'’]\w+)*")
_ARTICLES = {"a", "an", "the"}


def wording(text: str) -> str:
    """The words of a text, apart from articles, case, spacing, punctuation and breaks of lines."""
    words = _WORDS.findall(_plain(text).casefold())
    return " ".join(word for word in words if word not in _ARTICLES) or " ".join(words)


def first_of_wording(texts: Sequence[str]) -> list[int]:
    """For each text the number of the first one of the same wording; its own if it is that."""
    first: dict[str, int] = {}
    return [first.setdefault(wording(text), number) for number, text in enumerate(texts)]


def written_words(text: str) -> list[str]:
    """The words of a text as they are written, whatever breaks them or is not seen."""
    return _WORDS.findall(_plain(text))


def _plain(text: str) -> str:
    return fold(joined_lines(text)).replace("’", "'")
