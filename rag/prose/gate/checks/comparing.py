"""Whether a claim compares what its source does not compare, or in the other direction."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from .....text import lexicon
from .....text.quantities import Quantity
from .....text.reading import Facts
from .....text.words import near, read_words, stem

_NONE = frozenset("other rather either neither over under after never ever later earlier".split())

_SLACK = 1e-6
_EQUAL = re.compile(r"\bas (?P<word>[a-z]{3,}) as\b")


def unsupported_comparison(claim: Facts, about: Sequence[Facts]) -> str:
    """A comparison of a claim without a number where no sentence compares; ``""`` for none."""
    for match in _comparative().finditer(claim.text):
        word = match["word"].lower()
        if word in _NONE or _is_counted(claim, match):
            continue
        stems = frozenset[str]().union(*(facts.stems for facts in about))
        if any(word.startswith(adjective[:-1]) for adjective in _equal(about)):
            return match[0]
        if near(stem(word)) & stems:
            continue
        if not any(_compares().search(facts.text) for facts in about):
            return match[0]
    return ""


def turned_comparison(claim: Facts, about: Sequence[Facts]) -> str:
    """A difference that a claim states in the wrong direction; ``""`` for none.

    "A is 5 euros cheaper than B", where the sentence or row that has A states more than that of B.
    """
    for quantity in claim.quantities:
        match = _difference().match(claim.text, quantity.unit_end)
        if not match:
            continue
        first = _value_of(claim.text[: quantity.start], quantity, about)
        second = _value_of(claim.text[match.end() :], quantity, about)
        if first is None or second is None or abs(abs(first - second) - quantity.size) > _SLACK:
            continue
        if (first > second) != (match["greater"] is not None):
            return match[0].strip()
    return ""


def _value_of(name: str, quantity: Quantity, about: Sequence[Facts]) -> float | None:
    """The one value of some measure in the one clause that has most words of a name."""
    stems = {word.stem for word in read_words(name.replace("'s ", " ")) if word.is_content}
    measured = [
        (
            len(stems & facts.stems),
            {part.size for part in facts.quantities if _is_like(part, quantity)},
        )
        for facts in about
    ]
    shares = [(shared, values) for shared, values in measured if values]
    most = max((shared for shared, _ in shares), default=0)
    best = [values for shared, values in shares if shared == most > 0]
    return best[0].pop() if len(best) == 1 and len(best[0]) == 1 else None


def _is_like(part: Quantity, quantity: Quantity) -> bool:
    return part.measure == quantity.measure != ""


def _equal(about: Sequence[Facts]) -> Iterator[str]:
    """The adjectives of "as high as", by which two things are said to be equal, or almost."""
    for facts in about:
        yield from (match["word"] for match in _EQUAL.finditer(facts.text))


def _is_counted(claim: Facts, match: re.Match[str]) -> bool:
    """Whether a number says by how much, or is what is compared with."""
    return any(
        len(claim.text[quantity.unit_end : match.start()].split()) <= 1
        if quantity.unit_end <= match.start()
        else quantity.start <= match.end() + 6 and quantity.hedge != ""
        for quantity in claim.quantities
    )


@cache
def _comparative() -> re.Pattern[str]:
    return re.compile(
        r"\b(?P<word>[a-z]{3,}er|more|less|fewer|worse)\b(?= (?:[\w-]+ ){0,6}than\b)", re.I
    )


@cache
def _difference() -> re.Pattern[str]:
    greater, smaller = (lexicon.alternation(f"gate.{name}") for name in ("greater", "smaller"))
    return re.compile(rf" (?:(?P<greater>{greater})|{smaller}) than\b", re.I)


@cache
def _compares() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{lexicon.alternation('claims.comparing')})\b", re.I)
