"""Whether the numbers, dates and names of a claim are those of the sentences it is about."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from ...text import (
    DateSaid,
    Facts,
    Moment,
    Name,
    Quantity,
    bears_out,
    distinct,
    is_common,
    missing_parts,
    near,
    root,
    same_unit,
    same_value,
    stem,
    without_place,
)
from .sources import Sources
from .types import Kind, Problem

_BOTH = re.compile(r"\b(?:both|pair|couple|either|neither|twin|each other|one another)\b", re.I)
_LIST = re.compile(r"(?<![^,;:.])(?<!,(?= ))[^,;:.]+(?:, [^,;:.]+)* and [^,;:.]+")
_LEANING = re.compile(
    r"\b(?:he|she|it|they|him|them|his|its|their|her|this|that|these|those|there|former|latter|"
    r"same|other|the (?!(?:most|first|last|end)\b)[a-z]+)\b",
    re.IGNORECASE,
)
_BODIES = frozenset(
    "agency council commission court treaty organization organisation board bank union company "
    "committee ministry department statute framework agreement plan group protocol".split()
)
_COUNTED = 12.0


def number_problems(claim: Facts, scope: Sequence[Facts]) -> Iterator[Problem]:
    """Numbers and units of a claim that the sentences do not state."""
    stated = distinct(one for part in scope for one in part.quantities)
    years = {float(one.moment.year) for part in scope for one in part.moments if one.moment.year}
    wrong: dict[Quantity, Kind | None] = {}
    for one in map(without_place, claim.quantities):
        if one not in wrong:
            wrong[one] = _wrong_number(one, stated, scope, years)
        if kind := wrong[one]:
            yield Problem(kind, one.text)


def _wrong_number(
    claimed: Quantity, stated: Sequence[Quantity], scope: Sequence[Facts], years: Collection[float]
) -> Kind | None:
    """What of a number the sentences do not state, if there is such a thing."""
    alike = [other for other in stated if same_value(other, claimed)]
    if any(same_unit(other, claimed) for other in alike):
        return None
    if claimed.kind == "single":
        return "unit" if _is_other_single(claimed, stated) else None
    if alike and claimed.kind == "number" and any(other.measure for other in alike):
        return "unit"
    if _is_counted(claimed, scope) or _is_said_otherwise(claimed, scope) or claimed.value in years:
        return None
    return "unit" if _in_other_scale(claimed, stated) else "number"


def _is_other_single(one: Quantity, stated: Sequence[Quantity]) -> bool:
    """Whether "a week" stands against "one month" or "a month"."""
    singles = [
        other for other in stated if other.value == 1 and other.measure in {"time", "months"}
    ]
    return bool(singles) and not any(
        (other.measure, other.factor) == (one.measure, one.factor) for other in singles
    )


def _in_other_scale(one: Quantity, stated: Sequence[Quantity]) -> bool:
    """Whether only the unit or the power of ten differs: days for weeks, million for billion."""
    if any(other.value == one.value and other.measure and one.measure for other in stated):
        return True
    values = [other.value for other in stated if other.value and one.value]
    return any(
        round(max(value, one.value) / min(value, one.value), 6) in {1e3, 1e6, 1e9}
        for value in values
    )


def _is_counted(one: Quantity, scope: Sequence[Facts]) -> bool:
    """Whether a small number counts what a sentence lists, or two are "both"."""
    if one.kind != "number" or one.measure or one.value > _COUNTED:
        return False
    if one.value == 2 and any(_BOTH.search(part.text) for part in scope):
        return True
    counts = [
        other.value
        for part in scope
        for other in part.quantities
        if other.kind == "number" and not other.measure and 1 < other.value <= _COUNTED
    ]
    return (
        one.value >= 2
        and not counts
        and any(
            len(re.split(r", and |, | and ", run[0])) == one.value
            for part in scope
            for run in _LIST.finditer(part.text)
        )
    )


def _is_said_otherwise(one: Quantity, scope: Sequence[Facts]) -> bool:
    """Whether an ordinal or "once" is said by other words, and no other one stands there."""
    if one.kind == "times":
        return one.value == 1 and not any(
            other.kind == "times" for part in scope for other in part.quantities
        )
    if one.kind != "ordinal" or one.value > 2:
        return False
    return not any(other.kind == "ordinal" for part in scope for other in part.quantities)


def date_problems(claim: Facts, scope: Sequence[Facts], sources: Sources) -> Iterator[Problem]:
    """Dates of a claim that the sentences do not state.

    A part that they leave open, such as the year, may come from the sentences around them; so may
    a whole date where they have none that the claim leaves out.
    """
    stated = _distinct(part.moments for part in scope)
    around = _distinct(part.moments for part in sources.sentences)
    ours = _distinct([claim.moments])
    wrong: dict[tuple[Moment, str], bool] = {}
    for one in claim.moments:
        key = (one.moment, one.text)
        if key not in wrong:
            wrong[key] = _is_wrong_date(one, ours, stated, around, scope)
        if wrong[key]:
            yield Problem("date", one.text)


def _distinct(groups: Iterable[Iterable[DateSaid]]) -> list[DateSaid]:
    """Of equal dates the first: whether one bears out another is asked of each two."""
    first: dict[Moment, DateSaid] = {}
    for group in groups:
        for date in group:
            first.setdefault(date.moment, date)
    return list(first.values())


def _is_wrong_date(
    claimed: DateSaid,
    ours: Sequence[DateSaid],
    stated: Sequence[DateSaid],
    around: Sequence[DateSaid],
    scope: Sequence[Facts],
) -> bool:
    if any(bears_out(other.moment, claimed.moment) for other in stated):
        return _is_doubled(claimed, ours, stated)
    if _is_completed(claimed, stated, around) or _is_number(claimed, scope):
        return False
    is_replaced = any(not _is_in(other, ours) for other in stated)
    return is_replaced or not any(bears_out(other.moment, claimed.moment) for other in around)


def _is_number(one: DateSaid, scope: Sequence[Facts]) -> bool:
    """Whether what looks like a year counts something: ``1980 books`` for ``1,980 books``."""
    return one.text.isdecimal() and any(
        other.value == float(one.text) for part in scope for other in part.quantities
    )


def _is_doubled(one: DateSaid, ours: Sequence[DateSaid], stated: Sequence[DateSaid]) -> bool:
    """Whether a finer date of the claim is the only one that this can be, and one is left over."""
    its = {other.moment for other in stated if bears_out(other.moment, one.moment)}
    finer = any(
        other.moment in its and other.moment != one.moment and bears_out(other.moment, one.moment)
        for other in ours
    )
    return len(its) == 1 and finer and any(not _is_in(other, ours) for other in stated)


def _is_completed(one: DateSaid, stated: Sequence[DateSaid], around: Sequence[DateSaid]) -> bool:
    for other in stated:
        lacking = missing_parts(other.moment, one.moment)
        if lacking is None or lacking.day is not None:
            continue
        if any(bears_out(third.moment, lacking) for third in around):
            return True
    return False


def _is_in(one: DateSaid, others: Sequence[DateSaid]) -> bool:
    return any(bears_out(one.moment, other.moment) for other in others)


def name_problems(claim: Facts, scope: Sequence[Facts], sources: Sources) -> Iterator[Problem]:
    """Names of a claim that the sentences do not have.

    One that stands elsewhere in the sources may say whom a "he" or "the group" means: then the
    sentences must have no name that the claim leaves out.
    """
    missing = [one for one in claim.names if not _has(scope, one)]
    if not missing:
        return
    dropped = [
        one
        for part in scope
        for one in part.names
        if not _has([claim], one) and not (one.opens and is_common(one.words[0]))
    ]
    leans = any(_LEANING.search(part.text) for part in scope)
    for one in missing:
        if one.opens and (is_common(one.words[0]) or _is_a_word(one, sources) or not dropped):
            continue
        rivals = [other for other in dropped if other.kind == one.kind or not leans]
        if rivals or not _is_anywhere(one, sources):
            yield Problem("name", one.text)


def _is_a_word(one: Name, sources: Sources) -> bool:
    """Whether what opens the claim stands in the sources with a small letter, or one like it."""
    base = stem(one.words[0])
    return base in sources.stems or root(base) in sources.roots or bool(near(base) - {base})


def _has(parts: Sequence[Facts], one: Name) -> bool:
    """Whether some sentences have a name, in whole, in part, as initials or as another name."""
    small = frozenset[str]().union(*(part.small for part in parts))
    if one.place:
        return any(one.canonical in part.known for part in parts)
    if one.kind == "code":
        return any(one.text.casefold() in part.text.casefold() for part in parts)
    stems = _stems(parts)
    pieces = [piece for word in one.words for piece in re.split(r"[-&']", word) if piece]
    if all(piece in small or stem(piece) in stems for piece in pieces):
        return True
    if any(_is_short_for(other, one) for part in parts for other in part.names):
        return True
    if one.acronym and any(one.acronym in part.initials for part in parts):
        return True
    return any(_spells(one, letters) for part in parts for letters in part.acronyms)


def _is_short_for(short: Name, full: Name) -> bool:
    """Whether "the Agency" may stand for the IAEA or a longer name that ends in it."""
    if short.opens or len(short.words) != 1 or short.acronym or short.words[0] not in _BODIES:
        return False
    return full.words[-1] == short.words[0] or full.acronym[-1:] == short.words[0][0]


def _stems(parts: Sequence[Facts]) -> frozenset[str]:
    return frozenset[str]().union(*(part.stems for part in parts))


def _spells(one: Name, letters: str) -> bool:
    firsts = "".join(word[0] for word in one.words)
    return len(letters) > 1 and len(one.words) > 1 and firsts in {letters, letters[:-1]}


def _is_anywhere(one: Name, sources: Sources) -> bool:
    return _has(sources.sentences, one)
