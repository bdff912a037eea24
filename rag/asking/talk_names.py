"""The names that a conversation may be about."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...text.dates import read_dates
from ...text.names import Name, read_names
from ...text.tokens import STOP_WORDS

_DEFINED = re.compile(
    r"\W*+what\s+(?:is|are|was|were)\s+((?:an?\s+|the\s+)?[a-z][\w-]*+(?:\s+[a-z][\w-]*+)?)\W*$",
    re.IGNORECASE,
)
_ARTICLES = {"a", "an", "the"}
_MOST_WORDS = 6


def names_in(text: str) -> Iterator[Name]:
    """The names in a text, in order; nationalities and whole lines of capitals are left out."""
    for name in read_names(read_dates(text)[1]):
        if not name.is_demonym and len(name.text.split()) <= _MOST_WORDS:
            yield name


def defined_in(question: str) -> Iterator[Name]:
    """The common noun that a question asks to define: "What is snapback?"."""
    match = _DEFINED.match(question)
    words = match[1].casefold().split() if match else []
    if match and match[1].islower() and not (STOP_WORDS - _ARTICLES) & set(words):
        noun = re.sub(r"^an?\s+", "the ", match[1])
        key = tuple(word for word in words if word not in _ARTICLES)
        yield Name(noun, key, *match.span(1))
