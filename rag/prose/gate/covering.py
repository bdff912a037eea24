"""How far the sentences of a passage cover each word of a claim."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import cached_property

import numpy as np
import numpy.typing as npt

from ....text import lexicon
from ....text.names import Name
from ....text.reading import Facts
from ....text.words import Word
from .checks.operations import computing_words
from .reading.clauses import Clause, read_clauses
from .reading.likeness import Likeness, Matrix, best
from .reading.names import missing_names, true_names
from .reading.stretches import LINKING
from .reading.units import SourcePassage, Unit

Covers = npt.NDArray[np.float64]
"""How far each word of a claim is covered, in [0, 1]: shape (w,)."""

_CONTEXT, _BEFORE = 0.8, 0.8
"""What a word counts that only the heading or the sentence before has."""
_LIGHT, _NAMED = 0.15, 2.0
"""The weights of verbs that say little and of the words of names, relative to other words."""
_NAME = 0.85
"""Likeness from which on a word of a name is the same."""
POINTING = re.compile(
    rf"\b(?:such|there|both|{lexicon.any_word('words.third_person', 'words.demonstratives')})\b",
    re.IGNORECASE,
)
"""Words that stand for something said before."""
LEANING = re.compile(rf"\bthe\b|{POINTING.pattern}", re.IGNORECASE)
"""The same with the article."""


class Covering:
    """A claim and a passage, word by word.

    Attributes:
        claim: what the claim states.
        clauses: its clauses.
        passage: the passage.
        names: the names of the claim.
        facts: what the sentences and the title of the passage state.
    """

    def __init__(self, claim: Facts, passage: SourcePassage, likeness: Likeness) -> None:
        self.claim = claim
        self.clauses: tuple[Clause, ...] = read_clauses(claim.text)
        self.passage = passage
        self.facts = [*(unit.facts for unit in passage.units), passage.context_facts]
        self.names: tuple[Name, ...] = tuple(true_names(claim, self.facts))
        self._alike = [self._compare(likeness, unit.facts) for unit in passage.units]
        self._likeness = likeness
        self._context = _CONTEXT * best(self._compare(likeness, passage.context_facts))

    def only(self, places: Collection[int]) -> Covering:
        """The same for the passage with some of its sentences alone."""
        part = object.__new__(Covering)
        part.__dict__.update(self.__dict__)
        part.passage = self.passage.only(places)
        part._alike = [alike for place, alike in enumerate(self._alike) if place in places]
        return part

    @property
    def units(self) -> tuple[Unit, ...]:
        """The sentences of the passage."""
        return self.passage.units

    @cached_property
    def counted(self) -> frozenset[int]:
        """The numbers of the words that only say that something is worked out."""
        return computing_words(self.claim)

    @cached_property
    def weights(self) -> Covers:
        """How much each word counts."""
        light = lexicon.words("verbs.light")
        return np.array(
            [
                _NAMED if self.is_named(at)
                else _LIGHT if at in self.counted or word.stem in light
                else 1.0
                for at, word in enumerate(self.claim.words)
            ]
        )  # fmt: skip

    @cached_property
    def valued(self) -> frozenset[int]:
        """The numbers of the words of dates and amounts."""
        spans = [(date.start, date.end) for date in self.claim.moments]
        spans += [(quantity.start, quantity.unit_end) for quantity in self.claim.quantities]
        return frozenset(
            at
            for at, word in enumerate(self.claim.words)
            if any(start <= word.start < end for start, end in spans)
        )

    def is_named(self, at: int) -> bool:
        """Whether a word is part of a name."""
        return any(is_in(self.claim.words[at], name) for name in self.names)

    def is_light(self, at: int) -> bool:
        """Whether a word says little."""
        return bool(self.weights[at] <= _LIGHT)

    def alike(self, place: int) -> Matrix:
        """The likeness of the words of the claim and of a sentence: shape (w, words of it)."""
        return self._alike[place]

    def covers(
        self, place: int, numbers: Sequence[int] | None = None, leans: bool = True
    ) -> Covers:
        """How far a sentence, or some of its words, with what stands around it, cover each word.

        Args:
            place: of the sentence in the passage.
            numbers: the words that count, all if ``None``.
            leans: whether the sentence before it counts as well.
        """
        covers = np.maximum(best(self._alike[place], numbers), self._context)
        before = self.passage.before(place) if leans else None
        if before is not None:
            covers = np.maximum(covers, _BEFORE * best(self._alike[before]))
        return covers

    def clause_covers(self, place: int, number: int) -> Covers:
        """How far a clause of a sentence covers each word, with what its pronouns point to."""
        clause = self.units[place].clauses[number]
        covers = self.covers(place, clause.numbers, bool(LEANING.search(clause.text)))
        subject = [clause.words[at] for at in clause.subject]
        if not subject or any(word.is_content for word in subject):
            return covers
        before = [at for part in self.units[place].clauses[:number] for at in part.inside]
        return np.maximum(covers, _BEFORE * best(self._alike[place], before))

    def closeness(self, unit: Unit) -> float:
        """The cosine of the claim and a sentence of the passage as wholes, in [-1, 1]."""
        return self._likeness.of_whole(self.claim, unit.facts)

    def share(self, covers: Covers, words: Sequence[int]) -> float:
        """The weighted share of some words that is covered, in [0, 1]; 1 for no words."""
        if not len(words):
            return 1.0
        weights = self.weights[list(words)]
        return float(covers[list(words)] @ weights / weights.sum())

    def _compare(self, likeness: Likeness, facts: Facts) -> Matrix:
        """The likeness of words; those of names count only where the name is the same."""
        alike = likeness.of(self.claim, facts)
        for name in self.names:
            rows = [at for at, word in enumerate(self.claim.words) if is_in(word, name)]
            for row in rows:
                alike[row][alike[row] < _NAME] = 0.0
                if alike.shape[1] and not missing_names([name], [facts]):
                    alike[row, _places(name, facts) or [0]] = 1.0
        return alike


def is_in(word: Word, name: Name) -> bool:
    """Whether a word is part of a name."""
    return name.start <= word.start < name.end


def tells(word: Word) -> bool:
    """Whether a word says more than how others belong together."""
    relating = lexicon.words("verbs.prepositions") - lexicon.words("verbs.telling_prepositions")
    return word.is_content and word.text not in LINKING | relating


def _places(name: Name, facts: Facts) -> list[int]:
    """The words of a text that stand for a name: the same country, or its initials."""
    return [
        at
        for at, word in enumerate(facts.words)
        for theirs in facts.names
        if is_in(word, theirs) and (theirs.may_be(name) or theirs.acronym == name.acronym != "")
    ]
