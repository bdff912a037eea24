"""What is wrong with a claim, held against a passage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ....text.negation import is_negated
from .alignment import Match, rests_on
from .checks.amounts import back_amounts
from .checks.attachment import misplaced_value
from .checks.backing import Backing
from .checks.comparing import turned_comparison, unsupported_comparison
from .checks.exchanged import exchanged_words
from .checks.extent import dropped_exception, dropped_hedges, is_widened, only_wished
from .checks.lists import list_members
from .checks.moments import back_moments, supplanted_date
from .checks.polarity import is_contrary
from .checks.quotes import altered_quote
from .checks.rates import lacking_rate
from .checks.roles import swapped_roles
from .checks.rows import answers_column, misplaced_cell, misread_rows
from .clause_names import first_name_apart
from .covering import Covering, is_in
from .merging import is_merged
from .outcomes import Code
from .reading.clauses import Clause
from .reading.names import missing_names
from .reports import has_other_cause, is_stray

_MEMBER = 0.8
"""Likeness from which on a member of a list, or the word that opens a claim, is in a sentence."""


class Problem(NamedTuple):
    """Something that a claim states and the passage does not bear out.

    Attributes:
        code: what kind it is of.
        text: the words in question; ``""`` where it is the claim as a whole.
    """

    code: Code
    text: str = ""


def exact_problems(covering: Covering, matches: Sequence[Match]) -> Iterator[Problem]:
    """Words in quotation marks, names, numbers, dates and units that the passage does not have."""
    passage, claim = covering.passage, covering.claim
    about = rests_on(covering, matches)
    if quote := altered_quote(claim.text, passage.text):
        yield Problem("quotation", quote)
    for name in missing_names(covering.names, covering.facts):
        yield Problem("name", name.text)
    if opening := _unknown_opening(covering, matches):
        yield Problem("name", opening)
    for quantity, backing in back_amounts(claim, about, passage.units, passage.context_facts):
        if backing is Backing.MISSING:
            yield Problem("number", quantity.text)
    for date, backing in back_moments(claim, about, passage.units, passage.context_facts):
        if backing is Backing.MISSING:
            yield Problem("date", date.text)
    if rate := lacking_rate(claim, passage.units):
        yield Problem("unit", rate)


def _unknown_opening(covering: Covering, matches: Sequence[Match]) -> str:
    """The bare word that a claim opens with, if it may be a name and the sentences do not have it.

    Its capital letter does not tell whether it is a name, but no article stands before it and it is
    no plural: "Brovik has a mill", unlike "Visitors have a key" and "Parking is free".
    """
    for match in matches[:1]:
        verb, (word, *_) = match.clause.verb, covering.claim.words
        is_bare = verb is not None and verb.first == 1 and not word.text.endswith(("s", "ing"))
        may_be = any(name.opens and is_in(word, name) for name in covering.claim.names)
        covers = [covering.covers(place)[0] for place in match.places]
        if is_bare and may_be and not covering.is_named(0) and max(covers) < _MEMBER:
            return word.text
    return ""


def conflicts(covering: Covering, matches: Sequence[Match], before: str) -> list[Problem]:
    """What a claim says otherwise than the passage, each kind once at most.

    Args:
        covering: the claim and the passage.
        matches: its clauses with what they rest on.
        before: what was said before the claim.
    """
    problems = [
        *_in_clauses(covering, matches),
        *_in_sentences(covering, matches),
        *([Problem("cause")] if has_other_cause(matches) else []),
    ]
    if matches and is_stray(matches[0].clause, matches[0].partner, before):
        problems.append(Problem("reference"))
    return list({problem.code: problem for problem in reversed(problems)}.values())[::-1]


def _in_clauses(covering: Covering, matches: Sequence[Match]) -> Iterator[Problem]:
    for match in matches:
        clause, partner, unit = match.clause, match.partner, covering.units[match.place]
        if name := first_name_apart(covering, match):
            yield Problem("roles", name.text)
        rows = covering.passage.rows if unit.is_row else ()
        answers = bool(rows) and answers_column(clause.facts, rows) is not None
        if rows and misread_rows(clause.facts, rows, covering.claim):
            yield Problem("roles", clause.text)
        if any(swapped_roles(clause, part) for part in _of_same_deed(covering, match)):
            yield Problem("roles", clause.text)
        if is_merged(covering, match):
            yield Problem("merged", clause.text)
        is_counter = is_negated(clause.text) and _is_computed(covering, clause)
        is_apart = is_counter or answers
        if not is_apart and is_contrary(clause, partner, covering.alike(match.place), match.bond):
            yield Problem("negation", clause.text)
        if date := supplanted_date(clause.facts, partner.facts, unit):
            yield Problem("merged", date)
        if not answers and is_widened(clause, partner, unit, covering.claim.quantities):
            yield Problem("scope", clause.text)


def _of_same_deed(covering: Covering, match: Match) -> list[Clause]:
    """The clause closest to one of the claim, else those of its sentences with the same verb."""
    verb = match.clause.verb
    if verb is None or (match.partner.verb and match.partner.verb.stem == verb.stem):
        return [match.partner]
    parts = [part for place in match.places for part in covering.units[place].clauses]
    return [match.partner, *(part for part in parts if part.verb and part.verb.stem == verb.stem)]


def _is_computed(covering: Covering, clause: Clause) -> bool:
    """Whether a number of a clause is worked out: how many did not, by how many did."""
    units = covering.units
    backings = back_amounts(clause.facts, units, units, covering.passage.context_facts)
    return any(backing is Backing.COMPUTED for _, backing in backings)


def _in_sentences(covering: Covering, matches: Sequence[Match]) -> Iterator[Problem]:
    claim, about = covering.claim, rests_on(covering, matches)
    for unit in about:
        if not unit.is_row and exchanged_words(claim, unit.facts):
            yield Problem("roles", unit.raw)
        if misplaced_cell(claim, unit) if unit.is_row else misplaced_value(claim, unit):
            yield Problem("roles", unit.raw)
    facts = [unit.facts for unit in about]
    parts = [clause.facts for unit in about for clause in unit.clauses]
    comparison = unsupported_comparison(claim, facts) or turned_comparison(claim, parts)
    if comparison:
        yield Problem("comparison", comparison)
    places = {place for match in matches for place in match.places}
    for at in list_members(claim):
        covers = max((covering.covers(place)[at] for place in places), default=0.0)
        if at not in covering.valued and covers < _MEMBER:
            yield Problem("added", claim.words[at].text)


def hedges(covering: Covering, matches: Sequence[Match]) -> list[Problem]:
    """Words by which the passage says less than the claim."""
    dropped: dict[str, None] = {}
    for match in matches:
        unit = covering.units[match.place]
        dropped |= dict.fromkeys(dropped_hedges(covering.claim, match.clause, unit))
        if wish := only_wished(match.clause, match.partner):
            dropped[wish] = None
        if excepted := dropped_exception(covering.claim, unit.facts):
            dropped[excepted] = None
    return [Problem("hedge", text) for text in dropped]
