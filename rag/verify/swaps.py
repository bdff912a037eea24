"""Whether two numbers, dates or names have changed places."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from ...text import Facts, Taken, near, root
from .types import Kind, Problem

_REACH = 6
"""How many words of content on either side say what a value is of."""
_MARGIN = 0.22
"""By how much the exchanged places must fit better than the stated ones, two together."""
_MOST = 50
"""Values of a sentence that are compared: whoever lists more has no two change places."""
_LIKE = 0.35
"""How well the place of a value that the claim leaves out must fit to be taken for its own."""
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being) (?:\w+ ){0,2}?\w+(?:ed|en)\b|\b\w+(?:ed|en) by\b",
    re.IGNORECASE,
)


class _Value(NamedTuple):
    """A value of a sentence, what it is equal to, and the words around it with their weights.

    Only values of one sort, such as two countries, can change places.
    """

    key: Hashable
    sort: str
    text: str
    start: int
    end: int
    around: dict[str, float]
    sided: dict[str, float]


def role_problems(claim: Facts, scope: Sequence[Facts]) -> Iterator[Problem]:
    """Values that the sentences do state, but of something else: two have changed places.

    A value stands for what the words of content around it say, the nearer the more (1 / (1 +
    distance / 2)); two sets of words are compared by their cosine.
    """
    for kind, read in _KINDS:
        ours = read(claim)
        for part in scope:
            theirs = read(part)
            if len({one.key for one in theirs}) > 1:
                swapped = _swapped(ours, theirs, claim, part)
                if swapped is not None:
                    yield Problem(kind, swapped)
                    break


def _turned(claim: Facts, part: Facts) -> bool:
    """Whether one of two sentences alone is in the passive voice."""
    return bool(_PASSIVE.search(claim.text)) != bool(_PASSIVE.search(part.text))


def _swapped(
    ours: Sequence[_Value], theirs: Sequence[_Value], claim: Facts, part: Facts
) -> str | None:
    """The first of our values whose place in the other sentence another value's fits better."""
    is_turned = _turned(claim, part)
    counted = Counter(one.key for one in ours), Counter(one.key for one in theirs)
    its = {other.key: other for other in theirs}
    pairs = [(one, its[one.key]) for one in ours if all(count[one.key] == 1 for count in counted)][
        :_MOST
    ]
    for (one, own), (two, others) in combinations(pairs, 2):
        right = _like(one, own, is_turned) + _like(two, others, is_turned)
        wrong = _like(one, others, is_turned) + _like(two, own, is_turned)
        in_row = _in_a_row(one, two, claim) or _in_a_row(own, others, part)
        if one.sort == two.sort and not in_row and wrong > right + _MARGIN:
            return one.text
    keys = {one.key for one in ours}
    strangers = [other for other in theirs if other.key not in keys][:_MOST]
    for one, other in pairs:
        likeness = _like(one, other, is_turned)
        rival = max(
            (_like(one, other, is_turned) for other in strangers if other.sort == one.sort),
            default=0.0,
        )
        if rival > max(likeness + _MARGIN, _LIKE):
            return one.text
    return None


def _in_a_row(one: _Value, other: _Value, facts: Facts) -> bool:
    """Whether nothing but other values stands between two, as in a list."""
    first, last = min(one.end, other.end), max(one.start, other.start)
    return not any(first <= word.start < last for word in facts.topic)


def _like(one: _Value, other: _Value, is_turned: bool) -> float:
    plain = _cosine(one.around, other.around)
    return plain if is_turned else (plain + _cosine(one.sided, other.sided)) / 2


def _cosine(one: dict[str, float], other: dict[str, float]) -> float:
    both = sum(weight * other[key] for key, weight in one.items() if key in other)
    lengths = [math.sqrt(sum(weight**2 for weight in each.values())) for each in (one, other)]
    return both / (lengths[0] * lengths[1]) if all(lengths) else 0.0


def _around(
    facts: Facts, start: int, end: int, skipped: Taken
) -> tuple[dict[str, float], dict[str, float]]:
    """The words on both sides of a place with their weights, and the same told apart by side."""
    around: dict[str, float] = {}
    sided: dict[str, float] = {}
    for side, row in (
        ("<", facts.before(start, _REACH)[::-1]),
        (">", facts.after(end, _REACH)),
    ):
        for distance, word in enumerate(row):
            if skipped.holds(word.start, word.start + 1):
                continue
            weight = 1 / (1 + distance / 2)
            name = min(map(root, near(word.stem)))
            around[name] = max(weight, around.get(name, 0.0))
            sided[side + name] = max(weight, sided.get(side + name, 0.0))
    return around, sided


def _values(facts: Facts, found: Sequence[tuple[Hashable, str, str, int, int]]) -> list[_Value]:
    """The values with their surroundings, in which values of the same sort do not count."""
    values = []
    taken = {sort: Taken(len(facts.text)) for _, sort, *_ in found}
    for _, sort, _, start, end in found:
        taken[sort].add(start, end)
    for key, sort, text, start, end in found:
        around, sided = _around(facts, start, end, taken[sort])
        values.append(_Value(key, sort, text, start, end, around, sided))
    return values


def _numbers(facts: Facts) -> list[_Value]:
    return _values(
        facts,
        [
            (round(one.value * one.factor, 9), one.measure, one.text, one.start, one.end)
            for one in facts.quantities
            if one.kind == "number"
        ],
    )


def _dates(facts: Facts) -> list[_Value]:
    return _values(
        facts,
        [
            (one.moment[1:3] if one.moment.month else one.moment, "", one.text, one.start, one.end)
            for one in facts.moments
        ],
    )


def _names(facts: Facts) -> list[_Value]:
    return _values(
        facts,
        [
            (one.canonical or one.words[-1], one.kind, one.text, one.start, one.end)
            for one in facts.names
            if one.kind != "body"
        ],
    )


_KINDS: tuple[tuple[Kind, Callable[[Facts], list[_Value]]], ...] = (
    ("number", _numbers),
    ("date", _dates),
    ("name", _names),
)
