"""Which sentences of a passage a clause of a claim is about, and which clause is closest to it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from .checks.amounts import back_amounts
from .checks.backing import Backing
from .checks.moments import back_moments
from .covering import LEANING, Covering, Covers, tells
from .reading.clauses import Clause
from .reading.units import Unit

MOST_UNITS = 3
"""Sentences that a clause may rest on together."""
_GAIN = 0.1
"""The share of a clause that a further sentence must add."""
_VALUES = 0.7
"""What the values of a clause weigh in the choice of its sentence, relative to all its words."""


@dataclass(frozen=True)
class Match:
    """A clause of a claim with what it rests on.

    Attributes:
        clause: the clause.
        words: the numbers of its words that say something, values apart unless there are no others.
        places: the sentences that it is about, by their places in the passage, the likeliest first.
        place: the sentence that its closest clause is in.
        partner: the clause of the passage that is closest to it.
        cover: the weighted share of its words that the sentences cover, in [0, 1].
        bond: how far the closest clause alone covers both what it is about and what it says, in
            [0, 1]: low where each comes from another clause.
    """

    clause: Clause
    words: tuple[int, ...]
    places: tuple[int, ...]
    place: int
    partner: Clause
    cover: float
    bond: float

    @property
    def subject(self) -> list[int]:
        """The words that say what the clause is about."""
        return [at for at in self.words if at in self.clause.subject]

    @property
    def predicate(self) -> list[int]:
        """The words that say something of that."""
        return [at for at in self.words if at not in self.clause.subject]


def align(covering: Covering) -> tuple[Match, ...]:
    """A match for each clause that says something; none if the passage has no sentence."""
    if not covering.units:
        return ()
    matches = (_match(covering, clause) for clause in covering.clauses)
    return tuple(match for match in matches if match)


def rests_on(covering: Covering, matches: Sequence[Match]) -> tuple[Unit, ...]:
    """The sentences that a claim rests on, in order."""
    places = {place for match in matches for place in match.places}
    return tuple(covering.units[place] for place in sorted(places))


def _match(covering: Covering, clause: Clause) -> Match | None:
    content = [at for at in clause.numbers if tells(covering.claim.words[at])]
    words = [at for at in content if at not in covering.valued]
    if not content:
        return None
    if len(words) < len(content) and all(map(covering.is_light, words)):
        return _match_values(covering, clause, content)
    words = words or content
    places, covers = _choose(covering, clause, words)
    place, partner, bond = _closest(covering, clause, words, places)
    share = covering.share(covers, words)
    return Match(clause, tuple(words), tuple(places), place, partner, share, bond)


def _match_values(covering: Covering, clause: Clause, words: Sequence[int]) -> Match:
    """The match of a clause that says no more than a value: "It came to 5 dollars"."""
    shares = [_valued_share(clause, unit) for unit in covering.units]
    place = int(np.argmax(shares))
    partners = covering.units[place].clauses
    covers = [covering.share(covering.covers(place, part.numbers), words) for part in partners]
    partner = partners[int(np.argmax(covers))]
    share = shares[place]
    return Match(clause, tuple(words), (place,), place, partner, share, share)


def _choose(covering: Covering, clause: Clause, words: Sequence[int]) -> tuple[list[int], Covers]:
    """The places of the sentences that a clause is about, and how far they cover each word."""
    every = [
        covering.covers(place, leans=bool(LEANING.search(unit.text)))
        for place, unit in enumerate(covering.units)
    ]
    order = [
        covering.share(covers, words) + _VALUES * _valued_share(clause, unit)
        for covers, unit in zip(every, covering.units, strict=True)
    ]
    places = [int(np.argmax(order))]
    covers = every[places[0]]
    while len(places) < min(MOST_UNITS, len(every)):
        further, more = _further(covering, words, every, places, covers)
        if covering.share(more, words) < covering.share(covers, words) + _GAIN:
            break
        places, covers = [*places, further], more
    return places, covers


def _further(
    covering: Covering,
    words: Sequence[int],
    every: Sequence[Covers],
    places: Sequence[int],
    covers: Covers,
) -> tuple[int, Covers]:
    """The sentence that adds most to what some sentences cover, and what they cover with it."""
    joined = {
        place: np.maximum(covers, more) for place, more in enumerate(every) if place not in places
    }
    further = max(joined, key=lambda place: covering.share(joined[place], words))
    return further, joined[further]


def _valued_share(clause: Clause, unit: Unit) -> float:
    """The share of the numbers and dates of a clause that a sentence states; 0 if it has none."""
    backings = [
        *(backing for _, backing in back_amounts(clause.facts, [unit], [unit])),
        *(backing for _, backing in back_moments(clause.facts, [unit], [unit])),
    ]
    return sum(backing is Backing.STATED for backing in backings) / max(1, len(backings))


def _closest(
    covering: Covering, clause: Clause, words: Sequence[int], places: Sequence[int]
) -> tuple[int, Clause, float]:
    """The clause of some sentences that covers a clause best, and how far it does alone."""
    subject = [at for at in words if at in clause.subject]
    predicate = [at for at in words if at not in clause.subject]
    ranked: list[tuple[float, int, int, int, float]] = []
    for place in places:
        for number in range(len(covering.units[place].clauses)):
            covers = covering.clause_covers(place, number)
            bond = min(covering.share(covers, subject), covering.share(covers, predicate))
            total = covering.share(covers, words)
            ranked.append((bond + total / 2, -len(ranked), place, number, bond))
    _, _, place, number, bond = max(ranked)
    return place, covering.units[place].clauses[number], bond
