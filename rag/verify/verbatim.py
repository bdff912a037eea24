"""Whether a claim is a whole part of a source, word for word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from ...text import lexicon
from ...text.negation import is_negated
from .claims import plain, source_sentences

_BOUND_BEFORE = re.compile(r"(?:^|[,;:–(\"] ?|[.!?]\"? )$")
_BOUND_AFTER = re.compile(r"^(?:$|[,;:–)\"]| \(|[.!?])")
_ENDS = " .!?,;:\"'"
_SHORTEST = 3
"""A clause of fewer words says too little to be a claim of its own."""


def is_verbatim(claim: str, sources: Sequence[str]) -> bool:
    """Whether a claim is one or more whole sentences of a source, or a whole clause of one.

    White space, quote marks and the last full stop may differ. A clause is whole between commas
    and the like; what stands beside it in its sentence must not deny it, put it on a condition,
    attribute it or make it a guess.

    Args:
        claim: one sentence or several.
        sources: the texts that it cites.
    """
    wanted = plain(claim).strip(_ENDS)
    if not wanted:
        return False
    for source in sources:
        sentences = source_sentences(source)
        if any(wanted == sentence.strip(_ENDS) for sentence in sentences):
            return True
        if ". " in wanted and _spans_sentences(wanted, plain(source)):
            return True
        is_long = len(wanted.split()) >= _SHORTEST
        if is_long and any(_is_clause(wanted, sentence) for sentence in sentences):
            return True
    return False


def _spans_sentences(wanted: str, text: str) -> bool:
    """Whether several sentences stand in a text from the start of one to the end of another."""
    at = text.find(wanted)
    while at >= 0:
        before, after = text[:at].rstrip(), text[at + len(wanted) :].lstrip()
        starts = not before or before.rstrip("\"')")[-1:] in {".", "!", "?", ":"}
        if starts and (not after or after[0] in ".!?"):
            return True
        at = text.find(wanted, at + 1)
    return False


def _is_clause(wanted: str, sentence: str) -> bool:
    at = sentence.casefold().find(wanted.casefold())
    if at < 0:
        return False
    before, after = sentence[:at], sentence[at + len(wanted) :]
    if not _BOUND_BEFORE.search(before) or not _BOUND_AFTER.match(after):
        return False
    return not any(is_negated(beside) or _modifying().search(beside) for beside in (before, after))


@cache
def _modifying() -> re.Pattern[str]:
    return re.compile(rf"\b{lexicon.alternation('claims.beside_clause')}\b", re.IGNORECASE)
