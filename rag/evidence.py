"""Score the sentences of the best hits against a question."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from ..index import STOP_WORDS, Hit, Index, Sentence, topic_tokens
from .kinds import AnswerType, answer_type
from .types import Evidence

FEATURES = (
    "sentence_cosine",
    "chunk_cosine",
    "sentence_words",
    "passage_words",
    "answer_type",
)
"""What a sentence is judged by, in the order of the weights; each lies in [-1, 1]."""

# Printed by benchmarks/quality/fit_evidence.py; what they reach is in docs/quality.md.
RANKING = (12.52, 1.94, 5.63, 3.91, 0.95)
"""Weights by which sentences are put in order."""

SUPPORT = (11.44, 9.07, -0.02, 5.43, 0.46)
SUPPORT_BIAS = -10.76
"""Weights of a logistic model: whether a passage on the question's subject was found at all."""

_LEAST_NEW_WORDS = 2
_TELLING = re.compile(
    r"(?<=[\w,;:–—-] )[^\W\d_a-z][^\W\d_]+|\d[\d.,:]*"
    r"|(?i:\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b)"
)
"""Figures, and names that do not open the sentence: one of them can be the whole answer."""
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

    def missing(self, texts: Sequence[str]) -> tuple[str, ...]:
        """The topic words that none of ``texts`` holds, as the question writes them."""
        held = frozenset[str]().union(*map(self.index.stem_set, texts))
        return tuple(term.word for term in self.topic if not term.stems & held)

    def told_by(self, text: str) -> int:
        """How many words of content ``text`` has that the question has not; figures, names twice.

        To a question for yes or no the question's own words in a statement are an answer.
        """
        if _YES_OR_NO.match(self.text) and text.rstrip("\"'”’)").endswith((".", "!")):
            return _LEAST_NEW_WORDS
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


def find_evidence(question: Question, hits: Sequence[Hit]) -> list[Evidence]:
    """Every sentence of the hits that can answer, the best answer first.

    A question is no answer, nor is a line that announces a list, nor a sentence that only repeats
    the question's words. Ties go to the better hit and the earlier sentence.
    """
    found: list[Evidence] = []
    for hit in hits:
        rows = features(question, hit)
        order, supports = rows @ np.array(RANKING), rows @ np.array(SUPPORT) + SUPPORT_BIAS
        for number, one in enumerate(hit.chunk.sentences):
            text = sentence_text(hit, one)
            columns = question.index.columns(hit.chunk, one)
            least = 1 if columns else _LEAST_NEW_WORDS
            if one.interrogative or text.endswith(":") or question.told_by(text) < least:
                continue
            support = 1 / (1 + math.exp(-float(supports[number])))
            found.append(Evidence(hit, one, text, support, float(order[number]), number, columns))
    return sorted(found, key=lambda one: (-one.order, one.hit.rank, one.number))


def sentence_text(hit: Hit, sentence: Sentence) -> str:
    """The characters of a sentence of a hit."""
    start = hit.chunk.start
    return hit.chunk.text[sentence.start - start : sentence.end - start]


def features(question: Question, hit: Hit) -> npt.NDArray[np.float64]:
    """The features of each sentence of a hit, in the order of ``FEATURES``: shape (s, 5)."""
    chunk = hit.chunk
    vectors = question.index.sentence_vectors(hit.chunk_id)
    whole = float(question.index.chunk_vectors([hit.chunk_id])[0] @ question.vector)
    passage = question.share(f"{hit.title}\n{chunk.context}\n{chunk.text}")
    rows = np.zeros((len(chunk.sentences), len(FEATURES)))
    for number, (one, vector) in enumerate(zip(chunk.sentences, vectors, strict=True)):
        text = question.index.with_columns(chunk, one)
        rows[number] = (
            float(vector @ question.vector),
            whole,
            question.share(text),
            passage,
            question.type_match(text),
        )
    return rows
