"""Characters that show nothing: those that steer how a text is shown, those that part no word."""

from __future__ import annotations

import os
import re

STEERING = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # control characters, but for tab and line ends
    "\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f"  # separators and turns of direction
    "\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f"  # invisible marks and tags
    "\ud800-\udfff]"
)
"""Characters that steer how a text is shown, and halves of characters.

Joiners (U+200C, U+200D), variation selectors, soft hyphens and spaces of no width are none:
Persian and Indic words and emoji are written with them, and they move and hide nothing else. Tags
are: whole sentences can be written in them that nobody sees.
"""

_INVISIBLE = (
    "\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_FOLDED = re.compile(f"[{_INVISIBLE}]")
_FOLDED_ALL = re.compile(f"[\u00ad{_INVISIBLE}]")
_ESCAPED = re.compile(f"\r|{STEERING.pattern}")
_UNSAFE = re.compile(rf"[\\\t\r\n]|{STEERING.pattern}")
"""Characters that steer a terminal or a page; and the sign that escapes."""


def fold(text: str) -> str:
    """The text as words of it are compared: without what stands in a word and is not seen.

    That are the characters which Unicode calls default ignorable, and those of format (Cf), but
    for the signs that enclose the digits behind them, which are seen.
    """
    return text if text.isascii() else _FOLDED_ALL.sub("", text)


def fold_within_lines(text: str) -> str:
    """``fold``, but soft hyphens stay: at a line's end they say that a word goes on."""
    return text if text.isascii() else _FOLDED.sub("", text)


def unfold(text: str, start: int, end: int) -> tuple[int, int]:
    """Where in a text stands what stands in ``[start, end)`` of the folded text, not empty."""
    if text.isascii():
        return start, end
    places = [at for at, sign in enumerate(text) if not _FOLDED_ALL.match(sign)]
    return places[start], places[end - 1] + 1


def harmless(text: str) -> str:
    """Text for a terminal: each character that steers, and the carriage return, as its escape."""
    return _ESCAPED.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


def printable(name: str) -> str:
    """A name of a file as it is shown: what steers, and what is no UTF-8, as its escape."""
    return _UNSAFE.sub(_escape, name)


def _escape(match: re.Match[str]) -> str:
    if "\ud800" <= match[0] <= "\udfff":  # how Python writes a byte that is no UTF-8
        return os.fsencode(match[0]).decode("utf-8", "backslashreplace")
    return match[0].encode("unicode_escape").decode()
