"""Untrusted text in HTML: it is displayed as text and cannot act as markup."""

from __future__ import annotations

import html
import re

from ...rag.rendering.marks import split_marks
from ...text.signs import STEERING

_WRAPPED = re.compile(r"(?<![\r\n.:!?;])\r?\n(?!\r?\n|[ \t]*(?:[-*•#|]|\d+[.)]\s))")
"""A line break within a sentence: quotes keep the lines of their source."""


def plain(text: str) -> str:
    """Text with control and direction characters replaced by U+FFFD."""
    return STEERING.sub("\ufffd", text)


def unwrapped(text: str) -> str:
    """Text with line breaks within sentences replaced by spaces; its length is unchanged.

    Table rows, which contain tabs, keep their line breaks.
    """
    if "\t" not in text:
        text = _WRAPPED.sub(lambda match: " " * len(match[0]), text)
    return text.replace("\r\n", " \n").replace("\r", "\n")


def escaped(text: object) -> str:
    """Text as HTML, safe in element content and quoted attributes."""
    return html.escape(plain(str(text)), quote=True)


def quoted(text: str) -> str:
    """A document's text as HTML; text like a citation mark is marked as part of the quote."""
    return "".join(
        f'<span class="quoted-mark" title="part of the quote">{escaped(piece)}</span>'
        if is_mark
        else escaped(piece)
        for piece, is_mark in split_marks(text)
    )


def shown(text: object) -> str:
    """Text as HTML, isolated so that its direction does not affect the text around it."""
    return f"<bdi>{escaped(text)}</bdi>"


def prose(text: str) -> str:
    """A document's text as HTML; the cells of a row are separated by bars."""
    return quoted(unwrapped(text)).replace("\t", " | ")
