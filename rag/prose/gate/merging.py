"""Whether a clause says of one thing what the passage says of another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from .alignment import Match
from .covering import Covering
from .reading.clauses import Clause
from .reading.likeness import best
from .reading.verb_forms import is_preposition

_SAYS, _IS_ABOUT, _IS_ABOUT_ELSE = 0.5, 0.8, 0.6
"""Shares from which on a clause says what another says, and is about the same, and up to which it
is about something else."""
_OBJECTS = frozenset("it them him her this these that those".split())
"""Pronouns behind a verb, which may stand for what another clause is about."""
_LESS = 0.12
"""By how much less of what is said the clause about the same has."""


class _Place(NamedTuple):
    """A clause of the passage, and the share of what is claimed that it says."""

    place: int
    clause: Clause
    says: float


def is_merged(covering: Covering, match: Match) -> bool:
    """Whether a clause has its subject from one clause of the passage and the rest from another.

    The other must be about something else, in words: a pronoun may stand for the same.
    """
    head, said_of_it = _head(covering, match.subject), match.predicate
    if not head or not said_of_it:
        return False
    if covering.counted & {*head, *said_of_it}:
        return False
    places = [
        _Place(
            place, clause, covering.share(best(covering.alike(place), clause.numbers), said_of_it)
        )
        for place in _places(covering, match)
        for clause in covering.units[place].clauses
        if clause.verb is not None
    ]
    source = max(places, key=lambda candidate: candidate.says, default=None)
    if source is None or source.says < _SAYS or not _is_about_else(covering, match, source, head):
        return False
    return any(
        covering.share(best(covering.alike(place), clause.subject), head) >= _IS_ABOUT
        and says < source.says - _LESS
        for place, clause, says in places
        if clause is not source.clause
    )


def _places(covering: Covering, match: Match) -> list[int]:
    """The sentences that a clause is about, with those right before them."""
    before = [covering.passage.before(place) for place in match.places]
    return list(dict.fromkeys([*match.places, *(place for place in before if place is not None)]))


def _head(covering: Covering, subject: Sequence[int]) -> Sequence[int]:
    """The noun that a clause is about: the last word before a preposition."""
    words = covering.claim.words
    for at in subject:
        if at + 1 < len(words) and is_preposition(words[at + 1].text):
            return [at]
    return subject[-1:]


def _is_about_else(covering: Covering, match: Match, source: _Place, head: Sequence[int]) -> bool:
    clause = source.clause
    shared = {match.clause.words[at].text for at in match.clause.inside}
    points = any(
        clause.words[at].text in _OBJECTS - shared
        for at in clause.inside
        if at not in clause.subject
    )
    if points or not any(clause.words[at].is_content for at in clause.subject):
        return False
    if clause.words[clause.subject[0]].text in _OBJECTS:
        return False
    covers = covering.covers(source.place, clause.numbers, leans=False)
    return covering.share(covers, head) <= _IS_ABOUT_ELSE
