"""Words of a text, and whether two are forms of one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ...text import Span

_WORD = re.compile(r"[^\W_]+(?:[.'’][^\W_]+)*")
_LEAST_COMMON = 4
_MOST_ENDING = 4
_IRREGULAR = """
    bear:born,bore,borne become:became begin:began,begun break:broke,broken bring:brought
    build:built buy:bought catch:caught choose:chose,chosen come:came die:death,dead draw:drew,drawn
    drive:drove,driven fall:fell,fallen fight:fought find:found fly:flew,flown get:got,gotten
    give:gave,given go:went,gone grow:grew,grown hold:held keep:kept know:knew,known lead:led
    leave:left lose:lost,loss make:made,maker marry:marriage meet:met pay:paid ride:rode
    rise:rose,risen run:ran say:said sell:sold send:sent shoot:shot sing:sang,sung,singer
    speak:spoke,spoken spend:spent stand:stood steal:stole,stolen strike:struck take:took,taken
    teach:taught,teacher tell:told think:thought throw:threw,thrown wear:wore win:won,winner
    write:wrote,written,writer
"""
_BASE = {
    form: base
    for base, forms in (line.split(":") for line in _IRREGULAR.split())
    for form in forms.split(",")
}


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, lower case and an irregular form by its base, and its span."""

    text: str
    start: int
    end: int

    def is_in(self, span: Span) -> bool:
        """Whether it lies wholly in a span."""
        return span.start <= self.start and self.end <= span.end


def words_of(text: str) -> list[Word]:
    """The words of a text in order."""
    return [Word(_plain(one[0]), *one.span()) for one in _WORD.finditer(text)]


def alike(one: str, other: str) -> bool:
    """Whether two words are forms of one: a common beginning, and short endings.

    Stems would do, but a stemmer has its home in the index, and "elected" is to find "election".
    """
    if one == other:
        return True
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) < _LEAST_COMMON or one[:_LEAST_COMMON] != other[:_LEAST_COMMON]:
        return longer in (f"{shorter}s", f"{shorter}ing")
    pairs = zip(shorter, longer, strict=False)
    common = next((n for n, (a, b) in enumerate(pairs) if a != b), len(shorter))
    return len(longer) - common <= _MOST_ENDING and 2 * common >= len(longer)


def _plain(word: str) -> str:
    plain = re.sub(r"['’]s$", "", word.casefold())
    return _BASE.get(plain, plain)
