"""Metadata of a PDF: from its information dictionary and the first lines of its text."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from ....text import lexicon
from ....text.dates import parse_date
from .. import metadata
from ..parsed import Block, BlockKind, Metadata, Parsed

_PLACEHOLDER = re.compile(
    rf"[\W\d_]*+{lexicon.alternation('placeholders.titles')}?[\W\d_]*"
    r"|microsoft (?:word|powerpoint|excel|publisher)\s*-.*|[a-z]:\\.*|https?://\S*"
    r"|.*\.(?:docx?|pdf|pptx?|xlsx?|tex|dvi|indd|qxd|rtf|odt|odp|ps|eps|fm|md|txt|html?|wpd|pages|"
    r"cdr|ai|tiff?|jpe?g|png)",
    re.IGNORECASE | re.DOTALL,
)
_INFO_DATE = re.compile(r"(?:D:)?(\d{4})(?:(\d{2})(?:(\d{2}))?)?")
_LONGEST = 300


def pdf_metadata(
    blocks: Sequence[Block], info: Mapping[str, str], heading: str | None = None
) -> Parsed:
    """The blocks, with those that state author and date marked, and the metadata.

    Args:
        blocks: the blocks of the text.
        info: ``Title``, ``Author`` and ``CreationDate`` of the information dictionary.
        heading: the largest heading of the first page, if clearly larger than the text.
    """
    main_text = [number for number, block in enumerate(blocks) if not block.region]
    stated = Metadata(title=_stated(info.get("Title", "")), author=_stated(info.get("Author", "")))
    marked = list(blocks)
    opening = metadata.opening_lines([blocks[number].text for number in main_text])
    for place, line_metadata in opening.items():
        marked[main_text[place]] = replace(marked[main_text[place]], kind=BlockKind.META)
        stated = metadata.fill(stated, line_metadata)
    created = Metadata(title=heading, date=info_date(info.get("CreationDate", "")))
    return Parsed(tuple(marked), metadata.fill(stated, created))


def info_date(value: str) -> str | None:
    """The day of a date such as ``D:20210630120000+02'00'``, in ISO 8601, or ``None``."""
    match = _INFO_DATE.match(value.strip())
    return parse_date("-".join(filter(None, match.groups()))) if match else None


def _stated(value: str) -> str | None:
    """A value of the dictionary; ``None`` if it is a program's placeholder."""
    printable = (character if character.isprintable() else " " for character in value)
    text = " ".join("".join(printable).split())
    return None if not text or len(text) > _LONGEST or _PLACEHOLDER.fullmatch(text) else text
