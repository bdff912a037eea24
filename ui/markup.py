"""Text of documents and of people as HTML: it shows as text and does nothing."""

from __future__ import annotations

import html
import re

STEERING = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]"
)
"""Control characters, those that turn the direction of what follows, and halves of characters."""

_BROKEN = re.compile(r"(?<!\n)\r?\n(?!\r?\n)")
"""A line break that begins no paragraph."""


def plain(text: str) -> str:
    """Text without characters that steer how it is shown, each replaced by U+FFFD."""
    return STEERING.sub("\ufffd", text)


def escaped(text: object) -> str:
    """Text as HTML, also inside an attribute's quotes."""
    return html.escape(plain(str(text)), quote=True)


def prose(text: str) -> str:
    """A document's text as HTML, without the line breaks of its source; rows keep theirs."""
    if "\t" not in text:
        text = _BROKEN.sub(" ", text)
    return escaped(text).replace("\t", '<span class="cell"> | </span>')


def attributes(**given: object) -> str:
    """Attributes of an element, ``class_`` for ``class``; those that are ``None`` are left out."""
    return "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escaped(value)}"'
        for name, value in given.items()
        if value is not None
    )
