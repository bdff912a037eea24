"""Elliptical questions, completed from the one before: "Why?", "And France?"."""

from __future__ import annotations

import re

from ...text import lexicon
from .kinds import ASKING, AUXILIARY
from .talk_names import names_in

_LINK = r"^\W*+(?:(?:and|but|so|or|ok|okay)\b\W*+)?"
_BARE = re.compile(
    rf"{_LINK}(?P<asks>(?:(?:since|until|by|from|for|to|with|in)\s+)?{ASKING}"
    r"(?:\s+(?:many|much|long|far|often|old|so|not|exactly|one|ones))?)\W*$",
    re.IGNORECASE,
)
_CUT = re.compile(
    rf"{_LINK}(?:(?:{ASKING}\s+)?{AUXILIARY}(?:\s+(?:he|she|it|they|we|i|you|there))?"
    r"(?:\s+not)?|any\s+[\w-]++(?:\s+[\w-]++)?)\W*$",
    re.IGNORECASE,
)
_GO_ON = re.compile(
    r"^\W*(?:please\s+)?(?:(?:can|could|would)\s+you\s+)?(?:please\s+)?"
    rf"{lexicon.alternation('followups.go_on')}(?:\s+please)?\W*$",
    re.IGNORECASE,
)
_ELSE = re.compile(
    rf"{_LINK}(?P<asks>(?:what|who|where|when|how|any\w+|something|nothing)\s+else"
    r"|any\s+(?:others?|more)|what\s+(?:more|others?))\W*$",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"^\W*+(?:(?:and|but|so|or)\b\W*+(?:(?:what|how)\s+about\s++)?|(?:what|how)\s+about\s++)"
    r"(?P<instead>[^?]*\w)\W*$",
    re.IGNORECASE,
)
_WHOLE = re.compile(rf"(?:{ASKING}|{AUXILIARY})\b", re.IGNORECASE)
_ADVERB = re.compile(rf"^(?:when|where|why|how)(?=\s+{AUXILIARY}\b)", re.IGNORECASE)
_OBJECT = re.compile(rf"^(?:what|who|whom|where)(?=\s+{AUXILIARY}\b)", re.IGNORECASE)
_YES_NO = re.compile(rf"^{AUXILIARY}\b", re.IGNORECASE)
_YEAR = re.compile(r"\b(?:1\d|20)\d\d\b")
_BEFORE = re.compile(
    r"(?:in|on|at|by|for|from|of|to|with|under|about|after|before|during)\s+", re.I
)
_FOLLOWS = re.compile(rf"\b{AUXILIARY}\s+(?:the\s+)?$", re.IGNORECASE)
_ARTICLE = re.compile(r"the\s", re.IGNORECASE)
_ASIDE = re.compile(r"(?<!\s)\s*+\([^()]*+\)$")
_MOST_WORDS = 5


def completed(question: str, stem: str) -> str | None:
    """Complete a question that leaves out its topic from the one before it; else ``None``.

    Args:
        question: as asked.
        stem: the standalone question before it, without its question mark; may be empty.
    """
    if not stem:
        return None
    if match := _ELSE.match(question):
        if not (asks := _OBJECT.match(stem)):
            return f"{stem}, and {match['asks'].lower()}?"
        return f"{asks[0]} else{stem[asks.end() :]}?"
    if match := _BARE.match(question):
        return _asked_again(match["asks"], stem)
    if _CUT.match(question) or _GO_ON.match(question):
        return with_aside(question, stem)
    match = _OTHER.match(question)
    instead = match["instead"] if match else ""
    if instead and len(instead.split()) <= _MOST_WORDS and not _WHOLE.match(instead):
        return _exchanged(instead, stem)
    return None


def with_aside(question: str, aside: str) -> str:
    """A question followed by its topic in brackets, which are never nested."""
    aside = _ASIDE.sub("", aside) or aside
    return f"{question.rstrip(' ?.!')} ({_inside(aside)})?"


def _inside(stem: str) -> str:
    """A question as written inside another: a name keeps its capital."""
    return stem[0].lower() + stem[1:] if _WHOLE.match(stem) else stem


def _asked_again(asks: str, stem: str) -> str:
    """The question before, asking for something else about the same event."""
    adverb = asks.lower() in {"when", "where", "why", "how"}
    if adverb and _ADVERB.match(stem):
        return f"{asks.capitalize()}{_ADVERB.sub('', stem)}?"
    if adverb and _YES_NO.match(stem):
        return f"{asks.capitalize()} {_inside(stem)}?"
    return f"{stem}, and {asks.lower()}?"


def _exchanged(instead: str, stem: str) -> str:
    """The question before, with its name or year replaced."""
    small = _BEFORE.match(instead)
    led = small[0].lower() if small else ""
    bare = instead[len(led) :]
    place = _counterpart(bare, led, stem)
    if place:
        start, end = place
        if _ARTICLE.match(bare) and stem[:start].lower().endswith("the "):
            bare = bare[4:]
        return f"{stem[:start]}{bare}{stem[end:]}?"
    return f"{stem} {instead}?" if small else f"{stem}, and what about {instead}?"


def _counterpart(bare: str, led: str, stem: str) -> tuple[int, int] | None:
    """Where a question has the year or name to replace; ``led`` is the preposition before it."""
    if _YEAR.fullmatch(bare):
        return next((year.span() for year in _YEAR.finditer(stem)), None)
    if [_ARTICLE.sub("", bare)] != [name.text for name in names_in(bare)]:
        return None
    spans = [(name.start, name.end) for name in names_in(stem) if not name.opens]
    if led:
        return next((span for span in spans if stem[: span[0]].lower().endswith(led)), None)
    asked = [span for span in spans if _FOLLOWS.search(stem[: span[0]])]
    return next(iter(asked or spans), None)
