"""Citation markers: ``[1]``, ``[2, 3]``, ``[4-6]``, ``[^7]``, ``【8】``, ``[Source 9]``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from ...text import lexicon
from .events import Marked, Marker

WIDEST = 10
"""Most numbers of a range; a wider one is text."""
_LONGEST = 60
"""Most characters between two brackets that may be a marker."""
_CLOSING = {"[": "]", "［": "］", "【": "】", "〔": "〕"}
_SEPARATOR = re.compile(r" ?[,;&]? ?(?:an?|and ?)?")
"""What may stand between two markers of one place, and its beginnings."""
_DASH = r"[-\u2010-\u2015\u2212~]"
_NUMBER = rf"\^?\d{{1,3}}(?: ?{_DASH} ?\^?\d{{1,3}})?"
_NUMBERS = re.compile(
    rf"(?:{lexicon.any_word('prose.marker_words')}\.?:? ?)?#?"
    rf"({_NUMBER}(?: ?(?:[,;&]|and) ?{_NUMBER}){{0,20}})(?:†.{{0,60}})?"
)
"""The content of a marker; what follows a dagger is a place in the source."""
_RANGE = re.compile(rf"(\d+)(?: ?{_DASH} ?\^?(\d+))?")


def marker_numbers(content: str) -> tuple[int, ...]:
    """The numbers that a marker cites, 0 to 999.

    Args:
        content: what stands between its brackets.

    Returns:
        The numbers in order, those of a range one by one; none if it is no marker.
    """
    plain = " ".join(unicodedata.normalize("NFKC", content[:_LONGEST]).lower().split())
    match = _NUMBERS.fullmatch(plain)
    if len(content) > _LONGEST or not match:
        return ()
    numbers: dict[int, None] = {}
    for first, last in _RANGE.findall(match[1]):
        span = range(int(first), int(last or first) + 1)
        if not 0 < len(span) <= WIDEST:
            return ()
        numbers |= dict.fromkeys(span)
    return tuple(numbers)


class Markers:
    """Takes citation markers out of text, character by character.

    At most 60 characters from a bracket on are held, and what may stand between two markers.
    """

    def __init__(self) -> None:
        self._separator: str | None = None
        """What is held since a marker; ``None`` where no marker came last."""
        self._held = ""
        """What is held from a bracket on."""

    def read(self, char: str) -> Iterator[Marked]:
        """Read the next character of a line, and yield what is clear."""
        if self._held:
            yield from self._read_held(char)
        elif char in _CLOSING:
            self._held = char
        elif self._separator is None:
            yield char
        elif _SEPARATOR.fullmatch(self._separator + char):
            self._separator += char
        else:
            yield from self._let_go()
            yield char

    def finish(self) -> Iterator[Marked]:
        """Yield what is held at the end of a line."""
        yield from self._let_go()

    def _read_held(self, char: str) -> Iterator[Marked]:
        content = self._held[1:]
        if char == _CLOSING[self._held[0]] and (numbers := marker_numbers(content)):
            self._held = self._separator = ""
            yield Marker(numbers)
        elif char in _CLOSING:
            yield from self._let_go()
            self._held = char
        elif char in _CLOSING.values() or len(content) == _LONGEST:
            yield from self._let_go()
            yield char
        else:
            self._held += char

    def _let_go(self) -> Iterator[str]:
        text = (self._separator or "") + self._held
        self._held, self._separator = "", None
        yield from text
