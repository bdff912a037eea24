"""By what a number may be worked out, as a claim and the passage say."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Literal

from .....text import lexicon
from .....text.quantities import Quantity
from .....text.reading import Facts
from ..reading.units import Unit

Operation = Literal["add", "add up", "multiply", "divide", "elapse"]
"""A way to work a number out."""

_TIMES = frozenset({"time", "months"})


def operations(
    quantity: Quantity, claim: Facts, about: Sequence[Unit], is_denied: bool
) -> frozenset[Operation]:
    """How a number may be worked out, by what the claim and the sentences say of it.

    Args:
        quantity: the number.
        claim: what the claim states.
        about: the sentences that it is about.
        is_denied: whether the claim says of how many something is not so.
    """
    if quantity.kind == "ordinal":
        return frozenset()
    ways: set[Operation] = set()
    if quantity.measure in _TIMES:
        ways.add("elapse")
    has_time = any(part.measure in _TIMES for part in claim.quantities)
    if quantity.is_money and has_time:
        ways.add("multiply")
    compares = _compared().match(claim.text, quantity.unit_end)
    relates = any(_relating().search(unit.text) for unit in about)
    if is_denied or compares or relates or _computing().search(claim.text):
        ways |= {"add", "elapse", "multiply"}
    if any(factors(unit.text) for unit in about):
        ways.add("multiply")
    if _each().search(claim.text):
        ways.add("divide")
    if _totals().search(claim.text):
        ways.add("add up")
    return frozenset(ways)


def computing_words(claim: Facts) -> frozenset[int]:
    """The numbers of the words of a claim that only say that something is worked out: "in all"."""
    if not claim.quantities:
        return frozenset()
    forms = (_computing(), _each())
    spans = [match.span() for form in forms for match in form.finditer(claim.text)]
    compared = (_compared().match(claim.text, part.unit_end) for part in claim.quantities)
    spans += [match.span() for match in compared if match]
    return frozenset(
        at
        for at, word in enumerate(claim.words)
        if any(start <= word.start and word.end <= end for start, end in spans)
    )


@cache
def _computing() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{lexicon.alternation('claims.computing')})\b", re.IGNORECASE)


def factors(text: str) -> set[float]:
    """By what a text says that something is multiplied."""
    factors = ((_halving(), 0.5), (_doubling(), 2.0))
    return {factor for form, factor in factors if form.search(text)}


@cache
def _relating() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{lexicon.alternation('claims.relating')})\b", re.IGNORECASE)


@cache
def _compared() -> re.Pattern[str]:
    """A comparative right behind a number: "5 euros cheaper", "two of them more"."""
    comparative = r"(?:(?!oth|und|ov|ev|nev)[a-z]{2,}er|more|less|before|until)"
    return re.compile(rf" (?!or\b)(?:(?!or\b)[a-z]+ ){{0,2}}{comparative}\b")


@cache
def _each() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{lexicon.alternation('claims.each')})\b", re.IGNORECASE)


@cache
def _totals() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{lexicon.alternation('claims.totals')})\b", re.IGNORECASE)


@cache
def _halving() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{lexicon.alternation('claims.halving')})\b", re.IGNORECASE)


@cache
def _doubling() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{lexicon.alternation('claims.doubling')})\b", re.IGNORECASE)
