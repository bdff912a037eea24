"""Whether a claim drops what its source hedges, or makes it stricter."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...text import Facts, Quantity, Word, distinct, same_unit, same_value
from .sources import held
from .types import Problem

_SOME = (
    r"some|certain|several|partly|partially|part of|a few|most|mostly|largely|mainly|many|much of|"
    r"almost all|nearly all|usually|normally|typically|generally|often|sometimes|in most cases|"
    r"in some cases|at times|frequently|commonly|occasionally|tends? to|majority|a number of|"
    r"a group of|various|in principle|a little|limited|few|principal\w*|chief(?:ly)?|main|"
    r"among|not all|not every|by and large|as a rule|in general|ordinarily|widely|"
    r"in part|one of|temporar\w+|provisional\w*|interim|for the time being|for now"
)
_MAY = (
    r"may(?! \d)|might|could|can|possib\w+|perhaps|maybe|potential\w*|permit\w*|allow\w*|"
    r"likely|probabl\w+|unlikely|seem\w*|appear(?:s|ed)? to|suggest\w*|able to|entitle\w*|"
    r"free to|option\w*|would|risk\w*|right to|chance|conceivabl\w+"
)
_PLAN = (
    r"plan(?:s|ned|ning)?|intend\w*|expect\w*|propos\w+|aim(?:s|ed)?|hop(?:e|es|ed)|will|would|"
    r"(?:is|are|was|were) (?:to|due|set|meant|supposed|scheduled)|going to|want\w*|seek\w*|"
    r"schedul\w+|about to|shall|due|future|upcoming|next|promis\w+|pledg\w+|agree\w*|"
    r"for (?:\w+ing)|ready to|try|tries|tried|attempt\w*|announc\w+|in order to|must|"
    r"purpose|goal|undert\w+|commit\w*|call\w* for|ask\w*|demand\w*|requir\w+|require\w*"
)
_SAID = (
    r"say|says|said|saying|state[sd]?|stating|tell|tells|told|claim(?:s|ed|ing)?|alleg\w+|argu\w+|"
    r"according|report(?:s|ed|edly|ing)?|accus\w+|suspect\w*|believ\w+|think\w*|thought|"
    r"estimat\w+|judg\w+|consider\w*|maintain\w*|insist\w*|suggest\w*|in the view|view\w*|"
    r"held that|holds? that|hold|announc\w+|declar\w+|writes?|wrote|written|warn\w*|note[sd]?|"
    r"add(?:s|ed)|call(?:s|ed|ing)?|describ\w+|blam\w+|put[s]? the|conclu\w+|assess\w*|admit\w*|"
    r"acknowledg\w+|complain\w*|deny|denie[sd]|apparent\w*|purported\w*|regard\w*|mention\w*|"
    r"speaks? of|spoke of|notif\w+|inform\w*|predict\w*|find[s]?|found|show\w*|indicat\w+|"
    r"explain\w*|comment\w*|quot\w+|in (?:his|her|its|their) words|"
    r"fear\w*|worr\w+|word\w*|characteri[sz]\w+|"
    r"counted|set out|present\w*|supposed\w*|reckon\w*|opinion|feel|felt|stress\w*|emphasi\w+"
)
_ON_CONDITION = (
    r"if|unless|provided|once|until|till|as long as|in case|only when|only after|condition\w*|"
    r"when\w*|should|depend\w*|except|subject to|before|after|in the event|as soon as|"
    r"without|hing\w+|assuming|otherwise|contingent"
)
_SOURCE_SAID = re.compile(
    r"\b(?:[Aa]ccording to [^,]+,|(?:says?|said|claim(?:s|ed)|alleged|argue[sd]?|believe[sd]?|"
    r"suspect(?:s|ed)?|estimate[sd]?|judged?|insist(?:s|ed)?|maintain(?:s|ed)?|complain(?:s|ed)?|"
    r"accuse[sd]?|hold|holds|wrote|writes)(?: \w+){0,5}? (?:that|of)\b|allegedly|reportedly|"
    r"apparently|alleged\b|accused\b|suspected\b)"
)


class _Class:
    """A kind of qualifier: how a source states it, and all the ways to keep it."""

    def __init__(self, stated: str, kept: str, least: int = 1) -> None:
        self.stated = re.compile(rf"\b(?:{stated})\b", re.IGNORECASE)
        self.kept = re.compile(rf"\b(?:{kept})\b", re.IGNORECASE)
        self.least = least


_CLASSES = (
    _Class(
        r"some(?! \d)|certain|several|partly|partially|most|mostly|largely|mainly|many|usually|"
        r"normally|typically|generally|often|sometimes|in most cases|temporary|temporarily|"
        r"provisionally",
        rf"{_SOME}|almost|nearly",
    ),
    _Class(
        r"almost|nearly",
        r"almost|nearly|about|around|roughly|approximately|close to|just under|near\w*|virtually",
    ),
    _Class(r"may(?! \d)|might|could|possibly|perhaps|probably|likely", _MAY),
    _Class(
        r"planned to|plans to|intends? to|expected to|proposed to|aims? to|hopes? to|"
        r"(?:is|are|was|were) (?:to(?= [a-z])|meant to|supposed to|due to(?= [a-z]+ (?!of)))|"
        r"planned|will(?= [a-z])|going to(?= [a-z])",
        rf"{_PLAN}",
    ),
    _Class(
        r"only|solely|exclusively",
        r"only|solely|exclusively|just|alone|sole|merely|no other|nothing but|except|not until|"
        r"none but|limited|restrict\w*|without|until|no|not|never|confined",
    ),
)
_CONDITIONS = re.compile(r"\b(?:if|unless|until|provided that|as long as)\b", re.IGNORECASE)
_KEPT_CONDITION = re.compile(rf"\b(?:{_ON_CONDITION})\b", re.IGNORECASE)
_KEPT_SAID = re.compile(rf"\b(?:{_SAID})\b", re.IGNORECASE)
_ALL = re.compile(r"\b(?:all|every|each|always|entire\w*|whole|any)\b", re.IGNORECASE)
_NOT_ALL = re.compile(rf"\b(?:{_SOME}|only)\b", re.IGNORECASE)
_ONLY = re.compile(r"\b(?:only|solely|exclusively)\b(?! (?:after|in|on|when|\d))", re.IGNORECASE)
_KEEPS_ONLY = re.compile(
    r"\b(?:only|solely|exclusively|just|alone|sole|merely|no other|nothing but|except|limited|"
    r"restrict\w*|not|no|never|but|confined|single|none|little|few|unless|until)\b|n't\b",
    re.IGNORECASE,
)
_CAPPED = re.compile(r"\b(?:cap|caps|capped|limit\w*|ceiling|maximum|restrict\w*|within)\b", re.I)
_COVERED = 0.6


def qualifier_problems(claim: Facts, scope: Sequence[Facts]) -> Iterator[Problem]:
    """Qualifiers of the sentences that the claim drops, or stricter ones that it adds."""
    yield from _hedges(claim, scope)
    for part in scope:
        for one in _CLASSES:
            if not one.kept.search(claim.text):
                yield from _dropped(one.stated, claim, part)
        if not _KEPT_CONDITION.search(claim.text):
            yield from _conditions(claim, part)
        if not _KEPT_SAID.search(claim.text):
            yield from _sayings(claim, part)
    joined = " ".join(part.text for part in scope)
    if (match := _ONLY.search(claim.text)) and not _KEEPS_ONLY.search(joined):
        yield Problem("qualifier", match[0])
    match = _ALL.search(claim.text)
    kept = {one[0].casefold() for one in _NOT_ALL.finditer(claim.text)}
    is_hedged = any(one[0].casefold() not in kept for one in _NOT_ALL.finditer(joined))
    if match and is_hedged and not _ALL.search(joined):
        yield Problem("qualifier", match[0])


def _hedges(claim: Facts, scope: Sequence[Facts]) -> Iterator[Problem]:
    """Numbers that only one side hedges, or both in different directions."""
    stated = distinct(one for part in scope for one in part.quantities)
    for one in distinct(claim.quantities):
        others = [other for other in stated if same_value(other, one) and same_unit(other, one)]
        if one.hedge == "most" and any(_CAPPED.search(part.text) for part in scope):
            continue
        if others and not any(_hedged_alike(other, one) for other in others):
            yield Problem("qualifier", others[0].hedge or one.hedge)
            return


def _hedged_alike(source: Quantity, claimed: Quantity) -> bool:
    if source.hedge == claimed.hedge or claimed.kind in {"ordinal", "single", "times"}:
        return True
    if not source.hedge:
        return claimed.hedge == "about" or source.value != claimed.value
    return False


def _is_covered(words: Sequence[Word], claim: Facts, least: float = _COVERED) -> bool:
    found = sum(held(word, claim.stems, claim.roots) > 0 for word in words)
    return bool(words) and found >= least * len(words)


def _dropped(stated: re.Pattern[str], claim: Facts, part: Facts) -> Iterator[Problem]:
    for match in stated.finditer(part.text):
        if _is_covered(part.after(match.end(), 3), claim):
            yield Problem("qualifier", match[0])
            return


def _conditions(claim: Facts, part: Facts) -> Iterator[Problem]:
    """A condition left out while the claim has what it is a condition of."""
    for match in _CONDITIONS.finditer(part.text):
        comma = part.text.find(",", match.end())
        rest = part.before(match.start(), 4) or part.after(comma if comma > 0 else match.end(), 6)
        if _is_covered(rest, claim, 0.7):
            yield Problem("qualifier", match[0])
            return


def _sayings(claim: Facts, part: Facts) -> Iterator[Problem]:
    """Whose word it is, left out while the claim has what they say."""
    for match in _SOURCE_SAID.finditer(part.text):
        if _is_covered(part.after(match.end(), 10), claim):
            yield Problem("qualifier", match[0])
            return
