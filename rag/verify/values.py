"""Check the numbers, dates and names of a claim against the sentences that it is about."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from ...text import lexicon
from ...text.dates import DateSpan, Moment, bears_out, missing_parts
from ...text.names import Name, is_common
from ...text.quantities import Quantity, distinct, same_unit, same_value, without_place
from ...text.reading import Facts
from ...text.words import near, root, stem
from .sources import Sources
from .types import Kind, Problem

_BOTH = re.compile(rf"\b{lexicon.alternation('claims.pairs')}\b", re.I)
_LIST = re.compile(r"(?<![^,;:.])(?<!,(?= ))[^,;:.]+(?:(?:, [^,;:.]+)+,?)? and [^,;:.]+")
_LEANING = re.compile(
    rf"\b(?:{lexicon.any_word('words.third_person', 'words.demonstratives')}"
    rf"|{lexicon.alternation('claims.leaning')}|the (?!(?:most|first|last|end)\b)[a-z]+)\b",
    re.IGNORECASE,
)
_BODIES = lexicon.words("names.organisations", "claims.documents")
_COUNTED = 12.0


def number_problems(claim: Facts, scope: Sequence[Facts]) -> Iterator[Problem]:
    """Numbers and units of a claim that the sentences do not state."""
    stated = distinct(quantity for part in scope for quantity in part.quantities)
    years = {float(date.moment.year) for part in scope for date in part.moments if date.moment.year}
    problems: dict[Quantity, Kind | None] = {}
    for quantity in map(without_place, claim.quantities):
        if quantity not in problems:
            problems[quantity] = _wrong_number(quantity, stated, scope, years)
        if kind := problems[quantity]:
            yield Problem(kind, quantity.text)


def _wrong_number(
    claimed: Quantity, stated: Sequence[Quantity], scope: Sequence[Facts], years: Collection[float]
) -> Kind | None:
    """Whether the sentences lack a number or its unit; ``None`` where they state both."""
    equals = [quantity for quantity in stated if same_value(quantity, claimed)]
    if any(same_unit(quantity, claimed) for quantity in equals):
        return None
    if claimed.kind == "single":
        return "unit" if _is_another_single(claimed, stated) else None
    if claimed.kind == "number" and any(quantity.measure for quantity in equals):
        return "unit"
    if is_counted(claimed, scope) or is_implied(claimed, scope) or claimed.value in years:
        return None
    return "unit" if _is_rescaled(claimed, stated) else "number"


def _is_another_single(claimed: Quantity, stated: Sequence[Quantity]) -> bool:
    """Whether "a week" stands against "one month" or "a month"."""
    singles = [
        (quantity.measure, quantity.factor)
        for quantity in stated
        if quantity.value == 1 and quantity.measure in {"time", "months"}
    ]
    return bool(singles) and (claimed.measure, claimed.factor) not in singles


def _is_rescaled(claimed: Quantity, stated: Sequence[Quantity]) -> bool:
    """Whether only the unit or the power of ten differs: days for weeks, million for billion."""
    for quantity in stated:
        if quantity.value == claimed.value and quantity.measure and claimed.measure:
            return True
        low, high = sorted((quantity.value, claimed.value))
        if low > 0 and round(high / low, 6) in {1e3, 1e6, 1e9}:
            return True
    return False


def is_counted(claimed: Quantity, scope: Sequence[Facts]) -> bool:
    """Whether a small number counts what a sentence lists, or two are "both"."""
    if claimed.kind != "number" or claimed.measure or claimed.value > _COUNTED:
        return False
    if claimed.value == 2 and any(_BOTH.search(part.text) for part in scope):
        return True
    has_counts = any(
        quantity.kind == "number" and not quantity.measure and 1 < quantity.value <= _COUNTED
        for part in scope
        for quantity in part.quantities
    )
    return not has_counts and any(
        len(re.split(r", and |, | and ", listing[0])) == claimed.value
        for part in scope
        for listing in _LIST.finditer(part.text)
    )


def is_implied(claimed: Quantity, scope: Sequence[Facts]) -> bool:
    """Whether "once", "first" or "second" may be implied: the sentences have no such number."""
    if not (claimed.kind == "times" and claimed.value == 1) and not (
        claimed.kind == "ordinal" and claimed.value <= 2
    ):
        return False
    return not any(quantity.kind == claimed.kind for part in scope for quantity in part.quantities)


def date_problems(claim: Facts, scope: Sequence[Facts], sources: Sources) -> Iterator[Problem]:
    """Dates of a claim that the sentences do not state.

    A part that they omit, such as the year, may come from the sentences around them; so may a
    whole date, unless the claim omits one of theirs.
    """
    stated = _distinct(part.moments for part in scope)
    around = _distinct(part.moments for part in sources.sentences)
    ours = _distinct([claim.moments])
    is_wrong: dict[tuple[Moment, str], bool] = {}
    for date in claim.moments:
        key = (date.moment, date.text)
        if key not in is_wrong:
            is_wrong[key] = _is_wrong_date(date, ours, stated, around, scope)
        if is_wrong[key]:
            yield Problem("date", date.text)


def _distinct(groups: Iterable[Iterable[DateSpan]]) -> list[DateSpan]:
    """Dates without repetition: checking all pairs of many is slow."""
    first: dict[Moment, DateSpan] = {}
    for group in groups:
        for date in group:
            first.setdefault(date.moment, date)
    return list(first.values())


def _is_wrong_date(
    claimed: DateSpan,
    ours: Sequence[DateSpan],
    stated: Sequence[DateSpan],
    around: Sequence[DateSpan],
    scope: Sequence[Facts],
) -> bool:
    if _is_stated(claimed.moment, stated):
        return _is_doubled(claimed, ours, stated)
    if _is_completed(claimed, stated, around) or _is_number(claimed, scope):
        return False
    return not _are_all_claimed(stated, ours) or not _is_stated(claimed.moment, around)


def _is_stated(claimed: Moment, dates: Sequence[DateSpan]) -> bool:
    return any(bears_out(date.moment, claimed) for date in dates)


def _are_all_claimed(stated: Sequence[DateSpan], ours: Sequence[DateSpan]) -> bool:
    return all(any(bears_out(date.moment, mine.moment) for mine in ours) for date in stated)


def _is_number(claimed: DateSpan, scope: Sequence[Facts]) -> bool:
    """Whether what looks like a year counts something: ``1980 books`` for ``1,980 books``."""
    return claimed.text.isdecimal() and any(
        quantity.value == float(claimed.text) for part in scope for quantity in part.quantities
    )


def _is_doubled(claimed: DateSpan, ours: Sequence[DateSpan], stated: Sequence[DateSpan]) -> bool:
    """Whether its only source is also claimed in full while another of their dates is omitted."""
    sources = {date.moment for date in stated if bears_out(date.moment, claimed.moment)}
    has_finer = any(mine.moment in sources - {claimed.moment} for mine in ours)
    return len(sources) == 1 and has_finer and not _are_all_claimed(stated, ours)


def _is_completed(
    claimed: DateSpan, stated: Sequence[DateSpan], around: Sequence[DateSpan]
) -> bool:
    """Whether the sentences state part of a date and the sentences around them the rest."""
    missing = (missing_parts(date.moment, claimed.moment) for date in stated)
    return any(parts and parts.day is None and _is_stated(parts, around) for parts in missing)


def name_problems(claim: Facts, scope: Sequence[Facts], sources: Sources) -> Iterator[Problem]:
    """Names of a claim that the sentences do not have.

    A name from elsewhere in the sources may resolve a "he" or "the group": then the claim must
    not omit a name of the sentences.
    """
    missing = [name for name in claim.names if not has_name(scope, name)]
    if not missing:
        return
    dropped = [
        name
        for part in scope
        for name in part.names
        if not has_name([claim], name) and not (name.opens and is_common(name.words[0]))
    ]
    leans = any(_LEANING.search(part.text) for part in scope)
    for name in missing:
        if name.opens and (is_common(name.words[0]) or _is_a_word(name, sources) or not dropped):
            continue
        rivals = [rival for rival in dropped if rival.kind == name.kind or not leans]
        if rivals or not _is_anywhere(name, sources):
            yield Problem("name", name.text)


def _is_a_word(name: Name, sources: Sources) -> bool:
    """Whether the first word of the claim is an ordinary word of the sources or a synonym."""
    base = stem(name.words[0])
    return base in sources.stems or root(base) in sources.roots or bool(near(base) - {base})


def has_name(parts: Sequence[Facts], name: Name) -> bool:
    """Whether sentences have a name: in full, in part, as initials or under another name."""
    if name.place:
        return any(name.canonical in part.place_names for part in parts)
    if name.kind == "code":
        return any(name.text.casefold() in part.text.casefold() for part in parts)
    stems = _stems(parts)
    pieces = [piece for word in name.words for piece in re.split(r"[-&']", word) if piece]
    if all(stem(piece) in stems for piece in pieces):
        return True
    if any(_is_short_for(short, name) for part in parts for short in part.names):
        return True
    if name.acronym and any(name.acronym in part.initials for part in parts):
        return True
    return any(_spells(name, letters) for part in parts for letters in part.acronyms)


def _is_short_for(short: Name, full: Name) -> bool:
    """Whether "the Agency" may stand for the IAEA or a longer name that ends in it."""
    if short.opens or len(short.words) != 1 or short.acronym or short.words[0] not in _BODIES:
        return False
    return full.words[-1] == short.words[0] or full.acronym[-1:] == short.words[0][0]


def _stems(parts: Sequence[Facts]) -> frozenset[str]:
    return frozenset[str]().union(*(part.stems for part in parts))


def _spells(name: Name, letters: str) -> bool:
    firsts = "".join(word[0] for word in name.words)
    return len(letters) > 1 and len(name.words) > 1 and firsts == letters


def _is_anywhere(name: Name, sources: Sources) -> bool:
    return has_name(sources.sentences, name)
