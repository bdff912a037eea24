"""Whether a claim gives the reasons that a passage gives, and its pronouns stand for the same."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from .alignment import Match
from .reading.clauses import Clause

_CAUSES = frozenset({"because", "since"})


def has_other_cause(matches: Sequence[Match]) -> bool:
    """Whether a claim gives a reason that the passage gives in another sentence."""
    for before, match in pairwise(matches):
        opening = before.clause.words[before.clause.inside[0]].text
        joins = match.clause.link in _CAUSES or (opening in _CAUSES and before is matches[0])
        if joins and not set(before.places) & set(match.places):
            return True
    return False


def is_stray(claim: Clause, source: Clause, before: str) -> bool:
    """Whether "it" or "they" of a claim stands for something else than the source names.

    Args:
        claim: the first clause of the claim.
        source: the clause of the passage that is closest to it.
        before: what was said before the claim: the sentence before it, or the question.
    """
    if not claim.is_pointing or claim.verb is None or source.verb is None:
        return False
    is_same_deed = claim.verb.stem == source.verb.stem
    if not is_same_deed or claim.verb.is_passive != source.verb.is_passive:
        return False
    names = {
        name
        for name in source.facts.names
        if any(source.words[at].text in name.words for at in source.subject)
    }
    small = before.casefold()
    return bool(names) and not any(word in small for name in names for word in name.words)
