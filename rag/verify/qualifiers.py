"""Whether a claim drops a qualifier of its source, or states more than the source does."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from ...text import lexicon
from ...text.negation import is_negated
from ...text.quantities import Quantity, distinct, same_unit, same_value
from ...text.reading import Facts
from ...text.words import Word
from .sources import held
from .types import Problem

_KINDS = ("partial", "approximate", "possible", "planned", "exclusive")
"""Kinds of qualifier that stand right before what they qualify."""
_TIMES = r"(?:minutes|hours|days|weeks|months|years)\b"
_EXCLUSIVE = rf"\b{{exclusive}}\b(?! (?:a few|after|in|on|when|\d|{_TIMES}))"
_REPORT = r"\b(?:according to [^,]+,|{reporting}(?: \w+){0,5}? (?:that|of)\b|{reported}\b)"
_COVERED = 0.6
"""Share of the words that a source qualifies which a claim must have to be about the same."""
_COVERED_CONDITION = 0.7
"""The same for the words of a main clause that stands on a condition."""


def qualifier_problems(claim: Facts, scope: Sequence[Facts]) -> Iterator[Problem]:
    """Qualifiers of the sentences that the claim drops, and stricter ones that it adds."""
    yield from _hedges(claim, scope)
    for part in scope:
        for kind in _KINDS:
            if not _keeps(kind, claim.text):
                yield from _dropped(_patterns()[kind], claim, part, 3)
        if not _keeps("conditional", claim.text):
            yield from _conditions(claim, part)
        if not _keeps("reported", claim.text):
            yield from _dropped(_reports(), claim, part, 10)
    joined = " ".join(part.text for part in scope)
    if (match := _only().search(claim.text)) and not _keeps("exclusive", joined):
        yield Problem("qualifier", match[0])
    universal = _patterns()["universal"]
    match = universal.search(claim.text)
    if match and _partial(joined) - _partial(claim.text) and not universal.search(joined):
        yield Problem("qualifier", match[0])


def _keeps(kind: str, text: str) -> bool:
    """Whether a text has what may stand for a kind of qualifier; for "only" a negation does too."""
    if _patterns()[f"{kind}_kept"].search(text):
        return True
    return kind == "exclusive" and is_negated(text)


def _partial(text: str) -> set[str]:
    """What in a text speaks of a part only, in lower case."""
    forms = (_patterns()["partial_kept"], _patterns()["exclusive"])
    return {match[0].casefold() for form in forms for match in form.finditer(text)}


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """The lists of qualifiers by name."""
    return {
        name: re.compile(rf"\b{lexicon.alternation(f'qualifiers.{name}')}\b", re.IGNORECASE)
        for name in lexicon.table("qualifiers")
    }


@cache
def _only() -> re.Pattern[str]:
    form = _EXCLUSIVE.replace("{exclusive}", lexicon.alternation("qualifiers.exclusive"))
    return re.compile(form, re.IGNORECASE)


@cache
def _reports() -> re.Pattern[str]:
    form = _REPORT
    for name in ("reporting", "reported"):
        form = form.replace(f"{{{name}}}", lexicon.alternation(f"qualifiers.{name}"))
    return re.compile(form, re.IGNORECASE)


def _hedges(claim: Facts, scope: Sequence[Facts]) -> Iterator[Problem]:
    """Numbers that only one side hedges, or both in different directions."""
    stated = distinct(quantity for part in scope for quantity in part.quantities)
    for claimed in distinct(claim.quantities):
        alike = [
            source
            for source in stated
            if same_value(source, claimed) and same_unit(source, claimed)
        ]
        capped = _patterns()["capped"]
        if claimed.hedge == "most" and any(capped.search(part.text) for part in scope):
            continue
        if alike and not any(_hedged_alike(source, claimed) for source in alike):
            yield Problem("qualifier", alike[0].hedge or claimed.hedge)
            return


def _hedged_alike(source: Quantity, claimed: Quantity) -> bool:
    if source.hedge == claimed.hedge or claimed.kind in {"ordinal", "single", "times"}:
        return True
    if not source.hedge:
        return claimed.hedge == "about" or source.value != claimed.value
    return False


def _is_covered(words: Sequence[Word], claim: Facts, least: float = _COVERED) -> bool:
    covered = sum(held(word, claim.stems, claim.roots) > 0 for word in words)
    return bool(words) and covered >= least * len(words)


def _dropped(form: re.Pattern[str], claim: Facts, part: Facts, reach: int) -> Iterator[Problem]:
    """The first qualifier whose next ``reach`` content words the claim has; at most one problem."""
    for match in form.finditer(part.text):
        if _is_covered(part.after(match.end(), reach), claim):
            yield Problem("qualifier", match[0])
            return


def _conditions(claim: Facts, part: Facts) -> Iterator[Problem]:
    """A condition left out while the claim has what depends on it; at most one problem."""
    for match in _patterns()["conditional"].finditer(part.text):
        clause_end = max(match.end(), part.text.find(",", match.end()))
        dependent = part.before(match.start(), 4) or part.after(clause_end, 6)
        if _is_covered(dependent, claim, _COVERED_CONDITION):
            yield Problem("qualifier", match[0])
            return
