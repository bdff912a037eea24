"""Invisible characters, in and between words, and letters that case folding takes for others."""

from __future__ import annotations

import re

STEERING = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # control characters, but for tab and line ends
    "\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f"  # separators and turns of direction
    "\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f"  # invisible marks and tags
    "\ud800-\udfff]"
)
"""Characters that control how a text is shown, and lone surrogates.

Joiners (U+200C, U+200D), variation selectors, soft hyphens and zero-width spaces are not among
them: Persian and Indic words and emoji need them, and they neither move nor hide other text. Tags
are: whole sentences can be written in them that nobody sees.
"""

ASCII_LETTERS = str.maketrans("ſıİ\u212a", "siIK")
"""Letters that ``re.IGNORECASE`` takes for ASCII ones, the Kelvin sign among them, as those."""

_INVISIBLE = (
    "\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_FOLDED = re.compile(f"[{_INVISIBLE}]")
_FOLDED_ALL = re.compile(f"[\u00ad{_INVISIBLE}]")
_ESCAPED = re.compile(f"\r|{STEERING.pattern}")
_UNSAFE = re.compile(rf"[\\\t\r\n]|{STEERING.pattern}")
"""Characters that control a terminal or a page, and the backslash."""


def fold(text: str) -> str:
    """Remove the invisible characters, so that words can be compared.

    These are the characters that Unicode calls default ignorable, and those of format (Cf) except
    the signs that enclose the digits after them, which are visible.
    """
    return text if text.isascii() else _FOLDED_ALL.sub("", text)


def fold_within_lines(text: str) -> str:
    """``fold``, but keep soft hyphens: at a line's end they mean that the word goes on."""
    return text if text.isascii() else _FOLDED.sub("", text)


def unfold(text: str, start: int, end: int) -> tuple[int, int]:
    """The range of a text for the non-empty range ``[start, end)`` of the folded text."""
    if text.isascii():
        return start, end
    places = [at for at, sign in enumerate(text) if not _FOLDED_ALL.match(sign)]
    return places[start], places[end - 1] + 1


def harmless(text: str) -> str:
    """Escape control characters and carriage returns for a terminal."""
    return _ESCAPED.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


def printable(name: str) -> str:
    """Escape control characters, and bytes that are not UTF-8, in a file name."""
    return _UNSAFE.sub(_escape, name)


def _escape(match: re.Match[str]) -> str:
    if "\udc80" <= match[0] <= "\udcff":  # how Python decodes a byte that is not UTF-8
        return f"\\x{ord(match[0]) - 0xDC00:02x}"
    return match[0].encode("unicode_escape").decode()
