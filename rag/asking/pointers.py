"""Words of a question that refer to something outside it."""

from __future__ import annotations

import re
from enum import Enum
from itertools import islice
from typing import NamedTuple

from ...text import lexicon
from ...text.signs import ASCII_LETTERS
from ...text.tokens import STOP_WORDS
from .kinds import ASKING, AUXILIARY
from .talk_names import names_in


class Kind(Enum):
    """What a pointer stands for."""

    PERSON = "person"
    THING = "thing"
    GROUP = "group"
    THIS = "this"
    PLACE = "place"
    TIME = "time"
    MORE = "more"


_KINDS = {
    word: Kind(kind)
    for kind, words in lexicon.table("followups.pointers").items()
    for word in words.split()
}
_POINTER = re.compile(rf"\b(?:{'|'.join(_KINDS)})\b(?!['’-]\w)", re.IGNORECASE)
_POSSESSIVE = lexicon.words("followups.possessives")
_LIGHT = STOP_WORDS | lexicon.words("followups.light")

_THAT_IT_IS = re.compile(
    r"\s*(?:(?:\w+\s+){0,5}?(?:that|to|when|if|whether|for|who|which|where|like|because|called)\b"
    rf"|{lexicon.alternation('followups.weather')}\b"
    r"|(?:about|in)\s[^?]+\bthat\b)",
    re.IGNORECASE,
)
_TIME_OF_IT = re.compile(
    r"\bwhat\s+(?:time|day|date|year|month|season)\s+(?:is|was)\s+$", re.IGNORECASE
)
_CLAUSE = re.compile(
    r"\b(?:when|if|because|that|after|before|while|until|since|who|which|as|than|but|and|or|to|so"
    r"|where|once|although|though|whether|unless|how|why|what|(?:of|by|for|without|from)\s+\w+ing)\b"
    r"|[,;:]",
    re.IGNORECASE,
)
_CONDITION = re.compile(
    rf"\W*(?:if|although|though|because|while|once|after|when|since)\s+(?!{AUXILIARY}\b)",
    re.IGNORECASE,
)
_PERSON = re.compile(rf"\b{lexicon.alternation('followups.persons')}\b", re.IGNORECASE)
_ASKED_FOR = re.compile(
    rf"^\W*(?:(?:and|but|so|in|at|on|by|to|for|from|of|with|during|under)\s+)*"
    rf"{ASKING}\b(?:\s+(?!{AUXILIARY}\b)[\w'’-]+){{0,5}}?"
    rf"\s+{AUXILIARY}\b",
    re.IGNORECASE,
)
_WHO = re.compile(rf"^\W*(?:(?:and|but|so)\s+)?who(?:se|m)?\s+{AUXILIARY}\b", re.IGNORECASE)
_DONE = re.compile(r"\b(?:who\s+did|do|doing|done)\s+$", re.IGNORECASE)
_WHO_DOES = re.compile(r"^\W*(?:(?:and|but|so)\s+)?who\s+\w+\s+$", re.IGNORECASE)
_OWN_HEAD = re.compile(
    r"(?:\b(?:an?|the)\s+)?(?<![\w-])[\w-]++\s+(?:of|in|to|for|from|on|by|with|about)\s+$",
    re.IGNORECASE,
)
_AFTER_AUXILIARY = re.compile(rf"\b{AUXILIARY}\s+$", re.IGNORECASE)
_AFTER = re.compile(
    rf"\b(?:in|on|at|during|after|before|from|of|about|with|for|by|to|like|{AUXILIARY})\s+$",
    re.IGNORECASE,
)
_STRETCH = re.compile(
    rf"\s+(?:same\s+)?(?:{lexicon.any_word('followups.stretches')}|\w+\W*$)", re.IGNORECASE
)
_FOLLOWED = re.compile(
    r"\s+(?:who|that|which|of|in|with|from|on|at|to|not|whose|responsible|\w+ing|\w+ed)\b",
    re.IGNORECASE,
)
_MORE = re.compile(r"\b(?:what|who|where|when|how|any\w*|some\w*|no\w*|which|the)\s+$", re.I)

_MOST = 20
"""Words that may point which are examined: enough for a question of any length."""


class Pointer(NamedTuple):
    """A word of a question that refers to something said before.

    Attributes:
        start: its first character in the question.
        end: the first character after it.
        kind: what it stands for.
        possessive: whether it is a possessive: "his".
        bare: whether it stands for all that was said: "why is that", not "that year".
    """

    start: int
    end: int
    kind: Kind
    possessive: bool
    bare: bool


def pointers(question: str) -> list[Pointer]:
    """The words of a question that nothing in the question itself explains, in order."""
    question = question.translate(ASCII_LETTERS)
    pointing = []
    for match in islice(_POINTER.finditer(question), _MOST):
        word, kind = match[0].lower(), _KINDS[match[0].lower()]
        if match[0].isupper() and not question.isupper():
            continue
        before, after = question[: match.start()], question[match.end() :]
        if _points_out(word, kind, before, after):
            possessive = word in _POSSESSIVE and not (word == "her" and _ends(after))
            bare = _is_bare(kind, before, after)
            pointing.append(Pointer(match.start(), match.end(), kind, possessive, bare))
    return pointing


def _points_out(word: str, kind: Kind, before: str, after: str) -> bool:
    match kind:
        case Kind.THIS:
            shows_all = _ends(after) and bool(_AFTER.search(before))
            return _shows(word, before, after) and (shows_all or not _has_name(before))
        case Kind.PLACE:
            return _ends(after) and bool(before.strip()) and not _AFTER_AUXILIARY.search(before)
        case Kind.TIME:
            return _ends(after) and len(before.split()) < 5 and not _has_name(before)
        case Kind.MORE:
            alone = not _has_name(before + after) and not re.search(r"\b(?:than|side)\b", after)
            return alone and bool(_MORE.search(before)) and _few_topics(before + after)
        case Kind.THING if _TIME_OF_IT.search(before) or (
            word == "it" and _THAT_IT_IS.match(after)
        ):
            return False
    return not _has_antecedent(word, kind, before, after)


def _is_bare(kind: Kind, before: str, after: str) -> bool:
    if kind is Kind.THIS and _AFTER_AUXILIARY.search(before):
        return len(after.split()) < 2
    if kind is Kind.THING:
        return bool(_DONE.search(before))
    return kind in {Kind.THIS, Kind.TIME} and _ends(after)


def _few_topics(text: str) -> bool:
    words = re.findall(r"[\w'’-]+", text.lower())
    return sum(word not in _LIGHT for word in words) <= 3


def _ends(after: str) -> bool:
    return bool(re.match(r"\s*(?:$|[^\w\s])", after))


def _shows(word: str, before: str, after: str) -> bool:
    """Whether "this" or "that" is a demonstrative, not a conjunction."""
    if word in {"this", "these"}:
        return True
    if word == "those":
        return bool(_AFTER.search(before)) and not _FOLLOWED.match(after)
    if _ends(after):
        return bool(before.strip())
    return bool(_AFTER.search(before)) and bool(_STRETCH.match(after))


def _has_name(text: str) -> bool:
    return any(not name.opens for name in names_in(text))


def _has_antecedent(word: str, kind: Kind, before: str, after: str) -> bool:
    """Whether the part of the question before a pronoun names what it stands for.

    A pronoun that is no possessive needs it in an earlier clause: "the public" is not the "it" of
    "did the public like it". Who does something is no "it": "who leads its team".
    """
    if kind is Kind.PERSON:
        return _has_name(before) or bool(_PERSON.search(_WHO.sub("", before)))
    if word in _POSSESSIVE:
        who = word == "its" and not _has_name(after) and bool(_WHO_DOES.match(before))
        return not who and (_has_name(before) or _has_subject(_OWN_HEAD.sub("", before)))
    clauses = [match.start() for match in _CLAUSE.finditer(before)]
    reach = before[: clauses[-1]] if clauses else ""
    if _CONDITION.match(before):
        reach = before
    return _has_name(reach) or _has_subject(reach)


def _has_subject(before: str) -> bool:
    """Whether words of content stand before a pronoun, beside those that are asked for.

    What is asked for is no subject where an auxiliary follows: "which album did they make".
    """
    words = re.findall(r"[\w'’-]+", _ASKED_FOR.sub("", before).lower())
    return any(word not in _LIGHT for word in words)
