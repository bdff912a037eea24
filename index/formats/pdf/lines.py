"""Group the words of a column into lines."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from typing import NamedTuple

from .words import Word

_SAME_LINE = 0.3
_RAISED = 0.5
"""Tolerance of baselines within a line, in font sizes: in one size, and for raised words."""
_SAME_SIZE = 0.5
_TOUCHING = 0.12
_MOSTLY = 0.8


class Line(NamedTuple):
    """A line of one column, in points; y grows downward.

    ``first`` is the width of its first word.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool
    first: float


def make_lines(words: Sequence[Word]) -> list[Line]:
    """The lines of a column from top to bottom, raised and lowered words included."""
    return [_line(row) for row in line_words(words)]


def line_words(words: Sequence[Word]) -> list[list[Word]]:
    """The words of each line of a column, from top to bottom."""
    rows: list[list[Word]] = []
    base = size = 0.0
    for word in sorted(words, key=lambda word: (word.base, word.left)):
        limit = (
            _SAME_LINE * size
            if abs(word.size - size) < _SAME_SIZE
            else _RAISED * max(size, word.size)
        )
        if rows and abs(word.base - base) <= limit:
            rows[-1].append(word)
            if word.size > size:
                base, size = word.base, word.size
        else:
            rows.append([word])
            base, size = word.base, word.size
    return rows


def join(words: Sequence[Word]) -> str:
    """The text of the words of one line."""
    ordered = sorted(words, key=lambda word: (word.left, word.order))
    if any(_is_right_to_left(word.text) for word in ordered):
        ordered = sorted(words, key=lambda word: word.order)
    parts: list[str] = []
    for number, word in enumerate(ordered):
        if number and not _touch(ordered[number - 1], word):
            parts.append(" ")
        parts.append(word.text)
    return "".join(parts)


def _is_right_to_left(text: str) -> bool:
    return unicodedata.bidirectional(text[0]) in {"R", "AL"}


def _touch(before: Word, after: Word) -> bool:
    if after.order == before.order + 1:
        return after.glued
    return after.left - before.right < _TOUCHING * min(before.size, after.size)


def _line(words: Sequence[Word]) -> Line:
    letters: dict[float, int] = {}
    for word in words:
        letters[word.size] = letters.get(word.size, 0) + len(word.text)
    size = max(letters, key=lambda size: (letters[size], size))
    bold = sum(len(word.text) for word in words if word.bold)
    first = min(words, key=lambda word: word.left)
    longest = max((word for word in words if word.size == size), key=lambda word: len(word.text))
    return Line(
        text=join(words),
        left=first.left,
        right=max(word.right for word in words),
        base=longest.base,
        size=size,
        bold=bold >= _MOSTLY * sum(letters.values()),
        first=first.right - first.left,
    )
