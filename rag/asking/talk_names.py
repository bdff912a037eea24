"""Names in a text, and which of them mean the same one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ...text import STOP_WORDS

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W_][\w'’&/.-]*[\w]|[^\W_]|[^\w\s]|\n")
_INSIDE = frozenset("of the de la le du von van der den al for &".split())
"""Small words that may stand inside a name."""
_OPENERS = STOP_WORDS | frozenset(
    """after although among another because before besides both during each either even every
    finally first following here however if instead later like many most much neither nor now once
    one only other others over perhaps several similarly since still subsequently thus together
    under unlike until upon whether while whilst within without yes yet no new two three four well
    meanwhile tell name describe list give explain say anything something nothing everyone
    someone people according despite throughout""".split()
)
_DATES = frozenset(
    """january february march april may june july august september october november december
    monday tuesday wednesday thursday friday saturday sunday jan feb mar apr jun jul aug sep sept
    oct nov dec""".split()
)
_OF_A_NATION = re.compile(r"\w+(?:ish|ese|[rn]ican|[tnlrs]ian|[rp]ean)$|French|German|Greek|Dutch")
_NO_PERSON = re.compile(
    r"\b(?:Academy|Air|Album|Army|Association|Avenue|Awards?|Band|Bank|Battle|Billboard|Board|Book"
    r"|Brothers|Bureau|Championships?|Charts?|Church|Cit(?:y|ies)|Club|Code|College|Committee"
    r"|Company|Conference|Congress|Council|Count(?:y|ies)|Court|Cup|Day|Department|District|Division"
    r"|East|Entertainment|Festival|Films?|Force|Foundation|Games?|Government|Group|Hall|High|Hospital"
    r"|House|Institute|International|Island|Journal|Kingdom|Lake|League|Magazine|Museum|Music|National"
    r"|Network|North|Office|Olympics?|Orchestra|Organi[sz]ation|Pact|Parks?|Part(?:y|ies)|Prize"
    r"|Records?|Republic|Resolution|River|Road|School|Senate|Series|Sessions?|Shows?|Society|South"
    r"|Stadium|States?|Street|Studios?|Teams?|Theat(?:er|re)|Times|Tour|Treaty|Union|United"
    r"|Universit(?:y|ies)|War|West|World|York"
    r"|Africa|America|Argentina|Asia|Australia|Austria|Belgium|Brazil|Britain|California|Canada|China"
    r"|Congress|Cuba|Denmark|Egypt|England|Europe|Finland|France|Germany|Greece|Hungary|India|Iran"
    r"|Iraq|Ireland|Israel|Italy|Japan|Korea|Lebanon|London|Mexico|Moscow|Netherlands|Norway|Pakistan"
    r"|Paris|Parliament|Poland|Portugal|Romania|Russia|Scotland|Spain|Sweden|Switzerland|Syria|Taiwan"
    r"|Texas|Turkey|Ukraine|Vietnam|Wales|Washington|Yemen)\b|\d|\b(?:of|the|for)\b|&",
    re.IGNORECASE,
)
_DEFINED = re.compile(
    r"\W*+what\s+(?:is|are|was|were)\s+((?:an?\s+|the\s+)?[a-z][\w-]*+(?:\s+[a-z][\w-]*+)?)\W*$",
    re.IGNORECASE,
)
_MOST_WORDS = 6
_PLACED = frozenset("in at near from into to within the this".split())


class Name(NamedTuple):
    """A name as it stands in a text.

    Attributes:
        text: its words, without a possessive's ending.
        sure: false for one capital word at a sentence's beginning: any word may stand there.
        person: whether it may name a person.
        start: where it begins in the text.
    """

    text: str
    sure: bool
    person: bool
    start: int


def names_in(text: str) -> Iterator[Name]:
    """The names in a text, in order: runs of capital words, dates and nationalities left out."""
    words = list(_WORD.finditer(text))
    number, opens = 0, True
    while number < len(words):
        word = words[number][0]
        if not _is_capital(word):
            opens = word in '.!?:;"“”\n' or (opens and not word[0].isalnum())
            number += 1
            continue
        last = _end(words, number)
        first = number
        if opens:
            while first <= last and words[first][0].lower() in _OPENERS | _INSIDE:
                first += 1
        if first <= last:
            found = _name(text, words, first, last, opens and first == number)
            if found:
                yield found
        number, opens = last + 1, False


def _is_capital(word: str) -> bool:
    return word[0].isupper() and word != "I" and not word.startswith(("I'", "I’"))


def _end(words: list[re.Match[str]], number: int) -> int:
    """The number of the last word of the name that begins at ``number``."""
    last = number
    while not words[last][0].endswith(("'s", "’s")):
        ahead = last + 1
        while ahead < len(words) and words[ahead][0] in _INSIDE and ahead - last < 3:
            ahead += 1
        if ahead >= len(words) or not (
            _is_capital(words[ahead][0]) or (ahead == last + 1 and words[ahead][0][0].isdigit())
        ):
            break
        last = ahead
    return last


def _name(text: str, words: list[re.Match[str]], first: int, last: int, opens: bool) -> Name | None:
    start, end = words[first].start(), words[last].end()
    name = re.sub(r"['’]s?$", "", text[start:end])
    single = first == last
    if words[first][0].lower() in _DATES or len(name) < 2 or last - first >= _MOST_WORDS:
        return None
    if single and (_OF_A_NATION.fullmatch(name) or name.lower() in _OPENERS):
        return None
    before = words[first - 1][0].lower() if first else ""
    person = not (
        _NO_PERSON.search(name)
        or before in _PLACED
        or last - first > 3
        or (single and name.isupper())
    )
    return Name(name, not (opens and single), person, start)


def defined_in(question: str) -> Iterator[Name]:
    """The thing without a name that a question asks to define: "What is snapback?"."""
    found = _DEFINED.match(question)
    words = found[1].lower().split() if found else []
    if found and found[1].islower() and not _OPENERS - {"a", "an", "the"} & set(words):
        yield Name(re.sub(r"^an?\s+", "the ", found[1]), True, False, found.start(1))


def is_part(one: str, other: str) -> bool:
    """Whether one name's words begin or end the other: ``Ferry`` and ``Bryan Ferry``."""
    short, long = sorted((key_words(one), key_words(other)), key=len)
    return bool(short) and (short == long[: len(short)] or short == long[-len(short) :])


def key_words(name: str) -> list[str]:
    """A name's words as they are compared: small letters, without articles."""
    return [word for word in name.casefold().split() if word != "the"]
