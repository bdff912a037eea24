"""Names that a text is about, apart from those of its sources."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ...text import lexicon
from ...text.names import Name, read_names

_SOURCE = re.compile(
    r"(?:[Aa]ccording to|(?:reported|said|cited|estimated|counted|stated) by) (?:the )?$"
    r"|(?:[Ff]igures|[Dd]ata|[Cc]ounts?|[Ee]stimates?|[Rr]eports?) (?:from|of|by) (?:the )?$"
)
_SAYS = re.compile(
    r",? ?(?:who |which )?(?:later |also |now |has |have |had )?"
    rf"{lexicon.alternation('words.saying')}\b"
)

_BEFORE = 40
"""Characters before a name in which words mark it as a source."""


def subjects_and_sources(text: str) -> tuple[list[Name], list[Name]]:
    """The names that a text is about, and those that its statements are attributed to.

    Titles alone are no names here.
    """
    subjects: list[Name] = []
    sources: list[Name] = []
    for name in read_names(text):
        is_source = _SOURCE.search(text, max(0, name.start - _BEFORE), name.start) or _SAYS.match(
            text, name.end
        )
        if name.words or name.place:
            (sources if is_source else subjects).append(name)
    return subjects, sources


def only_in(ours: Iterable[Name], theirs: Iterable[Name]) -> list[Name]:
    """The first names that may be none of the second ones."""
    others = list(theirs)
    return [name for name in ours if not any(name.may_be(second) for second in others)]
