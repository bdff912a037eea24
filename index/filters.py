"""Restrict a search to documents by date and by name."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import translate
from typing import Self

from .errors import UsageError, echoed

DATE_PATTERN = "[0-9]{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12][0-9]|3[01]))?)?"
"""Pattern of a date: a year, a month or a day."""
_DATE = re.compile(DATE_PATTERN)
KEYS = ("after", "before", "in")
LONGEST_PATTERN = 200
"""Characters of a name pattern: compiling one takes time quadratic in its length."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Bounds on the documents that a search considers.

    A document without a date, or with one too vague to decide, is outside both date bounds: one
    dated ``2020`` is not known to be later than ``2020-06``.

    Attributes:
        after: admits documents dated on this day or later; ``2020`` and ``2020-06`` stand for
            their first day.
        before: admits documents dated earlier than this day, or than the first day of this month
            or year.
        within: a glob that the document's name matches, such as ``briefs/*``; ``*`` matches any
            characters, slashes included. At most 200 characters.

    Raises:
        UsageError: if a date is malformed, or the glob too long.
    """

    after: str | None = None
    before: str | None = None
    within: str | None = None
    _glob: re.Pattern[str] | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        for name in ("after", "before"):
            date = getattr(self, name)
            if date is not None and not _DATE.fullmatch(date):
                raise UsageError(
                    f"{name} is {echoed(date)}; expected a year, a month or a day such as 2020, "
                    "2020-06 or 2020-06-15"
                )
        if self.within is not None and len(self.within) > LONGEST_PATTERN:
            raise UsageError(
                f"the pattern of names has {len(self.within):,} characters; expected at most "
                f"{LONGEST_PATTERN}. Shorten it: * stands for any characters"
            )
        glob = None if self.within is None else re.compile(translate(self.within))
        object.__setattr__(self, "_glob", glob)

    @classmethod
    def from_dict(cls, filters: Mapping[str, str]) -> Self:
        """A filter from a mapping with the keys ``after``, ``before`` and ``in``.

        Raises:
            UsageError: on an unknown key, or a value that is not a string.
        """
        for key, value in filters.items():
            if key not in KEYS or not isinstance(value, str):
                raise UsageError(
                    f"filter {echoed(key)} is {echoed(value)}; "
                    f"expected texts under {', '.join(KEYS)}"
                )
        return cls(filters.get("after"), filters.get("before"), filters.get("in"))

    def admits(self, name: str, date: str | None) -> bool:
        """Whether the filter admits a document of this name and date."""
        if self._glob and not self._glob.match(name):
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
