"""The English that sentences are reworded and falsified with: from CLDR and from the lexicon."""

from __future__ import annotations

import re
from collections.abc import Iterable

from babel import Locale
from babel.dates import get_month_names

from ...text import lexicon

_LOCALE = "en"
_SHORT_VERB = re.compile(r"[^aeiou]*[aeiou][^aeiouwxy]")
"""A verb of one syllable whose last letter is doubled before ``-ed``: "plan", "stop"."""


def words(name: str) -> frozenset[str]:
    """The words of a list of the lexicon's table ``falsifying``."""
    return lexicon.words(f"falsifying.{name}")


def series(name: str) -> tuple[str, ...]:
    """The words of a list whose order matters."""
    return tuple(word for line in lexicon.lines(f"falsifying.{name}") for word in line.split())


def phrases(name: str) -> tuple[str, ...]:
    """The entries of a list that has one a line."""
    return lexicon.lines(f"falsifying.{name}")


def pairs(name: str) -> dict[str, str]:
    """A list of two entries a line, as a mapping from the first to the second."""
    return {entry[0]: entry[1] for entry in lexicon.groups(f"falsifying.{name}")}


def either(entries: Iterable[str]) -> str:
    """A pattern for any of these entries, the longest first, without groups; none never match."""
    ordered = sorted(entries, key=lambda entry: (-len(entry), entry))
    return f"(?:{'|'.join(map(re.escape, ordered))})" if ordered else "(?!)"


def third_person(verb: str) -> str:
    """The third person of a verb in the present: ``carries`` for ``carry``."""
    if verb.endswith(("s", "sh", "ch", "x", "o")):
        return verb + "es"
    return verb[:-1] + "ies" if verb[-1] == "y" and verb[-2] not in "aeiou" else verb + "s"


def _regular_past(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if verb[-1] == "y" and verb[-2] not in "aeiou":
        return verb[:-1] + "ied"
    return verb + (verb[-1] if _SHORT_VERB.fullmatch(verb) else "") + "ed"


def _countries() -> dict[str, str]:
    territories = Locale(_LOCALE).territories
    names = {code: territories[code] for code in pairs("demonyms")} | pairs("other_country_names")
    with_article = words("with_article")
    return {
        f"the {names[code]}" if code in with_article else names[code]: demonym
        for code, demonym in pairs("demonyms").items()
    }


MONTHS: tuple[str, ...] = tuple(get_month_names("wide", locale=_LOCALE).values())
MONTH = either(MONTHS)
YEAR = r"(?:19|20)\d\d"
DAY = r"[0-3]?\d"
NUMBER_WORDS = series("number_words")
"""From two on, in order."""
ORDINALS = series("ordinals")
"""From the second on, in order."""
COUNTRIES = _countries()
"""Countries as they stand in a sentence, ``the United States``, and the adjective of each."""
CITIES = phrases("cities")
BASE_OF_PAST = {_regular_past(verb): verb for verb in sorted(words("regular_verbs"))} | {
    past: verb for verb, past in pairs("irregular_verbs").items()
}
"""Verbs in the past, and the base form of each."""
BASE_OF_THIRD = {third_person(verb): verb for verb in sorted(words("third_person_verbs"))}
"""Verbs in the third person, and the base form of each."""
