"""Text in a document that is meant for the program that reads it."""

from __future__ import annotations

import re
from functools import cache

from .....text import lexicon
from .....text.signs import fold


def directs_machine(text: str) -> bool:
    """Whether a sentence tells a machine that reads it what to do: it is no evidence of anything.

    Args:
        text: a sentence of a document.
    """
    folded = fold(text)
    if _always().search(folded):
        return True
    machine = _machine().search(folded)
    return machine is not None and bool(_order().search(folded, machine.end()))


@cache
def _always() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{lexicon.alternation('directions.always')})\b", re.IGNORECASE)


@cache
def _machine() -> re.Pattern[str]:
    return re.compile(rf"\b{lexicon.alternation('directions.machines')}\b", re.IGNORECASE)


@cache
def _order() -> re.Pattern[str]:
    return re.compile(rf"\b{lexicon.alternation('directions.orders')}\b", re.IGNORECASE)
