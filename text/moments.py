"""The dates of a text with their places, and whether one bears out another."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from .dates import Moment, find_dates
from .spans import Taken

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
    r"Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)"
)
_TO = r" ?(?:and|to|or|until|through|[-–]) ?"
_PAIRS = [
    re.compile(form)
    for form in (
        rf"(?<!\w)(?P<one>[0-3]?\d){_TO}(?=[0-3]?\d (?P<rest>{_MONTH}(?: \d{{4}})?)(?!\w))",
        rf"(?<!\w)(?P<lead>{_MONTH}) (?P<one>[0-3]?\d){_TO}(?=[0-3]?\d(?!\w)"
        r"(?:,? (?P<year>\d{4}))?)",
        rf"(?<!\w)(?P<one>{_MONTH}){_TO}(?={_MONTH},? (?P<rest>\d{{4}})(?!\w))",
        rf"(?<!\w)(?P<one>[0-3]?\d {_MONTH}){_TO}(?=[0-3]?\d {_MONTH} (?P<rest>\d{{4}})(?!\w))",
    )
]
_DAY = re.compile(r"([0-3]?\d)(?:,? (?:19|20)\d\d)?(?!\w)")
_YEAR = re.compile(r"(?<![\w.,$€£-])(?P<year>(?:19|20)\d\d)(?![\w%]|[.,]\d|-\d)")
_NO_YEAR = re.compile(
    r" (?:percent|per cent|kg|kilo|tonnes?|tons?|people|persons|men|women|members|dollars|euros|"
    r"million|billion|thousand|miles|km|met(?:er|re)s)\b"
)
_PARTS = ("year", "month", "day", "part", "weekday", "minute")


class DateSaid(NamedTuple):
    """A date that a text states, with its place in it."""

    moment: Moment
    start: int
    end: int
    text: str


@lru_cache(maxsize=4096)
def read_moments(text: str) -> tuple[tuple[DateSaid, ...], str]:
    """The dates of a ``plain`` text in order, and the text with each blanked out.

    In ``6 to 9 April`` and ``May and June 2013`` both dates have what the second one states.
    """
    found: list[DateSaid] = []
    for form in _PAIRS:
        for match in form.finditer(text):
            found += _of_pair(match, text)
    taken = Taken(len(text), ((one.start, one.end) for one in found))
    for moment, start, end in find_dates(text):
        if not taken.holds(start, end):
            found.append(DateSaid(moment, start, end, text[start:end]))
            taken.add(start, end)
    rest = taken.blanked(text)
    for match in _YEAR.finditer(rest):
        if not _NO_YEAR.match(rest, match.end()):
            found.append(DateSaid(Moment(year=int(match[0])), *match.span(), match[0]))
            taken.add(*match.span())
    return tuple(sorted(found, key=lambda one: one.start)), taken.blanked(text)


def _of_pair(match: re.Match[str], text: str) -> list[DateSaid]:
    """The first date of a pair; of ``May 7-19, 2021`` the second one too."""
    parts = match.groupdict()
    names = [name for name in ("lead", "one", "rest", "year") if parts.get(name)]
    read = find_dates(" ".join(parts[name] for name in names))
    found = [DateSaid(one[0], *match.span("one"), match["one"]) for one in read[:1]]
    if found and parts.get("lead"):
        second = _DAY.match(text, match.end())
        if second:
            moment = found[0].moment._replace(day=int(second[1]))
            found.append(DateSaid(moment, match.end(), second.end(), second[0]))
    return found


def bears_out(source: Moment, claimed: Moment) -> bool:
    """Whether every part of a date that is claimed is stated in the source; coarser will do."""
    return all(ours is None or ours == theirs for ours, theirs in zip(claimed, source, strict=True))


def missing_parts(source: Moment, claimed: Moment) -> Moment | None:
    """What is claimed and not stated, if nothing that both state differs; else ``None``."""
    both = dict(zip(_PARTS, zip(claimed, source, strict=True), strict=True))
    if any(None not in pair and pair[0] != pair[1] for pair in both.values()):
        return None
    if not any(None not in pair for pair in both.values()):
        return None
    return Moment(**{name: pair[0] for name, pair in both.items() if pair[1] is None})  # type: ignore[arg-type]
