"""Which words of a sentence are denied, by negations and by verbs that undo."""

from __future__ import annotations

import re
from bisect import bisect, bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from .....text import lexicon
from .....text.negation import find_negations
from .....text.words import Word, read_words
from .clauses import Clause, read_clauses
from .stretches import LINKING

_OF_VERB = frozenset({"no", "nothing"})
"""Negations that deny the verb before them: "gives no forecast"."""
_GOES_ON = frozenset("and or nor that who yet".split())
"""Words that may join, and behind which a denial goes on."""
_FAR = 40
_NEAR = 2
"""Words before a verb within which a negation denies it: "None ever came"."""


@lru_cache(maxsize=4096)
def denied(text: str) -> frozenset[int]:
    """The numbers of the words of a ``plain`` sentence that are denied, twice denied ones left out.

    A negation before the verb denies the whole clause, with the verb what follows it, behind the
    verb that and the words up to a preposition, comma or conjunction. A verb such as "refuse"
    denies the other words of its clause. None reaches further than forty words.
    """
    clauses = read_clauses(text)
    homes = {at: clause for clause in clauses for at in clause.inside}
    counts = Counter(at for reach in _reaches(text, homes) for at in reach)
    return frozenset(at for at, count in counts.items() if count % 2)


def undoes(word: Word) -> bool:
    """Whether a word is a verb such as "refuse"."""
    return bool(_undoing().fullmatch(word.text))


def _reaches(text: str, homes: Mapping[int, Clause]) -> Iterator[frozenset[int]]:
    """The words that each negation and each denying verb denies.

    Args:
        text: the sentence.
        homes: the clause that each of its words is in.
    """
    ends = [word.end for word in read_words(text)]
    for span in find_negations(text):
        if clause := homes.get(bisect(ends, span.start)):
            yield _reach(clause, bisect(ends, span.start))
    for match in _excluding().finditer(text):
        place = bisect(ends, match.end() - 1)
        if clause := homes.get(place):
            yield _behind(clause, place) - {place}
    for match in _undoing().finditer(text):
        place = bisect(ends, match.start())
        clause = homes.get(place)
        if clause and clause.verb and clause.verb.first <= place <= clause.verb.last:
            yield _around(clause, place) - {place}


def _reach(clause: Clause, place: int) -> frozenset[int]:
    """The words that a negation at a place denies."""
    verb, words = clause.verb, clause.words
    text = words[place].text
    if text == "without" or (place and words[place - 1].text in _prepositions()):
        return _behind(clause, place)
    opens = place <= clause.numbers[0] + 1
    if verb is not None and place < verb.first and (opens or place + _NEAR >= verb.first):
        return _around(clause, place)
    if verb is not None and place <= verb.last + 1 and text != "no":
        return frozenset(_until_linked(clause, place))
    is_verb = verb is not None and text in _OF_VERB
    return _behind(clause, place, short=not is_verb) | ({verb.last} if verb and is_verb else set())


def _behind(clause: Clause, place: int, short: bool = True) -> frozenset[int]:
    """The words behind a place, up to a comma, a conjunction, or a preposition after a word."""
    words, reach = clause.words, list[int]()
    for at in _following(clause, place + 1):
        is_over = words[at].text in _prepositions() and len(reach) >= short
        is_verb = clause.verb is not None and at == clause.verb.first
        if is_over or is_verb or _is_apart(clause, at):
            break
        reach.append(at)
    return frozenset(reach)


def _following(clause: Clause, first: int) -> tuple[int, ...]:
    """The words of a clause from one on, at most forty."""
    start = bisect_left(clause.inside, first)
    return clause.inside[start : start + _FAR]


def _is_apart(clause: Clause, at: int) -> bool:
    between = clause.sentence[clause.words[at - 1].end : clause.words[at].start]
    return "," in between or clause.words[at].text in LINKING


def _around(clause: Clause, place: int) -> frozenset[int]:
    """The words of a clause around one, up to a conjunction."""
    start = max(0, bisect_left(clause.inside, place) - _FAR)
    reach = _until_linked(clause, clause.inside[start])
    return frozenset(reach)


def _until_linked(clause: Clause, first: int) -> Iterator[int]:
    """The words of a clause from one on, up to a conjunction."""
    for at in _following(clause, first):
        if at > clause.inside[0] and clause.words[at].text in LINKING - _GOES_ON:
            break
        yield at


@cache
def _prepositions() -> frozenset[str]:
    return lexicon.words("verbs.prepositions")


@cache
def _undoing() -> re.Pattern[str]:
    return re.compile(rf"\b{lexicon.alternation('negation.undoing')}\b", re.IGNORECASE)


@cache
def _excluding() -> re.Pattern[str]:
    return re.compile(rf"\b{lexicon.alternation('negation.excluding')}\b", re.IGNORECASE)
