"""The names of a sentence that may be a short answer, as spans."""

from __future__ import annotations

import re
from itertools import pairwise

from ...text import lexicon
from ...text.dates import read_dates
from ...text.names import Name, read_names
from ...text.spans import Span
from ...text.tokens import STOP_WORDS
from .times import S

_LISTED = re.compile(
    rf"(?<!\w)\w*+\|(?:(?:,{S}\|)+,)?{S}(?:and|&){S}(?:the{S})?\|"
    rf"|(?<!\w)\w*+\|(?:,{S}\|)+{S}(?:and|&){S}(?:the{S})?\|"
)
_LIES_IN = re.compile(rf"(?:in|at|near|from|outside)\|(?:,{S}\|)+")
_GOES_ON = re.compile(rf",?{S}(?:and|or|&){S}[A-Z]")
_NOUN = re.compile(rf"{S}{lexicon.alternation('short.name_nouns')}\b")
_LAST_WORD = re.compile(r"(?<!\w)(\w++)\W*+$")
_NEXT_WORD = re.compile(rf"{S}([a-z]+)")
_ARTICLE = re.compile(r"\ban? $")
_MOST_LISTED = 3


def names_in(sentence: str) -> list[Span]:
    """The names of a sentence, in order, without adjectives of nations: "Spanish architect".

    The noun that completes a name belongs to it: "Warsaw City council", "Gansu province".
    """
    names = read_names(read_dates(sentence)[1])
    return [_with_noun(sentence, name) for name in names if not _is_adjective(sentence, name)]


def people_of(sentence: str, names: list[Span]) -> list[Span]:
    """Listed names ("A and B", "A, B and C") as one span, since they are one answer."""
    return _merged(sentence, names, _LISTED)


def places_of(sentence: str, names: list[Span]) -> list[Span]:
    """A place and the one that it lies in ("in Vienna, Austria") as one span."""
    return _merged(sentence, names, _LIES_IN)


def _with_noun(sentence: str, name: Name) -> Span:
    noun = _NOUN.match(sentence, name.end)
    return Span(name.start, noun.end() if noun else name.end)


def _merged(sentence: str, names: list[Span], between: re.Pattern[str]) -> list[Span]:
    """Each longest run of neighbours as one span if the text between and around them fits."""
    spans: list[Span] = []
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
        spans.append(Span(names[at].start, names[at + size - 1].end))
        at += size
    return spans


def _word_before(sentence: str, at: int) -> str:
    word = _LAST_WORD.search(sentence[max(0, at - 30) : at])
    return word[1].casefold() if word else ""


def _is_adjective(sentence: str, name: Name) -> bool:
    """Whether a name only qualifies the next word: "a U.S. drone", "Spanish architects"."""
    following = _NEXT_WORD.match(sentence, name.end)
    if not following or following[1] in STOP_WORDS or following[1].endswith("ed"):
        return False
    article = _ARTICLE.search(sentence, max(0, name.start - 3), name.start)
    return bool(article or name.is_demonym or (name.place and name.acronym))
