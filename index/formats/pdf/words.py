"""Group the characters of a page into words, in reading coordinates: x right, y down."""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from statistics import median
from typing import NamedTuple

_ASCENT, _DESCENT = 0.7, 0.2
_SAME_BASELINE = 0.15
_WIDE_GAP = 0.6
_TOUCHING = 0.12
"""In font sizes: ascent and descent of a letter, the tolerance of baselines within a word, the gap
that separates words even if pdfium reports none, and the gap between letters of a word."""

_INITIAL = 1.8
_MOST_INITIALS = 20
"""Size of a drop cap relative to most words, and the number of candidates to look at."""

_BREAKS = frozenset(" \t\r\n\f\v")
_NO_TEXT = {"Cc", "Cs", "Cn"}


class Char(NamedTuple):
    """A character as pdfium reports it, in points; y grows upward. An empty one is a line break.

    The box extends from the letter's origin to the next one's; ``angle`` is the direction of its
    line in degrees.
    """

    text: str
    left: float
    bottom: float
    right: float
    top: float
    x: float
    y: float
    size: float
    bold: bool
    angle: int


class Word(NamedTuple):
    """Characters without a gap between them, in points; y grows downward.

    ``turn`` numbers the reading directions of the page, the most frequent one being 0. ``order``
    counts words in drawing order; ``glued`` is true if no gap separates it from the word before.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool
    turn: int
    order: int
    glued: bool

    @property
    def top(self) -> float:
        return self.base - _ASCENT * self.size

    @property
    def bottom(self) -> float:
        return self.base + _DESCENT * self.size


def page_words(chars: Sequence[Char]) -> list[Word]:
    """The words of a page in drawing order, without control characters."""
    turns = Counter(char.angle for char in chars if char.text.strip())
    order = {angle: number for number, (angle, _) in enumerate(turns.most_common())}
    words: list[Word] = []
    for letters, glued in _split(chars):
        first = letters[0][0]
        text = "".join(letter.text for letter, _ in letters).strip()
        if text:
            words.append(
                Word(
                    text,
                    min(left for _, (left, _, _) in letters),
                    max(right for _, (_, right, _) in letters),
                    letters[0][1][2],
                    max(letter.size for letter, _ in letters),
                    first.bold,
                    order.get(first.angle, 0),
                    len(words),
                    glued,
                )
            )
    return _with_initials(words)


def _with_initials(words: list[Word]) -> list[Word]:
    """The words with each drop cap moved to the first of the lines next to it."""
    if not words:
        return words
    usual = median(word.size for word in words)
    large = [
        word
        for word in words
        if word.size >= _INITIAL * usual and len(word.text) == 1 and word.text.isalpha()
    ]
    for initial in large[:_MOST_INITIALS]:
        bases = {
            round(word.base)
            for word in words
            if initial.top < word.base <= initial.base + _DESCENT * usual
            and initial.right <= word.left + _TOUCHING * usual
            and word.left <= initial.right + usual
            and word.size < _INITIAL * usual
        }
        if len(bases) > 1:
            words[initial.order] = initial._replace(base=float(min(bases)), size=usual)
    return words


_Place = tuple[float, float, float]
"""Left, right and baseline of a character in its reading direction."""


def _split(chars: Sequence[Char]) -> Iterator[tuple[list[tuple[Char, _Place]], bool]]:
    """The letters of each word, and whether it touches the word before it."""
    letters: list[tuple[Char, _Place]] = []
    last: tuple[Char, _Place] | None = None
    glued = False
    for char in chars:
        if not char.text or char.text in _BREAKS:
            if letters:
                yield letters, glued
            letters, glued = [], False
            last = None if char.text else last
        elif _is_text(char.text):
            letter = char, _place(char)
            if letters and not _is_next(letters[-1], letter):
                yield letters, glued
                letters = []
            if not letters:
                glued = last is not None and _is_close(last, letter)
            letters.append(letter)
            last = letter
    if letters:
        yield letters, glued


def _is_text(letter: str) -> bool:
    return unicodedata.category(letter) not in _NO_TEXT


def _place(char: Char) -> _Place:
    if char.angle == 0:
        return char.left, char.right, -char.y
    angle = math.radians(char.angle)
    along, across = math.cos(angle), math.sin(angle)
    base = char.x * across - char.y * along
    if char.angle % 90:
        start = char.x * along + char.y * across
        return start, start + char.size / 2, base
    ends = (
        char.left * along + char.bottom * across,
        char.right * along + char.top * across,
    )
    return min(ends), max(ends), base


def _gap(before: _Place, after: _Place) -> float:
    """The space between two letters, in either order."""
    return max(after[0] - before[1], before[0] - after[1])


def _is_next(before: tuple[Char, _Place], after: tuple[Char, _Place]) -> bool:
    """Whether a letter continues the word of the letter before it."""
    (first, first_place), (second, second_place) = before, after
    size = max(first.size, second.size)
    return (
        first.angle == second.angle
        and abs(first_place[2] - second_place[2]) <= _SAME_BASELINE * size
        and _gap(first_place, second_place) <= _WIDE_GAP * size
    )


def _is_close(before: tuple[Char, _Place], after: tuple[Char, _Place]) -> bool:
    """Whether a letter directly follows another one, possibly raised or lowered."""
    (first, first_place), (second, second_place) = before, after
    size = max(first.size, second.size)
    return (
        first.angle == second.angle
        and abs(first_place[2] - second_place[2]) <= size
        and abs(_gap(first_place, second_place)) <= _TOUCHING * size
    )
