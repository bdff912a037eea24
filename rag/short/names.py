"""Names in a sentence: runs of capitalised words, as spans."""

from __future__ import annotations

import re
from itertools import pairwise

from ...text import MONTH, STOP_WORDS, WEEKDAY, Span
from .times import S

_CAPITAL = r"[A-ZÀ-ÖØ-ÞĀĆČĎĒĘĚĢĪĶŁŃŇŌŐŘŚŞŠŤŪŮŹŻŽİ]"
_NAME_WORD = (
    rf"(?:(?:{_CAPITAL}\.){{2,}}|{_CAPITAL}(?:[\w’']*\w|\w*)(?:-\w+)*"
    r"(?:(?<=\b\w)\.|(?<=\b[DMS][rt])\.|(?<=\bMrs)\.)?)"
)
_LINK = r"(?:of|the|de|du|da|del|della|von|van|der|den|bin|ibn|al|le|la)"
_NAME = re.compile(
    rf"{_NAME_WORD}(?:(?:{S}(?:{_LINK}{S}){{0,2}}|{S}?&{S}?){_NAME_WORD})*(?:{S}\d{{1,3}}\b(?![,.]\d|{S}?%))?"
)
_CALENDAR = re.compile(rf"(?:{MONTH}|{WEEKDAY}s?|BCE?|AD|CE)(?:{S}\d+)?")
_OPENERS = STOP_WORDS | set(
    "although despite during following after before however since because under within many some "
    "several most according upon through other another among between today later early while until "
    "unlike like together even though finally using originally currently recently initially "
    "eventually instead modern each every either neither thus".split()
)
_OWNED = re.compile(r"(?:People['’]s\s|(?!['’]s\s).)+(?:['’]s(?=\s))?", re.DOTALL)
"""A name up to its 's: of "Iran's President Rouhani" both parts are names."""
_PEOPLE = re.compile(
    r"\w+(?:an|ish|ese|ench|utch|reek|wiss|hai|zech|raqi|aeli|stani|ndic|bic)|U\.S\.|U\.K\.|US|UK|EU|UN"
)
_LISTED = re.compile(
    rf"(?<!\w)\w*+\|(?:(?:,{S}\|)+,)?{S}(?:and|&){S}(?:the{S})?\|"
    rf"|(?<!\w)\w*+\|(?:,{S}\|)+{S}(?:and|&){S}(?:the{S})?\|"
)
_LIES_IN = re.compile(rf"(?:in|at|near|from|outside)\|(?:,{S}\|)+")
_GOES_ON = re.compile(rf",?{S}(?:and|or|&){S}[A-Z]")
_NOUN = re.compile(
    rf"{S}(?:(?:[Cc]ouncil|government|committee|commission|army|forces|troops|party|company|team|"
    r"family|brothers|settlers|merchants|tribes|province|county|counties|region|islands?|coast|"
    r"district|valley|mountains|river)\b)"
)
_LAST_WORD = re.compile(r"(?<!\w)(\w++)\W*+$")
_FOLLOWS = re.compile(rf"{S}([a-z]+)")
_ARTICLE = re.compile(r"\ban? $")
_FIRST_WORD = re.compile(r"([\w’']+)(?:\s+|$)")
_OWNER = re.compile(r"['’]s?$")
_MOST_LISTED = 3


def names_in(sentence: str) -> list[Span]:
    """Runs of capitalised words, in order, without adjectives of peoples: "Spanish architect".

    The noun that makes a name whole belongs to it: "Warsaw City council", "Gansu province".
    """
    pieces = (
        Span(one.start() + piece.start(), one.start() + piece.end())
        for one in _NAME.finditer(sentence)
        for piece in _OWNED.finditer(one[0])
    )
    found = (_without_opener(sentence, one) for one in pieces)
    named = [_extended(sentence, one) for one in found if one]
    return [one for one in named if not _is_adjective(sentence, one)]


def people_of(sentence: str, names: list[Span]) -> list[Span]:
    """Names that are listed ("A and B", "A, B and C") as one span, since they are one answer."""
    return _merged(sentence, names, _LISTED)


def places_of(sentence: str, names: list[Span]) -> list[Span]:
    """A place with the one that it lies in ("in Vienna, Austria") as one span."""
    return _merged(sentence, names, _LIES_IN)


def _extended(sentence: str, span: Span) -> Span:
    more = _NOUN.match(sentence, span.end)
    return Span(span.start, more.end()) if more else span


def _merged(sentence: str, names: list[Span], between: re.Pattern[str]) -> list[Span]:
    """Each longest run of neighbours as one span if what stands between and around them fits."""
    found: list[Span] = []
    at = 0
    while at < len(names):
        size = 1
        for more in range(min(_MOST_LISTED, len(names) - at), 1, -1):
            part = names[at : at + more]
            gaps = [sentence[a.end : b.start] for a, b in pairwise(part)]
            around = f"{_word_before(sentence, part[0].start)}|{'|'.join(gaps)}|"
            if between.fullmatch(around) and not _GOES_ON.match(sentence, part[-1].end):
                size = more
                break
        found.append(Span(names[at].start, names[at + size - 1].end))
        at += size
    return found


def _word_before(sentence: str, at: int) -> str:
    found = _LAST_WORD.search(sentence[max(0, at - 30) : at])
    return found[1].casefold() if found else ""


def _is_adjective(sentence: str, span: Span) -> bool:
    """Whether a name only tells more of what follows: "a U.S. drone", "Spanish architects"."""
    follows = _FOLLOWS.match(sentence, span.end)
    if not follows or follows[1] in STOP_WORDS or follows[1].endswith("ed"):
        return False
    article = _ARTICLE.search(sentence, max(0, span.start - 3), span.start)
    return bool(article or _PEOPLE.fullmatch(sentence[span.start : span.end]))


def _without_opener(sentence: str, span: Span) -> Span | None:
    """A run of names without the ordinary word that opens the sentence and without a final 's."""
    start, end = span.start, span.end
    start += len(sentence[start:end]) - len(sentence[start:end].lstrip())
    while first := _FIRST_WORD.match(sentence, start, end):
        if first[1].casefold() not in _OPENERS:
            break
        start = first.end()
    text = sentence[start:end]
    if possessive := _OWNER.search(text):
        end = start + possessive.start()
        text = sentence[start:end]
    if len(text) < 2 or _CALENDAR.fullmatch(text):
        return None
    return Span(start, end)
