"""Whether two words of a claim have changed places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from typing import NamedTuple

from .....text.reading import Facts
from .....text.words import Word
from .roles import may_name

_ARTICLES = frozenset("a an the his her its their our my your".split())
_EXCHANGED = 2
"""How many more words around two words must be alike if they change places."""


class _Spot(NamedTuple):
    """Where a word stands: the stems of the two words before it and of the one behind it."""

    before: tuple[str, str]
    after: str
    at: int

    def likeness(self, partner: _Spot) -> int:
        """How many of the words around two spots are the same, from 0 to 3; not behind a gap."""
        first = bool(self.before[0]) and self.before[0] == partner.before[0]
        second = first and bool(self.before[1]) and self.before[1] == partner.before[1]
        return first + second + (bool(self.after) and self.after == partner.after)


def exchanged_words(claim: Facts, source: Facts) -> bool:
    """Whether two words have changed places: "that A lends to B" for "that B lends to A"."""
    ours, theirs = _spots(claim), _spots(source)
    shared = [stem for stem in ours if stem in theirs]
    for first, second in combinations(shared, 2):
        right = ours[first].likeness(theirs[first]) + ours[second].likeness(theirs[second])
        wrong = ours[first].likeness(theirs[second]) + ours[second].likeness(theirs[first])
        is_compound = any(abs(side[first].at - side[second].at) == 1 for side in (ours, theirs))
        if wrong >= right + _EXCHANGED and not is_compound:
            return True
    return False


def _spots(facts: Facts) -> dict[str, _Spot]:
    """The spot of each content word that a text has once, by its stem, articles aside."""
    words = [
        (at, word)
        for at, word in enumerate(facts.words)
        if word.text not in _ARTICLES and not _is_inside(word, facts)
    ]
    stems = Counter(word.stem for _, word in words)
    return {
        word.stem: _Spot(
            (_stem(words, place - 1), _stem(words, place - 2)), _stem(words, place + 1), at
        )
        for place, (at, word) in enumerate(words)
        if may_name(word) and stems[word.stem] == 1
    }


def _is_inside(word: Word, facts: Facts) -> bool:
    """Whether a word is part of a date or number, or of a name and not its last one."""
    spans = [(date.start, date.end) for date in facts.moments]
    spans += [(quantity.start, quantity.unit_end) for quantity in facts.quantities]
    return any(start <= word.start < end for start, end in spans) or any(
        name.start <= word.start and word.end < name.end for name in facts.names
    )


def _stem(words: Sequence[tuple[int, Word]], place: int) -> str:
    return words[place][1].stem if 0 <= place < len(words) else ""
