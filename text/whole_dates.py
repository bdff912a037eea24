"""A text that is a date and nothing else."""

from __future__ import annotations

import datetime
import re

_MONTHS = (
    "january february march april may june july august september october november december"
).split()
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    r"sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DATES = (
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})(?:[T ].*)?$", re.I),
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{2})$"),
    re.compile(rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)? (?P<n>{_MONTH}),? (?P<y>\d{{4}})$", re.I),
    re.compile(rf"(?P<n>{_MONTH}) (?P<d>\d{{1,2}})(?:st|nd|rd|th)?, (?P<y>\d{{4}})$", re.I),
    re.compile(rf"(?P<n>{_MONTH}),? (?P<y>\d{{4}})$", re.I),
    re.compile(r"(?P<y>(?:19|20)\d{2})$"),
)


def parse_date(text: str) -> str | None:
    """An ISO date cut to what is stated (``2019``, ``2019-09``, ``2019-09-12``), or ``None``."""
    text = " ".join(text.split()).strip(" .")
    for pattern in _DATES:
        if match := pattern.match(text):
            return _iso(match.groupdict())
    return None


def _iso(parts: dict[str, str | None]) -> str | None:
    month = parts.get("m")
    if name := parts.get("n"):
        month = str(1 + [full[:3] for full in _MONTHS].index(name[:3].lower()))
    year, day = int(parts["y"] or 0), parts.get("d")
    try:
        checked = datetime.date(year, int(month or 1), int(day or 1))
    except ValueError:
        return None
    return checked.isoformat()[: 10 if day else 7 if month else 4]
