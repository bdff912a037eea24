"""Whether one passage bears out a claim, and the fewest of its sentences that do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Self

from ....text.reading import Facts
from ...verify.verbatim import is_verbatim
from .alignment import MOST_UNITS, Match, align, rests_on
from .covering import Covering
from .problems import Problem, conflicts, exact_problems, hedges
from .reading.likeness import Likeness
from .reading.units import SourcePassage, Unit
from .score import LEAST, features, probability

_COVERED = 0.5
"""The least share of the words of a claim that some sentences must cover."""
_MOST_TRIED = 6
"""Sentences of which the fewest are sought."""


@dataclass(frozen=True)
class Verification:
    """How far a passage bears out a claim.

    Attributes:
        support: the probability that it does, in [0, 1]; 0 with an exact problem.
        problems: what is wrong, the exact problems first; empty if it is borne out.
        units: the sentences that it rests on, in order.
    """

    support: float
    problems: tuple[Problem, ...]
    units: tuple[Unit, ...]

    @property
    def is_borne_out(self) -> bool:
        """Whether the claim may be shown."""
        return not self.problems

    @classmethod
    def foreign(cls) -> Self:
        """That of a claim or passage in a language that cannot be read."""
        return cls(0.0, (Problem("language"),), ())


def quoted_unit(claim: str, passage: SourcePassage) -> Unit | None:
    """The sentence of a passage that a claim is, or is a whole clause of, word for word."""
    return next((unit for unit in passage.units if is_verbatim(claim, [unit.raw])), None)


def verify(
    claim: Facts,
    passage: SourcePassage,
    likeness: Likeness,
    before: str = "",
) -> Verification:
    """Verify a claim against a passage, and reduce it to the fewest sentences that bear it out.

    Args:
        claim: what the claim states, in regular notation.
        passage: the passage.
        likeness: compares words.
        before: what was said before the claim: the sentence before it, or the question.

    Returns:
        The verification by three sentences or fewer, or that by the whole passage if it fails.
    """
    covering = Covering(claim, passage, likeness)
    whole = _judge(covering, before)
    if not whole.is_borne_out:
        return whole
    for places in _fewest(covering, whole.units):
        part = _judge(covering.only(places), before)
        if part.is_borne_out:
            return Verification(whole.support, (), part.units)
    return Verification(whole.support, (Problem("support"),), whole.units)


def _fewest(covering: Covering, units: Sequence[Unit]) -> Iterator[set[int]]:
    """Places of sentences to try, the fewest first: of those a claim rests on and those beside."""
    numbers = [unit.number for unit in units]
    places = [place for place, unit in enumerate(covering.units) if unit in units]
    places += [
        place
        for place, unit in enumerate(covering.units)
        if place not in places and {unit.number - 1, unit.number + 1} & set(numbers)
    ]
    for size in range(1, MOST_UNITS + 1):
        for chosen in combinations(places[:_MOST_TRIED], size):
            yield set(chosen)


@dataclass(frozen=True)
class Examination:
    """What speaks for and against a claim in a passage.

    Attributes:
        units: the sentences that it rests on, in order.
        exact: the exact problems, each of which decides alone.
        problems: the others.
        row: the features of the model, in the order of ``FEATURES``.
        cover: the share of the claim's words that the sentences cover, in [0, 1].
    """

    units: tuple[Unit, ...]
    exact: tuple[Problem, ...]
    problems: tuple[Problem, ...]
    row: tuple[float, ...]
    cover: float


def examine(covering: Covering, before: str) -> Examination | None:
    """Examine a claim by all sentences of a covering; ``None`` if there is nothing to hold it to.

    Args:
        covering: the claim and the sentences.
        before: what was said before the claim.
    """
    matches = align(covering)
    if not matches:
        return None
    about = rests_on(covering, matches)
    exact = tuple(exact_problems(covering, matches))
    against, hedged = conflicts(covering, matches, before), hedges(covering, matches)
    row = features(covering, matches, len(against), len(hedged))
    return Examination(about, exact, (*against, *hedged), row, _cover(matches))


def _cover(matches: Sequence[Match]) -> float:
    sizes = [len(match.words) for match in matches]
    return sum(match.cover * len(match.words) for match in matches) / sum(sizes)


def _judge(covering: Covering, before: str) -> Verification:
    examined = examine(covering, before)
    if examined is None:
        return Verification(0.0, (Problem("support"),), ())
    if examined.exact:
        return Verification(0.0, examined.exact, examined.units)
    support = probability(examined.row) if examined.cover >= _COVERED else 0.0
    problems = examined.problems or (Problem("support"),)
    return Verification(support, problems if support < LEAST else (), examined.units)
