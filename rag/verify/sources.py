"""Which sentences of the sources a claim is about."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from ...text.reading import Facts, read_facts
from ...text.words import Word, near, root
from .claims import source_sentences

_NEARLY_BEST = 0.8
"""Share of the best sentence's score that another one needs to be tried as well."""
_TRIED = 3
_LARGEST = 3
"""Sentences that a claim may be about together."""
_NEW_WORDS = 2
"""How many words of the claim, apart from values, a further sentence must add."""
_QUESTION = re.compile(r"[?？]['\")\]]*$")
_SOFT = 0.8
"""What a word counts that only shares the root of another, or is a synonym of it."""


@dataclass(frozen=True)
class Sources:
    """The sentences of the sources of a claim.

    Attributes:
        sentences: in order.
        rarity: of each root, how rare it is among them: 1 or more.
    """

    sentences: tuple[Facts, ...]
    rarity: dict[str, float]

    @cached_property
    def stems(self) -> frozenset[str]:
        """All stems."""
        return _union(sentence.stems for sentence in self.sentences)

    @cached_property
    def roots(self) -> frozenset[str]:
        """All roots."""
        return _union(sentence.roots for sentence in self.sentences)

    @cached_property
    def small(self) -> frozenset[str]:
        """All words, in lower case."""
        return _union(sentence.small for sentence in self.sentences)

    @cached_property
    def place_names(self) -> frozenset[str]:
        """All countries and international bodies."""
        return _union(sentence.place_names for sentence in self.sentences)

    def weight(self, word: Word) -> float:
        """How much a word counts: a rare one more, a stop word little."""
        if not word.is_content:
            return 0.1
        return self.rarity.get(root(word.stem), 1.0 + math.log(1 + len(self.sentences)))


@lru_cache(maxsize=256)
def read_sources(texts: tuple[str, ...]) -> Sources:
    """Read the sentences of source texts, and how rare their words are.

    The rarity of a root that m of the n sentences have is 1 + ln(n / m).
    """
    sentences = tuple(read_facts(plain) for text in texts for plain in source_sentences(text))
    counts = Counter(key for sentence in sentences for key in sentence.roots)
    rarity = {key: 1 + math.log(len(sentences) / n) for key, n in counts.items()}
    return Sources(sentences, rarity)


def held(word: Word, stems: frozenset[str], roots: frozenset[str]) -> float:
    """How far a text with these stems and roots has a word: 1 if it has it, 0.8 if one like it."""
    if word.stem in stems:
        return 1.0
    if root(word.stem) in roots or near(word.stem) & stems:
        return _SOFT
    return 0.0


def share(
    claim: Facts, parts: Sequence[Facts], sources: Sources, words: Sequence[Word] | None = None
) -> float:
    """The share of the claim's words, weighted by rarity, that some sentences have, in [0, 1].

    Args:
        claim: what the claim states.
        parts: the sentences.
        sources: all sentences, by which rarity is measured.
        words: the words that count; all of the claim's if ``None``.
    """
    words = claim.words if words is None else words
    stems, roots = _union(part.stems for part in parts), _union(part.roots for part in parts)
    total = sum(map(sources.weight, words))
    covered = sum(sources.weight(word) * held(word, stems, roots) for word in words)
    return covered / total if total else 0.0


def scopes(claim: Facts, sources: Sources) -> list[tuple[Facts, ...]]:
    """The groups of sentences that the claim may be about, the likeliest first.

    Each is one sentence, or one and up to two more that add words of the claim, apart from values:
    a number or a name alone is no reason to look elsewhere. Questions state nothing.
    """
    statements = [part for part in sources.sentences if not _QUESTION.search(part.text)]
    shares = [share(claim, [part], sources) for part in statements]
    ranked = sorted(range(len(statements)), key=lambda number: -shares[number])
    if not ranked:
        return []
    least = _NEARLY_BEST * shares[ranked[0]]
    groups: list[tuple[Facts, ...]] = []
    for number in ranked[:_TRIED]:
        if shares[number] < least:
            break
        group: tuple[Facts, ...] = (statements[number],)
        groups.append(group)
        while len(group) < _LARGEST and (more := _further(claim, group, statements, sources)):
            group = (*group, more)
            groups.append(group)
    return groups


def _further(
    claim: Facts, group: tuple[Facts, ...], statements: Sequence[Facts], sources: Sources
) -> Facts | None:
    """The sentence that adds most of the claim's words that a group lacks, if it adds enough."""
    stems, roots = _union(part.stems for part in group), _union(part.roots for part in group)
    lacked = [word for word in claim.topic if not held(word, stems, roots)]
    if len(lacked) < _NEW_WORDS:
        return None

    def gain(part: Facts) -> float:
        return sum(sources.weight(word) for word in lacked if word.stem in part.stems)

    best = max(statements, key=gain)
    count = sum(word.stem in best.stems for word in lacked)
    return best if count >= _NEW_WORDS and best not in group else None


def _union(sets: Iterable[frozenset[str]]) -> frozenset[str]:
    return frozenset[str]().union(*sets)
