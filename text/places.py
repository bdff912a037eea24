"""Countries and bodies, by all the names that people give them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from .lexicon import LANGUAGE, phrases

_NO_TERRITORY = frozenset("UN EU EZ QO XA XB ZZ".split())
"""Codes that CLDR lists beside those of territories."""


class Place(NamedTuple):
    """What a name is the name of.

    Attributes:
        name: the first of its names.
        kind: ``country`` or ``body``.
        form: ``name``, ``demonym`` or ``capital``.
    """

    name: str
    kind: str
    form: str


def place(name: str) -> Place | None:
    """What ``name`` is the name of, if it is that of a country or body.

    Lower case is not enough, nor is one capital for an acronym: ``us`` and ``Who`` are words.
    """
    entry = _table().get(_key(name)) if name[:1].isupper() else None
    if entry is None or (entry[1] and not name.replace(".", "").isupper()):
        return None
    return entry[0]


@cache
def _table() -> dict[str, tuple[Place, bool]]:
    """The place of each name, and whether the name is an acronym."""
    return {
        _key(alias): (Place(name, kind, form), alias.replace(".", "").isupper())
        for name, kind, form, alias in _entries()
    }


def _entries() -> Iterator[tuple[str, str, str, str]]:
    for name in territories():
        yield name, "country", "name", name
        if "&" in name:
            yield name, "country", "name", name.replace("&", "and")
    for key, kind, form in (
        ("aliases", "country", "name"),
        ("demonyms", "country", "demonym"),
        ("capitals", "country", "capital"),
        ("bodies", "body", "name"),
    ):
        for entry in phrases(f"names.{key}"):
            name, *aliases = entry.split("|")
            for alias in aliases if form != "name" else (name, *aliases):
                yield name, kind, "name" if alias == name else form, alias


def territories() -> Iterator[str]:
    """The names of countries and dependencies in CLDR."""
    from babel import Locale

    for code, name in Locale(LANGUAGE).territories.items():
        if len(code) == 2 and code not in _NO_TERRITORY:
            yield name


def _key(name: str) -> str:
    return name.replace(".", "").replace("’", "'").casefold()
