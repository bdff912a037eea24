"""Read metadata that a text states: front matter, a byline, a dateline."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import replace

from ...text import lexicon
from ...text.dates import parse_date
from .parsed import Metadata

_DATELINE = re.compile(rf"{lexicon.alternation('credits.dateline')}\s*(?:on\b)?\s*:?\s*(.+)", re.I)
_BYLINE = re.compile(
    rf"(?P<label>{lexicon.alternation('credits.byline')})(?:\s*+:\s++|\s++)(?P<names>\S.{{1,80}})",
    re.I,
)
_LONGEST_BYLINE = 120
_NAME = re.compile(r"[^\W\d_][\w.'’-]*(?: (?:[^\W\d_][\w.'’-]*)){0,5}")
_SENTENCE = re.compile(r"(?<=\w\w)[.!?…]['\"”’)\]]*\s*$")
_OPENING = 6
"""Lines at the start of a document that are searched for a byline or a dateline."""

_FRONT_MATTER = re.compile(r"---[ \t]*\r?\n(?P<yaml>.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)", re.S)
_PLAIN = (str, int, float, datetime.date)
_MOST_FRONT_MATTER = 20_000
"""Characters within which front matter must end: parsing long YAML takes minutes."""


def byline(line: str) -> str | None:
    """The names in a line such as ``By Jane Roe and John Doe``, or ``None``.

    After ``By`` alone, each name must have two words or more: "By Train" is a heading.
    """
    line = line.strip()
    match = _BYLINE.fullmatch(line) if len(line) <= _LONGEST_BYLINE else None
    if not match:
        return None
    names = match["names"].strip(" .")
    parts = re.split(r",? and |, ", names)
    named = all(_NAME.fullmatch(part) and part[0].isupper() for part in parts)
    full = match["label"].lower() != "by" or all(" " in part for part in parts)
    return names if named and full else None


def dateline(line: str) -> str | None:
    """The date in a line such as ``Published 3 May 2019``, or ``None``."""
    marked = _DATELINE.fullmatch(line.strip()) if len(line) <= 80 else None
    return parse_date(marked[1]) if marked else None


def bare_date(line: str) -> str | None:
    """The date that a line consists of, at least month and year, or ``None``."""
    date = parse_date(line) if len(line) <= 40 else None
    return date if date and len(date) > 4 else None


def opening_lines(lines: Sequence[str]) -> dict[int, Metadata]:
    """The bylines and datelines among a document's first lines, by line number.

    A bare date counts if it precedes the first sentence and is the only one: below that, and in a
    timeline, it is a heading.
    """
    by_line: dict[int, Metadata] = {}
    bare = [number for number, line in enumerate(lines) if bare_date(line)]
    for number, line in enumerate(lines[:_OPENING]):
        date = dateline(line)
        if bare == [number] and not any(map(_SENTENCE.search, lines[:number])):
            date = bare_date(line)
        author = byline(line)
        if author or date:
            by_line[number] = Metadata(author=author, date=date)
    return by_line


def front_matter(text: str) -> tuple[Metadata, int]:
    """The metadata in the YAML block that a text may open with, and where the text continues.

    A block that is not a YAML mapping is part of the text.
    """
    match = _FRONT_MATTER.match(text[:_MOST_FRONT_MATTER])
    if not match:
        return Metadata(), 0
    import yaml

    try:
        fields = yaml.safe_load(match["yaml"])
        return _stated(fields), match.end()
    except Exception:  # it raises anything on broken tags, deep nesting or huge numbers
        return Metadata(), 0


def _stated(fields: dict[object, object]) -> Metadata:
    stated = {str(key).lower(): value for key, value in fields.items()}
    date = stated.get("date") or stated.get("published")
    if isinstance(date, datetime.datetime):
        date = date.date()
    when = None if isinstance(date, list) else _text(date)
    return Metadata(
        title=_text(stated.get("title")),
        author=_text(stated.get("author") or stated.get("authors")),
        date=parse_date(when) if when else None,
        origin=_text(stated.get("source") or stated.get("url") or stated.get("origin")),
    )


def _text(value: object) -> str | None:
    """A scalar or a list of scalars as text; other values could contain each other endlessly."""
    listed = value if isinstance(value, list) else [value]
    plain = [str(entry) for entry in listed if entry and isinstance(entry, _PLAIN)]
    return " ".join(", ".join(plain).split()) or None


def fill(stated: Metadata, fallback: Metadata) -> Metadata:
    """``stated``, with missing fields taken from ``fallback``."""
    return replace(
        stated,
        title=stated.title or fallback.title,
        author=stated.author or fallback.author,
        date=stated.date or fallback.date,
        origin=stated.origin or fallback.origin,
    )
