"""Whether a claim denies what the source says, or says what it denies."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from ...text import Facts, Word, read_words, root
from .sources import held
from .types import Problem

_NOT = re.compile(
    r"\b(?:not|never|no longer|no|none|nobody|nothing|nowhere|without|neither|nor|cannot)\b|n't\b",
    re.IGNORECASE,
)
_NO_DENIAL = re.compile(
    r"\b(?:not only|no later than|no more than|no fewer than|no less than|not more than|"
    r"not less than|No\.? \d|no doubt|whether or not|no matter)\b"
)
_QUIET = re.compile(
    r"\b(?:refus\w+|declin\w+|reject\w*|fail(?:s|ed|ing|ure)?|den(?:y|ies|ied)|unable|unwilling|"
    r"lack\w*|avoid\w*|prevent\w*|rather than|instead of|exclud\w+|rul(?:e|es|ed) out|"
    r"absent|absence|outside|silent|hardly|scarcely|turn(?:s|ed)? down|stop(?:s|ped)?|ceas\w+|"
    r"halt\w*|impossible|forbid\w*|forbade|ban(?:s|ned)?|prohibit\w*|bar(?:s|red)|except|oppos\w+|"
    r"object(?:s|ed)|(?:stay|stays|stayed|kept|keep|keeps|left|leave|leaves) (?:out|away|open)|"
    r"instead|un(?:able|willing|declared|supported|renewed|finished|answered)|"
    r"too \w+ to|yet to|little)\b",
    re.IGNORECASE,
)
_BREAK = re.compile(
    r"[;:]|, (?:but|and|while|whereas|although|which|who|so)\b| but | while "
    r"| and (?=(?:has|have|had|is|are|was|were|did|does|do|will|would|can|could|may|must)\b)"
)
_UNTIL = re.compile(r"[^.;]{0,60}? until\b")
_REACH = 4
_COVERED = 0.5


class Denial(NamedTuple):
    """A word that denies, and the words that it denies: up to four of content after it."""

    text: str
    is_plain: bool
    start: int
    end: int
    heads: tuple[Word, ...]


@lru_cache(maxsize=4096)
def denials(text: str) -> tuple[Denial, ...]:
    """The denials of a ``plain`` text in order: ``not`` and its like, and quiet ones."""
    blank = _NO_DENIAL.sub(lambda match: "_" * len(match[0]), text)
    words = [word for word in read_words(text) if word.is_content]
    starts = [word.start for word in words]
    stops = [*(match.start() for match in _BREAK.finditer(text)), len(text)]
    found = []
    for form, denies in ((_NOT, True), (_QUIET, False)):
        for match in form.finditer(blank):
            is_plain = denies and not _UNTIL.match(text, match.end())
            end = stops[bisect_left(stops, match.end())]
            first = bisect_left(starts, match.end())
            after = (word for word in words[first : first + _REACH] if word.start < end)
            found.append(Denial(match[0], is_plain, *match.span(), tuple(after)))
    return tuple(sorted(found, key=lambda one: one.start))


def denial_problems(claim: Facts, scope: Sequence[Facts]) -> Iterator[Problem]:
    """Denials that the claim adds or drops.

    A quiet denial ("declined to") may stand for a plain one ("did not"): one is added or dropped
    only where no quiet one that the other side lacks makes up for it.
    """
    ours = denials(claim.text)
    theirs = [one for part in scope for one in denials(part.text)]
    added = next(
        (one for one in ours if one.is_plain and _is_added(one, ours, theirs, scope)), None
    )
    if added is not None:
        yield Problem("negation", _said(added))
        return
    for part in scope:
        for one in denials(part.text):
            if _is_dropped(one, part, claim, scope):
                yield Problem("negation", _said(one))
                return


def _said(one: Denial) -> str:
    return " ".join([one.text, *(word.text for word in one.heads[:2])])


def _plain(found: Sequence[Denial]) -> int:
    return sum(one.is_plain for one in found)


def _is_added(
    one: Denial, ours: Sequence[Denial], theirs: Sequence[Denial], scope: Sequence[Facts]
) -> bool:
    """Whether the sources say, undenied, what this denies."""
    if not theirs:
        return True
    quiet = [other for other in theirs if not other.is_plain]
    are_kept = all(any(_alike(other, own) for own in ours) for other in quiet)
    if _plain(ours) > _plain(theirs) and are_kept:
        return True
    for word in one.heads[:2]:
        places = [(part, other) for part in scope for other in part.words if _same(word, other)]
        if places:
            return len(ours) > len(theirs) and not any(
                _denies(denial, other) for part, other in places for denial in denials(part.text)
            )
    return False


def _is_dropped(one: Denial, part: Facts, claim: Facts, scope: Sequence[Facts]) -> bool:
    """Whether the claim says, undenied, what this denies."""
    ours, stems = denials(claim.text), frozenset[str]().union(*(each.stems for each in scope))
    if not one.heads or (not one.is_plain and any(_alike(one, own) for own in ours)):
        return False
    covered = sum(held(word, claim.stems, claim.roots) > 0 for word in one.heads)
    if covered < max(1, _COVERED * len(one.heads)):
        return False
    if not ours:
        return one.is_plain or held(one.heads[0], claim.stems, frozenset()) == 1
    makes_up = any(not own.is_plain and not _is_in(own, stems) for own in ours)
    if not one.is_plain or makes_up or _plain(ours) >= _plain(denials(part.text)):
        return False
    head = next((word for word in one.heads if word.stem in claim.stems), None)
    places = [word for word in claim.words if head is not None and _same(head, word)]
    return bool(places) and not any(
        _denies(denial, word) for denial in ours if denial.is_plain for word in places
    )


def _is_in(one: Denial, stems: frozenset[str]) -> bool:
    return all(word.stem in stems for word in read_words(one.text))


def _alike(one: Denial, other: Denial) -> bool:
    return root(read_words(one.text)[0].stem) == root(read_words(other.text)[0].stem)


def _denies(one: Denial, word: Word) -> bool:
    return any(word.start == head.start for head in one.heads)


def _same(one: Word, other: Word) -> bool:
    return one.stem == other.stem
