"""Names in a sentence: runs of capitalised words, as spans."""

from __future__ import annotations

import re
from itertools import pairwise

from ..index import STOP_WORDS, Span
from .times import MONTHS, S, WEEKDAY

_CAPITAL = r"[A-ZÀ-ÖØ-ÞĀĆČĎĒĘĚĢĪĶŁŃŇŌŐŘŚŞŠŤŪŮŹŻŽİ]"
_NAME_WORD = rf"(?:(?:{_CAPITAL}\.){{2,}}|{_CAPITAL}(?:[\w’']*\w|\w*)(?:-\w+)*(?:(?<=\b\w)\.|(?<=\b[DMS][rt])\.|(?<=\bMrs)\.)?)"
_LINK = r"(?:of|the|de|du|da|del|della|von|van|der|den|bin|ibn|al|le|la)"
_NAME = re.compile(rf"{_NAME_WORD}(?:(?:{S}(?:{_LINK}{S}){{0,2}}|{S}?&{S}?){_NAME_WORD})*(?:{S}\d{{1,3}}\b(?![,.]\d|{S}?%))?")
_CALENDAR = re.compile(
    rf"(?:{MONTHS}|{WEEKDAY}|BCE?|AD|CE)(?:{S}\d+)?"
)
_OPENERS = STOP_WORDS | set(
    "although despite during following after before however since because under within many some "
    "several most according upon through other another among between today later early while until "
    "unlike like together even though finally using originally currently recently initially "
    "eventually instead modern each every either neither thus".split()
)
_OWNED = re.compile(r"(?:People['’]s\s|(?!['’]s\s).)+(?:['’]s(?=\s))?", re.DOTALL)
"""A name up to its 's: of "Iran's President Rouhani" both parts are names."""
_PEOPLE = re.compile(r"\w+(?:an|ish|ese|ench|utch|reek|wiss|hai|zech|raqi|aeli|stani|ndic|bic)")
_LIST = re.compile(rf"(?:,{S}|,?{S}(?:and|&){S})(?:the{S})?")
_MOST_LISTED = 3


def people_in(sentence: str) -> list[Span]:
    """Names in order; those that are listed ("A, B and C") are one span, as one answer."""
    return _merged(sentence, _names(sentence), people=True)


def places_in(sentence: str) -> list[Span]:
    """Names in order; "Vienna, Austria" is one span, "Vienna, Geneva and Rome" are three."""
    return _merged(sentence, _names(sentence), people=False)


def _names(sentence: str) -> list[Span]:
    """Runs of capitalised words, without adjectives of peoples: "Spanish architect"."""
    pieces = (
        Span(one.start() + piece.start(), one.start() + piece.end())
        for one in _NAME.finditer(sentence)
        for piece in _OWNED.finditer(one[0])
    )
    found = (_without_opener(sentence, one) for one in pieces)
    return [one for one in found if one and not _is_adjective(sentence, one)]


def _is_adjective(sentence: str, span: Span) -> bool:
    """Whether a name of one word is an adjective of a people before a word in small letters."""
    follows = re.match(rf"{S}([a-z]+)", sentence[span.end :])
    if not follows or follows[1] in STOP_WORDS or follows[1].endswith("ed"):
        return False
    return bool(_PEOPLE.fullmatch(sentence[span.start : span.end]))


def _merged(sentence: str, names: list[Span], people: bool) -> list[Span]:
    """Names that are one answer as one span: "A and B" of people, "Vienna, Austria" of places."""
    runs: list[list[Span]] = []
    for one in names:
        between = _LIST.fullmatch(sentence[runs[-1][-1].end : one.start]) if runs else None
        if between:
            runs[-1].append(one)
        else:
            runs.append([one])
    found: list[Span] = []
    for run in runs:
        gaps = [sentence[a.end : b.start] for a, b in pairwise(run)]
        listed = bool(gaps) and ("and" in gaps[-1] or "&" in gaps[-1])
        fits = len(run) <= _MOST_LISTED and listed == people
        found += [Span(run[0].start, run[-1].end)] if fits else run
    return found


def _without_opener(sentence: str, span: Span) -> Span | None:
    """A run of names without the ordinary word that opens the sentence and without a final 's."""
    start, end = span.start, span.end
    start += len(sentence[start:end]) - len(sentence[start:end].lstrip())
    while first := re.match(r"[\w’']+[\s\u00a0]*", sentence[start:end]):
        if first[0].strip().casefold() not in _OPENERS or len(first[0].strip()) == 1:
            break
        start += first.end()
    text = sentence[start:end]
    if possessive := re.search(r"['’]s?$", text):
        end = start + possessive.start()
        text = sentence[start:end]
    if len(text) < 2 or _CALENDAR.fullmatch(text):
        return None
    return Span(start, end)
