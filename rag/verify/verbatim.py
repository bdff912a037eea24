"""Whether a claim is a whole part of a source, word for word."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .claims import plain, source_sentences

_LEFT_OUT = re.compile(
    r"\b(?:not|never|no|none|without|neither|nor|cannot|if|unless|until|provided|according|"
    r"allegedly|reportedly|may|might|could|only|some|most|except|den(?:y|ies|ied)|refus\w+|fail\w*|"
    r"says?|said|claim\w*|state[sd]?|believe\w*|argue\w*|suspect\w*|told|wrote|writes|hold|holds|"
    r"whether|that|false|doubt\w*|would|rumou?r\w*|hop(?:e|es|ed)|fear\w*|plan\w*|propos\w+)\b|n't\b",
    re.IGNORECASE,
)
_BOUND_BEFORE = re.compile(r"(?:^|[,;:–(\"] ?|[.!?]\"? )$")
_BOUND_AFTER = re.compile(r"^(?:$|[,;:–)\"]| \(|[.!?])")
_ENDS = " .!?,;:\"'"
_SHORTEST = 3
"""A verbatim part of fewer words says too little to be a claim of its own."""


def is_verbatim(claim: str, sources: Sequence[str]) -> bool:
    """Whether a claim is one or more whole sentences of a source, or a whole clause of one.

    White space, quote marks and the last full stop apart. A clause is whole between commas and
    the like; what is left of its sentence must hold no denial, condition, saying or hedge.
    """
    wanted = plain(claim).strip(_ENDS)
    if not wanted:
        return False
    for source in sources:
        if any(wanted == one.strip(_ENDS) for one in source_sentences(source)):
            return True
        if _ends_at_sentences(wanted, plain(source)):
            return True
        if len(wanted.split()) >= _SHORTEST and any(
            _is_clause(wanted, one) for one in source_sentences(source)
        ):
            return True
    return False


def _ends_at_sentences(wanted: str, text: str) -> bool:
    """Whether it stands in a text from the start of a sentence to the end of one."""
    at = text.find(wanted)
    while at >= 0:
        before, after = text[:at].rstrip(), text[at + len(wanted) :].lstrip()
        starts = not before or before.rstrip("\"')")[-1:] in {".", "!", "?", ":"}
        if starts and wanted.count(". ") and (not after or after[0] in ".!?"):
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
    return not (_LEFT_OUT.search(before) or _LEFT_OUT.search(after))
