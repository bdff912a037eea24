"""The English that sentences are reworded and falsified with."""

from __future__ import annotations

import re

from ...text import lexicon, vocabulary
from ...text.places import territories

_SHORT_VERB = re.compile(r"[^aeiou]*[aeiou][^aeiouwxy]")
"""A verb of one syllable whose last letter is doubled before ``-ed``: "plan", "stop"."""
_CONSONANT_Y = re.compile(r"[^aeiou]y$")


def words(name: str) -> frozenset[str]:
    """The words of a list of the lexicon's table ``falsifying``."""
    return lexicon.words(f"falsifying.{name}")


def phrases(name: str) -> tuple[str, ...]:
    """The entries of a list of phrases."""
    return lexicon.phrases(f"falsifying.{name}")


def pairs(name: str) -> dict[str, str]:
    """A list of pairs, as a mapping from the first of each to the second."""
    return {entry[0]: entry[1] for entry in lexicon.groups(f"falsifying.{name}")}


def third_person(verb: str) -> str:
    """The third person of a verb in the present: ``carries`` for ``carry``."""
    if verb in _IRREGULAR_THIRD:
        return _IRREGULAR_THIRD[verb]
    if verb.endswith(("s", "sh", "ch", "x", "o")):
        return verb + "es"
    return verb[:-1] + "ies" if _CONSONANT_Y.search(verb) else verb + "s"


def _past(verb: str) -> str:
    if verb in _IRREGULAR_PAST:
        return _IRREGULAR_PAST[verb]
    if verb.endswith("e"):
        return verb + "d"
    if _CONSONANT_Y.search(verb):
        return verb[:-1] + "ied"
    return verb + (verb[-1] if _SHORT_VERB.fullmatch(verb) else "") + "ed"


def _countries() -> dict[str, str]:
    countries = set(territories())
    written = pairs("written_names")
    return {
        written.get(name, name): adjective
        for name, adjective, *_ in lexicon.groups("names.demonyms")
        if name in countries
    }


MONTHS = tuple(vocabulary.MONTHS)
MONTH = vocabulary.any_of(MONTHS)
YEAR = r"(?:19|20)\d\d"
DAY = r"[0-3]?\d"
NUMBER_WORDS = vocabulary.PLURAL_NUMBERS[:11]
"""From two to twelve, in order."""
ORDINALS = tuple(vocabulary.ORDINALS)[1:]
"""From the second on, in order."""
COUNT = rf"(?:[$€]?\d|{vocabulary.any_of([*vocabulary.PLURAL_NUMBERS, *phrases('fractions')])}\b)"
"""The pattern of what a number begins with."""
COUNTRIES = _countries()
"""Countries as they stand in a sentence, ``the United States``, and the adjective of each."""
CITIES = phrases("cities") + tuple(
    capital for _, *capitals in lexicon.groups("names.capitals") for capital in capitals
)
_IRREGULAR_PAST = {verb: past for verb, past, *_ in lexicon.groups("words.irregular")}
_IRREGULAR_THIRD = pairs("irregular_third_persons")
BASE_OF_PAST = {_past(verb): verb for verb in sorted(words("past_verbs"))}
"""Verbs in the past, and the base form of each."""
BASE_OF_THIRD = {third_person(verb): verb for verb in sorted(words("third_person_verbs"))}
"""Verbs in the third person, and the base form of each."""
