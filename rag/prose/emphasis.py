"""Bold and italic: the asterisks and underscores around text in Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from .events import Marked

_MARKS = "*_"
_LONGEST = 3
"""A longer run of marks is a line or a blank, and text."""


class Emphasis:
    """Takes off the marks of bold and italic, character by character.

    A mark between two digits, between two spaces, and an underscore inside a word are text.
    """

    def __init__(self) -> None:
        self._before = ""
        """The character before the marks; ``""`` at the start of a line."""
        self._marks = ""
        self._is_run = False
        """Whether the marks are a run that is too long, which was let go."""

    def read(self, part: Marked) -> Iterator[Marked]:
        """Read the next character or marker of a line, and yield what is clear."""
        char = part if isinstance(part, str) else "]"
        if self._marks and char == self._marks[0]:
            yield from self._read_mark(char)
            return
        yield from self._let_go(char)
        if char in _MARKS:
            self._marks = char
        else:
            self._before = char
            yield part

    def finish(self) -> Iterator[Marked]:
        """Yield what is held at the end of a line."""
        yield from self._let_go("")
        self._before = ""

    def _read_mark(self, mark: str) -> Iterator[str]:
        if self._is_run:
            yield mark
            return
        self._marks += mark
        if len(self._marks) > _LONGEST:
            yield from self._marks
            self._is_run = True

    def _let_go(self, after: str) -> Iterator[str]:
        """Yield the marks that are text, seen what comes after them; ``""`` at a line's end."""
        if self._marks:
            if not self._is_run and self._is_text(after):
                yield from self._marks
            self._before = self._marks[0]
        self._marks, self._is_run = "", False

    def _is_text(self, after: str) -> bool:
        before = self._before
        if not before.strip() and not after.strip():
            return True
        if before.isdecimal() and after.isdecimal():
            return True
        return self._marks[0] == "_" and before.isalnum() and after.isalnum()
