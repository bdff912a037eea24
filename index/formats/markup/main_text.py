"""Which blocks of a page are its main text. The only home of trafilatura.

trafilatura returns text without places, so it only decides; the blocks keep theirs.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from typing import NamedTuple

from ...types import Block, BlockKind
from .. import limits

_WEAK = {"share", "menu", "promo", "form"}
"""Regions that prose in the main text may stand in all the same: some sites wrap all in a form."""
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)]?$")
_PROSE_WORDS = 7
_MAIN_LINE = 25
"""Blocks with fewer characters must equal a line of the main text, not just occur in it."""


class PageBlock(NamedTuple):
    """A block, whether it stands in an article, and the place of the element that is its region."""

    block: Block
    inside: bool
    part: int


class MainText:
    """The text that trafilatura chose, to look blocks up in."""

    def __init__(self, chosen: str) -> None:
        self._lines = {_compared(line).strip("-– ") for line in chosen.splitlines()}
        self._whole = _compared(chosen)

    def holds(self, text: str) -> bool:
        """Whether a block's text is in it."""
        wanted = _compared(text)
        return wanted in self._lines or (len(wanted) >= _MAIN_LINE and wanted in self._whole)

    def covers(self, blocks: Sequence[Block]) -> bool:
        """Whether at least half of the prose that the tags call content is in it."""
        prose = [block.text for block in blocks if not block.region and _is_prose(block.text)]
        held = sum(len(text) for text in prose if self.holds(text))
        return held >= 0.5 * sum(map(len, prose))


def choose_main_text(page: str) -> MainText | None:
    """What trafilatura takes for the main text of a page, ``None`` where there is none."""
    import trafilatura

    if len(page) > limits.ARTICLE_CHARACTERS:
        return None
    # Without a handler of the host, what it says of broken pages would go to stderr.
    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    try:
        chosen = trafilatura.extract(
            page, include_comments=False, include_tables=True, favor_recall=True
        )
    except Exception:  # whatever a broken page makes of a scraper, the tags still tell enough
        return None
    return MainText(chosen) if chosen else None


def place(blocks: Sequence[PageBlock], main: MainText | None, title: str | None) -> list[Block]:
    """The blocks with their regions settled: by the markup where it is plain, else by the choice.

    A form, or a part whose class sounds like furniture, is none if prose of the main text stands
    in it. A heading belongs with the block that it heads; a table whose columns have names is text.
    """
    if main is not None and not main.covers([page_block.block for page_block in blocks]):
        main = None
    telling = {
        page_block.part
        for page_block in blocks
        if _is_prose(page_block.block.text) and (main is None or main.holds(page_block.block.text))
    }
    headed = _below_heads([page_block.block.kind for page_block in blocks])
    placed: list[Block] = []
    below = False
    for page_block, is_headed in zip(reversed(blocks), reversed(headed), strict=True):
        block = page_block.block
        region = "" if block.region in _WEAK and page_block.part in telling else block.region
        is_heading = block.kind is BlockKind.HEADING
        held = main is None or page_block.inside or is_headed or main.holds(block.text)
        heads = is_heading and (below or collapse(block.text) == title)
        if not region and not held and not heads:
            region = "page furniture"
        placed.append(Block(block.kind, block.runs, region))
        if not block.region or not is_heading:
            below = not region
    return placed[::-1]


def _below_heads(kinds: Sequence[BlockKind]) -> list[bool]:
    """For each block whether it is the head of a table, or a row below one."""
    headed: list[bool] = []
    for kind in kinds:
        follows = bool(headed) and headed[-1] and kind is BlockKind.ROW
        headed.append(kind is BlockKind.TABLE_HEAD or follows)
    return headed


def _is_prose(text: str) -> bool:
    """Whether a text ends as a sentence and is no mere phrase."""
    tail = text[-200:].rstrip()
    return bool(_SENTENCE_END.search(tail)) and len(text.split(None, _PROSE_WORDS)) >= _PROSE_WORDS


def _compared(text: str) -> str:
    """A text as it is compared: trafilatura drops what cannot be printed, such as U+200B."""
    plain = text.replace("|", " ")
    if not plain.isprintable():
        plain = "".join(filter(_is_shown, plain))
    return collapse(plain)


def _is_shown(character: str) -> bool:
    return character.isprintable() or character.isspace()


def collapse(text: str) -> str:
    """The text with every run of white space as one space."""
    return " ".join(text.split())
