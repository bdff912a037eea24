"""Bounds of what counts as the same statement with another value, read from ``weights.json``."""

from __future__ import annotations

from ..fitted import read_fitted

_NAMES = (
    "cosine",
    "of_shorter",
    "of_all",
    "on_topic",
    "least_on_topic",
    "twin_share",
    "twin_words",
    "reach",
    "read",
    "read_short",
)
BOUNDS = read_fitted(__package__, "weights.json").named("bounds", _NAMES)
"""By name:

- ``cosine``: the least between the vectors of two sentences that make the same statement.
- ``of_shorter``, ``of_all``: the least share of the shorter sentence's words, and of all words, in
  common; values excluded.
- ``on_topic``, ``least_on_topic``: the least share of the question's words, relative to the better
  sentence's share, and absolute.
- ``twin_share``, ``twin_words``: the least share and number of words in common between sentences
  that differ in values alone. They are compared even if they hold few of the question's words.
- ``reach``: how far below the best sentence's score a contradicting one may be.
- ``read``, ``read_short``: the least log-odds of a sentence and of its short answer, as a reader
  sees them, whose value is compared with another's whatever else the two sentences say.
"""
