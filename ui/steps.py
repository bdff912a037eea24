"""How far a change of the documents is, as the page follows it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..index import BuildReport, Skipped

LOOK_SECONDS = 0.1
"""Between two looks at how far something is."""


LATER = "Later"


class Step(NamedTuple):
    """How far a change is: its stage, a share in [0, 1], and at the end a report or an error.

    ``refused`` are files that were to be added and cannot be read: they were put away again.
    """

    stage: str
    share: float
    report: BuildReport | None = None
    error: str = ""
    refused: tuple[Skipped, ...] = ()

    @property
    def is_last(self) -> bool:
        """Whether nothing comes after it."""
        return self.report is not None or bool(self.error)


def failed(error: str) -> Step:
    """The last step of a change that was not made."""
    return Step("Failed", 1.0, error=error)


def postponed(error: str) -> Step:
    """The last step that is seen of a change which is still to be made."""
    return Step(LATER, 1.0, error=error)


class Change:
    """A change that was accepted: the files that it adds, if any, and how far it is."""

    def __init__(self, names: Sequence[str] = ()) -> None:
        self.names = tuple(names)
        self.step = Step("Waiting", 0.0)

    def steps(self) -> Iterator[Step]:
        """Each step as it comes; those that are over before they are looked at are left out."""
        while not (step := self.step).is_last:
            yield step
            while self.step is step:
                time.sleep(LOOK_SECONDS)
        yield step
