"""Decide which blocks of a page are its main text. The only module that imports trafilatura.

trafilatura returns text without offsets, so it only selects among blocks that have them.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from typing import NamedTuple

from .. import limits
from ..parsed import Block, BlockKind

_WEAK = {"share", "menu", "promo", "form"}
"""Regions that may contain main text after all: some sites wrap a whole page in a form."""
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)]?$")
_PROSE_WORDS = 7
_MAIN_LINE = 25
"""Characters below which a block must equal a line of the main text, not just occur in it."""


class PageBlock(NamedTuple):
    """A block of a page.

    Attributes:
        block: the block.
        inside: whether it is inside an article.
        part: where the element that opens its region starts; -1 if it has no region.
    """

    block: Block
    inside: bool
    part: int


class MainText:
    """The text that trafilatura selected, to look blocks up in."""

    def __init__(self, chosen: str) -> None:
        self._lines = {_compared(line).strip("-– ") for line in chosen.splitlines()}
        self._whole = _compared(chosen)

    def holds(self, text: str) -> bool:
        """Whether it contains a block's text."""
        wanted = _compared(text)
        return wanted in self._lines or (len(wanted) >= _MAIN_LINE and wanted in self._whole)

    def covers(self, blocks: Sequence[Block]) -> bool:
        """Whether it contains at least half of the prose that the tags mark as content."""
        prose = [block.text for block in blocks if not block.region and _is_prose(block.text)]
        held = sum(len(text) for text in prose if self.holds(text))
        return held >= 0.5 * sum(map(len, prose))


def choose_main_text(page: str) -> MainText | None:
    """What trafilatura takes for the main text of a page; ``None`` if it finds none."""
    import trafilatura

    if len(page) > limits.ARTICLE_CHARACTERS:
        return None
    # Unless the host has a handler, its warnings about broken pages would go to stderr.
    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    try:
        chosen = trafilatura.extract(
            page, include_comments=False, include_tables=True, favor_recall=True
        )
    except Exception:  # it may raise anything on a broken page; the tags alone are enough
        return None
    return MainText(chosen) if chosen else None


def place(blocks: Sequence[PageBlock], main: MainText | None, title: str | None) -> list[Block]:
    """The blocks with their final regions: by the markup where it is clear, else by ``main``.

    A form, or an element whose class suggests page furniture, is neither if it contains prose of
    the main text. A heading belongs to the block below it; a table with column names is text.
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
    """For each block, whether it is the header of a table, or a row below one."""
    headed: list[bool] = []
    for kind in kinds:
        follows = bool(headed) and headed[-1] and kind is BlockKind.ROW
        headed.append(kind is BlockKind.TABLE_HEAD or follows)
    return headed


def _is_prose(text: str) -> bool:
    """Whether a text ends like a sentence and is more than a phrase."""
    tail = text[-200:].rstrip()
    return bool(_SENTENCE_END.search(tail)) and len(text.split(None, _PROSE_WORDS)) >= _PROSE_WORDS


def _compared(text: str) -> str:
    """A text as it is compared: trafilatura drops unprintable characters, such as U+200B."""
    plain = text.replace("|", " ")
    if not plain.isprintable():
        plain = "".join(filter(_is_shown, plain))
    return collapse(plain)


def _is_shown(character: str) -> bool:
    return character.isprintable() or character.isspace()


def collapse(text: str) -> str:
    """The text with every run of white space collapsed to a space."""
    return " ".join(text.split())
