"""Whether the words that a claim puts in quotation marks stand in a passage."""

from __future__ import annotations

import re

from ....verify.claims import plain

_QUOTED = re.compile(r"\"(?P<words>[^\"]+)\"")
_OPEN = re.compile(r"\"[^\"]*$")
_EDGES = " .,;:!?…"


def altered_quote(claim: str, text: str) -> str | None:
    """The first quotation that does not stand in a text word for word; ``None`` for none.

    White space, the form of quotation marks and dashes, the case of the first letter and
    punctuation at the ends may differ. A quotation mark without a partner counts as altered.

    Args:
        claim: the sentence.
        text: all characters of the passage, ``plain``.
    """
    wanted = plain(claim)
    unclosed = _OPEN.search(_QUOTED.sub("", wanted))
    for match in _QUOTED.finditer(wanted):
        words = match["words"].strip(_EDGES)
        if any(map(str.isalnum, words)) and not _stands_in(words, text):
            return match["words"]
    return unclosed[0] if unclosed and wanted.count('"') % 2 else None


def _stands_in(words: str, text: str) -> bool:
    other_case = words[:1].swapcase() + words[1:]
    return any(_has_whole(form, text) for form in (words, other_case))


def _has_whole(words: str, text: str) -> bool:
    """Whether a text has some words, not as a part of longer ones."""
    start = text.find(words)
    while start >= 0:
        end = start + len(words)
        before, after = text[max(0, start - 1) : start], text[end : end + 1]
        if not before.isalnum() and not after.isalnum():
            return True
        start = text.find(words, start + 1)
    return False
