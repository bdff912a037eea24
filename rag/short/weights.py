"""Weights of short answers, read from ``weights.json``."""

from __future__ import annotations

from ..fitted import read_fitted

_FITTED = read_fitted(__package__, "weights.json")
SPAN = _FITTED.tables("span")
"""Of each cue, by the word that asks: whether a span is the answer."""
CONFIDENCE = _FITTED.table("confidence")
"""Of what speaks for and against the likeliest span."""
LEAST = _FITTED.table("least")
"""The least confidence with which a short answer is given."""
