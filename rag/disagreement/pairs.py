"""Whether two sentences make the same statement with different values for what is asked."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from operator import itemgetter
from typing import NamedTuple

from ...index.search import Index
from ...text import lexicon
from ...text.dates import Moment, read_dates
from ...text.names import Name
from ...text.signs import fold
from ...text.tokens import STOP_WORDS, tokenize
from ...text.wordings import wording
from ..asking.question import Question
from ..evidence.select import refers_back
from ..reader.types import Evidence
from . import outcomes
from .amounts import Amount, kinds_apart, read_amounts
from .asked_values import asked_value, differ
from .bounds import BOUNDS
from .entities import only_in, subjects_and_sources
from .moments import conflicting

_ASKING = lexicon.words("disagreement.value_words")
"""Words of a question that name the kind of value it asks for."""
_CLAUSE = re.compile(r"(?:;|, (?:and|but|while|which|who|so|whereas|although)\b|\s[–—]\s)")
_CLEFT = re.compile(r"It (?:is|was) [^\W\d_a-z][\w .'’-]* (?:who|that|which)\b")
_MANY = re.compile(
    rf"^(?:who|which \w+|what \w+) (?:else |all |also )?"
    rf"{lexicon.alternation('disagreement.shared_verbs')}\b",
    re.IGNORECASE,
)
"""Questions that several names answer at once."""
_CONTRASTS = [frozenset(group) for group in lexicon.groups("disagreement.contrasts")]
"""Groups of words: two of a group, one in each sentence, show that the subjects differ."""


class _Statement(NamedTuple):
    """What a sentence states: its values by kind, and its other words."""

    moments: tuple[Moment, ...]
    amounts: tuple[Amount, ...]
    ordinals: frozenset[float]
    names: tuple[Name, ...]
    words: frozenset[str]


def contradicts(question: Question, first: Evidence, second: Evidence) -> bool:
    """Whether two sentences of different documents state different values for what is asked.

    They are alike in meaning and words and equally on the topic, and of numbers, dates and names
    they differ only in the kind that is asked for; or one denies what the other says. A value in
    another notation, a rounded one, or one that includes the other is no difference; nor is a
    value for another year, place or subject. Where a reader is sure of the short answers of both,
    these are compared, however the sentences are worded. Symmetric.
    """
    if first.hit.chunk.document == second.hit.chunk.document or first.columns or second.columns:
        return False
    if wording(first.text) == wording(second.text):
        return False
    ours, theirs = _statement(first.text), _statement(second.text)
    if _have_other_subjects(ours, theirs):
        return False
    mine, yours = asked_value(first), asked_value(second)
    if mine and yours and differ(mine, yours):
        is_time = bool(mine.moments and yours.moments)
        return not _MANY.search(question.text) and (is_time or not _of_two_times(first, second))
    if _leans(first) or _leans(second):
        return False
    return _on_one_subject(question, first, second) and _differ(question, first, second)


def changed(
    index: Index, before: Sequence[Evidence], after: Sequence[Evidence]
) -> list[tuple[Evidence, Evidence]]:
    """Pairs of sentences, one of each side, that differ in a value alone, the most alike first.

    A sentence is in at most one pair.
    """
    candidates = [
        (-likeness(index, old, new), old, new)
        for old, new in product(before, after)
        if min(old.number, new.number) >= 0
        and wording(old.text) != wording(new.text)
        and _has_changed(old, new)
        and _alike(index, old, new)
    ]
    pairs: list[tuple[Evidence, Evidence]] = []
    for _, old, new in sorted(candidates, key=itemgetter(0)):
        if not any(old in pair or new in pair for pair in pairs):
            pairs.append((old, new))
    return pairs


def _has_changed(old: Evidence, new: Evidence) -> bool:
    """Whether numbers, names or dates differ; each document's own date does not count."""
    ours, theirs = _statement(old.text), _statement(new.text)
    return (
        kinds_apart(ours.amounts, theirs.amounts) == 1
        or _apart(ours.names, theirs.names, ())
        or conflicting(_without_own_date(old), _without_own_date(new))
    )


def _without_own_date(evidence: Evidence) -> list[Moment]:
    written = evidence.hit.metadata.date
    return [moment for moment in _statement(evidence.text).moments if moment.iso != written]


def _on_one_subject(question: Question, first: Evidence, second: Evidence) -> bool:
    shares = sorted(_share(question, evidence.text) for evidence in (first, second))
    are_twins = _are_twins(_statement(first.text), _statement(second.text))
    least = 0.0 if are_twins else BOUNDS["least_on_topic"]
    if shares[0] < max(BOUNDS["on_topic"] * shares[1], least):
        return False
    return _alike(question.index, first, second)


def _alike(index: Index, first: Evidence, second: Evidence) -> bool:
    """Whether two sentences are alike in meaning and share most words, values excluded."""
    mine, yours = (
        index.stem_set(" ".join(_statement(evidence.text).words)) for evidence in (first, second)
    )
    least = BOUNDS["of_shorter"] * min(len(mine), len(yours))
    if len(mine & yours) < max(least, BOUNDS["of_all"] * len(mine | yours), 1):
        return False
    return _cosine(index, first, second) >= BOUNDS["cosine"]


def _are_twins(ours: _Statement, theirs: _Statement) -> bool:
    """Whether two sentences share nearly all words, values excluded."""
    common = len(ours.words & theirs.words)
    return common >= max(
        BOUNDS["twin_words"], BOUNDS["twin_share"] * len(ours.words | theirs.words)
    )


def _share(question: Question, text: str) -> float:
    """The weighted share of the question's words in ``text``; outcome words do not count."""
    held = question.index.stem_set(text)
    plain = [
        term
        for term in question.topic
        if term.word not in _ASKING and not outcomes.is_verdict(term.word)
    ]
    terms = plain or question.topic
    total = sum(term.rarity for term in terms)
    return sum(term.rarity for term in terms if term.stems & held) / total if total else 0.0


def likeness(index: Index, first: Evidence, second: Evidence) -> float:
    """How similar two sentences are in meaning and words, in [-1, 2]."""
    ours, theirs = _statement(first.text).words, _statement(second.text).words
    return _cosine(index, first, second) + len(ours & theirs) / max(1, len(ours | theirs))


def _cosine(index: Index, *pair: Evidence) -> float:
    first, second = (
        index.sentence_vectors(evidence.hit.chunk_id)[evidence.number] for evidence in pair
    )
    return float(first @ second)


def _have_other_subjects(ours: _Statement, theirs: _Statement) -> bool:
    """Whether words such as "northern" and "southern" stand where the sentences differ."""
    mine, yours = ours.words - theirs.words, theirs.words - ours.words
    return any(mine & words and yours & words for words in _CONTRASTS)


def _differ(question: Question, first: Evidence, second: Evidence) -> bool:
    """Whether the values differ in the kind that is asked for, and in no other kind."""
    ours, theirs = _apart_from_common(_statement(first.text), _statement(second.text))
    asked = _statement(question.text)
    names = _apart(ours.names, theirs.names, asked.names)
    moments = conflicting(ours.moments, theirs.moments)
    amounts = kinds_apart(ours.amounts, theirs.amounts)
    if any(kinds_apart(asked.amounts, part.amounts) for part in (ours, theirs)):
        return False
    ordinals = bool(ours.ordinals - theirs.ordinals and theirs.ordinals - ours.ordinals)
    outcome = outcomes.conflicting(_first_clause(first.text), _first_clause(second.text))
    asked_for = question.answer_type.group if question.answer_type else None
    if asked_for == "how many":
        return bool(amounts) and not (names or _of_two_times(first, second))
    if asked_for == "when":
        return moments and not (names or ordinals)
    if asked_for == "who":
        if _MANY.search(question.text):
            return False
        return names and not (_of_two_times(first, second) or ordinals)
    if outcome:
        return not (names or amounts or _of_two_times(first, second))
    kinds = [names and not _MANY.search(question.text), moments, amounts, ordinals]
    return sum(map(int, kinds)) == 1 and (moments or not _of_two_times(first, second))


def _apart_from_common(ours: _Statement, theirs: _Statement) -> tuple[_Statement, _Statement]:
    """Twins without the dates and numbers that both state; other sentences unchanged."""
    if not _are_twins(ours, theirs):
        return ours, theirs
    return _without(ours, theirs), _without(theirs, ours)


def _without(ours: _Statement, theirs: _Statement) -> _Statement:
    amounts = (
        mine
        for mine in ours.amounts
        if not any(mine.comparable(yours) and mine.agrees(yours) for yours in theirs.amounts)
    )
    moments = (
        mine for mine in ours.moments if not any(mine.agrees(yours) for yours in theirs.moments)
    )
    return ours._replace(amounts=tuple(amounts), moments=tuple(moments))


def _apart(ours: Sequence[Name], theirs: Sequence[Name], asked: Sequence[Name]) -> bool:
    """Whether each side has a name that neither the other nor the question has."""
    return bool(only_in(only_in(ours, theirs), asked) and only_in(only_in(theirs, ours), asked))


def _of_two_times(first: Evidence, second: Evidence) -> bool:
    """Whether two sentences speak of two times, by their dates or by the date of a document."""
    ours = _statement(_first_clause(first.text)).moments
    theirs = _statement(_first_clause(second.text)).moments
    if ours and theirs:
        return conflicting(ours, theirs)
    dated, undated = (ours, second) if ours else (theirs, first)
    written = undated.hit.metadata.date
    years = {moment.year for moment in dated if moment.year}
    return bool(years and written and int(written[:4]) not in years)


def _first_clause(text: str) -> str:
    return _CLAUSE.split(fold(text))[0]


def _leans(evidence: Evidence) -> bool:
    """Whether the sentence before it names its subject."""
    text = fold(evidence.text)
    return evidence.number > 0 and refers_back(text) and not _CLEFT.match(text)


@lru_cache(maxsize=1024)
def _statement(text: str) -> _Statement:
    """What a sentence states."""
    moments, undated = read_dates(" ".join(fold(text).split()))
    amounts, ordinals, plain = read_amounts(undated)
    subjects, _ = subjects_and_sources(plain)
    named = {word for name in subjects for word in name.words}
    words = frozenset(tokenize(plain)) - STOP_WORDS - named
    return _Statement(tuple(moments), tuple(amounts), ordinals, tuple(subjects), words)
