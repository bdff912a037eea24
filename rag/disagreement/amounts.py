"""The amounts that a text states with what they count, and whether two texts' amounts differ."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import NamedTuple

from ...text.quantities import Quantity, read_quantities, stands_for
from ...text.spans import Taken
from ...text.tokens import STOP_WORDS
from ...text.words import stem

_COUNTED = re.compile(r"(?:[ -](?:a |an |of |the )?[^\W\d_][\w/]*(?: [^\W\d_]\w+){0,2})?")
_AMOUNTS = {"number", "share"}
_ARTICLES = {"a", "an", "of", "the"}


class Amount(NamedTuple):
    """A number, and the stems of what it counts where it has no unit."""

    quantity: Quantity
    counted: frozenset[str] = frozenset()

    @property
    def subject(self) -> tuple[str, frozenset[str]]:
        """What is measured or counted."""
        return self.quantity.measure, self.counted

    def comparable(self, theirs: Amount) -> bool:
        """Whether both measure or count the same kind of thing."""
        if self.quantity.measure or theirs.quantity.measure:
            return self.quantity.measure == theirs.quantity.measure
        return bool(self.counted & theirs.counted) or not (self.counted or theirs.counted)

    def agrees(self, theirs: Amount) -> bool:
        """Whether both may name one amount: equal, one rounded, or one a bound that holds."""
        mine, yours = self.quantity, theirs.quantity
        return stands_for(mine, yours) or stands_for(yours, mine)


def read_amounts(text: str) -> tuple[list[Amount], frozenset[float], str]:
    """The amounts of a text without dates, its ordinals, and the text with all blanked out."""
    quantities, codes = read_quantities(text)
    amounts = [
        Amount(quantity, frozenset() if quantity.measure else _counted(text, quantity.end))
        for quantity in quantities
        if quantity.kind in _AMOUNTS
    ]
    ordinals = frozenset(quantity.value for quantity in quantities if quantity.kind == "ordinal")
    taken = Taken(len(text), ((start, end) for _, start, end in codes))
    for quantity in quantities:
        if quantity.kind in {*_AMOUNTS, "ordinal"}:
            taken.add(quantity.start, quantity.end)
    return amounts, ordinals, taken.blanked(text)


def _counted(text: str, end: int) -> frozenset[str]:
    """The stems of the nouns after a number."""
    match = _COUNTED.match(text, end)
    words = re.findall(r"[^\W\d_]+", match[0].lower()) if match else []
    nouns = (word for word in words if word not in _ARTICLES)
    return frozenset(map(stem, takewhile(lambda word: word not in STOP_WORDS, nouns)))


def kinds_apart(ours: Sequence[Amount], theirs: Sequence[Amount]) -> int:
    """Of how many kinds both state amounts of which none of one side may be one of the other.

    Symmetric: of kinds that one side divides more finely ("jurors", "old jurors") the fewer count.
    """
    return min(_subjects_apart(ours, theirs), _subjects_apart(theirs, ours))


def _subjects_apart(ours: Sequence[Amount], theirs: Sequence[Amount]) -> int:
    return sum(
        _are_apart([amount for amount in ours if amount.subject == subject], theirs)
        for subject in {amount.subject for amount in ours}
    )


def _are_apart(ours: Sequence[Amount], theirs: Sequence[Amount]) -> bool:
    verdicts = [mine.agrees(yours) for mine in ours for yours in theirs if mine.comparable(yours)]
    return bool(verdicts) and True not in verdicts
