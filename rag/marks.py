"""Marks of other texts in what is quoted, told apart from ours: bracketed and raised numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from ..text import fold

_BRACKETED = re.compile(r"[\[［][^\[\]［］]{1,40}[\]］]")
_EITHER = re.compile(rf"{_BRACKETED.pattern}|[⁰¹²³⁴-⁹①-⓿❶-➓]+")
_LIKE_ONE = "lI|"
"""Letters that are read as the figure 1."""


def split_marks(text: str) -> Iterator[tuple[str, bool]]:
    """The pieces of a quoted text, each with whether it could be taken for a mark of ours."""
    at = 0
    for match in _EITHER.finditer(text):
        if match[0][0] not in "[［" or _is_number(match[0][1:-1]):
            yield text[at : match.start()], False
            yield match[0], True
            at = match.end()
    yield text[at:], False


def with_other_brackets(text: str) -> str:
    """A quoted text in which ``[12]`` is ``⟦12⟧``: what has brackets is then a mark of ours."""
    return _BRACKETED.sub(
        lambda match: f"⟦{match[0][1:-1]}⟧" if _is_number(match[0][1:-1]) else match[0], text
    )


def _is_number(text: str) -> bool:
    """Whether a person reads a number, or several: figures, spaces and signs, no letter."""
    seen = unicodedata.normalize("NFKC", fold(text))
    figures = [sign for sign in seen if sign.isdigit() or sign in _LIKE_ONE]
    return bool(figures) and not any(sign.isalpha() and sign not in _LIKE_ONE for sign in seen)
