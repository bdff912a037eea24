"""Whether two texts state times that differ."""

from __future__ import annotations

from collections.abc import Sequence

from ...text.dates import Moment


def conflicting(ours: Sequence[Moment], theirs: Sequence[Moment]) -> bool:
    """Whether dates can be compared and none of one side may be one of the other."""
    verdicts = [mine.agrees(yours) for mine in ours for yours in theirs]
    return False in verdicts and True not in verdicts
