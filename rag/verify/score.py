"""The support of a claim: a logistic model of what it has in common with its sources."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ...text import lexicon
from ...text.reading import Facts
from ..fitted import read_fitted
from .sources import Sources, held, share
from .types import Encode, Problem

FEATURES = (
    "scope_share", "whole_share", "uncovered", "speaker", "names", "hard", "soft", "length",
    "cosine",
)  # fmt: skip
"""What a claim is scored by, in the order of the weights; the cosine only with an encoder.

``scope_share`` and ``whole_share``: the share of its words, apart from dates and numbers, in the
sentences that it is about, and in all sentences. ``uncovered``: its content words in no sentence.
``speaker``: 1 if it says "I" or "you" and the sentences do not. ``names``: the share of the words
of its names in the sources. ``hard``: its problems with numbers, dates, units and names; ``soft``:
its other problems. ``length``: its words. ``cosine``: of its vector and that of the sentences.
Counts n enter as ln(1 + n).
"""
_FITTED = read_fitted(__package__, "weights.json")
WEIGHTS = _FITTED.row("weights", FEATURES)
BIAS = _FITTED.number("bias")
LEXICAL_WEIGHTS = _FITTED.row("lexical_weights", FEATURES[:-1])
LEXICAL_BIAS = _FITTED.number("lexical_bias")
LEAST_SUPPORT = _FITTED.number("least_support")
LEXICAL_LEAST_SUPPORT = _FITTED.number("lexical_least_support")


def features(
    claim: Facts,
    scope: Sequence[Facts],
    problems: Sequence[Problem],
    sources: Sources,
    encode: Encode | None,
) -> list[float]:
    """Compute the features of a claim, in the order of ``FEATURES``.

    Args:
        claim: what the claim states.
        scope: the sentences that it is about.
        problems: its problems with them.
        sources: all sentences of the sources.
        encode: turns texts into unit vectors; if ``None``, the cosine is left out.
    """
    topic = [word for word in claim.plain_words if word.is_content]
    missing = sum(not held(word, sources.stems, sources.roots) for word in topic)
    hard = sum(problem.kind in {"number", "date", "unit", "name"} for problem in problems)
    persons = lexicon.words("words.first_and_second_person")
    claimed = {word.text for word in claim.words} & persons
    stated = {word.text for part in scope for word in part.words} & persons
    row = [
        share(claim, scope, sources, claim.plain_words),
        share(claim, sources.sentences, sources, claim.plain_words),
        math.log1p(missing),
        float(bool(claimed - stated)),
        _names(claim, sources),
        math.log1p(hard),
        math.log1p(len(problems) - hard),
        math.log1p(len(claim.words)),
    ]
    if encode is None:
        return row
    vectors = encode([claim.text, " ".join(part.text for part in scope)])
    return [*row, float(vectors[0] @ vectors[1])]


def _names(claim: Facts, sources: Sources) -> float:
    """The share of the words of the claim's names that the sources have; 1 without names."""
    words = [word for name in claim.names if not name.place for word in name.words]
    words += [name.canonical for name in claim.names if name.place]
    if not words:
        return 1.0
    text = " ".join(sentence.text for sentence in sources.sentences).casefold()
    held = sources.small | sources.place_names
    return sum(word in held or word in text for word in words) / len(words)


def score(row: Sequence[float], is_encoded: bool) -> float:
    """The support of a claim with these features, in [0, 1]."""
    weights, bias = (WEIGHTS, BIAS) if is_encoded else (LEXICAL_WEIGHTS, LEXICAL_BIAS)
    total = sum(weight * value for weight, value in zip(weights, row, strict=True)) + bias
    return 1 / (1 + math.exp(-total))


def least_support(is_encoded: bool) -> float:
    """The support, in [0, 1], below which a claim without other problems is not supported."""
    return LEAST_SUPPORT if is_encoded else LEXICAL_LEAST_SUPPORT
