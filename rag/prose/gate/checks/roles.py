"""Who does what to whom: in a clause of the claim and in one of the passage."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from .....text import lexicon
from .....text.words import Word, near, read_words
from ..reading.clauses import Clause
from ..reading.stretches import LINKING
from ..reading.verbs import Verb, read_verbs

_BREAK = re.compile(r"[:;–]")
_LONGEST_AGENT, _LONGEST_PATIENT = 6, 5


class Deed(NamedTuple):
    """What a verb says is done, by whom, and to whom or what.

    Attributes:
        verb: the stem of the verb.
        doers: stems of the words that name who does it.
        others: stems of the other words around the verb: to whom or what it is done, and how.
        is_passive: whether the verb says what is done to its subject.
        subject: stems of the words that name what the clause is about.
        has_object: whether an active verb has somebody or something right behind it.
    """

    verb: str
    doers: frozenset[str]
    others: frozenset[str]
    is_passive: bool
    subject: frozenset[str]
    has_object: bool


def swapped_roles(claim: Clause, source: Clause) -> bool:
    """Whether who does something in the source has it done to him in the claim, or the reverse."""
    return any(
        _are_swapped(ours, theirs)
        or _is_doer_added(ours, theirs)
        or _is_turned(ours, theirs)
        or _is_of_another(ours, theirs, source)
        for ours in deeds(claim)
        for theirs in deeds(source)
        if ours.verb == theirs.verb or theirs.verb in near(ours.verb)
    )


def _are_swapped(ours: Deed, theirs: Deed) -> bool:
    if not theirs.doers or not ours.doers or ours.doers & theirs.doers:
        return False
    return bool(ours.others & theirs.doers or ours.doers & theirs.others)


def _is_turned(ours: Deed, theirs: Deed) -> bool:
    """Whether the same does something on one side and has it done to him on the other."""
    if ours.is_passive == theirs.is_passive or not ours.subject & theirs.subject:
        return False
    passive, active = (ours, theirs) if ours.is_passive else (theirs, ours)
    return active.has_object and not passive.doers and not active.others & passive.subject


def _is_of_another(ours: Deed, theirs: Deed, source: Clause) -> bool:
    """Whether somebody of the same sentence does it: "A sold the house, and B bought the barn"."""
    if not ours.doers or not theirs.doers or ours.doers & (theirs.doers | theirs.others):
        return False
    is_same = not theirs.others or bool(ours.others & theirs.others)
    return is_same and ours.doers <= {word.stem for word in source.words}


def _is_doer_added(ours: Deed, theirs: Deed) -> bool:
    """Whether a claim says who did what the source only says was done."""
    is_unsaid = theirs.is_passive and not theirs.doers and not ours.is_passive
    return is_unsaid and bool(ours.doers) and not ours.doers & theirs.others


def deeds(clause: Clause) -> Iterator[Deed]:
    """What the verbs of a clause say is done, apart from "be" and "have" alone."""
    words = read_words(clause.sentence)
    for verb in read_verbs(clause.sentence):
        if verb.last in clause.inside and words[verb.last].is_content:
            yield _deed(clause, verb)


def _deed(clause: Clause, verb: Verb) -> Deed:
    words = read_words(clause.sentence)
    after = _after(clause, verb)
    doers = _agent(clause, verb)
    if verb.is_passive:
        others = [*(clause.subject if verb.is_finite else _before(clause, verb)), *after]
        others = [number for number in others if number not in doers]
    else:
        doers, others = _doers(clause), after
    return Deed(
        words[verb.last].stem,
        frozenset(words[number].stem for number in doers if may_name(words[number])),
        frozenset(words[number].stem for number in others if may_name(words[number])),
        verb.is_passive,
        frozenset(words[number].stem for number in clause.subject if may_name(words[number])),
        bool(after[:1]) and _may_be_object(words[after[0]]),
    )


def _may_be_object(word: Word) -> bool:
    is_adverb = word.text.endswith("ly") or word.text in lexicon.words("verbs.between")
    return not is_adverb and word.text not in _prepositions() | LINKING | {"to", "not"}


def _doers(clause: Clause) -> list[int]:
    """The subject of an active verb; none if it is a pronoun."""
    subject = list(clause.subject)
    return subject if subject and read_words(clause.sentence)[subject[-1]].is_content else []


def _after(clause: Clause, verb: Verb) -> list[int]:
    """The words of a clause behind a verb, up to a colon or the like."""
    words, numbers = read_words(clause.sentence), []
    for number in clause.inside:
        if number > verb.last:
            if _BREAK.search(clause.sentence[words[number - 1].end : words[number].start]):
                break
            numbers.append(number)
    return numbers


def may_name(word: Word) -> bool:
    """Whether a word may name somebody or something: no adverb, nor a word of grammar."""
    is_adverb = word.text.endswith("ly") or word.text in lexicon.words("verbs.between")
    return word.is_content and not is_adverb and word.text not in _prepositions()


def _agent(clause: Clause, verb: Verb) -> list[int]:
    """The words behind "by" after a passive verb, up to the next preposition or comma."""
    words, text = read_words(clause.sentence), clause.sentence
    after = _after(clause, verb)
    start = next((number for number in after if words[number].text == "by"), None)
    if start is None:
        return []
    agent: list[int] = []
    for number in range(start + 1, min(start + 1 + _LONGEST_AGENT, len(words))):
        word = words[number]
        is_apart = "," in text[words[number - 1].end : word.start]
        if number not in clause.inside or is_apart or word.text in _prepositions():
            break
        agent.append(number)
    return agent


def _before(clause: Clause, verb: Verb) -> list[int]:
    numbers = [number for number in clause.inside if number < verb.first]
    return numbers[-_LONGEST_PATIENT:]


@cache
def _prepositions() -> frozenset[str]:
    return lexicon.words("verbs.prepositions")
