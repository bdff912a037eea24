"""Copies: sentences of the same wording, and passages that say nothing a better one does not."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from typing import NamedTuple, Self

from ...text import is_negated, wording, written_words

_CARRIED = re.compile(
    r"\w*\d\w*"
    r"|(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|half|(?:thir|four|fif"
    r"|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundred|thousand"
    r"|million|billion)$"
)
_LEAST_WORDS = 8
"""Passages with fewer words are never folded: a lone "Yes." answers many questions."""
_SEEN = 0.5
"""Share of a passage's words that must stand elsewhere in the same sentences."""
_ALIKE = 0.8
"""Share of the words of two sentences that they must have in common to be like each other."""


class Said(NamedTuple):
    """Sentences that were shown: their wordings, and the words of each."""

    wordings: frozenset[str] = frozenset()
    words: tuple[frozenset[str], ...] = ()

    def with_(self, texts: Sequence[str]) -> Self:
        """These sentences and others."""
        keys = [wording(text) for text in texts]
        words = (*self.words, *(frozenset(key.split()) for key in keys))
        return type(self)(self.wordings.union(keys), words)

    def covers(
        self, texts: Sequence[str], copied: Container[int] = (), originals: Sequence[Self] = ()
    ) -> bool:
        """Whether a passage of these sentences says nothing new.

        At least half of its words are in sentences that were said in the same words or stand in
        an original; each other one is like one that was said, or like one of an original's,
        without a figure, a name or a negation of its own.

        Args:
            texts: the sentences.
            copied: numbers of those that stand in an original.
            originals: the sentences of the originals.
        """
        sizes = [wording(text).count(" ") + 1 for text in texts]
        new = [
            number
            for number, text in enumerate(texts)
            if wording(text) not in self.wordings and number not in copied
        ]
        total, fresh = sum(sizes), sum(sizes[number] for number in new)
        if total < _LEAST_WORDS or fresh > (1 - _SEEN) * total:
            return False
        said = [self, *originals]
        return all(any(one._has_like(texts[number]) for one in said) for number in new)

    def _has_like(self, text: str) -> bool:
        words = frozenset(wording(text).split())
        telling = {word for word in words if _CARRIED.match(word) or is_negated(word)}
        telling |= _names(text)
        return any(
            len(words & said) >= _ALIKE * len(words | said) and telling <= said
            for said in self.words
        )


def _names(text: str) -> set[str]:
    """Capitalised words that do not open the sentence, in lower case."""
    words = written_words(text)
    return {word.casefold() for word in words[1:] if word[:1].isupper()}
