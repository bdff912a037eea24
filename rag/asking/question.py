"""A question as evidence is scored against it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ...index.search import Index
from ...text import lexicon
from ...text.dates import Moment, read_dates
from ...text.negation import is_negated
from ...text.tokens import STOP_WORDS, topic_tokens
from .kinds import AMOUNT_WORD, AnswerType, answer_type, opens_with_auxiliary

LEAST_NEW_WORDS = 2
"""How many words an answer must add to the question's own; see ``Question.new_words``."""

_NAMED = re.compile(r"(?<=[\w,;:] )[^\W\d_a-z][\w'’.-]*|\b[^\W\d_a-z]{2,}\b|\d[\d.,]*")
"""Figures of a question, and its capitalised words that do not open it."""


class _Term(NamedTuple):
    """A topic word, the stems that stand for it, and their rarity."""

    word: str
    stems: frozenset[str]
    rarity: float


@dataclass(frozen=True)
class Question:
    """A question as evidence is scored against it.

    Attributes:
        text: the question.
        vector: its unit vector by the index's encoder, shape (d,).
        index: the index whose stems and rarities count.
        joined: for a follow-up, the question behind the one before it, as a reader reads it;
            else empty.
    """

    text: str
    vector: npt.NDArray[np.float32]
    index: Index
    joined: str = ""

    @cached_property
    def topic(self) -> list[_Term]:
        """The words that carry its topic, with the stems that stand for each in the index."""
        words = topic_tokens(self.text)
        terms = []
        for word, stem in zip(words, self.index.stems(words), strict=True):
            stems = self.index.variants(stem)
            terms.append(_Term(word, frozenset(stems), min(map(self.index.rarity, stems))))
        return terms

    def share(self, text: str) -> float:
        """The share of the topic's weight whose words ``text`` contains, in [0, 1]."""
        total = sum(term.rarity for term in self.topic)
        stems = self.index.stem_set(text)
        held = sum(term.rarity for term in self.topic if term.stems & stems)
        return held / total if total else 0.0

    def names_missing(self, text: str) -> int:
        """How many names and figures of the question ``text`` lacks."""
        stems = self.index.stem_set(text)
        return sum(not term.stems & stems for term in self._names)

    @cached_property
    def _names(self) -> list[_Term]:
        text = read_dates(self.text)[1] if self.dates else self.text
        named = set(topic_tokens(" ".join(_NAMED.findall(text))))
        return [term for term in self.topic if term.word in named]

    def date_match(self, text: str) -> float:
        """1 if ``text`` states a date that the question asks about, -1 if only others, else 0."""
        if not self.dates:
            return 0.0
        stated, _ = read_dates(text)
        verdicts = [asked.agrees(date) for asked in self.dates for date in stated]
        return 1.0 if True in verdicts else -1.0 if False in verdicts else 0.0

    @cached_property
    def dates(self) -> list[Moment]:
        """The dates that an answer must be about; none where they only bound a time."""
        return [] if _bounds().search(self.text) else read_dates(self.text)[0]

    @cached_property
    def is_negated(self) -> bool:
        """Whether the question is negated."""
        return is_negated(self.text)

    def missing(self, texts: Sequence[str]) -> tuple[str, ...]:
        """The topic words that none of ``texts`` contains, as the question writes them."""
        stems = frozenset[str]().union(*map(self.index.stem_set, texts))
        return tuple(term.word for term in self.topic if not term.stems & stems)

    def new_words(self, text: str) -> int:
        """How many content words ``text`` adds to the question; figures and names count twice.

        A statement that repeats a yes/no question's words may answer it, so it always has enough.
        """
        is_statement = text.rstrip("\"'”’)").endswith((".", "!"))
        if is_statement and opens_with_auxiliary(self.text):
            return LEAST_NEW_WORDS
        stems = self.index.stem_set(text) - self.index.stem_set(self.text) - self._stop_stems
        telling = self.index.stem_set(" ".join(_telling().findall(text))) & stems
        return sum(len(stem) > 1 or stem.isdigit() for stem in stems) + len(telling)

    @cached_property
    def _stop_stems(self) -> frozenset[str]:
        return self.index.stem_set(" ".join(sorted(STOP_WORDS)))

    def type_match(self, text: str) -> float:
        """1 if ``text`` has the kind of answer that is asked for, -1 if not, 0 if unknown."""
        is_in = self.answer_type.is_in(text) if self.answer_type else None
        return 0.0 if is_in is None else 1.0 if is_in else -1.0

    @cached_property
    def answer_type(self) -> AnswerType | None:
        """The kind of answer that the question asks for, if it can be told."""
        return answer_type(self.text)


@cache
def _bounds() -> re.Pattern[str]:
    """Words that make a date the bound of a time instead of the time itself."""
    return re.compile(rf"\b{lexicon.any_word('questions.bounds')}\b", re.I)


@cache
def _telling() -> re.Pattern[str]:
    """Figures, and names that do not open the sentence: one of them can be the whole answer."""
    return re.compile(rf"(?<=[\w,;:–—-] )[^\W\d_a-z][^\W\d_]+|\d[\d.,:]*|(?i:\b{AMOUNT_WORD}\b)")
