"""HTML into blocks, each character with its place in the source.

``html.parser`` keeps positions and so carries the text; which blocks are the page's main text is
decided elsewhere.
"""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from itertools import accumulate

from . import metadata, regions
from .main_text import choose_main_text, collapse, place
from .types import Block, BlockKind, Parsed, Run

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = _HEADINGS | set(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset "
    "figcaption figure footer form header hr li main nav ol p pre section summary table tbody "
    "tfoot thead tr ul".split()
)
_CELLS = {"td", "th"}
_PROSE = {BlockKind.PARAGRAPH, BlockKind.ROW}
_VOID = set("area base br col embed hr img input link meta source track wbr".split())
_IMPLIED_END = {
    "li": {"p", "li"},
    "tr": {"p", "tr", "td", "th"},
    "td": {"p", "td", "th"},
    "th": {"p", "td", "th"},
    "dt": {"p", "dt", "dd"},
    "dd": {"p", "dt", "dd"},
    "option": {"option"},
}
_SPACE = re.compile(r"[ \t\n\r\f]+")
_BOLD_START = re.compile(r"<(b|strong)(\s[^>]*)?>$", re.I)
_BOLD_END = re.compile(r"\s*</(b|strong)>", re.I)
_HEADING_TEXT = re.compile(r"(\S+\s+){0,11}\S*[^\s.!:;,]", re.S)
"""A bold line of up to twelve words that does not end as a sentence: a heading in all but name."""


def parse_html(text: str) -> Parsed:
    """Blocks of a page, with the region that the markup names for those outside its main text.

    Scripts, styles and hidden elements are left out. ``region`` is empty for main text, else a
    word such as ``menu``, ``footer``, ``caption`` or ``page furniture``.
    """
    reader = _Reader(text)
    reader.feed(text)
    reader.close()
    reader.end_block()
    main, stated = choose_main_text(text)
    if main is not None and not main.covers([block for block, _ in reader.found]):
        main = None
    blocks = [place(block, inside, main) for block, inside in reader.found]
    for number, block in enumerate(blocks):
        if block.kind in _PROSE and not block.region and len(block.text) < 100:
            parts = re.split(r"[·|•]", collapse(block.text))
            if any(metadata.byline(part) or metadata.dateline(part) for part in parts):
                blocks[number] = Block(BlockKind.META, block.runs)
    return Parsed(tuple(blocks), stated)


def _ends_bold_line(before: str) -> bool:
    return before.rstrip().lower().endswith(("</b>", "</strong>"))


def _kind(tags: list[str]) -> BlockKind:
    """What the innermost telling element makes of a block."""
    flowing = False
    for tag in reversed(tags):
        if tag in _HEADINGS:
            return BlockKind.HEADING
        if tag == "pre":
            return BlockKind.CODE
        if tag == "li":
            return BlockKind.ITEM
        if tag == "tr":
            return BlockKind.PARAGRAPH if flowing else BlockKind.ROW
        flowing = flowing or tag in _BLOCKS
    return BlockKind.PARAGRAPH


class _Reader(HTMLParser):
    """Collects blocks of runs; every run knows its place in the source."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self._text = text
        self._starts = [0, *accumulate(len(line) for line in re.split(r"(?<=\n)", text))]
        self._open: list[tuple[str, str, bool]] = []
        self._runs: list[Run] = []
        self._hidden_classes = regions.hidden_classes(text)
        self._gap: Run | None = None
        self._cells: frozenset[str] = frozenset()
        self.found: list[tuple[Block, bool]] = []

    # What the parser calls.

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._line_break()
        if tag in _VOID:
            return
        self._end_implied(tag)
        if tag in _BLOCKS:
            self.end_block()
        if tag in _CELLS | {"tr"}:
            self._cells = self._cells | {tag} if tag in _CELLS else frozenset()
        if tag in _CELLS and self._runs:
            here = self._here()
            self._gap = self._gap or Run(" ", here, here)
        self._open.append((tag, *self._state(tag, dict(attrs))))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOCKS:
            self.end_block()
        for depth in range(len(self._open) - 1, -1, -1):
            if self._open[depth][0] == tag:
                del self._open[depth:]
                return

    def handle_data(self, data: str) -> None:
        if self._is_hidden():
            return
        at = self._here()
        if any(tag in {"pre", "textarea"} for tag, _, _ in self._open):
            self._add(Run(data, at, at + len(data)))
            return
        last = 0
        for space in _SPACE.finditer(data):
            self._add(Run(data[last : space.start()], at + last, at + space.start()))
            kept = space.start() + max(space[0].find(" "), 0)
            if self._runs and not self._gap:
                self._gap = Run(data[kept], at + kept, at + kept + 1)
            last = space.end()
        self._add(Run(data[last:], at + last, at + len(data)))

    def handle_entityref(self, name: str) -> None:
        self._reference("&" + name)

    def handle_charref(self, name: str) -> None:
        self._reference("&#" + name)

    # How blocks are made.

    def _end_implied(self, tag: str) -> None:
        """Close what a start tag closes by itself: a paragraph, a list item, a cell, a row."""
        implied = _IMPLIED_END.get(tag, {"p"} if tag in _BLOCKS else set())
        while self._open and self._open[-1][0] in implied:
            self.handle_endtag(self._open[-1][0])

    def _reference(self, raw: str) -> None:
        if self._is_hidden():
            return
        at = self._here()
        raw += ";" if self._text.startswith(";", at + len(raw)) else ""
        self._add(Run(html.unescape(raw), at, at + len(raw)))

    def _add(self, run: Run) -> None:
        if not run.text:
            return
        if self._gap:
            self._runs.append(self._gap)
            self._gap = None
        self._runs.append(run)

    def _line_break(self) -> None:
        """A ``<br>`` beside white space is a soft break; a bare or a double one ends the block."""
        before = self._text[self._here() - 1 : self._here()]
        after = re.match(r"<br[^>]*>(\s*<br)?(\s?)", self._text[self._here() :][:200], re.I)
        doubled, spaced = (after[1], after[2] or before.isspace()) if after else (None, True)
        if doubled or not spaced or _ends_bold_line(self._text[: self._here()][-20:]):
            self.end_block()

    def end_block(self) -> None:
        """Close the block that is being collected."""
        runs, self._runs, self._gap = self._runs, [], None
        if not any(run.text.strip() for run in runs):
            return
        tags = [tag for tag, _, _ in self._open]
        kind = _kind(tags)
        text = "".join(run.text for run in runs)
        if kind is BlockKind.PARAGRAPH and self._is_bold(runs) and _HEADING_TEXT.fullmatch(text):
            kind = BlockKind.HEADING
        if kind is BlockKind.ROW and self._cells == {"th"}:
            kind = BlockKind.META
        region = next((region for _, region, _ in reversed(self._open) if region), "")
        inside = not {"article", "main"}.isdisjoint(tags)
        self.found.append((Block(kind, tuple(runs), region), inside))

    def _is_bold(self, runs: list[Run]) -> bool:
        before = self._text[: runs[0].start].rstrip()[-60:]
        after = self._text[runs[-1].end :][:20]
        return bool(_BOLD_START.search(before) and _BOLD_END.match(after))

    def _state(self, tag: str, attrs: dict[str, str | None]) -> tuple[str, bool]:
        """The region that an element opens, and whether it is hidden."""
        in_text = any(open_tag in {"article", "main"} for open_tag, _, _ in self._open)
        hidden = regions.is_hidden(tag, attrs, self._hidden_classes)
        return regions.region_of(tag, attrs, in_text), hidden

    def _is_hidden(self) -> bool:
        return any(hidden for _, _, hidden in self._open)

    def _here(self) -> int:
        line, column = self.getpos()
        return self._starts[line - 1] + column
