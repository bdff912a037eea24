"""Which blocks of a page are its main text, and what the page states. The home of trafilatura.

trafilatura returns text without places, so it only decides; the blocks keep theirs.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

from . import metadata
from .types import Block, Metadata

_WEAK = {"share", "menu", "promo", "form"}
"""Regions that prose in the main text may stand in all the same: some sites wrap all in a form."""
_PROSE_TEXT = re.compile(r"(\S+\s+){6,}\S*[.!?…][\"'”’)]?\s*$", re.S)
_MAIN_LINE = 25
"""Blocks with fewer characters must equal a line of the main text, not just occur in it."""


class MainText:
    """The text that trafilatura chose, to look blocks up in."""

    def __init__(self, chosen: str) -> None:
        chosen = chosen.replace("|", " ")
        self._lines = {collapse(line).strip("-– ") for line in chosen.splitlines()}
        self._whole = collapse(chosen)

    def holds(self, text: str) -> bool:
        """Whether a block's text is in it."""
        wanted = collapse(text.replace("|", " "))
        return wanted in self._lines or (len(wanted) >= _MAIN_LINE and wanted in self._whole)

    def covers(self, blocks: Sequence[Block]) -> bool:
        """Whether at least half of the prose that the tags call content is in it."""
        prose = [
            block.text for block in blocks if not block.region and _PROSE_TEXT.search(block.text)
        ]
        held = sum(len(text) for text in prose if self.holds(text))
        return held >= 0.5 * sum(map(len, prose))


def choose_main_text(text: str) -> tuple[MainText | None, Metadata]:
    """What trafilatura takes for the main text, ``None`` where it finds none, and metadata."""
    import trafilatura
    from trafilatura.metadata import extract_metadata

    date_rules = {"extensive_search": False, "original_date": True}
    try:
        chosen = trafilatura.extract(
            text, include_comments=False, include_tables=True, favor_recall=True, fast=False
        )
        found = extract_metadata(text, date_config=date_rules, extensive=False)
    except Exception:  # whatever a broken page makes of a scraper, the tags still tell enough
        return None, Metadata()
    stated = Metadata()
    if found is not None:
        stated = Metadata(
            title=_clean(found.title),
            author=_clean(found.author),
            date=metadata.parse_date(found.date) if found.date else None,
            origin=_clean(found.url),
        )
    return (MainText(chosen) if chosen else None), stated


def _clean(value: str | None) -> str | None:
    return collapse(html.unescape(value)) or None if value else None


def place(block: Block, inside: bool, main: MainText | None) -> Block:
    """The block, its region settled by trafilatura's choice where the markup is not plain."""
    held = main is None or main.holds(block.text)
    if block.region in _WEAK and held and _PROSE_TEXT.search(block.text):
        return Block(block.kind, block.runs)
    if block.region or held or inside:
        return block
    return Block(block.kind, block.runs, "page furniture")


def collapse(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split())
