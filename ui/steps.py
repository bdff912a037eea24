"""The progress of a change to the documents, as the page follows it."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..index.build import BuildReport
from ..index.formats.parsed import Skipped

LOOK_SECONDS = 0.1
"""Polling interval of the progress."""
LATER = "Later"


class Step(NamedTuple):
    """Progress of a change: stage, fraction in [0, 1], and at the end a report or an error.

    ``refused`` lists uploaded files that could not be read; they were deleted.
    """

    stage: str
    share: float
    report: BuildReport | None = None
    error: str = ""
    refused: tuple[Skipped, ...] = ()

    @property
    def is_last(self) -> bool:
        """Whether this is the final step."""
        return self.report is not None or bool(self.error)


def failed(error: str) -> Step:
    """The final step of a change that failed."""
    return Step("Failed", 1.0, error=error)


def postponed(error: str) -> Step:
    """The final visible step of a change that is applied later."""
    return Step(LATER, 1.0, error=error)


class Change:
    """An accepted change: the files that it adds, if any, and its progress."""

    def __init__(self, names: Sequence[str] = ()) -> None:
        self.names = tuple(names)
        self.step = Step("Waiting", 0.0)

    def steps(self) -> Iterator[Step]:
        """Each step as it happens; steps shorter than the polling interval may be skipped."""
        while not (step := self.step).is_last:
            yield step
            while self.step is step:
                time.sleep(LOOK_SECONDS)
        yield step
