"""Whether a claim denies what its source affirms, or affirms what the source denies."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from ...text import lexicon
from ...text.negation import find_negations
from ...text.reading import Facts
from ...text.words import Word, read_words, root
from .sources import held
from .types import Problem

_BREAK = re.compile(
    r"[;:]|, (?:but|and|while|whereas|although|which|who|so)\b| but | while "
    rf"| and (?={lexicon.any_word('words.auxiliaries')}\b)"
)
_UNTIL = re.compile(r"[^.;]{0,60}? until\b")
_REACH = 4
"""How many content words after it a denial may deny."""
_COVERED = 0.5
"""Share of the words that a source denies which a claim must have to affirm them."""


class Denial(NamedTuple):
    """A word that denies, and the words that it denies.

    Attributes:
        text: as written.
        is_plain: whether it is a negation ("not") and no word such as "refused"; "not … until"
            sets a time instead of denying.
        start: its first code point.
        end: the code point after its last.
        heads: up to four content words after it, in the same clause.
    """

    text: str
    is_plain: bool
    start: int
    end: int
    heads: tuple[Word, ...]


@lru_cache(maxsize=4096)
def denials(text: str) -> tuple[Denial, ...]:
    """The denials of a ``plain`` text in order, negations and words such as "refused" alike."""
    spans = [(*span, not _UNTIL.match(text, span.end)) for span in find_negations(text)]
    spans += [(*match.span(), False) for match in _denying().finditer(text)]
    words = [word for word in read_words(text) if word.is_content]
    starts = [word.start for word in words]
    clause_ends = [*(match.start() for match in _BREAK.finditer(text)), len(text)]
    read = []
    for start, end, is_plain in sorted(spans):
        clause_end = clause_ends[bisect_left(clause_ends, end)]
        first = bisect_left(starts, end)
        after = words[first : first + _REACH]
        heads = tuple(word for word in after if word.start < clause_end)
        read.append(Denial(text[start:end], is_plain, start, end, heads))
    return tuple(read)


@cache
def _denying() -> re.Pattern[str]:
    denying = lexicon.alternation("negation.refusing", "negation.denying")
    return re.compile(rf"\b{denying}\b", re.IGNORECASE)


def denial_problems(claim: Facts, scope: Sequence[Facts]) -> Iterator[Problem]:
    """Denials that the claim adds or drops; at most one problem.

    "Declined to" may stand for "did not": a denial is added or dropped only where no such word
    that the other side lacks makes up for it.
    """
    ours = denials(claim.text)
    theirs = [denial for part in scope for denial in denials(part.text)]
    for denial in ours:
        if denial.is_plain and _is_added(denial, ours, theirs, scope):
            yield Problem("negation", _quoted(denial))
            return
    for denial in theirs:
        if _is_dropped(denial, claim, scope):
            yield Problem("negation", _quoted(denial))
            return


def _quoted(denial: Denial) -> str:
    return " ".join([denial.text, *(word.text for word in denial.heads[:2])])


def _count_plain(some: Sequence[Denial]) -> int:
    return sum(denial.is_plain for denial in some)


def _is_added(
    added: Denial, ours: Sequence[Denial], theirs: Sequence[Denial], scope: Sequence[Facts]
) -> bool:
    """Whether the sources affirm what this denies."""
    if not theirs:
        return True
    implicit = [denial for denial in theirs if not denial.is_plain]
    are_kept = all(any(_alike(denial, our) for our in ours) for denial in implicit)
    if _count_plain(ours) > _count_plain(theirs) and are_kept:
        return True
    for head in added.heads[:2]:
        places = [(part, word) for part in scope for word in part.words if word.stem == head.stem]
        if places:
            return len(ours) > len(theirs) and not any(
                _denies(denial, word) for part, word in places for denial in denials(part.text)
            )
    return False


def _is_dropped(dropped: Denial, claim: Facts, scope: Sequence[Facts]) -> bool:
    """Whether the claim affirms what this denies."""
    ours = denials(claim.text)
    stems = frozenset[str]().union(*(sentence.stems for sentence in scope))
    stated = sum(_count_plain(denials(sentence.text)) for sentence in scope)
    if not dropped.heads or (not dropped.is_plain and any(_alike(dropped, our) for our in ours)):
        return False
    covered = sum(held(word, claim.stems, claim.roots) > 0 for word in dropped.heads)
    if covered < max(1, _COVERED * len(dropped.heads)):
        return False
    if not ours:
        return dropped.is_plain or held(dropped.heads[0], claim.stems, frozenset()) == 1
    makes_up = any(not our.is_plain and not _is_in(our, stems) for our in ours)
    if not dropped.is_plain or makes_up or _count_plain(ours) >= stated:
        return False
    head = next((word for word in dropped.heads if word.stem in claim.stems), None)
    places = [word for word in claim.words if head is not None and word.stem == head.stem]
    return bool(places) and not any(
        _denies(denial, word) for denial in ours if denial.is_plain for word in places
    )


def _is_in(denial: Denial, stems: frozenset[str]) -> bool:
    return all(word.stem in stems for word in read_words(denial.text))


def _alike(ours: Denial, theirs: Denial) -> bool:
    return root(read_words(ours.text)[0].stem) == root(read_words(theirs.text)[0].stem)


def _denies(denial: Denial, word: Word) -> bool:
    return any(word.start == head.start for head in denial.heads)
