"""Which names of a claim a text has."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .....text.names import Name
from .....text.reading import Facts
from ....verify.values import has_name


def true_names(claim: Facts, known: Sequence[Facts]) -> Iterator[Name]:
    """The names of a claim, without words that have a capital only since they open it.

    Such a word is a name if a text has it as a name elsewhere than at the start of a sentence.

    Args:
        claim: what the claim states.
        known: texts that may have its names.
    """
    for name in claim.names:
        if not name.opens or any(_is_name_in(name, facts) for facts in known):
            yield name


def _is_name_in(name: Name, facts: Facts) -> bool:
    return any(set(name.words) <= set(theirs.words) and not theirs.opens for theirs in facts.names)


def stands_for(short: Name, full: Name, known: Sequence[Facts]) -> bool:
    """Whether a name is the first or last part of another, and of no third one of the texts.

    "Haberl" stands for "Clara Haberl" only where no other Haberl is named; a "Haberl Choir" may be.
    """
    if short.place or full.place or not set(short.words) < set(full.words):
        return False
    longer = {
        name.words
        for facts in known
        for name in facts.names
        if set(short.words) < set(name.words) and _ends(name, short) == _ends(full, short)
    }
    return longer <= {full.words}


def _ends(full: Name, short: Name) -> bool:
    return full.words[-len(short.words) :] == short.words


def missing_names(names: Sequence[Name], facts: Sequence[Facts]) -> list[Name]:
    """The names that no text has, in full, in part, as initials or under another name."""
    return [name for name in names if not has_name(facts, name)]
