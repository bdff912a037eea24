"""Names that a text states, and whether two may be of one thing."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ...text import STOP_WORDS

_WORD = r"[^\W\d_a-z][\w'’-]*(?:\.(?=[\w ]))?"
_NAME = re.compile(
    rf"(?<![\w.])(?P<name>{_WORD}(?:(?: (?:of|de|da|del|van|von|der|bin|al))* {_WORD})*)"
)
_TITLES = frozenset(
    "mr mrs ms dr sir dame prof professor president prime minister foreign chancellor king queen "
    "captain general admiral mayor judge the".split()
)
_SOURCE = re.compile(
    r"(?:[Aa]ccording to|(?:reported|said|cited|estimated|counted|stated) by) (?:the )?$"
    r"|(?:[Ff]igures|[Dd]ata|[Cc]ounts?|[Ee]stimates?|[Rr]eports?) (?:from|of|by) (?:the )?$"
)
_SAYS = re.compile(
    r",? ?(?:who |which )?(?:later |also |now |has |have |had )?"
    r"(?:says?|said|reports?|reported|estimates?|estimated|puts?|claims?|claimed|states?|stated|"
    r"counts?|counted|told|tells|writes|wrote|announced|announces)\b"
)

_BEFORE = 40
"""Characters before a name in which it is said to be a source."""

Name = frozenset[str]
"""The words of a name, small, without titles."""


def read_names(text: str) -> tuple[list[Name], list[Name]]:
    """The names in a text: those it speaks of, and those on whose word it does.

    A single capitalised word that opens the text is taken for a name unless it is a common word.
    """
    subjects: list[Name] = []
    sources: list[Name] = []
    for match in _NAME.finditer(text.replace("\n", " ")):
        words = [word.replace("’", "'").casefold() for word in re.split(r"[ ]+", match["name"])]
        words = [word.removesuffix("'s").rstrip(".") for word in words]
        name = frozenset(word for word in words if word not in _TITLES | STOP_WORDS and word)
        if not name:
            continue
        start, end = match.span()
        is_source = _SOURCE.search(text, max(0, start - _BEFORE), start) or _SAYS.match(text, end)
        (sources if is_source else subjects).append(name)
    return subjects, sources


def same(one: Name, other: Name) -> bool:
    """Whether two names may be one: a word in common, or one the initials of the other."""
    return bool(one & other) or _initials(one, other) or _initials(other, one)


def only_in(ours: Iterable[Name], theirs: Iterable[Name]) -> list[Name]:
    """Our names that none of theirs may be."""
    others = list(theirs)
    return [one for one in ours if not any(same(one, other) for other in others)]


def _initials(short: Name, full: Name) -> bool:
    if len(short) != 1 or len(full) < 2:
        return False
    (letters,) = short
    return sorted(letters.replace(".", "")) == sorted(
        word[0] for word in full if word not in STOP_WORDS
    )
