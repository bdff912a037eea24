"""Words that say the opposite of each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from ...text import Facts, stem
from .denial import denials
from .types import Problem

_PAIRS = """
willing ready / refuse decline unwilling
prolong extend renew / end terminate lift cancel
accept agree approve adopt endorse / reject refuse decline oppose
above exceed / below
before / after
rise increase grow climb gain / fall decrease decline drop shrink
more / less fewer
allow permit authorise authorize / forbid ban prohibit prevent
require oblige / forbid prohibit
begin start open launch resume restart / end stop close finish conclude halt
continue / stop halt end cease
win / lose
support back / oppose
confirm admit / deny
import / export
buy / sell
lift remove ease suspend / impose reimpose restore
temporary provisional interim / permanent final
direct / indirect
public / secret
legal lawful / illegal unlawful
safe / unsafe dangerous
possible / impossible
true / false
large big / small
high / low
higher / lower
highest most largest / lowest least smallest
early earlier / late later
old older oldest / new newer newest
strong stronger / weak weaker
long longer longest / short shorter shortest
fast faster / slow slower
north northern / south southern
east eastern / west western
first / last
next / previous last
join / leave quit
arrive / depart
widen expand extend / narrow shorten shrink reduce
success succeed / fail failure
guilty / innocent
alive survive / dead die
male man / female woman
import importing / export exporting
friend / enemy
ally / enemy
direct / indirect
public / private
domestic / foreign
maximum / minimum
majority / minority
inside / outside
import / export
optimistic / pessimistic
sign / veto
help / hinder
declared / undeclared
""".strip()


_NOUNS = ("ment", "ments", "ion", "ions", "ance")


@lru_cache(maxsize=1)
def _table() -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    found = []
    for line in _PAIRS.splitlines():
        one, other = (frozenset(map(stem, side.split())) for side in line.split(" / "))
        found.append((one, other))
    return tuple(found)


def opposite_problems(claim: Facts, scope: Sequence[Facts]) -> Iterator[Problem]:
    """Words of the claim of which the sentences have the opposite and not the word itself.

    Only where the claim has none of the other side, and one of the two does not deny.
    """
    stems = frozenset[str]().union(*map(_stems, scope))
    own = _stems(claim)
    plain = sum(one.is_plain for part in scope for one in denials(part.text))
    if plain % 2 != sum(one.is_plain for one in denials(claim.text)) % 2:
        return
    for pair in _table():
        for ours, theirs in (pair, pair[::-1]):
            said = own & ours
            if said and not own & theirs and stems & theirs and not stems & ours:
                word = next(one for one in claim.words if one.stem in said)
                yield Problem("negation", word.text)
                return


def _stems(facts: Facts) -> frozenset[str]:
    """The stems of its words, nouns such as "agreement" apart."""
    return frozenset(word.stem for word in facts.words if not word.text.endswith(_NOUNS))
