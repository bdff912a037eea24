"""Whether the values of a claim are values of the same things as in the passage."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from .....text import lexicon
from .....text.dates import bears_out
from .....text.quantities import same_unit, same_value
from .....text.reading import Facts
from .....text.words import Word, near
from ..reading.clauses import read_clauses
from ..reading.stretches import stretches
from ..reading.units import Unit
from ..reading.verbs import read_verbs

_EXCHANGED, _OMITTED = 1.0, 2.0
"""By how many words the surroundings of another value must fit better, if claimed too or not."""


class _Value(NamedTuple):
    """A number or date with the words of its stretch of the sentence.

    Attributes:
        value: what the reader of numbers or dates says of it.
        sort: only values of one sort are taken for one another.
        around: stems of the words of its stretch, apart from verbs, dates and values of its sort.
        lead: the preposition right before it, ``""`` for none.
        has_verb: whether there is a verb in its stretch.
    """

    value: object
    sort: Hashable
    around: frozenset[str]
    lead: str
    has_verb: bool


def misplaced_value(claim: Facts, unit: Unit) -> bool:
    """Whether a value of a claim stands in a sentence beside what the claim says of another value.

    "Twice a week at first and once a week afterwards" does not bear out "once a week at first", nor
    does "falls to 70" bear out "falls by 70".
    """
    ours, theirs = list(_values(claim)), list(_values(unit.facts))
    if len(ours) == 1 and _is_of_another(ours[0], theirs, _subject_stems(claim)):
        return True
    measures = frozenset(quantity.measure for quantity in claim.quantities)
    return any(
        _is_misplaced(value, ours, theirs, measures) or _is_led_otherwise(value, theirs)
        for value in ours
    )


def _is_of_another(value: _Value, theirs: Sequence[_Value], subject: frozenset[str]) -> bool:
    """Whether the sentence has the only value of a claim of one thing, and that thing has another.

    "Adults pay 5 euros, children 3" does not bear out "Children pay 5 euros".
    """
    source = _source(value, theirs)
    if source is None:
        return False
    rivals = [
        rival
        for rival in theirs
        if rival.sort == value.sort and not rival.has_verb and not _is_same(rival, value)
    ]
    missing = {stem for stem in subject if not near(stem) & source.around}
    return bool(missing) and any(missing <= rival.around for rival in rivals)


def _subject_stems(claim: Facts) -> frozenset[str]:
    """The stems of what a claim of one clause is about."""
    (clause, *others) = read_clauses(claim.text) or (None,)
    if clause is None or others:
        return frozenset()
    return frozenset(clause.words[at].stem for at in clause.subject if clause.words[at].is_content)


def _is_led_otherwise(value: _Value, theirs: Sequence[_Value]) -> bool:
    """Whether the preposition before a value says something else than in its source."""
    leads = {source.lead for source in theirs if _is_same(source, value)}
    contrary = {
        second
        for pair in _contrary(value.sort == "date")
        for first, second in (pair, pair[::-1])
        if first == value.lead
    }
    return bool(leads) and leads <= contrary


def _contrary(before_dates: bool) -> tuple[tuple[str, ...], ...]:
    name = "contrary_before_dates" if before_dates else "contrary_prepositions"
    return lexicon.groups(f"verbs.{name}")


def _is_misplaced(
    value: _Value, ours: Sequence[_Value], theirs: Sequence[_Value], measures: frozenset[str]
) -> bool:
    source = _source(value, theirs)
    if source is None:
        return False
    for rival in theirs:
        if rival is source or not _may_be_taken(value, rival, measures):
            continue
        claimed = next((our for our in ours if our is not value and _is_same(rival, our)), None)
        if claimed is not None and claimed.around == value.around:
            continue
        right, wrong = _fit(value, source), _fit(value, rival)
        margin = _OMITTED if rival.has_verb else _EXCHANGED
        if claimed is not None:
            right, wrong = right + _fit(claimed, rival), wrong + _fit(claimed, source)
            margin = _EXCHANGED
        if wrong >= right + margin:
            return True
    return False


def _source(value: _Value, theirs: Sequence[_Value]) -> _Value | None:
    """The value of a sentence that bears out a value, the one that fits best."""
    same = [candidate for candidate in theirs if _is_same(candidate, value)]
    return max(same, key=lambda candidate: _fit(value, candidate), default=None)


def _may_be_taken(value: _Value, rival: _Value, measures: frozenset[str]) -> bool:
    """Whether one value may stand where the other should: of one sort, and not the same."""
    if value.sort != rival.sort or _is_same(rival, value):
        return False
    ours, theirs = (getattr(side.value, "measure", "") for side in (value, rival))
    return bool(ours == theirs or (not ours and theirs in measures))


def _fit(value: _Value, partner: _Value) -> float:
    shared = sum(bool(near(stem) & partner.around) for stem in value.around)
    return shared + (value.lead != "" and value.lead == partner.lead)


def _is_same(theirs: _Value, ours: _Value) -> bool:
    if theirs.sort != ours.sort:
        return False
    first, second = theirs.value, ours.value
    if ours.sort == "date":
        return bears_out(first, second)  # type: ignore[arg-type]
    return same_value(first, second) and (  # type: ignore[arg-type]
        same_unit(first, second) or not first.measure  # type: ignore[arg-type, attr-defined]
    )


def _values(facts: Facts) -> Iterator[_Value]:
    places = [
        *((date.moment, "date", date.start, date.end) for date in facts.moments),
        *((q, q.kind, q.start, q.unit_end) for q in facts.quantities),
    ]
    numbers = stretches(facts.text)
    verbs = {
        number for verb in read_verbs(facts.text) for number in range(verb.first, verb.last + 1)
    }
    for value, sort, start, _ in places:
        at = next(at for at, word in enumerate(facts.words) if word.end > start)
        taken = [(first, end) for _, same, first, end in places if same in {sort, "date"}]
        around = frozenset(
            word.stem
            for place, word in enumerate(facts.words)
            if numbers[place] == numbers[at]
            and place not in verbs
            and word.is_content
            and not any(first <= word.start < end for first, end in taken)
        )
        has_verb = any(numbers[place] == numbers[at] for place in verbs)
        yield _Value(value, sort, around, _lead(facts.words, at), has_verb)


def _lead(words: Sequence[Word], at: int) -> str:
    """The preposition before a value: "by" in "by about 70"."""
    while at and words[at - 1].text in lexicon.words("verbs.before_values"):
        at -= 1
    before = words[at - 1].text if at else ""
    return before if before in _telling() else ""


@cache
def _telling() -> frozenset[str]:
    return lexicon.words("verbs.telling_prepositions")
