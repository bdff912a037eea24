"""Which documents a question is asked of: by date, by name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Self

from .errors import UsageError

_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
KEYS = ("after", "before", "in")


@dataclass(frozen=True, slots=True)
class Filter:
    """Bounds on the documents that are searched.

    A document that states no date, or one too vague to tell, is outside both bounds of time: what
    is dated ``2020`` is not known to be from after ``2020-06``.

    Attributes:
        after: dated on this day or later: ``2020``, ``2020-06`` or ``2020-06-15``, each from its
            first day on.
        before: dated earlier than the first day of this.
        within: a pattern that the document's name fits, such as ``briefs/*``; ``*`` stands for
            any characters, slashes too.

    Raises:
        UsageError: if a date is none.
    """

    after: str | None = None
    before: str | None = None
    within: str | None = None

    def __post_init__(self) -> None:
        for name in ("after", "before"):
            given = getattr(self, name)
            if given is not None and not _DATE.fullmatch(given):
                raise UsageError(
                    f"{name} is {given!r}; expected a year, a month or a day such as 2020, "
                    "2020-06 or 2020-06-15"
                )

    @classmethod
    def from_dict(cls, filters: Mapping[str, str]) -> Self:
        """A filter from a mapping with the keys ``after``, ``before`` and ``in``.

        Raises:
            UsageError: on another key or a value that is no text.
        """
        for key, value in filters.items():
            if key not in KEYS or not isinstance(value, str):
                raise UsageError(
                    f"filter {key!r} is {value!r}; expected texts under {', '.join(KEYS)}"
                )
        return cls(filters.get("after"), filters.get("before"), filters.get("in"))

    def admits(self, name: str, date: str | None) -> bool:
        """Whether a document of this name and date is searched."""
        if self.within is not None and not fnmatchcase(name, self.within):
            return False
        if self.after is None and self.before is None:
            return True
        if date is None:
            return False
        first, last = _first_day(date), date + "-12-31"[len(date) - 4 :]
        late = self.after is None or first >= _first_day(self.after)
        return late and (self.before is None or last < _first_day(self.before))


def _first_day(date: str) -> str:
    return date + "-01-01"[len(date) - 4 :]
