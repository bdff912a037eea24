"""Words that a retelling puts for one another."""

from __future__ import annotations

from functools import lru_cache

from .words import stem

_GROUPS = """
begin start open commence launch initiate
end finish conclude expire complete stop halt cease close
say state tell declare announce claim tell note add report describe call
reject refuse decline
extend prolong renew lengthen
limit cap restrict restriction ceiling
agree consent accept approve endorse
agreement deal accord pact
ship vessel boat tanker
country state nation
buy purchase acquire
sell sale
big large huge great major
small little minor
show demonstrate reveal
help assist aid support
get obtain receive gain
give grant provide supply hand offer
need require want
use employ utilise utilize
make produce build construct manufacture
attack strike hit
kill murder assassinate
head lead chair run direct
team delegation
leader chief head
worry fear concern
tell inform notify
ask request demand urge
oil crude petroleum
firm company business corporation enterprise
money fund cash
quick fast rapid swift
site place location
leave quit withdraw exit
restore resume return restart reimpose
remove lift abolish
cut reduce decrease lower
increase raise grow rise
try attempt seek
also too additionally
plan intend aim mean
method way approach
person people individual
child kid
film movie
song track single
team club
work job
author writer
write pen
publish release issue
first initial original
last final
important key significant main principal
choose pick select
live reside
die death kill dead
bear birth
popular famous known
often usually frequently commonly typically
almost nearly
enough sufficient
hold keep retain
name call title
appoint name designate
win victory
war conflict
law act statute legislation
rule regulation
talk negotiation negotiate discussion
travel go visit fly journey
join enter
permit allow let
forbid ban prohibit bar
compare contrast
border frontier
global world worldwide
annual yearly
approve adopt pass ratify
pause break suspend suspension
examine analyse analyze inspect study
store keep storage
medicine medical drug
doctor physician
car automobile vehicle
aircraft plane airplane
film picture
town city
house home
teacher instructor
student pupil
""".strip()


@lru_cache(maxsize=1)
def _table() -> dict[str, frozenset[str]]:
    table: dict[str, frozenset[str]] = {}
    for line in _GROUPS.splitlines():
        group = frozenset(map(stem, line.split()))
        for one in group:
            table[one] = table.get(one, frozenset()) | group
    return table


def near(stem_: str) -> frozenset[str]:
    """The stems that may stand for a stem, itself among them."""
    return _table().get(stem_, frozenset()) | {stem_}
