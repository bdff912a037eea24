"""How much the words of two sentences are alike, from 0 to 1."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

import numpy as np
import numpy.typing as npt

from .....index.encoders.base import Encoded, Encoder
from .....index.types import Passage
from .....text import lexicon
from .....text.reading import Facts
from .....text.spans import Span
from .....text.words import Word, near, read_words, stem

Matrix = npt.NDArray[np.float64]

_UNLIKE, _ALIKE = 0.35, 0.85
"""Cosines of words in their sentences that stand for 0 and 1."""
_MOST = 0.9
"""The most that the vectors of two different words count."""
_FORMS = 0.85
"""What a form of the same root or a synonym counts at least."""


class Likeness:
    """Compares words by their stems, synonyms and vectors in context."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._encoded = lru_cache(maxsize=1024)(self._encode)

    def of(self, ours: Facts, theirs: Facts) -> Matrix:
        """How much each word of a text is like each word of another.

        Figures are alike only if equal, and words that are opposites are not alike at all.

        Returns:
            In [0, 1], shape (m, n) for m words of the first and n of the second.
        """
        mine, yours = ours.words, theirs.words
        if not mine or not yours:
            return np.zeros((len(mine), len(yours)))
        cosines = self._encoded(ours.text).spans @ self._encoded(theirs.text).spans.T
        alike: Matrix = np.clip((cosines - _UNLIKE) / (_ALIKE - _UNLIKE), 0.0, _MOST)
        for row, word in enumerate(mine):
            for column, partner in enumerate(yours):
                alike[row, column] = _exact(word, partner, alike[row, column])
        # A word that the other text has itself does not stand for another word of it.
        held = (alike == 1.0).any(axis=1)
        alike[held] = np.where(alike[held] < _FORMS, 0.0, alike[held])
        return alike

    def of_whole(self, ours: Facts, theirs: Facts) -> float:
        """The cosine of two texts as wholes, in [-1, 1]."""
        return float(self._encoded(ours.text).vector @ self._encoded(theirs.text).vector)

    def _encode(self, text: str) -> Encoded:
        spans = [Span(word.start, word.end) for word in read_words(text)]
        (encoded,) = self._encoder.encode_passages([Passage(text, spans)])
        return encoded


def _exact(word: Word, partner: Word, alike: float) -> float:
    if word.stem == partner.stem:
        return 1.0
    if (
        word.text[0].isdigit()
        or partner.text[0].isdigit()
        or are_opposites(word.stem, partner.stem)
    ):
        return 0.0
    if word.root == partner.root or partner.stem in near(word.stem):
        return max(alike, _FORMS)
    return alike


def are_opposites(first: str, second: str) -> bool:
    """Whether two stems are on the two sides of a pair of opposites."""
    return second in _opposites().get(first, frozenset())


@cache
def _opposites() -> dict[str, frozenset[str]]:
    table: dict[str, frozenset[str]] = {}
    for line in lexicon.groups("claims.opposites"):
        sides = [frozenset(map(stem, side.split())) for side in line]
        for mine, yours in (sides, sides[::-1]):
            for word in mine:
                table[word] = table.get(word, frozenset()) | yours
    return table


def best(alike: Matrix, columns: Sequence[int] | None = None) -> npt.NDArray[np.float64]:
    """The most that each row reaches in some columns, all if ``None``: shape (m,)."""
    chosen = alike if columns is None else alike[:, list(columns)]
    return chosen.max(axis=1) if chosen.shape[1] else np.zeros(len(alike))
