"""The names of a text with their places, and whether a text has the one that is claimed."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from .places import place
from .tokens import STOP_WORDS

_WORD = r"(?:(?:[^\W\d_a-z]\.){2,}|[^\W\d_a-z](?:[^\W_]|['&-](?=[^\W_]))*)"
_NAME = re.compile(
    rf"(?<![\w.'])(?:al-)?{_WORD}(?: (?:(?:of|de|da|del|van|von|der|bin|el) )?(?:al-|el-)?{_WORD})*"
)
_TITLES = frozenset(
    "mr mrs ms dr sir dame lord lady prof professor president prime minister foreign chancellor "
    "king queen prince princess captain general admiral colonel mayor judge justice secretary "
    "senator representative ambassador director chief chairman chairwoman chair spokesman "
    "spokeswoman deputy vice former supreme leader high senior defence defense finance interior "
    "envoy special north south east west northern southern eastern western central saint st "
    "the".split()
)
_COMMON = frozenset(
    "according officials negotiators inspectors diplomats companies governments countries members "
    "both each every many most some several few under despite although while since because "
    "however meanwhile after before during until unless within without today yesterday tomorrow "
    "later early earlier then now here there still yet only even once twice half roughly about "
    "around nearly almost over more less fewer at least if whether instead rather like unlike "
    "among between per upon toward towards against along across behind beyond by from into onto "
    "off out up down yes yeah oh wow hey hi hello lol haha thanks great well okay sure people "
    "everyone someone nobody nothing something anything never always often sometimes usually "
    "normally generally typically also additionally furthermore moreover finally overall "
    "consequently therefore thus hence starting following prior having being given one two three "
    "four five six seven eight nine ten eleven twelve thirteen fourteen fifteen twenty thirty "
    "forty fifty sixty seventy eighty ninety hundred first second third fourth fifth sixth "
    "seventh last next another other others such same all any none no not never neither nor mr "
    "mrs ms dr".split()
)
_MONTHS = frozenset(
    "january february march april may june july august september october november december monday "
    "tuesday wednesday thursday friday saturday sunday jan feb mar apr jun jul aug sep sept oct "
    "nov dec".split()
)


class Name(NamedTuple):
    """A name, or a piece of one, with its place.

    Attributes:
        words: its words, small, without titles; empty for a place.
        known: the first name of the country or body that it is a name of, or ``""``.
        kind: ``country``, ``body``, ``code`` (``IR-6``) or ``name``.
        opens: whether it is one word that opens the sentence: it may be no name at all.
    """

    text: str
    words: tuple[str, ...]
    known: str
    kind: str
    opens: bool
    start: int
    end: int

    @property
    def acronym(self) -> str:
        """Its letters, small, if it is an acronym; else ``""``."""
        letters = self.text.replace(".", "").removesuffix("s")
        return (
            letters.casefold() if len(letters) >= 2 and sum(map(str.isupper, letters)) > 1 else ""
        )


@lru_cache(maxsize=4096)
def read_names(text: str, codes: tuple[tuple[str, int, int], ...] = ()) -> tuple[Name, ...]:
    """The names of a ``plain`` text from which dates are blanked, in order.

    A country inside a longer name is a name of its own; titles are none.
    """
    found = [Name(one, (one.casefold(),), "", "code", False, *span) for one, *span in codes]
    for _, start, end in codes:
        text = text[:start] + " " * (end - start) + text[end:]
    first = re.search(r"\w", text)
    for match in _NAME.finditer(text):
        opens = first is not None and match.start() == first.start()
        found += _pieces(match[0], match.start(), opens)
    return tuple(sorted(found, key=lambda one: one.start))


def _pieces(text: str, start: int, opens: bool) -> list[Name]:
    """The countries and bodies in a run of capital words, and what stands between them."""
    words = [(one[0], start + one.start()) for one in re.finditer(r"[^ ]+", text)]
    found: list[Name] = []
    held: list[tuple[str, int]] = []
    at = 0
    while at < len(words):
        for size in (4, 3, 2, 1):
            piece = " ".join(word for word, _ in words[at : at + size]).removesuffix("'s")
            known = place(piece) if at + size <= len(words) else None
            if known:
                found += _name(held, opens)
                held = []
                begin = words[at][1]
                found.append(Name(piece, (), *known, False, begin, begin + len(piece)))
                at += size
                break
        else:
            held.append(words[at])
            if words[at][0].endswith("'s"):
                found += _name(held, opens)
                held = []
            at += 1
    return found + _name(held, opens)


def _name(words: list[tuple[str, int]], opens: bool) -> list[Name]:
    while words and words[0][0].casefold() in STOP_WORDS | _COMMON:
        words, opens = words[1:], False
    while words and words[-1][0].casefold() in STOP_WORDS:
        words = words[:-1]
    small = [word.casefold().removesuffix("'s").removesuffix("'").rstrip(".") for word, _ in words]
    kept = tuple(
        one.replace(".", "") for one in small if one not in _TITLES | STOP_WORDS | _MONTHS and one
    )
    if not kept:
        return []
    start, end = words[0][1], words[-1][1] + len(words[-1][0])
    text = " ".join(word for word, _ in words).removesuffix("'s")
    return [Name(text, kept, "", "name", opens and len(words) == 1, start, end)]


def is_common(word: str) -> bool:
    """Whether a word that opens a sentence is likely no name, by its form."""
    return word in _COMMON or word.endswith(("s", "ing", "ed", "ly"))


def initials(words: str) -> set[str]:
    """The initials of a run of words, small: with and without those of small words."""
    parts = [part for part in re.split(r"[^\w]+", words) if part and part != "s"]
    capital = "".join(part[0] for part in parts if part[0].isupper())
    return {capital.casefold(), "".join(part[0] for part in parts).casefold()}
