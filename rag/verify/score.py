"""The support of a claim: a logistic model over what it has in common with its sources."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ...text import Facts
from .sources import Sources, held, share
from .types import Encode, Problem

FEATURES = (
    "scope_share", "whole_share", "uncovered", "speaker", "names", "hard", "soft", "length",
    "cosine",
)  # fmt: skip
"""What a claim is scored by, in the order of the weights; the last only with an encoder.

The shares of the claim's words, dates and numbers apart, that the sentences it is about have, and
all sentences; how many words of content no sentence has; whether it speaks of "I" and "you" where
they do not; the share of the words of its names that the sources have; how many problems of
numbers, dates, units and names, and how many others; how many words it has; the cosine of its
vector and that of the sentences.
Counts n go in as ln(1 + n).
"""
# Printed by benchmarks/quality/fit_verifier.py; what they reach is in docs/explanation/verifier.md.
WEIGHTS = (0.48, 0.58, -0.23, -0.62, 0.45, -0.48, -0.48, 0.04, 0.41)
BIAS = -1.08
LEXICAL_WEIGHTS = (0.46, 1.35, -0.35, -1.56, 1.12, -1.6, -1.59, 0.18)
LEXICAL_BIAS = -1.81
LEAST_SUPPORT = 0.47
"""Below it a claim without other problems has one of support."""
_SPEAKER = frozenset("i me my mine we us our you your yours myself".split())


def features(
    claim: Facts,
    scope: Sequence[Facts],
    problems: Sequence[Problem],
    sources: Sources,
    encode: Encode | None,
) -> list[float]:
    """The features of a claim in the order of ``FEATURES``; without ``encode`` all but the last."""
    topic = [word for word in claim.said if word.is_content]
    missing = sum(not held(word, sources.stems, sources.roots) for word in topic)
    hard = sum(one.kind in {"number", "date", "unit", "name"} for one in problems)
    spoken = {word.text for word in claim.words} & _SPEAKER
    heard = {word.text for part in scope for word in part.words} & _SPEAKER
    row = [
        share(claim, scope, sources, claim.said),
        share(claim, sources.sentences, sources, claim.said),
        math.log1p(missing),
        float(bool(spoken - heard)),
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
    """The part of the words of the claim's names that the sources have; 1 without any."""
    named = [word for one in claim.names for word in one.words]
    named += [one.known for one in claim.names if one.known]
    if not named:
        return 1.0
    whole = " ".join(one.text for one in sources.sentences).casefold()
    known = sources.known
    return sum(one in sources.small or one in known or one in whole for one in named) / len(named)


def score(row: Sequence[float], is_encoded: bool) -> float:
    """The support that features stand for: in [0, 1]."""
    weights, bias = (WEIGHTS, BIAS) if is_encoded else (LEXICAL_WEIGHTS, LEXICAL_BIAS)
    total = sum(weight * value for weight, value in zip(weights, row, strict=True)) + bias
    return 1 / (1 + math.exp(-total))
