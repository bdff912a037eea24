"""What the documents have in place of a code, a year or a number that they lack."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from ...text.signs import fold

_CODE = re.compile(r"[^\W_](?:[\w.,/-]*[^\W_])?")
_RUN = re.compile(r"\d+|[^\W\d_]+")
_LEAST_ALIKE = 0.5
"""Least share of characters that a code has in common with its counterpart, in order."""


def counterparts(missing: Sequence[str], texts: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Pairs of a missing code and the likest one of the same form that the texts have.

    Args:
        missing: words that the texts lack; those with a figure are looked at.
        texts: what was searched, the nearest first.
    """
    words = [match[0] for text in texts for match in _CODE.finditer(fold(text))]
    codes = [word for word in dict.fromkeys(words) if any(letter.isdigit() for letter in word)]
    pairs = []
    for word in missing:
        if not any(letter.isdigit() for letter in word):
            continue
        alike = [
            (SequenceMatcher(None, word, code.casefold()).ratio(), -number, code)
            for number, code in enumerate(codes)
            if _form(code) == _form(word)
        ]
        if alike and max(alike)[0] >= _LEAST_ALIKE:
            pairs.append((word, max(alike)[2]))
    return tuple(pairs)


def _form(code: str) -> str:
    """A code with its runs of letters and of figures reduced to their kind."""
    return _RUN.sub(lambda run: "0" if run[0].isdigit() else "a", code.casefold())
