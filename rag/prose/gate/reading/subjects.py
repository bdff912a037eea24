"""What a clause is about: the words before its verb, or those that a pronoun follows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from .....text.words import Word, read_words
from .stretches import LINKING
from .verb_forms import is_between, is_preposition
from .verbs import read_verbs

_LONGEST = 5
"""Words that a relative pronoun may stand for."""
PRONOUNS = frozenset("i we you he she it they this these".split())
_STOP = re.compile(r"[,;:]")


def has_subject(text: str, numbers: Sequence[int]) -> bool:
    """Whether some words of a text may be what a clause is about: content, or a pronoun."""
    words = read_words(text)
    return any(_names(words[number]) for number in numbers)


def _names(word: Word) -> bool:
    """Whether a word may be what a clause is about: no adverb, and no figure of a list."""
    if word.text in LINKING or is_between(word.text) or word.text.isdecimal():
        return False
    return word.is_content or word.text in PRONOUNS


def without_lead(text: str, numbers: list[int]) -> list[int]:
    """Words before a verb without conjunctions, and without "In May," or "Under the deal,"."""
    words = read_words(text)
    start = 0
    while start < len(numbers) and words[numbers[start]].text in LINKING:
        start += 1
    if start < len(numbers) and is_preposition(words[numbers[start]].text):
        for place in range(start + 1, len(numbers)):
            before, word = words[numbers[place - 1]], words[numbers[place]]
            if "," in text[before.end : word.start]:
                return numbers[place:]
    return numbers[start:]


def antecedent(text: str, opening: int) -> list[int]:
    """The words right before a relative pronoun, back to a verb or a comma."""
    words, verbs = read_words(text), _verb_words(text)
    numbers: list[int] = []
    for number in range(opening - 1, max(-1, opening - 1 - _LONGEST), -1):
        is_apart = numbers and _STOP.search(text, words[number].end, words[number + 1].start)
        if number in verbs or is_apart:
            break
        numbers.append(number)
    while numbers and not words[numbers[-1]].is_content:
        numbers.pop()
    return numbers[::-1]


@lru_cache(maxsize=4096)
def _verb_words(text: str) -> frozenset[int]:
    return frozenset(
        number for verb in read_verbs(text) for number in range(verb.first, verb.last + 1)
    )
