"""Whether a claim says more than its source: of more, more surely, or without a condition."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from .....text import lexicon
from .....text.negation import is_negated
from .....text.quantities import Quantity, same_value
from .....text.reading import Facts, read_facts
from .....text.words import near, read_words
from ....verify.qualifiers import qualifier_problems
from ....verify.values import has_name
from ..reading.clauses import Clause
from ..reading.units import Unit

_SURE = 2
"""Strength of a verb from which on it says what was or will be done."""
_REACH = 40
"""Characters behind a wish in which the verb stands that says what is wanted."""
_NAMES_TWO = re.compile(r"both (?:\w+ ){1,3}?and\b", re.IGNORECASE)
_PER = re.compile(r"\b(?:for|of) $")
_OPENS_CONDITION = frozenset("if unless when whenever whether should provided".split())


def dropped_hedges(claim: Facts, clause: Clause, unit: Unit) -> Iterator[str]:
    """Words by which a source says less than a clause of the claim: "may", "some", "is said to".

    A condition, a speaker and what bounds a number may stand in another clause of the claim. A
    clause that is a condition itself states nothing.
    """
    if clause.words[clause.inside[0]].text in _OPENS_CONDITION:
        return
    of_claim = {problem.text for problem in qualifier_problems(claim, [unit.facts])}
    for problem in qualifier_problems(clause.facts, [unit.facts]):
        if problem.text == "will" and not _is_past(clause):
            continue
        if problem.text.casefold() == "only" and not _restricts(clause.facts, unit.facts):
            continue
        if problem.text in of_claim or not _elsewhere().search(problem.text):
            yield problem.text


def only_wished(clause: Clause, source: Clause) -> str:
    """The words by which a source only wants what a clause says is done; ``""`` for none."""
    verb = clause.verb
    if verb is None or verb.strength < _SURE or _wished_kept().search(clause.sentence):
        return ""
    for wish in _wished().finditer(source.text):
        following = read_words(source.text[wish.end() : wish.end() + _REACH])[:3]
        if any(near(verb.stem) & near(word.stem) for word in following):
            return wish[0]
    return ""


def _restricts(claim: Facts, source: Facts) -> bool:
    """Whether "only" says who or what alone is meant: "Only members", dropped or added.

    Before a number that both sides have, and further on in a claim, it is taken as a comment.
    """
    if only := _only().search(claim.text):
        return only.start() == 0
    only = _only().search(source.text)
    counted = [
        quantity for quantity in source.quantities if only and 0 <= quantity.start - only.end() <= 1
    ]
    return not any(same_value(quantity, ours) for quantity in counted for ours in claim.quantities)


def _is_past(clause: Clause) -> bool:
    """Whether a clause speaks of what was done: "it opens in March" may say what will be."""
    verb, words = clause.verb, read_words(clause.sentence)
    return verb is None or verb.strength != 1 or words[verb.last].text.endswith("ed")


def is_widened(clause: Clause, partner: Clause, unit: Unit, claimed: Sequence[Quantity]) -> bool:
    """Whether a clause says of all what its source says of a part or of something in particular.

    "Children must not" for "children under twelve must not"; "all plans" for one row of a table.
    """
    facts = partner.facts
    if unit.is_row:
        return _is_universal(clause.facts) and not _qualified_universal().search(unit.text)
    is_universal = _is_universal(clause.facts) and not _is_universal(facts)
    bounds = [
        quantity
        for quantity in facts.quantities
        if quantity.hedge in {"least", "most"} and _is_in_subject(quantity.start, partner)
    ]
    if any(not any(same_value(bound, ours) for ours in claimed) for bound in bounds):
        return True
    return is_universal and _is_narrower(clause.facts, partner)


def _is_narrower(claim: Facts, partner: Clause) -> bool:
    """Whether a source is about something with a word that the claim does not have.

    If both deny, only a name counts: "no refunds" may stand for "money is not returned".
    """
    if is_negated(claim.text) and is_negated(partner.text):
        names = [name for name in partner.facts.names if _is_in_subject(name.start, partner)]
        return any(not has_name([claim], name) for name in names if not name.opens)
    light = lexicon.words("verbs.between", "verbs.prepositions", "verbs.linking_adverbs")
    return any(
        word.is_content and word.text not in light and not near(word.stem) & claim.stems
        for word in partner.facts.words
        if _is_in_subject(word.start, partner)
    )


def _is_in_subject(place: int, clause: Clause) -> bool:
    """Whether a place in the text of a clause is before its verb."""
    if clause.verb is None:
        return False
    verb = read_facts(clause.sentence).words[clause.verb.first].text
    starts = [word.start for word in clause.facts.words if word.text == verb]
    return bool(starts) and place < starts[0]


def _is_universal(facts: Facts) -> bool:
    """Whether a text speaks of all; not by "both A and B", nor by "for each" and "of each"."""
    return any(
        not _NAMES_TWO.match(facts.text, match.start())
        and not (match[0].casefold() == "each" and _PER.search(facts.text[: match.start()]))
        for match in _universal().finditer(facts.text)
    )


def dropped_exception(claim: Facts, source: Facts) -> str:
    """What the source excepts from a statement that the claim makes of all; ``""`` for none."""
    excepted = _exceptions().search(source.text)
    if not excepted or _exceptions().search(claim.text):
        return ""
    return excepted[0] if _is_universal(claim) else ""


@cache
def _elsewhere() -> re.Pattern[str]:
    paths = ("qualifiers.conditional", "qualifiers.reporting", "qualifiers.reported")
    form = rf"\b(?:{lexicon.alternation(*paths)}|according to|least|most|about)\b"
    return re.compile(form, re.IGNORECASE)


@cache
def _wished() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{lexicon.alternation('gate.wished')})\b", re.IGNORECASE)


@cache
def _wished_kept() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{lexicon.alternation('gate.wished_kept')})\b", re.IGNORECASE)


@cache
def _only() -> re.Pattern[str]:
    return re.compile(r"\bonly\b", re.IGNORECASE)


@cache
def _universal() -> re.Pattern[str]:
    forms = lexicon.alternation("qualifiers.universal", "claims.universal")
    return re.compile(rf"\b{forms}\b", re.IGNORECASE)


@cache
def _qualified_universal() -> re.Pattern[str]:
    return re.compile(rf"\b{lexicon.alternation('qualifiers.universal')}\b", re.IGNORECASE)


@cache
def _exceptions() -> re.Pattern[str]:
    return re.compile(rf"\b{lexicon.alternation('claims.exceptions')}\b", re.IGNORECASE)
