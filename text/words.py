"""The words of a text with their spans, their stems, and when two are forms of one word."""

from __future__ import annotations

import re
import threading
from functools import cache, lru_cache
from typing import Any, NamedTuple

from .lexicon import groups
from .spans import Span
from .tokens import STOP_WORDS

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|\d+(?:[.,]\d+)*|[^\W_]+(?:['’][^\W_]+)?")
_ROOT = 6
"""Letters that long words of one root have in common: ``negotiate`` and ``negotiator``."""
_STEMMERS = threading.local()


class Word(NamedTuple):
    """A word of a text.

    Attributes:
        text: as written, in lower case.
        stem: its stem.
        start: its first code point.
        end: the code point after it.
    """

    text: str
    stem: str
    start: int
    end: int

    @property
    def is_content(self) -> bool:
        """Whether it is more than grammar."""
        return self.text not in STOP_WORDS and self.text.partition("'")[0] not in STOP_WORDS

    @property
    def root(self) -> str:
        """What its forms and the words formed from it have in common."""
        return root(self.stem)

    def is_in(self, span: Span) -> bool:
        """Whether it lies wholly in a span."""
        return span.start <= self.start and self.end <= span.end


@lru_cache(maxsize=4096)
def read_words(text: str) -> tuple[Word, ...]:
    """The words of a text in order; those joined by a hyphen count separately."""
    words = []
    for match in _WORD.finditer(text):
        lower = match[0].casefold().replace("’", "'")
        words.append(Word(lower, stem(lower), *match.span()))
    return tuple(words)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """The stem of a word in lower case: Snowball's, over a table of irregular forms.

    A number has no thousands separators, an abbreviation no full stops.
    """
    if word[:1].isdigit():
        return word.replace(",", "")
    word = word.removesuffix("'s").replace(".", "")
    return _stems().get(word) or _stemmer().stemWord(word)


def root(stem_: str) -> str:
    """The first letters of a long stem, the whole of a short one or of a number."""
    return stem_[:_ROOT] if stem_.isalpha() else stem_


def near(stem_: str) -> frozenset[str]:
    """The stems that a retelling may put for a stem, including itself."""
    return _synonyms().get(stem_, frozenset()) | {stem_}


def is_listed(word: str) -> bool:
    """Whether a word is one of the irregular words and synonyms: more often a word than a name."""
    return stem(word) in _listed_stems()


@cache
def _listed_stems() -> frozenset[str]:
    return frozenset(_synonyms()) | {stem(base) for base, *_ in _irregular()}


@cache
def _synonyms() -> dict[str, frozenset[str]]:
    table: dict[str, frozenset[str]] = {}
    for members in groups("words.synonyms"):
        stems = frozenset(map(stem, members))
        for member in stems:
            table[member] = table.get(member, frozenset()) | stems
    return table


def _irregular() -> tuple[tuple[str, ...], ...]:
    return groups("words.irregular") + groups("words.derived")


@cache
def _stems() -> dict[str, str]:
    """The stems of the words that the stemmer gets wrong, peoples among them: ``Iranian``."""
    peoples = ([name.casefold() for name in group] for group in groups("names.demonyms"))
    one_word = (group for group in peoples if " " not in group[0])
    stems = {
        form: _stemmer().stemWord(base)
        for base, *forms in (*one_word, *_irregular())
        for form in forms
    }
    return stems | {
        form: base for base, *forms in groups("words.kept_apart") for form in (base, *forms)
    }


def _stemmer() -> Any:
    """Snowball's stemmer of this thread: it holds the word that it works on."""
    if not hasattr(_STEMMERS, "english"):
        import snowballstemmer

        _STEMMERS.english = snowballstemmer.stemmer("english")
    return _STEMMERS.english
