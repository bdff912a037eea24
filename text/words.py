"""The words of a text with their places, and when two words say the same."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from .tokens import STOP_WORDS

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|\d+(?:[.,]\d+)*|[^\W_]+(?:'[^\W_]+)?")
_ROOT = 6
"""So many first letters make two long words one, as in ``negotiate`` and ``negotiator``."""
_VOWEL = re.compile(r"[aeiouy]")
_IRREGULAR = {
    form: base
    for base, forms in (
        line.split(": ")
        for line in """
be: is are was were been being am; have: has had having; do: does did done; go: goes went gone
say: said says; tell: told; take: took taken; give: gave given; get: got gotten; make: made
leave: left leaves; keep: kept; hold: held; meet: met; lead: led; send: sent; build: built
buy: bought; bring: brought; fight: fought; think: thought; seek: sought; teach: taught
see: saw seen; speak: spoke spoken; break: broke broken; choose: chose chosen; rise: rose risen
fall: fell fallen; grow: grew grown; know: knew known; begin: began begun; become: became
come: came; run: ran; write: wrote written; drive: drove driven; withdraw: withdrew withdrawn
draw: drew drawn; fly: flew flown; shoot: shot; strike: struck; find: found; win: won; lose: lost
sell: sold; pay: paid; lie: lay lain; swear: swore sworn; wear: wore worn; stand: stood
understand: understood; sink: sank sunk; sing: sang sung; die: died dies dying; steal: stole stolen
forbid: forbade forbidden; feel: felt; mean: meant; spend: spent; lend: lent; man: men
use: used uses using; woman: women; child: children; person: people; sit: sat
hear: heard; catch: caught
""".replace("\n", "; ").split(";")
        if ": " in line
        for line in [line.strip()]
    )
    for form in forms.split()
}


class Word(NamedTuple):
    """A word of a text: as written, small; its stem; its place in code points."""

    text: str
    stem: str
    start: int
    end: int

    @property
    def is_content(self) -> bool:
        """Whether it is more than grammar."""
        return self.text not in STOP_WORDS and self.text.partition("'")[0] not in STOP_WORDS


@lru_cache(maxsize=4096)
def read_words(text: str) -> tuple[Word, ...]:
    """The words of a ``plain`` text in order; those joined by a hyphen apart."""
    found = []
    for match in _WORD.finditer(text):
        small = match[0].casefold()
        found.append(Word(small, stem(small), *match.span()))
    return tuple(found)


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """A word without its English endings; verbs that change inside are led back by a list."""
    word = word.removesuffix("'s").replace(".", "") if not word[:1].isdigit() else word
    word = _IRREGULAR.get(word, word)
    if word[:1].isdigit():
        return word.replace(",", "")
    if len(word) < 4 or not word.isascii():
        return word
    if word.endswith("ies"):
        word = word[:-3] + "y"
    elif word.endswith(("sses", "shes", "ches", "xes", "zes")):
        word = word[:-2]
    elif word.endswith("s") and not word.endswith(("ss", "us", "is")):
        word = word[:-1]
    for ending in ("ingly", "edly", "ing", "ed"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) > 2 and _VOWEL.search(rest):
            doubled = rest[-1] == rest[-2] and rest[-1] not in "lsz"
            word = rest[:-1] if doubled else rest
            break
    for ending in ("ization", "isation", "ation", "ment", "ness", "ly", "ion"):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) > 3:
            word = rest
            break
    word = word[:-1] + "i" if word.endswith("y") and len(word) > 3 else word
    return word.removesuffix("e") if len(word) > 4 else word


def root(stem_: str) -> str:
    """The first letters of a long stem, the whole of a short one or of a number."""
    return stem_[:_ROOT] if len(stem_) > _ROOT and stem_.isalpha() else stem_
