"""Escape untrusted text for HTML, so that it renders literally."""

from __future__ import annotations

import re

from ..eval.report.markup import escaped, plain, quoted

__all__ = ["attributes", "escaped", "plain", "prose", "quoted"]

_BROKEN = re.compile(r"(?<!\n)\r?\n(?!\r?\n)")
"""A line break inside a paragraph."""


def prose(text: str) -> str:
    """A document's text as HTML, joining lines of a paragraph; table rows stay apart."""
    if "\t" not in text:
        text = _BROKEN.sub(" ", text)
    return quoted(text).replace("\t", '<span class="cell"> | </span>')


def attributes(**values: object) -> str:
    """Attributes of an HTML element (``class_`` for ``class``), without those that are ``None``."""
    return "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escaped(value)}"'
        for name, value in values.items()
        if value is not None
    )
