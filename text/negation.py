"""The words of a text that negate, apart from phrases that only look like a negation."""

from __future__ import annotations

import re
from functools import cache

from .lexicon import alternation
from .spans import Span


def find_negations(text: str) -> list[Span]:
    """Where a text negates, in order: ``not``, ``never``, ``no longer``, ``n't`` and the like.

    "Not only", "no later than" and other phrases of that kind affirm, so they are left out. Verbs
    that deny by their meaning ("refused to") are no negations.

    Args:
        text: any text; apostrophes may be straight, curly or letters (U+02BC).

    Returns:
        The span of each negation in code points; they do not overlap.
    """
    return [
        Span(*match.span("negation"))
        for match in _pattern().finditer(text)
        if match["negation"] is not None
    ]


def is_negated(text: str) -> bool:
    """Whether a text, which may be a single word, has a negation."""
    return any(match["negation"] is not None for match in _pattern().finditer(text))


@cache
def _pattern() -> re.Pattern[str]:
    affirming, negating = alternation("negation.affirming"), alternation("negation.negating")
    return re.compile(
        rf"\b{affirming}\b|(?P<negation>\b{negating}\b|n['’ʼ]t\b)",
        re.IGNORECASE,
    )
