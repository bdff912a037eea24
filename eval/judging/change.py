"""A change of a sentence in one place: where names stand, what is replaced, and a fixed choice."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

Change = tuple[str, str, str]
"""The changed sentence, the words before the change and the words after it."""


def replaced(sentence: str, start: int, end: int, new: str) -> Change:
    """The change that puts new words in the place of a span."""
    return sentence[:start] + new + sentence[end:], sentence[start:end], new


def pick(seed: str, count: int) -> int:
    """A number from 0 to ``count`` - 1 that depends on the seed alone."""
    digest = hashlib.sha256(seed.encode("utf-8", "surrogatepass")).digest()
    return int.from_bytes(digest[:8], "big") % count


def mentions(
    name: str, sentence: str, before: str = r"(?<!\w)", after: str = r"(?![\w-])"
) -> Iterator[re.Match[str]]:
    """The places of a name between two patterns, which are compiled only if it occurs."""
    if name in sentence:
        yield from re.finditer(before + re.escape(name) + after, sentence)
