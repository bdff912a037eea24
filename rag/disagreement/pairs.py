"""Whether two sentences say the same of one thing but for the value that is asked for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from ...index import Index
from ...text import STOP_WORDS, Amount, Moment, fold, read_amounts, read_dates, tokenize, wording
from ..asking.kinds import AnswerType
from ..asking.question import Question
from ..evidence.select import LEANS
from ..types import Evidence
from . import outcomes
from .amounts import kinds_apart
from .entities import Name, only_in, read_names
from .moments import conflicting

# Tuned on the fit halves of benchmarks/data/disagreements.jsonl, for what is found, and of
# Natural Questions, for what must not be.
_NEAR = 0.6
"""Least cosine between the vectors of two sentences that say the same of one thing."""
_ALIKE, _IN_COMMON = 0.6, 0.35
"""Least part of the shorter one's words, and of all words, that both have; values apart."""
_ON_TOPIC, _SPOKEN_OF = 0.75, 0.5
"""Least part of the other's hold on the question's words, and of the whole question's."""
_TWIN, _TWIN_WORDS = 0.9, 3
"""Least part of all words, and how many, that sentences have in common that are but for values one;
of those what the question's words are elsewhere does not matter."""

_ASKING = {"many", "much", "number", "amount", "share", "date", "year", "name"}
"""Words that say what kind of value is asked for."""
_CLAUSE = re.compile(r"(?:;|, (?:and|but|while|which|who|so|whereas|although)\b|\s[–—]\s)")
_CLEFT = re.compile(r"It (?:is|was) [^\W\d_a-z][\w .'’-]* (?:who|that|which)\b")
_MANY = re.compile(
    r"^(?:who|which \w+|what \w+) (?:else |all |also )?(?:are|were|join\w*|attend\w*|sign\w*|took|"
    r"take[sn]?|visit\w*|met|meets?|vote[sd]?|negotiat\w*|want\w*|fear\w*|sa(?:y|ys|id)|help\w*|"
    r"work\w*|play\w*|support\w*|oppos\w*)\b",
    re.IGNORECASE,
)
"""Questions to which several names are right at once."""
_CONTRASTS = [
    frozenset(words.split())
    for words in (
        "north northern south southern east eastern west western",
        "upper lower middle", "left right", "inner outer", "old new former", "summer winter",
        "men women boys girls children adults male female", "minimum maximum average mean median",
        "arrival departure", "import imports export exports", "gross net", "indoor outdoor",
        "domestic international foreign", "largest smallest", "highest lowest", "monthly yearly",
        "annual daily weekly quarterly", "killed injured wounded", "dead injured wounded",
        "passenger cargo freight", "public private", "planned actual", "length width height depth",
        "long wide high deep", "morning afternoon evening", "budget cost revenue profit loss",
        "opened closed", "began ended", "start end", "born died", "weekday weekend",
        "urban rural", "primary secondary", "day night",
    )
]  # fmt: skip
"""Words of which two different ones, one in each of two sentences, tell two subjects apart."""


class _Said(NamedTuple):
    """What a sentence states: its values by kind, and its other words."""

    moments: tuple[Moment, ...]
    numbers: tuple[Amount, ...]
    ordinals: frozenset[int]
    names: tuple[Name, ...]
    words: frozenset[str]


def contradicts(question: Question, one: Evidence, other: Evidence) -> bool:
    """Whether two sentences of different documents state different values for what is asked.

    They are near each other in meaning and words and equally on the topic, and of numbers, dates
    and names they differ in the one kind that is asked for; or one denies what the other says.
    The same value written differently, a rounded one, or one that another includes, is no
    difference; nor is a value for another year, place or subject. Symmetric.
    """
    if one.hit.chunk.document == other.hit.chunk.document or one.columns or other.columns:
        return False
    if wording(one.text) == wording(other.text) or _leans(one) or _leans(other):
        return False
    ours, theirs = said(one.text), said(other.text)
    return (
        _on_one_subject(question, one, other)
        and not _told_apart(ours, theirs)
        and _differ(question, one, other)
    )


def changed(
    index: Index, before: Sequence[Evidence], after: Sequence[Evidence]
) -> list[tuple[Evidence, Evidence]]:
    """Pairs of sentences alike but for one value, one of each side, the most alike first.

    A sentence is in one pair at most.
    """
    found = [
        (-likeness(index, old, new), number, old, new)
        for number, (old, new) in enumerate(product(before, after))
        if min(old.number, new.number) >= 0
        and wording(old.text) != wording(new.text)
        and _is_other(old, new)
        and _alike(index, old, new)
    ]
    pairs: list[tuple[Evidence, Evidence]] = []
    for *_, old, new in sorted(found, key=lambda one: one[:2]):
        if not any(old in pair or new in pair for pair in pairs):
            pairs.append((old, new))
    return pairs


def _is_other(old: Evidence, new: Evidence) -> bool:
    """Whether numbers, names or dates differ, apart from each document's own date."""
    ours, theirs = said(old.text), said(new.text)
    return (
        kinds_apart(ours.numbers, theirs.numbers) == 1
        or _apart(ours.names, theirs.names, ())
        or conflicting(_without_own_date(old), _without_own_date(new))
    )


def _without_own_date(one: Evidence) -> list[Moment]:
    written = one.hit.metadata.date
    return [moment for moment in said(one.text).moments if moment.iso != written]


def _on_one_subject(question: Question, one: Evidence, other: Evidence) -> bool:
    shares = sorted(_share(question, each.text) for each in (one, other))
    least = 0.0 if _are_twins(said(one.text), said(other.text)) else _SPOKEN_OF
    if shares[0] < max(_ON_TOPIC * shares[1], least):
        return False
    return _alike(question.index, one, other)


def _alike(index: Index, one: Evidence, other: Evidence) -> bool:
    """Whether two sentences are near in meaning and have most words, values apart, in common."""
    mine, yours = (index.stem_set(" ".join(said(each.text).words)) for each in (one, other))
    common = len(mine & yours)
    if common < max(_ALIKE * min(len(mine), len(yours)), _IN_COMMON * len(mine | yours), 1):
        return False
    return _cosine(index, one, other) >= _NEAR


def _are_twins(ours: _Said, theirs: _Said) -> bool:
    """Whether two sentences have nearly all words, values apart, in common."""
    common = len(ours.words & theirs.words)
    return common >= max(_TWIN_WORDS, _TWIN * len(ours.words | theirs.words))


def _share(question: Question, text: str) -> float:
    """The part of the question's words that ``text`` holds, but for those of an outcome."""
    held = question.index.stem_set(text)
    plain = [
        term
        for term in question.topic
        if term.word not in _ASKING and not outcomes.is_verdict(term.word)
    ]
    terms = plain or question.topic
    total = sum(term.rarity for term in terms)
    return sum(term.rarity for term in terms if term.stems & held) / total if total else 0.0


def likeness(index: Index, one: Evidence, other: Evidence) -> float:
    """How like two sentences are in meaning and words, in [-1, 2]."""
    ours, theirs = said(one.text).words, said(other.text).words
    return _cosine(index, one, other) + len(ours & theirs) / max(1, len(ours | theirs))


def _cosine(index: Index, one: Evidence, other: Evidence) -> float:
    vectors = [index.sentence_vectors(each.hit.chunk_id)[each.number] for each in (one, other)]
    return float(vectors[0] @ vectors[1])


def _told_apart(ours: _Said, theirs: _Said) -> bool:
    """Whether words such as "northern" and "southern" stand where the sentences differ."""
    mine, yours = ours.words - theirs.words, theirs.words - ours.words
    return any(mine & words and yours & words for words in _CONTRASTS)


def _differ(question: Question, one: Evidence, other: Evidence) -> bool:
    """Whether the values differ in the kind that is asked for, and in no other."""
    ours, theirs = _apart_from_common(said(one.text), said(other.text))
    asked = said(question.text)
    names = _apart(ours.names, theirs.names, asked.names)
    moments = conflicting(ours.moments, theirs.moments)
    numbers = kinds_apart(ours.numbers, theirs.numbers)
    if any(kinds_apart(asked.numbers, part.numbers) for part in (ours, theirs)):
        return False
    ordinals = bool(ours.ordinals - theirs.ordinals and theirs.ordinals - ours.ordinals)
    outcome = outcomes.conflicting(_first_clause(one.text), _first_clause(other.text))
    if question.wants is AnswerType.QUANTITY:
        return bool(numbers) and not (names or _other_time(one, other))
    if question.wants is AnswerType.TIME:
        return moments and not (names or ordinals)
    if question.wants is AnswerType.PERSON:
        return names and not (_other_time(one, other) or ordinals or _MANY.search(question.text))
    if outcome:
        return not (names or numbers or _other_time(one, other))
    kinds = [names and not _MANY.search(question.text), moments, numbers, ordinals]
    return sum(map(int, kinds)) == 1 and (moments or not _other_time(one, other))


def _apart_from_common(ours: _Said, theirs: _Said) -> tuple[_Said, _Said]:
    """Twins without the dates and numbers that both state; others as they are."""
    if not _are_twins(ours, theirs):
        return ours, theirs
    return _without(ours, theirs), _without(theirs, ours)


def _without(ours: _Said, theirs: _Said) -> _Said:
    numbers = [
        one
        for one in ours.numbers
        if not any(one.comparable(other) and one.agrees(other) for other in theirs.numbers)
    ]
    moments = [
        one for one in ours.moments if not any(one.agrees(other) for other in theirs.moments)
    ]
    return ours._replace(numbers=tuple(numbers), moments=tuple(moments))


def _apart(ours: Sequence[Name], theirs: Sequence[Name], asked: Sequence[Name]) -> bool:
    """Whether each side has a name that neither the other nor the question has."""
    return bool(only_in(only_in(ours, theirs), asked) and only_in(only_in(theirs, ours), asked))


def _other_time(one: Evidence, other: Evidence) -> bool:
    """Whether what they say is of two times: each names its own, or one a year not the other's."""
    ours, theirs = said(_first_clause(one.text)).moments, said(_first_clause(other.text)).moments
    if ours and theirs:
        return conflicting(ours, theirs)
    stated, bare = (ours, other) if ours else (theirs, one)
    written = bare.hit.metadata.date
    years = {moment.year for moment in stated if moment.year}
    return bool(years and written and int(written[:4]) not in years)


def _first_clause(text: str) -> str:
    return _CLAUSE.split(fold(text))[0]


def _leans(one: Evidence) -> bool:
    """Whether a sentence's subject is named only in the one before it."""
    return one.number > 0 and bool(LEANS.match(fold(one.text))) and not _CLEFT.match(fold(one.text))


@lru_cache(maxsize=1024)
def said(text: str) -> _Said:
    """What a sentence states."""
    moments, rest = read_dates(" ".join(fold(text).split()))
    numbers, ordinals, rest = read_amounts(rest)
    subjects, _ = read_names(rest)
    named = frozenset[str]().union(*subjects) if subjects else frozenset[str]()
    words = frozenset(tokenize(rest)) - STOP_WORDS - named
    return _Said(tuple(moments), tuple(numbers), frozenset(ordinals), tuple(subjects), words)
