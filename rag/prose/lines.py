"""The lines of a reply in Markdown, and what the opening of each says."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .events import LineEnd, LineKind, LineStart, Part

_LINE_ENDS = frozenset("\n\r\v\f\x85\u2028\u2029")
_UNDECIDED = re.compile(
    r"#{1,6}|[-*+•‣–·◦]|\d{1,3}[.)]?|`{1,8}|~{1,8}|`{3,8}[^`~]{1,40}|~{3,8}[^`~]{1,40}"
)
"""Openings of which the next character says what they are."""
_FENCE = re.compile(r"(`{3,8}|~{3,8})[^`~]*")
_CLOSING_FENCE = re.compile(r"(`{1,8}|~{1,8})\s{0,40}")
_NUMBER = re.compile(r"\d{1,3}[.)]")


class Lines:
    """Takes off the marks that open lines, character by character.

    What opens a line is held until it is clear what it is: 48 characters at most. White space
    before it is left out, and so are the lines of code fences.
    """

    def __init__(self) -> None:
        self._opening: str | None = ""
        """What is held of a line's opening; ``None`` after it."""
        self._kind = LineKind.PARAGRAPH
        self._fence = ""

    def read(self, char: str) -> Iterator[Part]:
        """Read the next character, and yield what is clear."""
        if char in _LINE_ENDS:
            yield from self._end_line()
        elif self._opening is None:
            yield char
        elif self._opening or not char.isspace():
            yield from self._read_opening(self._opening, char)

    def finish(self) -> Iterator[Part]:
        """Yield what was held at the end of the reply; a line does not end there."""
        if self._opening and not self._is_fence(self._opening):
            yield from self._start(self._opening)

    def _end_line(self) -> Iterator[Part]:
        if self._opening is None:
            yield LineEnd()
        elif self._is_fence(self._opening):
            self._fence = "" if self._fence else self._opening[:3]
        elif self._opening:
            yield from self._start(self._opening)
            yield LineEnd()
        self._opening, self._kind = "", LineKind.PARAGRAPH

    def _is_fence(self, opening: str) -> bool:
        if self._fence:
            return opening.startswith(self._fence) and not opening.strip(self._fence[0]).strip()
        return _FENCE.fullmatch(opening) is not None

    def _read_opening(self, opening: str, char: str) -> Iterator[Part]:
        undecided = _CLOSING_FENCE if self._fence else _UNDECIDED
        if undecided.fullmatch(opening + char):
            self._opening = opening + char
        elif self._fence or (opening and not char.isspace()):
            yield from self._start(opening + char)
        elif opening:
            yield from self._take_off(opening, char)
        elif char == ">":
            self._kind = LineKind.QUOTE
        else:
            yield from self._start(char)

    def _take_off(self, opening: str, space: str) -> Iterator[Part]:
        """Start a line after an opening and white space."""
        if opening[0] == "#":
            yield from self._start("", LineKind.HEADING, opening)
        elif opening[0] in "`~" or (opening[0].isdecimal() and not _NUMBER.fullmatch(opening)):
            yield from self._start(opening + space)
        else:
            yield from self._start("", LineKind.ITEM, opening)

    def _start(
        self, text: str, kind: LineKind = LineKind.PARAGRAPH, bullet: str = ""
    ) -> Iterator[Part]:
        if self._fence:
            kind = LineKind.CODE
        elif self._kind is LineKind.QUOTE:
            kind = LineKind.QUOTE
        elif text.startswith("|"):
            kind = LineKind.ROW
        self._opening = None
        yield LineStart(kind, bullet)
        yield from text
