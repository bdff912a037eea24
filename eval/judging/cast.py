"""The names of a collection of texts, by kind."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from ...text import lexicon
from ...text.vocabulary import any_of
from .vocabulary import CITIES, COUNTRIES, phrases, words

_TITLES = lexicon.words("names.titles")
_ALL_TITLES = _TITLES | lexicon.words("names.title_modifiers")
_ORGANISATIONS = lexicon.words("names.organisations")
_ORGANISATION = re.compile(rf"\b{any_of(map(str.capitalize, _ORGANISATIONS))}\b")
_NAME = re.compile(
    r"(?<![\w.])[A-Z][a-zA-Z'’-]*[a-z]"
    rf"(?: (?:{lexicon.any_word('names.particles')} )?[A-Z][a-zA-Z'’-]*[a-z]){{1,2}}(?!\w)"
)
_ROLE = re.compile(rf"\b(?i:{any_of(_TITLES | words('roles'))})(?: of [\w ]+)?,? $")
_BEFORE = 40
"""Characters before a name in which a role is looked for."""
_DEED = re.compile(rf",? {any_of(phrases('deeds'))}\b")
_BARE_COUNTRIES = [country.removeprefix("the ") for country in COUNTRIES]
_TITLE = re.compile(rf"^(?:{any_of([*map(str.capitalize, _ALL_TITLES), *_BARE_COUNTRIES])} )+")
_IMPERSONAL = {
    *map(str.capitalize, _ALL_TITLES | _ORGANISATIONS | lexicon.words("names.institutions")),
    *map(str.capitalize, words("impersonal_name_words")),
    *(word for place in (*_BARE_COUNTRIES, *CITIES) for word in place.split()),
}
"""Words that no name of a person has."""


@dataclass(frozen=True, slots=True)
class Names:
    """Names that occur in a collection: each kind sorted, no two of the same bearer.

    Attributes:
        people: full names without titles.
        countries: as they stand in a sentence, ``the United States``.
        cities: names of cities.
        organisations: names with ``the`` before them.
    """

    people: tuple[str, ...]
    countries: tuple[str, ...]
    cities: tuple[str, ...]
    organisations: tuple[str, ...]


def collect_names(texts: Iterable[str]) -> Names:
    """Collect the names in texts.

    Two or three capitalised words are a person if none of them belongs to offices or places and if
    somewhere a role stands before them or a verb of human action behind them. They are an
    organisation if they hold a noun such as "Council" and follow "the". Countries and cities come
    from lists.
    """
    people: dict[str, None] = {}
    organisations: dict[str, None] = {}
    joined = "\n".join(" ".join(text.split()) for text in texts)
    for match in _NAME.finditer(joined):
        written = re.sub(r"['’]s$", "", match[0])
        name = _TITLE.sub("", written)
        before = joined[max(0, match.start() - _BEFORE) : match.start()]
        acts = _ROLE.search(before) or _DEED.match(joined, match.end())
        if _ORGANISATION.search(written):
            if before.endswith("the "):
                organisations[f"the {written}"] = None
        elif (
            acts
            and " " in name
            and not before.endswith("the ")
            and not _IMPERSONAL & set(name.split())
        ):
            people[name] = None
    return Names(
        _distinct(people),
        tuple(
            sorted(country for country in COUNTRIES if _is_in(country.removeprefix("the "), joined))
        ),
        tuple(sorted(city for city in CITIES if _is_in(city, joined))),
        _distinct(organisations),
    )


def _is_in(name: str, text: str) -> bool:
    return re.search(rf"\b{re.escape(name)}\b", text) is not None


def _distinct(names: Iterable[str]) -> tuple[str, ...]:
    """The names sorted; of those that share their last word only the longest."""
    by_last_word: dict[str, str] = {}
    for name in sorted(names, key=lambda name: (-len(name), name)):
        by_last_word.setdefault(name.split()[-1], name)
    return tuple(sorted(by_last_word.values()))
