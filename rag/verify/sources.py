"""Which sentences of the sources a claim is about."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from ...text import Facts, Word, near, read_facts, root
from .claims import source_sentences

_NEARLY_BEST = 0.8
"""How much of the best sentence's share of the claim another needs to be tried as well."""
_TRIED = 3
_NEW_WORDS = 2
"""So many words of the claim, values apart, must a further sentence bring."""
_QUESTION = re.compile(r"[?？]['\")\]]*$")
_SOFT = 0.8
"""What a word counts that only has the root of another, or stands for it."""


@dataclass(frozen=True)
class Sources:
    """The sentences of the sources of a claim.

    Attributes:
        sentences: in order.
        rarity: of each root, how rare it is among them: at least 1.
    """

    sentences: tuple[Facts, ...]
    rarity: dict[str, float]

    @cached_property
    def stems(self) -> frozenset[str]:
        """All stems."""
        return frozenset[str]().union(*(one.stems for one in self.sentences))

    @cached_property
    def roots(self) -> frozenset[str]:
        """All roots."""
        return frozenset[str]().union(*(one.roots for one in self.sentences))

    @cached_property
    def small(self) -> frozenset[str]:
        """All words, small."""
        return frozenset[str]().union(*(one.small for one in self.sentences))

    @cached_property
    def known(self) -> frozenset[str]:
        """All countries and bodies."""
        return frozenset[str]().union(*(one.known for one in self.sentences))

    @cached_property
    def initials(self) -> frozenset[str]:
        """The initials of all long names."""
        return frozenset[str]().union(*(one.initials for one in self.sentences))

    def weight(self, word: Word) -> float:
        """How much a word counts: the rarer the more, words of grammar little."""
        if not word.is_content:
            return 0.1
        return self.rarity.get(root(word.stem), 1.0 + math.log(1 + len(self.sentences)))


@lru_cache(maxsize=256)
def read_sources(texts: tuple[str, ...]) -> Sources:
    """The sentences of source texts, and how rare their words are.

    The rarity of a root is 1 + ln(n / m): m of the n sentences have it.
    """
    sentences = tuple(read_facts(one) for text in texts for one in source_sentences(text))
    counted = Counter(one for sentence in sentences for one in sentence.roots)
    total = max(1, len(sentences))
    return Sources(sentences, {one: 1 + math.log(total / n) for one, n in counted.items()})


def held(word: Word, stems: frozenset[str], roots: frozenset[str]) -> float:
    """How far a text with these stems and roots has a word: 1 itself, less for one like it."""
    if word.stem in stems:
        return 1.0
    if root(word.stem) in roots or near(word.stem) & stems:
        return _SOFT
    return 0.0


def share(
    claim: Facts, parts: Sequence[Facts], sources: Sources, words: Sequence[Word] | None = None
) -> float:
    """The part of the claim's words, weighed by rarity, that some sentences have: in [0, 1].

    ``words`` are those that count; all of them if not given.
    """
    words = claim.words if words is None else words
    stems = frozenset[str]().union(*(one.stems for one in parts))
    roots = frozenset[str]().union(*(one.roots for one in parts))
    total = sum(map(sources.weight, words))
    found = sum(sources.weight(word) * held(word, stems, roots) for word in words)
    return found / total if total else 0.0


def scopes(claim: Facts, sources: Sources) -> list[tuple[Facts, ...]]:
    """The groups of sentences that the claim may be about, the likeliest first.

    Each is one sentence, or one and up to two more that have words of the claim which it lacks,
    values apart: a number or a name alone is no reason to look elsewhere. A question states
    nothing.
    """
    told = [one for one in sources.sentences if not _QUESTION.search(one.text)]
    ranked = sorted(enumerate(told), key=lambda one: (-share(claim, [one[1]], sources), one[0]))
    if not ranked:
        return []
    best = share(claim, [ranked[0][1]], sources)
    tried = [
        one for _, one in ranked[:_TRIED] if share(claim, [one], sources) >= _NEARLY_BEST * best
    ]
    found: list[tuple[Facts, ...]] = []
    for one in tried:
        group: tuple[Facts, ...] = (one,)
        found.append(group)
        while len(group) < 3 and (more := _further(claim, group, told, sources)) is not None:
            group = (*group, more)
            found.append(group)
    return found


def _further(
    claim: Facts, group: tuple[Facts, ...], told: Sequence[Facts], sources: Sources
) -> Facts | None:
    """The sentence that brings most of the claim's words that a group lacks, if enough."""
    stems = frozenset[str]().union(*(one.stems for one in group))
    roots = frozenset[str]().union(*(one.roots for one in group))
    lacked = [word for word in claim.topic if not held(word, stems, roots)]
    if len(lacked) < _NEW_WORDS:
        return None

    def brought(one: Facts) -> float:
        return sum(sources.weight(word) for word in lacked if held(word, one.stems, one.roots) == 1)

    best = max(told, key=brought)
    count = sum(held(word, best.stems, best.roots) == 1 for word in lacked)
    return best if count >= _NEW_WORDS and best not in group else None
