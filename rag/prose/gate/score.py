"""The probability that a passage bears out a claim: a logistic model."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ...fitted import read_fitted
from .alignment import Match, rests_on
from .covering import Covering

FEATURES = ("closeness", "pronoun", "row", "conflicts", "hedges")
"""What it is computed from, in the order of the weights.

``closeness``: the cosine of the claim and the closest of the sentences that it is about.
``pronoun``: whether it is about "it" or "they"; ``row``: whether one of the
sentences is a row of a table, since both make the cosine less. ``conflicts``: how many kinds of
conflict with the passage; ``hedges``: how many words by which the passage says less. Counts n enter
as ln(1 + n).
"""
_FITTED = read_fitted(__package__, "weights.json")
WEIGHTS = _FITTED.row("weights", FEATURES)
BIAS = _FITTED.number("bias")
LEAST = _FITTED.number("least")
"""The probability from which on a claim counts as borne out, in [0, 1]."""


def features(
    covering: Covering, matches: Sequence[Match], conflicts: int, hedges: int
) -> tuple[float, ...]:
    """The features of a claim, in the order of ``FEATURES``.

    Args:
        covering: the claim and the passage.
        matches: its clauses with what they rest on; at least one.
        conflicts: how many kinds of conflict it has with the passage.
        hedges: how many words of the passage say less.
    """
    about = rests_on(covering, matches)
    return (
        max(covering.closeness(unit) for unit in about),
        float(matches[0].clause.is_pointing),
        float(any(unit.is_row for unit in about)),
        math.log1p(conflicts),
        math.log1p(hedges),
    )


def probability(row: Sequence[float]) -> float:
    """The probability that a claim with these features is borne out, in (0, 1)."""
    total = sum(weight * value for weight, value in zip(WEIGHTS, row, strict=True))
    return 1 / (1 + math.exp(-total - BIAS))
