"""How much a conversation is about its names, read from ``weights.json``."""

from __future__ import annotations

from ..fitted import read_fitted

_NAMES = (
    "asked",
    "answered",
    "is_who",
    "unsure",
    "fades",
    "fades_fast",
    "one_word",
    "person_share",
)
WEIGHTS = read_fitted(__package__, "weights.json").named("weights", _NAMES)
"""By name:

- ``asked``, ``answered``: the weight of a name in a question and in an answer.
- ``is_who``: what is added for a person's name in the answer to a question for a person.
- ``unsure``: the factor of a weight where the name may be none.
- ``fades``, ``fades_fast``: factors of a weight one turn later; the second for what "it"
  stands for.
- ``one_word``: how far one word may name a person, where two or three are 1.
- ``person_share``: a name is a person's if it may be one in this share of its weight.
"""
