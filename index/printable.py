"""Names of files as they are shown."""

from __future__ import annotations

import os
import re

from .signs import STEERING

_UNSAFE = re.compile(rf"[\\\t\r\n]|{STEERING.pattern}")
"""Characters that steer a terminal or a page; and the sign that escapes."""


def printable(name: str) -> str:
    """A name of a file as it is shown: what steers, and what is no UTF-8, as its escape."""
    return _UNSAFE.sub(_escape, name)


def _escape(match: re.Match[str]) -> str:
    if "\ud800" <= match[0] <= "\udfff":  # how Python writes a byte that is no UTF-8
        return os.fsencode(match[0]).decode("utf-8", "backslashreplace")
    return match[0].encode("unicode_escape").decode()
