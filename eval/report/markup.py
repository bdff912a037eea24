"""Text of documents, systems and people in HTML: it shows as text and does nothing."""

from __future__ import annotations

import html
import re

from ...rag import split_marks
from ...text import STEERING

_WRAPPED = re.compile(r"(?<![\r\n.:!?;])\r?\n(?!\r?\n|[ \t]*(?:[-*•#|]|\d+[.)]\s))")
"""A line break that ends no sentence: texts are quoted with their lines as they are."""


def plain(text: str) -> str:
    """Text without characters that steer how it is shown, each replaced by U+FFFD."""
    return STEERING.sub("\ufffd", text)


def unwrapped(text: str) -> str:
    """Text whose sentences run on over the lines of their source; as long as before.

    Rows, which hold tabs, keep their lines.
    """
    if "\t" not in text:
        text = _WRAPPED.sub(lambda match: " " * len(match[0]), text)
    return text.replace("\r\n", " \n").replace("\r", "\n")


def escaped(text: object) -> str:
    """Text as HTML, also inside an attribute's quotes."""
    return html.escape(plain(str(text)), quote=True)


def quoted(text: str) -> str:
    """A document's text as HTML; what could be taken for a mark of ours is said to be its own."""
    return "".join(
        f'<span class="quoted-mark" title="part of the quote">{escaped(piece)}</span>'
        if is_mark
        else escaped(piece)
        for piece, is_mark in split_marks(text)
    )


def shown(text: object) -> str:
    """Text as HTML whose direction does not turn what stands around it."""
    return f"<bdi>{escaped(text)}</bdi>"


def prose(text: str) -> str:
    """A document's text as HTML; the cells of a row are parted by bars."""
    return quoted(unwrapped(text)).replace("\t", " | ")
