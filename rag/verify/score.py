"""The support of a claim: a logistic model over what it has in common with its sources."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from .facts import Facts
from .scope import Sources, held, share
from .types import Encode, Problem

FEATURES = (
    "best_share", "scope_share", "whole_share", "pairs", "held_back", "uncovered", "speaker",
    "names", "hard", "soft", "length", "cosine", "whole_cosine",
)  # fmt: skip
LEXICAL = FEATURES[:-2]
WEIGHTS = (1.0,) * len(FEATURES)
BIAS = 0.0
LEXICAL_WEIGHTS = (1.0,) * len(LEXICAL)
LEXICAL_BIAS = 0.0
LEAST_SUPPORT = {True: 0.0, False: 0.0}
_SPEAKER = frozenset("i me my mine we us our you your yours myself".split())
_WHOLE = 12


def features(
    claim: Facts,
    scope: Sequence[Facts],
    problems: Sequence[Problem],
    sources: Sources,
    encode: Encode | None,
) -> list[float]:
    """What a claim is scored by, in the order of ``FEATURES``; without ``encode`` of ``LEXICAL``."""
    topic = [word for word in claim.words if word.is_content]
    missing = sum(not held(word, sources.stems, sources.roots) for word in topic)
    hard = sum(one.kind in {"number", "date", "unit", "name"} for one in problems)
    spoken = {word.text for word in claim.words} & _SPEAKER
    heard = {word.text for part in scope for word in part.words} & _SPEAKER
    row = [
        share(claim, scope[:1], sources),
        share(claim, scope, sources),
        share(claim, sources.sentences, sources),
        _pairs(claim, scope),
        share(scope[0], [claim], sources),
        math.log1p(missing),
        float(bool(spoken - heard)),
        _names(claim, sources),
        math.log1p(hard),
        math.log1p(len(problems) - hard),
        math.log1p(len(claim.words)),
    ]
    return row + (_cosines(claim, scope, sources, encode) if encode else [])


def _pairs(claim: Facts, scope: Sequence[Facts]) -> float:
    """The part of the claim's neighbouring pairs of stems that the sentences have: in [0, 1]."""
    found = {pair for part in scope for pair in pairwise(word.stem for word in part.words)}
    own = list(pairwise(word.stem for word in claim.words))
    return sum(pair in found for pair in own) / len(own) if own else 0.0


def _names(claim: Facts, sources: Sources) -> float:
    """The part of the claim's names and numbers whose words the sources have; 1 without any."""
    named = [word for one in claim.names for word in one.words]
    named += [one.known for one in claim.names if one.known]
    named += [one.text.casefold() for one in claim.quantities]
    if not named:
        return 1.0
    whole = " ".join(one.text for one in sources.sentences).casefold()
    known = sources.known
    return sum(one in sources.small or one in known or one in whole for one in named) / len(named)


def _cosines(
    claim: Facts, scope: Sequence[Facts], sources: Sources, encode: Encode
) -> list[float]:
    """The cosine of the claim with the nearest sentence of the best by words, and with the group."""
    ranked = sorted(sources.sentences, key=lambda one: -share(claim, [one], sources))[:_WHOLE]
    texts = [claim.text, " ".join(part.text for part in scope), *(one.text for one in ranked)]
    vectors = encode(texts)
    near = vectors[1:] @ vectors[0]
    return [float(near[1:].max()), float(near[0])]


def score(row: Sequence[float], is_encoded: bool) -> float:
    """The support that features stand for: in [0, 1]."""
    weights, bias = (WEIGHTS, BIAS) if is_encoded else (LEXICAL_WEIGHTS, LEXICAL_BIAS)
    total = sum(weight * value for weight, value in zip(weights, row, strict=True)) + bias
    return 1 / (1 + math.exp(-total))
