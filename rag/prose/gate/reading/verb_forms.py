"""Which forms of words may be verbs."""

from __future__ import annotations

import re
from functools import cache

from .....text import lexicon
from .....text.words import stem

_PAST = re.compile(r"(?!un)[a-z]{2,}ed")
_ING = re.compile(r"[a-z]{2,}ing")
_ADVERB = re.compile(r"[a-z]{2,}ly")
_SHORT_AUXILIARY = re.compile(r"[a-z]+'(?:re|ve|ll|d)|(?:it|he|she|that|there|what|who)'s")

BE = frozenset("am is are was were be been being".split())
"""The forms of "be", which with a participle make the passive."""
MODAL = frozenset("can could may might must shall should will would do does did cannot".split())
"""Auxiliaries behind which a verb stands as it is in a dictionary."""
BE_STEM = stem("be")


def is_auxiliary(word: str) -> bool:
    """Whether a word in lower case is an auxiliary, also a short one: ``they're``."""
    return word in auxiliaries() or bool(_SHORT_AUXILIARY.fullmatch(word))


def is_past(word: str) -> bool:
    """Whether a word may be a past or a participle."""
    is_regular = bool(_PAST.fullmatch(word)) and word not in lexicon.words("verbs.no_pasts")
    return is_regular or word in _irregular_pasts() or word.removeprefix("re") in _irregular_pasts()


def is_participle(word: str) -> bool:
    """Whether a past may stand behind "was"."""
    return bool(_PAST.fullmatch(word)) or word.removeprefix("re") in _participles()


def is_ing(word: str) -> bool:
    """Whether a word may be an -ing form."""
    return bool(_ING.fullmatch(word))


def is_between(word: str) -> bool:
    """Whether a word may stand between an auxiliary and what belongs to it: "not", "recently"."""
    return word in lexicon.words("verbs.between") or bool(_ADVERB.fullmatch(word))


def stands_before_nouns(word: str) -> bool:
    """Whether a noun or an adjective rather than a verb follows a word."""
    return word in lexicon.words("verbs.before_nouns") or word in {"this", "these", "those"}


def is_preposition(word: str) -> bool:
    """Whether a word is a preposition."""
    return word in lexicon.words("verbs.prepositions")


@cache
def auxiliaries() -> frozenset[str]:
    """The auxiliaries in full."""
    return lexicon.words("words.auxiliaries") | {"cannot"}


@cache
def _irregular_pasts() -> frozenset[str]:
    return frozenset(
        form for base, *forms in lexicon.groups("verbs.irregular") for form in forms or [base]
    )


@cache
def _participles() -> frozenset[str]:
    return frozenset(forms[-1] for forms in lexicon.groups("verbs.irregular"))


@cache
def bases() -> frozenset[str]:
    """Verbs as they stand in a dictionary."""
    irregular = (base for base, *_ in lexicon.groups("verbs.irregular"))
    return lexicon.words("verbs.regular").union(irregular)


@cache
def presents() -> frozenset[str]:
    """Verbs in the present: "reach" and "reaches"."""
    return bases().union(map(_third_person, bases()))


def _third_person(base: str) -> str:
    if re.search(r"(?:s|sh|ch|x|z|o)$", base):
        return f"{base}es"
    return f"{base[:-1]}ies" if re.search(r"[^aeiou]y$", base) else f"{base}s"
