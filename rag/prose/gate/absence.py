"""Sentences that say what the passages do not state."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ....text import lexicon
from ....text.reading import Facts, read_facts
from ...verify.values import has_name
from .reading.notation import regular

_BREAK = re.compile(r"; |, (?=(?:but|however|although|though|yet|while|only|and) )")
_LONGEST = 300
"""Characters of a note."""


def split_absence(claim: str) -> tuple[str, str]:
    """A sentence as what it says is not stated, and what it states beside that.

    Returns:
        Both parts; either may be ``""``.
    """
    pieces = _BREAK.split(claim)
    absent = [piece for piece in pieces if _absent().search(piece)]
    stated = [piece for piece in pieces if piece not in absent]
    return "; ".join(absent), "; ".join(stated)


def is_harmless(note: str, allowed: Sequence[Facts]) -> bool:
    """Whether a note brings in nothing: its names and figures stand in the question or passages.

    Args:
        note: what is said not to be stated.
        allowed: what the question and the passages state.
    """
    facts = read_facts(regular(note))
    names = [name for name in facts.names if not name.opens]
    figures = [word.text for word in facts.words if any(char.isdigit() for char in word.text)]
    words = {word.text for part in allowed for word in part.words}
    is_short = len(note) <= _LONGEST and '"' not in regular(note)
    return is_short and words >= set(figures) and all(has_name(allowed, name) for name in names)


@cache
def _absent() -> re.Pattern[str]:
    sources = lexicon.alternation("gate.sources")
    forms = lexicon.alternation("gate.absences").replace("{sources}", sources)
    return re.compile(rf"^\s*(?:(?:but|however|although|and|though),? )?(?:{forms})", re.IGNORECASE)
