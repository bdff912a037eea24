"""The words, dates, numbers and names of a text, read once."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from functools import cached_property, lru_cache

from .dates import DateSpan, find_dates
from .names import Name, initials, read_names
from .quantities import Quantity, read_quantities
from .spans import Taken
from .words import Word, read_words, root

_LONG_NAME = re.compile(
    r"[^\W\d_a-z][\w'-]{0,60}+(?: (?:(?:of|on|for|in|and|the) ){0,2}[^\W\d_a-z][\w'-]{0,60}+)+"
)


class Facts:
    """What one ``plain`` text states.

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
        self.names: tuple[Name, ...] = read_names(undated, codes)

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of all its words."""
        return frozenset(word.stem for word in self.words)

    @cached_property
    def roots(self) -> frozenset[str]:
        """The roots of all its words."""
        return frozenset(root(word.stem) for word in self.words)

    @cached_property
    def small(self) -> frozenset[str]:
        """All its words in lower case, without full stops and possessive endings."""
        return frozenset(word.text.replace(".", "").removesuffix("'s") for word in self.words)

    @cached_property
    def known(self) -> frozenset[str]:
        """The main names of the countries and bodies that it names."""
        return frozenset(name.known for name in self.names if name.known)

    @cached_property
    def acronyms(self) -> frozenset[str]:
        """The acronyms among its names."""
        return frozenset(name.acronym for name in self.names if name.acronym)

    @cached_property
    def initials(self) -> frozenset[str]:
        """The initials of its long names."""
        letters = (initials(match[0]) for match in _LONG_NAME.finditer(self.text))
        return frozenset[str]().union(*letters)

    @cached_property
    def said(self) -> tuple[Word, ...]:
        """Its words outside dates and numbers; all of them if there are no others."""
        taken = self._taken(self.moments, self.quantities)
        plain = (word for word in self.words if not taken.holds(word.start, word.start + 1))
        return tuple(plain) or self.words

    @cached_property
    def topic(self) -> tuple[Word, ...]:
        """Its content words outside dates, numbers and names."""
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
