"""Escape untrusted text for Markdown, so that it renders literally."""

from __future__ import annotations

import re

from .markup import plain

_GAP = re.compile(r"[ \t\r\n]+")
_SIGN = re.compile(
    r"[\\`*_\[\]<>~|$]"
    r"|\A(?:#|[-+=](?=[-+= ]|\Z))"  # a heading, a list, a line
    r"|\A[\"'(]"  # the title of a link, behind its address
    r"|&(?=#|[0-9A-Za-z])"  # the name of a character
    r"|:(?=//|[\w+-]{1,40}:)"  # an address, an emoji
    r"|(?<=\bwww)\.",
    re.IGNORECASE,
)
_NUMBERED = re.compile(r"(\A\d{1,9})([.)])")


def literal(text: str) -> str:
    """Text as one line of Markdown that renders literally, anywhere on a line.

    Characters with a meaning in CommonMark or its common extensions are escaped, white space is
    collapsed, control characters become U+FFFD. Viewers may still turn mail addresses into links.
    """
    line = _GAP.sub(" ", plain(text)).strip()
    return _NUMBERED.sub(r"\1\\\2", _SIGN.sub(r"\\\g<0>", line))
