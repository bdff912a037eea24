"""Citation marks that a quoted text has itself: bracketed and superscript numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from ...text.signs import fold

_BRACKETED = re.compile(r"[\[［][^\[\]［］]{1,40}[\]］]")
_MARK = re.compile(rf"{_BRACKETED.pattern}|[⁰¹²³⁴-⁹①-⓿❶-➓]+")
_LOOKALIKES = "lI|"
"""Characters that people read as the digit 1."""


def split_marks(text: str) -> Iterator[tuple[str, bool]]:
    """Split a quoted text where it has what a reader could take for a citation mark of the answer.

    Args:
        text: a quotation.

    Yields:
        Each piece of the text, and whether it looks like a citation mark.
    """
    at = 0
    for match in _MARK.finditer(text):
        if match[0][0] not in "[［" or _is_number(match[0][1:-1]):
            yield text[at : match.start()], False
            yield match[0], True
            at = match.end()
    yield text[at:], False


def with_double_brackets(text: str) -> str:
    """A quoted text with ``[12]`` as ``⟦12⟧``, so that plain brackets are left to our own marks."""
    return _BRACKETED.sub(
        lambda match: f"⟦{match[0][1:-1]}⟧" if _is_number(match[0][1:-1]) else match[0], text
    )


def _is_number(text: str) -> bool:
    """Whether a person reads a number, or several: digits, spaces and punctuation, no letter."""
    plain = unicodedata.normalize("NFKC", fold(text))
    digits = [char for char in plain if char.isdigit() or char in _LOOKALIKES]
    return bool(digits) and not any(char.isalpha() and char not in _LOOKALIKES for char in plain)
