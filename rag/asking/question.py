"""A question as evidence is scored against it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ...index import Index
from ...text import STOP_WORDS, Moment, read_dates, topic_tokens
from .kinds import AnswerType, answer_type

LEAST_NEW_WORDS = 2
"""What a sentence must tell beyond the question to be an answer; see ``Question.told_by``."""

NEGATION = re.compile(r"\b(?:not|never|no|without|neither|nor|except|un\w+ed)\b|n['’]t\b", re.I)
"""Words that deny."""
_TELLING = re.compile(
    r"(?<=[\w,;:–—-] )[^\W\d_a-z][^\W\d_]+|\d[\d.,:]*"
    r"|(?i:\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b)"
)
"""Figures, and names that do not open the sentence: one of them can be the whole answer."""
_NAMED = re.compile(r"(?<=[\w,;:] )[^\W\d_a-z][\w'’.-]*|\b[^\W\d_a-z]{2,}\b|\d[\d.,]*")
"""Figures of a question, and the capital words that do not open it."""
_BOUND = re.compile(
    r"\b(?:between|from|since|before|after|until|till|by|during|throughout)\b", re.I
)
"""Words that make of a date the end of a time rather than the time itself."""
_YES_OR_NO = re.compile(
    r"(?:do|does|did|is|are|was|were|will|would|has|have|had|can|could|may|must|should)\b", re.I
)


class _Term(NamedTuple):
    """A topic word, the stems that stand for it, and how rare they are."""

    word: str
    stems: frozenset[str]
    rarity: float


@dataclass(frozen=True)
class Question:
    """A question as evidence is scored against it."""

    text: str
    vector: npt.NDArray[np.float32]
    index: Index

    @cached_property
    def topic(self) -> list[_Term]:
        """The words that carry its topic, with the stems that stand for each in the index."""
        words = topic_tokens(self.text)
        found = []
        for word, stem in zip(words, self.index.stems(words), strict=True):
            stems = self.index.variants(stem)
            found.append(_Term(word, frozenset(stems), min(map(self.index.rarity, stems))))
        return found

    def share(self, text: str) -> float:
        """The part of the topic's weight that ``text`` holds word for word, in [0, 1]."""
        total = sum(term.rarity for term in self.topic)
        held = self.index.stem_set(text)
        return sum(one.rarity for one in self.topic if one.stems & held) / total if total else 0.0

    def names_missing(self, text: str) -> int:
        """How many of the names and figures of the question ``text`` does not have."""
        held = self.index.stem_set(text)
        return sum(not term.stems & held for term in self._names)

    @cached_property
    def _names(self) -> list[_Term]:
        text = read_dates(self.text)[1] if self.dates else self.text
        named = set(topic_tokens(" ".join(_NAMED.findall(text))))
        return [term for term in self.topic if term.word in named]

    def date_match(self, text: str) -> float:
        """1 if ``text`` states a date that the question asks of, -1 if only others, else 0."""
        if not self.dates:
            return 0.0
        stated, _ = read_dates(text)
        verdicts = [one.agrees(other) for one in self.dates for other in stated]
        return 1.0 if True in verdicts else -1.0 if False in verdicts else 0.0

    @cached_property
    def dates(self) -> list[Moment]:
        """The dates that the question names, where an answer must be of one of them."""
        return [] if _BOUND.search(self.text) else read_dates(self.text)[0]

    @cached_property
    def denies(self) -> bool:
        """Whether it asks for what is not so."""
        return NEGATION.search(self.text) is not None

    def missing(self, texts: Sequence[str]) -> tuple[str, ...]:
        """The topic words that none of ``texts`` holds, as the question writes them."""
        held = frozenset[str]().union(*map(self.index.stem_set, texts))
        return tuple(term.word for term in self.topic if not term.stems & held)

    def told_by(self, text: str) -> int:
        """How many words of content ``text`` has that the question has not; figures, names twice.

        To a question for yes or no the question's own words in a statement are an answer.
        """
        if _YES_OR_NO.match(self.text) and text.rstrip("\"'”’)").endswith((".", "!")):
            return LEAST_NEW_WORDS
        told = self.index.stem_set(text) - self.index.stem_set(self.text) - self._stop_stems
        telling = self.index.stem_set(" ".join(_TELLING.findall(text))) & told
        return sum(len(stem) > 1 or stem.isdigit() for stem in told) + len(telling)

    @cached_property
    def _stop_stems(self) -> frozenset[str]:
        return self.index.stem_set(" ".join(sorted(STOP_WORDS)))

    def type_match(self, text: str) -> float:
        """1 if ``text`` holds the kind of thing that is asked for, -1 if not, 0 if unknown."""
        if self.wants is None:
            return 0.0
        return 1.0 if self.wants.is_in(text) else -1.0

    @cached_property
    def wants(self) -> AnswerType | None:
        """The kind of thing that the question asks for."""
        return answer_type(self.text)
