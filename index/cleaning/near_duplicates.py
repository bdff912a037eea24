"""Near-duplicates: passages that state nothing that better ones do not state."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import NamedTuple, Self

from ...text.negation import is_negated
from ...text.vocabulary import NUMBERS, SCALES
from ...text.wordings import wording, written_words

_NUMBER_WORDS = (NUMBERS.keys() | SCALES.keys() | {"half"}) - {"one"}
_LEAST_WORDS = 8
"""Passages with fewer words are never left out: a lone "Yes." answers many questions."""
_SHOWN_SHARE = 0.5
"""Share of a passage's words that must stand in sentences shown before, word for word."""
_SIMILARITY = 0.8
"""Jaccard similarity of the words of two sentences from which they are similar."""


class SentenceSet(NamedTuple):
    """Sentences that a user has seen.

    Attributes:
        wordings: their wordings.
        words: the words of each.
    """

    wordings: frozenset[str] = frozenset()
    words: tuple[frozenset[str], ...] = ()

    def plus(self, texts: Sequence[str]) -> Self:
        """The set with more sentences."""
        keys = [wording(text) for text in texts]
        words = (*self.words, *(frozenset(key.split()) for key in keys))
        return type(self)(self.wordings.union(keys), words)

    def covers(
        self, texts: Sequence[str], copied: Container[int] = (), originals: Sequence[Self] = ()
    ) -> bool:
        """Whether a passage adds nothing to the set.

        At least half of its words must be in sentences that are in the set with the same wording or
        copied from an original; each remaining sentence must be similar to one of the set or of an
        original, without adding a number, a name or a negation.

        Args:
            texts: the passage's sentences.
            copied: numbers of the sentences that are copied from an original.
            originals: the sentences of each original.
        """
        sizes = [wording(text).count(" ") + 1 for text in texts]
        new = [
            number
            for number, text in enumerate(texts)
            if wording(text) not in self.wordings and number not in copied
        ]
        total, new_words = sum(sizes), sum(sizes[number] for number in new)
        if total < _LEAST_WORDS or new_words > (1 - _SHOWN_SHARE) * total:
            return False
        sets = [self, *originals]
        return all(any(seen._has_similar(texts[number]) for seen in sets) for number in new)

    def _has_similar(self, text: str) -> bool:
        words = frozenset(wording(text).split())
        decisive = {word for word in words if _is_decisive(word)} | _names(text)
        return any(
            len(words & shown) >= _SIMILARITY * len(words | shown) and decisive <= shown
            for shown in self.words
        )


def _is_decisive(word: str) -> bool:
    """Whether a sentence states something else without the word: a number or a negation."""
    return word in _NUMBER_WORDS or is_negated(word) or any(map(str.isdigit, word))


def _names(text: str) -> set[str]:
    """Capitalised words other than the first, in lower case."""
    words = written_words(text)
    return {word.casefold() for word in words[1:] if word[:1].isupper()}
