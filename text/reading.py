"""The words, dates, numbers and names of a text, read once."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from functools import cached_property, lru_cache

from .dates import DateSpan, find_dates
from .lexicon import words
from .names import ALSO_NAMES, Name, initials, key_words, read_names
from .places import place
from .quantities import Quantity, read_quantities
from .spans import Taken
from .tokens import STOP_WORDS
from .words import Word, read_words

_EDGES = STOP_WORDS | words("names.particles", "names.small_words")
"""Words that are no part of a name at its start; at its end some are: "Theresa May"."""
_LONG_NAME = re.compile(
    r"[^\W\d_a-z][\w'-]{0,60}+(?: (?:(?:of|on|for|in|and|the) ){0,2}[^\W\d_a-z][\w'-]{0,60}+)+"
)


class Facts:
    """What a ``plain`` text states.

    Attributes:
        text: the text.
        words: its words in order.
        moments: its dates in order.
        quantities: its numbers in order, dates apart.
        names: its names in order, codes such as ``IR-6`` among them.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.words: tuple[Word, ...] = read_words(text)
        self.moments: tuple[DateSpan, ...] = find_dates(text)
        undated = self._taken(self.moments).blanked(text)
        self.quantities: tuple[Quantity, ...]
        self.quantities, codes = read_quantities(undated)
        self.names: tuple[Name, ...] = _read_names(undated, codes)

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of all its words."""
        return frozenset(word.stem for word in self.words)

    @cached_property
    def roots(self) -> frozenset[str]:
        """The roots of all its words."""
        return frozenset(word.root for word in self.words)

    @cached_property
    def small(self) -> frozenset[str]:
        """Its words in lower case, without full stops and possessive endings."""
        return frozenset(word.text.replace(".", "").removesuffix("'s") for word in self.words)

    @cached_property
    def place_names(self) -> frozenset[str]:
        """The canonical names of the countries and bodies that it names."""
        return frozenset(name.canonical for name in self.names if name.place)

    @cached_property
    def acronyms(self) -> frozenset[str]:
        """Its acronyms in lower case."""
        return frozenset(name.acronym for name in self.names if name.acronym)

    @cached_property
    def initials(self) -> frozenset[str]:
        """The initials of its long names."""
        names = (name[0].removeprefix("The ") for name in _LONG_NAME.finditer(self.text))
        return frozenset[str]().union(*map(initials, names))

    @cached_property
    def plain_words(self) -> tuple[Word, ...]:
        """Its words outside dates and numbers; all of them if there are no others."""
        taken = self._taken(self.moments, self.quantities)
        free = [word for word in self.words if not taken.holds(word.start, word.start + 1)]
        return tuple(free) or self.words

    @cached_property
    def topic(self) -> tuple[Word, ...]:
        """Its words of content outside dates, numbers and names."""
        taken = self._taken(self.moments, self.quantities, self.names)
        return tuple(word for word in self.content if not taken.holds(word.start, word.start + 1))

    def _taken(self, *groups: Iterable[DateSpan | Quantity | Name]) -> Taken:
        return Taken(len(self.text), ((span.start, span.end) for group in groups for span in group))

    @cached_property
    def content(self) -> tuple[Word, ...]:
        """Its content words in order."""
        return tuple(word for word in self.words if word.is_content)

    def before(self, place: int, most: int) -> tuple[Word, ...]:
        """The last ``most`` content words that end at a place or before it, in order."""
        end = bisect_right(self.content, place, key=lambda word: word.end)
        return self.content[max(0, end - most) : end]

    def after(self, place: int, most: int) -> tuple[Word, ...]:
        """The first ``most`` content words that start at a place or after it, in order."""
        start = bisect_left(self.content, place, key=lambda word: word.start)
        return self.content[start : start + most]


@lru_cache(maxsize=4096)
def read_facts(text: str) -> Facts:
    """What a ``plain`` text states."""
    return Facts(text)


def _read_names(text: str, codes: tuple[tuple[str, int, int], ...]) -> tuple[Name, ...]:
    """The names of a text as claims are checked by them, in order, codes among them.

    A country or body inside a longer name is a name of its own; titles alone are none.
    """
    parts = [Name(code, (code.casefold(),), start, end, is_code=True) for code, start, end in codes]
    for _, start, end in codes:
        text = text[:start] + " " * (end - start) + text[end:]
    for name in read_names(text):
        parts += _parts(name)
    return tuple(sorted(parts, key=lambda part: part.start))


def _parts(name: Name) -> Iterator[Name]:
    """The countries and bodies in a name, and what stands between them."""
    run = [(match[0], name.start + match.start()) for match in re.finditer(r"\S+", name.text)]
    pending: list[tuple[str, int]] = []
    at = 0
    while at < len(run):
        for size in range(min(4, len(run) - at), 0, -1):
            piece = " ".join(word for word, _ in run[at : at + size])
            if named := place(piece):
                yield from _without_places(pending, name)
                pending, start = [], run[at][1]
                key = key_words([word for word, _ in run[at : at + size]])
                yield Name(piece, key, start, start + len(piece), place=named)
                at += size
                break
        else:
            pending.append(run[at])
            at += 1
    yield from _without_places(pending, name)


def _without_places(run: list[tuple[str, int]], name: Name) -> Iterator[Name]:
    first, end = 0, len(run)
    while first < end and run[first][0].casefold() in _EDGES:
        first += 1
    while first < end and (
        run[end - 1][0].casefold() in _EDGES - ALSO_NAMES or run[end - 1][0].isdigit()
    ):
        end -= 1
    if key := key_words([word for word, _ in run[first:end]]):
        text, start = " ".join(word for word, _ in run[first:end]), run[first][1]
        yield Name(text, key, start, start + len(text), name.opens, name.person)
