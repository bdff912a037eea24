"""Whether two numbers, dates or names have changed places."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from ...text.dates import DateSpan
from ...text.names import Name
from ...text.quantities import Quantity
from ...text.reading import Facts
from ...text.spans import Taken
from ...text.words import near, root
from .types import Kind, Problem

_REACH = 6
"""How many content words on either side show what a value is of."""
_MARGIN = 0.22
"""By how much two exchanged contexts must fit better, in sum, than the stated ones."""
_MOST = 50
"""Values of a sentence that are compared: a longer list makes no sense of two exchanged ones."""
_LIKE = 0.35
"""How well the context of a value that the claim leaves out must fit to be the claim's."""
_PASSIVE = re.compile(
    r"\b(?:is|are|was|were|be|been|being) (?:\w+ ){0,2}?\w+(?:ed|en)\b|\b\w+(?:ed|en) by\b",
    re.IGNORECASE,
)


class _Value(NamedTuple):
    """A value of a sentence with its context: the roots around it, each with a weight.

    Attributes:
        key: equal for equal values.
        sort: only values of one sort, such as two countries, can change places.
        text: as written.
        start: its first code point.
        end: the code point after its last.
        context: the weights of the roots around it.
        sided: the same, with the roots before it apart from those after it.
    """

    key: Hashable
    sort: str
    text: str
    start: int
    end: int
    context: dict[str, float]
    sided: dict[str, float]


def role_problems(claim: Facts, scope: Sequence[Facts]) -> Iterator[Problem]:
    """Values that the sentences do state, but of something else: two have changed places.

    What a value is of shows in the content words around it; each weighs 1 / (1 + distance / 2).
    Contexts are compared by their cosine.
    """
    for kind, read in _READERS:
        ours = read(claim)
        for part in scope:
            theirs = read(part)
            if len({value.key for value in theirs}) > 1:
                swapped = _swapped(ours, theirs, claim, part)
                if swapped is not None:
                    yield Problem(kind, swapped)
                    break


def _swapped(
    ours: Sequence[_Value], theirs: Sequence[_Value], claim: Facts, part: Facts
) -> str | None:
    """The first value of the claim whose context fits another value of the sentence better."""
    # Words before and after change sides where one sentence alone is in the passive voice.
    is_turned = bool(_PASSIVE.search(claim.text)) != bool(_PASSIVE.search(part.text))
    shared = _shared(ours, theirs)
    for (our_a, their_a), (our_b, their_b) in combinations(shared, 2):
        right = _like(our_a, their_a, is_turned) + _like(our_b, their_b, is_turned)
        wrong = _like(our_a, their_b, is_turned) + _like(our_b, their_a, is_turned)
        in_row = _in_a_row(our_a, our_b, claim) or _in_a_row(their_a, their_b, part)
        if our_a.sort == our_b.sort and not in_row and wrong > right + _MARGIN:
            return our_a.text
    keys = {value.key for value in ours}
    omitted = [value for value in theirs if value.key not in keys][:_MOST]
    for our, their in shared:
        rivals = [_like(our, value, is_turned) for value in omitted if value.sort == our.sort]
        if max(rivals, default=0.0) > max(_like(our, their, is_turned) + _MARGIN, _LIKE):
            return our.text
    return None


def _shared(ours: Sequence[_Value], theirs: Sequence[_Value]) -> list[tuple[_Value, _Value]]:
    """The values that each of two sentences has exactly once, in the order of the first."""
    counts = [Counter(value.key for value in values) for values in (ours, theirs)]
    by_key = {value.key: value for value in theirs}
    once = [value for value in ours if all(count[value.key] == 1 for count in counts)]
    return [(value, by_key[value.key]) for value in once[:_MOST]]


def _in_a_row(first: _Value, second: _Value, facts: Facts) -> bool:
    """Whether nothing but other values stands between two, as in a list."""
    start, end = min(first.end, second.end), max(first.start, second.start)
    return not any(start <= word.start < end for word in facts.topic)


def _like(ours: _Value, theirs: _Value, is_turned: bool) -> float:
    unsided = _cosine(ours.context, theirs.context)
    return unsided if is_turned else (unsided + _cosine(ours.sided, theirs.sided)) / 2


def _cosine(a: dict[str, float], b: dict[str, float]) -> float:
    product = sum(weight * b[key] for key, weight in a.items() if key in b)
    lengths = [math.sqrt(sum(weight**2 for weight in weights.values())) for weights in (a, b)]
    return product / (lengths[0] * lengths[1]) if all(lengths) else 0.0


def _context(
    facts: Facts, start: int, end: int, skipped: Taken
) -> tuple[dict[str, float], dict[str, float]]:
    """The weights of the roots around a span; and the same, told apart by side."""
    context: dict[str, float] = {}
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
            context[name] = max(weight, context.get(name, 0.0))
            sided[side + name] = max(weight, sided.get(side + name, 0.0))
    return context, sided


def _values(facts: Facts, spans: Sequence[tuple[Hashable, str, str, int, int]]) -> list[_Value]:
    """Values with their contexts, in which values of the same sort do not count."""
    values = []
    taken = {sort: Taken(len(facts.text)) for _, sort, *_ in spans}
    for _, sort, _, start, end in spans:
        taken[sort].add(start, end)
    for key, sort, text, start, end in spans:
        context, sided = _context(facts, start, end, taken[sort])
        values.append(_Value(key, sort, text, start, end, context, sided))
    return values


def _numbers(facts: Facts) -> list[_Value]:
    return _values(
        facts,
        [
            (round(number.value * number.factor, 9), number.measure, *_place(number))
            for number in facts.quantities
            if number.kind == "number"
        ],
    )


def _dates(facts: Facts) -> list[_Value]:
    return _values(
        facts,
        [
            (date.moment[1:3] if date.moment.month else date.moment, "", *_place(date))
            for date in facts.moments
        ],
    )


def _names(facts: Facts) -> list[_Value]:
    return _values(
        facts,
        [
            (name.canonical or name.words[-1], name.kind, *_place(name))
            for name in facts.names
            if name.kind != "body"
        ],
    )


def _place(value: Quantity | DateSpan | Name) -> tuple[str, int, int]:
    return value.text, value.start, value.end


_READERS: tuple[tuple[Kind, Callable[[Facts], list[_Value]]], ...] = (
    ("number", _numbers),
    ("date", _dates),
    ("name", _names),
)
