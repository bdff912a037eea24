"""Verify a claim against source texts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...index.formats.decode import well_formed
from ...text.reading import Facts, read_facts
from .claims import plain, split_claims
from .denial import denial_problems
from .opposites import opposite_problems
from .qualifiers import qualifier_problems
from .score import features, least_support, score
from .sources import Sources, read_sources, scopes, share
from .swaps import role_problems
from .types import Encode, Problem, Verdict
from .values import date_problems, name_problems, number_problems
from .verbatim import is_verbatim


def verify_claim(claim: str, sources: Sequence[str], encode: Encode | None = None) -> Verdict:
    """Verify a claim against the texts that it cites.

    A whole sentence or clause quoted word for word is supported with 1.0. Otherwise the claim's
    numbers, dates, units, names, negations and qualifiers are compared with the sentences that it
    is about, and then the claim as a whole is scored. Each sentence of a longer text is a claim of
    its own: the verdict has the problems of all and the support of the weakest.

    Args:
        claim: one sentence or several.
        sources: the texts that it cites, any number.
        encode: turns texts into unit vectors; if ``None``, the score uses words alone.

    Returns:
        The verdict. An empty claim has support 0 and one problem, of the kind ``support``.
    """
    claim, texts = well_formed(claim), tuple(map(well_formed, sources))
    parts = [claim[start:end] for start, end in split_claims(claim)]
    if not parts:
        return Verdict(0.0, (Problem("support", claim.strip()),))
    if is_verbatim(claim, texts):
        return Verdict(1.0)
    verdicts = [_verify_sentence(part, texts, encode) for part in parts]
    problems = dict.fromkeys(problem for verdict in verdicts for problem in verdict.problems)
    return Verdict(min(verdict.support for verdict in verdicts), tuple(problems))


def _verify_sentence(claim: str, texts: tuple[str, ...], encode: Encode | None) -> Verdict:
    if is_verbatim(claim, texts):
        return Verdict(1.0)
    facts, sources = read_facts(plain(claim)), read_sources(texts)
    examined = examine(facts, sources)
    if examined is None:
        return Verdict(0.0, (Problem("support", claim),))
    scope, problems = examined
    row = features(facts, scope, problems, sources, encode)
    support = score(row, encode is not None)
    if support < least_support(encode is not None) and not problems:
        problems = (Problem("support", claim),)
    return Verdict(round(support, 6), problems)


def examine(claim: Facts, sources: Sources) -> tuple[tuple[Facts, ...], tuple[Problem, ...]] | None:
    """Find the sentences that a claim is about, and its problems with them.

    Returns:
        Of the groups of sentences that it may be about, the one with the fewest problems, and
        these; ``None`` if the sources have no sentence.
    """
    examined = [
        (scope, tuple(_problems(claim, scope, sources))) for scope in scopes(claim, sources)
    ]
    return min(
        examined,
        key=lambda candidate: (len(candidate[1]), -share(claim, candidate[0], sources)),
        default=None,
    )


def _problems(claim: Facts, scope: Sequence[Facts], sources: Sources) -> Iterator[Problem]:
    """The problems of a claim with the sentences that it may be about."""
    value_problems = [
        *number_problems(claim, scope),
        *date_problems(claim, scope, sources),
        *name_problems(claim, scope, sources),
    ]
    yield from value_problems or role_problems(claim, scope)
    yield from list(denial_problems(claim, scope)) or opposite_problems(claim, scope)
    yield from qualifier_problems(claim, scope)
