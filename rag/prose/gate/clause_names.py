"""Whether the names of a clause belong to what it says, in the passage as well."""

from __future__ import annotations

from ....text.names import Name
from ...verify.values import has_name
from .alignment import Match
from .covering import LEANING, POINTING, Covering
from .reading.clauses import Clause
from .reading.names import missing_names, stands_for, true_names
from .reading.verb_forms import is_preposition

"""The share of what stands beside a name that a clause must have as well."""
"""Likeness from which on a word is the same or a synonym."""
_REACH = 60
"""Characters before a name in which a preposition may stand."""
_ARTICLES = frozenset({"the", "a", "an"})


def first_name_apart(covering: Covering, match: Match) -> Name | None:
    """The first name of a clause that the passage has of something else.

    It is not in the closest clause, nor may it stand for a pronoun or a shorter name there.
    """
    texts = {name.text for name in match.clause.facts.names}
    names = [name for name in covering.names if name.text in texts]
    missing = missing_names(names, [match.partner.facts, covering.passage.context_facts])
    if covering.units[match.place].is_row:
        missing = missing_names(missing, [covering.units[place].facts for place in match.places])
    return next((name for name in missing if _is_apart(covering, match, name)), None)


def _is_apart(covering: Covering, match: Match, name: Name) -> bool:
    theirs = list(true_names(match.partner.facts, covering.facts))
    if any(stands_for(short, name, covering.facts) for short in theirs):
        return False
    rivals = [rival for rival in theirs if not has_name([match.clause.facts], rival)]
    if any(rival.kind == name.kind for rival in rivals):
        return True
    if _is_genitive(covering, name) and has_name([covering.units[match.place].facts], name):
        return False
    before = covering.passage.before(match.place)
    near = [match.place] if before is None else [before, match.place]
    is_near = has_name([covering.units[place].facts for place in near], name)
    return not is_near or not _leans(covering, match.partner, name)


def _leans(covering: Covering, partner: Clause, name: Name) -> bool:
    """Whether a clause has a pronoun that may stand for a name, or "the" for its genitive."""
    if POINTING.search(partner.text):
        return True
    follows = _follows_preposition(covering.claim.text[: name.start])
    return (follows or _is_genitive(covering, name)) and bool(LEANING.search(partner.text))


def _is_genitive(covering: Covering, name: Name) -> bool:
    return covering.claim.text.startswith(("'s", "'"), name.end)


def _follows_preposition(before: str) -> bool:
    """Whether a text ends in a preposition, or in one and an article."""
    words = before[-_REACH:].casefold().split()
    if words and words[-1] in _ARTICLES:
        words.pop()
    return bool(words) and is_preposition(words[-1])
