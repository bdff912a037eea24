"""Words that say the opposite of each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache

from ...text import lexicon
from ...text.reading import Facts
from ...text.words import stem
from .denial import denials
from .types import Problem


def opposite_problems(claim: Facts, scope: Sequence[Facts]) -> Iterator[Problem]:
    """Words of the claim whose opposite the sentences have, and not the words themselves.

    A claim with words of both sides has no problem, nor has one that is negated where the
    sentences are not, or the reverse.
    """
    source_stems = frozenset[str]().union(*map(_stems, scope))
    claim_stems = _stems(claim)
    negations = sum(denial.is_plain for part in scope for denial in denials(part.text))
    if negations % 2 != sum(denial.is_plain for denial in denials(claim.text)) % 2:
        return
    for pair in _pairs():
        for ours, theirs in (pair, pair[::-1]):
            used = claim_stems & ours
            is_ours = used and not claim_stems & theirs
            if is_ours and source_stems & theirs and not source_stems & ours:
                word = next(word for word in claim.words if word.stem in used)
                yield Problem("negation", word.text)
                return


@cache
def _pairs() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    sides = ([frozenset(map(stem, side.split())) for side in line]
             for line in lexicon.groups("claims.opposites"))  # fmt: skip
    return tuple((first, second) for first, second in sides)


def _stems(facts: Facts) -> frozenset[str]:
    """The stems of its words, apart from nouns such as "agreement"."""
    endings = tuple(lexicon.words("claims.noun_endings"))
    return frozenset(word.stem for word in facts.words if not word.text.endswith(endings))
