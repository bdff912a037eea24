"""Does a claim follow from source texts?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...text import Facts, read_facts
from .claims import plain, split_claims
from .denial import denial_problems
from .opposites import opposite_problems
from .qualifiers import qualifier_problems
from .score import LEAST_SUPPORT, features, score
from .sources import Sources, read_sources, scopes, share
from .swaps import role_problems
from .types import Encode, Problem, Verdict
from .values import date_problems, name_problems, number_problems
from .verbatim import is_verbatim


def verify_claim(claim: str, sources: Sequence[str], encode: Encode | None = None) -> Verdict:
    """Whether a claim follows from source texts.

    A whole sentence or clause of a source, word for word, is supported with 1.0. Otherwise the
    claim's numbers, dates, units, names, denials and qualifiers are held against the sentences
    that it is about, and then the claim as a whole. Of a text of several sentences each is a claim
    of its own: the problems are those of all, the support is the least.

    Args:
        claim: one claim, or several sentences.
        sources: the texts that it cites, any number.
        encode: turns texts into unit vectors; without it the score rests on words alone.

    Returns:
        The verdict; an empty claim has support 0 and one problem.
    """
    texts = tuple(sources)
    parts = [claim[start:end] for start, end in split_claims(claim)]
    if not parts:
        return Verdict(0.0, (Problem("support", claim.strip()),))
    if is_verbatim(claim, texts):
        return Verdict(1.0)
    verdicts = [_verify_one(part, texts, encode) for part in parts]
    problems = tuple(dict.fromkeys(one for each in verdicts for one in each.problems))
    return Verdict(min(one.support for one in verdicts), problems)


def _verify_one(claim: str, texts: tuple[str, ...], encode: Encode | None) -> Verdict:
    if is_verbatim(claim, texts):
        return Verdict(1.0)
    facts, read = read_facts(plain(claim)), read_sources(texts)
    found = examine(facts, read)
    if found is None:
        return Verdict(0.0, (Problem("support", claim),))
    scope, problems = found
    row = features(facts, scope, problems, read, encode)
    support = score(row, encode is not None)
    if support < LEAST_SUPPORT and not problems:
        problems = (Problem("support", claim),)
    return Verdict(round(support, 6), problems)


def examine(claim: Facts, sources: Sources) -> tuple[tuple[Facts, ...], tuple[Problem, ...]] | None:
    """The sentences that a claim is taken to be about, and its problems with them.

    Of the groups that it may be about, the one with the fewest problems; ``None`` if the sources
    have no sentence.
    """
    tried = [(scope, tuple(_problems(claim, scope, sources))) for scope in scopes(claim, sources)]
    ranked = sorted(tried, key=lambda one: (len(one[1]), -share(claim, one[0], sources)))
    return ranked[0] if ranked else None


def _problems(claim: Facts, scope: Sequence[Facts], sources: Sources) -> Iterator[Problem]:
    """The problems of a claim with the sentences that it is taken to be about."""
    found = [
        *number_problems(claim, scope),
        *date_problems(claim, scope, sources),
        *name_problems(claim, scope, sources),
    ]
    found += role_problems(claim, scope) if not found else []
    yield from found
    denied = list(denial_problems(claim, scope))
    yield from denied or opposite_problems(claim, scope)
    yield from qualifier_problems(claim, scope)
