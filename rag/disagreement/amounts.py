"""Whether two texts state amounts that are apart."""

from __future__ import annotations

from collections.abc import Sequence

from ...text import Amount


def kinds_apart(ours: Sequence[Amount], theirs: Sequence[Amount]) -> int:
    """Of how many kinds both state numbers of which none of one side may be one of the other."""
    return sum(
        _are_apart([one for one in ours if one.unit == unit], theirs)
        for unit in {one.unit for one in ours}
    )


def _are_apart(ours: Sequence[Amount], theirs: Sequence[Amount]) -> bool:
    verdicts = [a.agrees(b) for a in ours for b in theirs if a.comparable(b)]
    return bool(verdicts) and True not in verdicts
