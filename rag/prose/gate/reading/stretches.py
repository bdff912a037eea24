"""The stretches of a text: what stands between commas, conjunctions and the like."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from .....text.words import Word, read_words

LINKING = frozenset(
    "and or but nor yet who which that whose whom where because since as so if provided assuming "
    "when while whereas although though unless until after before once than whether how "
    "what".split()
)
"""Words that join a clause to another."""
RELATIVE = frozenset("who which that whose whom where".split())
"""Of these, words that stand for what they follow."""
_STOP = re.compile(r"[,;:–()\"]")
_POINTING = frozenset("after before by for from in like of on since than to until with".split())
"""Words behind which "that" points and joins nothing."""
_FREQUENT = frozenset("a an per every more again".split())
"""Words before which "once" counts and joins nothing."""


@lru_cache(maxsize=4096)
def stretches(text: str) -> tuple[int, ...]:
    """The number of the stretch that each word of a ``plain`` text is in, from 0.

    A conjunction is in the stretch that it opens.
    """
    words = read_words(text)
    numbers, number = [], 0
    for at, word in enumerate(words):
        if at:
            is_apart = bool(_STOP.search(text, words[at - 1].end, word.start))
            number += is_apart or (word.text in LINKING - {"than"} and _joins(words, at))
        numbers.append(number)
    return tuple(numbers)


def _joins(words: Sequence[Word], at: int) -> bool:
    """Whether a word is a conjunction in its place, unlike those in "after that", "once a week"."""
    before = words[at - 1].text
    after = words[at + 1].text if at + 1 < len(words) else ""
    if words[at].text == "that":
        return before not in _POINTING | {"provided", "assuming"}
    return not (words[at].text == "once" and after in _FREQUENT)


@lru_cache(maxsize=4096)
def parts(text: str) -> tuple[tuple[int, ...], ...]:
    """The numbers of the words of each stretch, in order."""
    grouped: dict[int, list[int]] = {}
    for at, number in enumerate(stretches(text)):
        grouped.setdefault(number, []).append(at)
    return tuple(map(tuple, grouped.values()))
