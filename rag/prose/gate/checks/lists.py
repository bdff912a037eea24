"""The members of the lists in a claim."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .....text import lexicon
from .....text.reading import Facts
from ..reading.stretches import parts
from ..reading.verbs import read_verbs
from .roles import may_name

_LONGEST = 5
"""Words of a member; a longer stretch is more than that."""


def list_members(claim: Facts) -> Iterator[int]:
    """The number of the last content word of each further member of a list.

    "Scales, sticks and sacks" gives "sticks" and "sacks": what stands before the first member may
    be part of it.
    """
    stretches = parts(claim.text)
    for at in range(1, len(stretches)):
        if claim.words[stretches[at][0]].text not in {"and", "or"}:
            continue
        first = at
        while first > 1 and _is_member(claim, stretches[first - 1]):
            first -= 1
        is_list = first < at or _is_short(claim, stretches[at])
        heads = (_content(claim, part) for part in stretches[first : at + 1] if is_list)
        yield from (words[-1] for words in heads if words)


def _is_short(claim: Facts, part: Sequence[int]) -> bool:
    """Whether a stretch has few words and no verb."""
    has_verb = any(verb.first in part for verb in read_verbs(claim.text))
    return len(part) <= _LONGEST and not has_verb


def _is_member(claim: Facts, part: Sequence[int]) -> bool:
    """Whether a stretch is short, has no verb and follows a comma."""
    first = part[0]
    comma = claim.text[claim.words[first - 1].end : claim.words[first].start]
    return comma.strip() == "," and _is_short(claim, part)


def _content(claim: Facts, part: Sequence[int]) -> list[int]:
    """The content words of a member, up to a verb that follows the list; none if they are many."""
    verbs = [verb.first for verb in read_verbs(claim.text) if verb.first in part]
    end = min(verbs, default=part[-1] + 1)
    words = [at for at in part if at < end and may_name(claim.words[at])]
    if words and claim.words[words[-1]].text in lexicon.words("verbs.bounds"):
        return []
    return words if len(words) <= _LONGEST else []
