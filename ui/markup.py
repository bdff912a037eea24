"""Text of documents and of people as HTML: it shows as text and does nothing."""

from __future__ import annotations

import re

from ..eval import escaped, plain, quoted

__all__ = ["attributes", "escaped", "plain", "prose", "quoted"]

_BROKEN = re.compile(r"(?<!\n)\r?\n(?!\r?\n)")
"""A line break that begins no paragraph."""


def prose(text: str) -> str:
    """A document's text as HTML, without the line breaks of its source; rows keep theirs."""
    if "\t" not in text:
        text = _BROKEN.sub(" ", text)
    return quoted(text).replace("\t", '<span class="cell"> | </span>')


def attributes(**given: object) -> str:
    """Attributes of an element, ``class_`` for ``class``; those that are ``None`` are left out."""
    return "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escaped(value)}"'
        for name, value in given.items()
        if value is not None
    )
