"""Whether a claim denies what the source says, or says what it denies."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from .facts import Facts
from .scope import held
from .types import Problem
from .words import Word, read_words, root

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
    r"lack\w*|avoid\w*|prevent\w*|rather than|instead of|exclud\w+|rul(?:e|es|ed) out|absent|absence|"
    r"outside|silent|hardly|scarcely|turn(?:s|ed)? down|stop(?:s|ped)?|ceas\w+|halt\w*|impossible|"
    r"forbid\w*|forbade|ban(?:s|ned)?|prohibit\w*|bar(?:s|red)|except|oppos\w+|object(?:s|ed)|"
    r"(?:stay|stays|stayed|kept|keep|keeps|left|leave|leaves) (?:out|away|open)|instead|"
    r"un(?:able|willing|declared|supported|renewed|finished|answered)|too \w+ to|yet to|little)\b",
    re.IGNORECASE,
)
_BREAK = re.compile(r"[;:]|, (?:but|and|while|whereas|although|which|who|so)\b| but | while ")
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
    found = []
    for form, denies in ((_NOT, True), (_QUIET, False)):
        for match in form.finditer(blank):
            is_plain = denies and not _UNTIL.match(text, match.end())
            stop = _BREAK.search(text, match.end())
            end = stop.start() if stop else len(text)
            after = [
                word
                for word in read_words(text)
                if match.end() <= word.start < end and word.is_content
            ]
            found.append(Denial(match[0], is_plain, *match.span(), tuple(after[:_REACH])))
    return tuple(sorted(found, key=lambda one: one.start))


def denial_problems(claim: Facts, scope: Sequence[Facts]) -> Iterator[Problem]:
    """Denials that the claim adds or drops."""
    ours = denials(claim.text)
    theirs = [(part, one) for part in scope for one in denials(part.text)]
    added = next((one for one in ours if one.is_plain and _is_added(one, ours, theirs, scope)), None)
    if added is not None:
        yield Problem("negation", _said(added))
        return
    for part, one in theirs:
        if _is_dropped(one, part, claim, ours, theirs):
            yield Problem("negation", _said(one))
            return


def _said(one: Denial) -> str:
    return " ".join([one.text, *(word.text for word in one.heads[:2])])


def _is_added(
    one: Denial,
    ours: Sequence[Denial],
    theirs: Sequence[tuple[Facts, Denial]],
    scope: Sequence[Facts],
) -> bool:
    """Whether the sources say, undenied, what this denies."""
    if not theirs:
        return True
    for word in one.heads[:2]:
        places = [(part, other) for part in scope for other in part.words if _same(word, other)]
        if not places:
            continue
        if any(_denies(denial, other) for part, other in places for denial in denials(part.text)):
            return False
        return len(ours) > len(theirs) or not any(
            held(head, frozenset(w.stem for w in one.heads), frozenset()) for _, d in theirs
            for head in d.heads
        )
    return False


def _is_dropped(
    one: Denial,
    part: Facts,
    claim: Facts,
    ours: Sequence[Denial],
    theirs: Sequence[tuple[Facts, Denial]],
) -> bool:
    """Whether the claim says, undenied, what this denies."""
    if not one.heads or (not one.is_plain and _is_repeated(one, claim)):
        return False
    covered = sum(held(word, claim.stems, claim.roots) > 0 for word in one.heads)
    if covered < max(1, _COVERED * len(one.heads)):
        return False
    if not ours:
        return one.is_plain or held(one.heads[0], claim.stems, frozenset()) == 1
    head = next((word for word in one.heads if word.stem in claim.stems), None)
    if head is None or not one.is_plain:
        return False
    places = [word for word in claim.words if _same(head, word)]
    return (
        len(ours) < len([d for p, d in theirs if p is part and d.is_plain])
        and not any(_denies(denial, word) for denial in ours for word in places)
    )


def _is_repeated(one: Denial, claim: Facts) -> bool:
    return any(root(word.stem) in claim.roots for word in read_words(one.text) if word.is_content)


def _denies(one: Denial, word: Word) -> bool:
    return any(word.start == head.start for head in one.heads)


def _same(one: Word, other: Word) -> bool:
    return one.stem == other.stem
