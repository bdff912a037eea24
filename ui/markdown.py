"""Text of documents and of people in Markdown: it shows as text and does nothing."""

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
    """Text on one line of Markdown that shows as it is, wherever on a line it stands.

    Signs that CommonMark and its common extensions read are escaped, white space is collapsed,
    what steers is replaced by U+FFFD. Addresses of mail may still be made links by a reader.
    """
    line = _GAP.sub(" ", plain(text)).strip()
    return _NUMBERED.sub(r"\1\\\2", _SIGN.sub(r"\\\g<0>", line))
