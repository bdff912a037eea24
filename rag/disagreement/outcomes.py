"""Whether two texts state opposite outcomes: accepted or rejected, so or not so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...text import lexicon
from ...text.negation import find_negations

_REFUSAL = re.compile(rf"\b(?:{lexicon.alternation('negation.refusing')}|yet) to\b", re.IGNORECASE)
_AXES = [
    tuple(
        re.compile(rf"\b{lexicon.alternation(f'disagreement.outcomes.{axis}.{side}')}\b", re.I)
        for side in ("yes", "no")
    )
    for axis in lexicon.table("disagreement.outcomes")
]
"""Two sides of each matter that has an outcome."""


def count_denials(text: str) -> int:
    """The number of negations in a text."""
    return len(find_negations(text)) + len(_REFUSAL.findall(text))


def is_verdict(word: str) -> bool:
    """Whether a word states an outcome."""
    return any(side.fullmatch(word) for axis in _AXES for side in axis)


def conflicting(ours: str, theirs: str) -> bool:
    """Whether two texts on one matter state opposite outcomes.

    They do if they take opposite sides on every axis that both touch, negations considered; or if
    they share no axis and exactly one of them is negated.
    """
    shared = [
        (mine, yours)
        for mine, yours in zip(_sides(ours), _sides(theirs), strict=True)
        if mine and yours
    ]
    if shared:
        return all(len(mine) == len(yours) == 1 and mine != yours for mine, yours in shared)
    return count_denials(ours) % 2 != count_denials(theirs) % 2


def _sides(text: str) -> Iterator[set[bool]]:
    """The sides that a text takes on each axis: none, one or both."""
    # A denial such as "refused to" may itself be the word of an axis: it counts once.
    plain = _REFUSAL.sub("not", text)
    is_denied = bool(count_denials(plain) % 2)
    for yes, no in _AXES:
        taken = {side for side, words in ((True, yes), (False, no)) if words.search(plain)}
        yield {side != is_denied for side in taken}
