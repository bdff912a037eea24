"""Parse HTML into blocks, every character with its offset in the source.

``html.parser`` reports positions and supplies the text; ``main_text`` decides which blocks are the
page's main text.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from dataclasses import replace
from itertools import accumulate
from typing import NamedTuple

from ...errors import DocumentError
from .. import limits, metadata
from ..parsed import Block, BlockKind, Metadata, Parsed, Run
from . import regions
from .html_tables import lone_paragraphs, with_heads
from .main_text import PageBlock, choose_main_text, place
from .once import OnceParser
from .page_metadata import opening_lines, page_metadata

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = _HEADINGS | set(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset "
    "figcaption figure footer form header hr li main nav ol p pre section summary table tbody "
    "tfoot thead tr ul".split()
)
_CELLS = {"td", "th"}
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
_BOLD_START = re.compile(r"<(b|strong)(\s[^>]{0,110})?>$", re.I)
_BOLD_END = re.compile(r"\s*</(b|strong)>", re.I)
_HEADING_WORDS = 12
_DEEPEST = 512
"""Open elements: one that opens deeper replaces the innermost one, as in browsers."""


def parse_html(text: str) -> Parsed:
    """The blocks of a page, those outside its main text with a region.

    Scripts, styles and hidden elements are left out. ``region`` is empty for main text, else a word
    such as ``menu``, ``footer``, ``caption`` or ``page furniture``.
    """
    stated = page_metadata(text)
    return _parsed(place(_read(text), choose_main_text(text), stated.title), stated)


def parse_whole(text: str, stated: Metadata) -> Parsed:
    """The blocks of HTML that was not a web page: everything but menus is main text.

    Raises:
        DocumentError: if it is too long.
    """
    if len(text) > limits.TEXT_BYTES:
        most = limits.TEXT_BYTES / 1e6
        raise DocumentError(f"has more than {most:,.0f} MB of text and markup. Split the file")
    placed = place(_read(text), None, stated.title)
    kept = [block if block.region == "menu" else replace(block, region="") for block in placed]
    return _parsed(kept, stated)


def _read(text: str) -> list[PageBlock]:
    reader = _Reader(text)
    reader.feed(text)
    reader.close()
    reader.end_block()
    blocks = with_heads([page_block.block for page_block in reader.blocks])
    return [
        page_block._replace(block=block)
        for page_block, block in zip(reader.blocks, blocks, strict=True)
    ]


def _parsed(blocks: list[Block], stated: Metadata) -> Parsed:
    for number, line_metadata in opening_lines(blocks).items():
        stated = metadata.fill(stated, line_metadata)
        blocks[number] = Block(BlockKind.META, blocks[number].runs)
    return Parsed(tuple(blocks), stated)


def _is_short_line(text: str) -> bool:
    """Whether a text is short and does not end like a sentence: in bold, a heading."""
    words = text.split(None, _HEADING_WORDS)
    return len(words) <= _HEADING_WORDS and not text.rstrip().endswith((".", "!", ":", ";", ","))


def _ends_bold_line(before: str) -> bool:
    return before.rstrip().lower().endswith(("</b>", "</strong>"))


_Kinds = tuple[BlockKind, BlockKind]
_KINDS_BY_TAG: dict[str, _Kinds] = {
    **dict.fromkeys(_HEADINGS, (BlockKind.HEADING, BlockKind.HEADING)),
    "pre": (BlockKind.CODE, BlockKind.CODE),
    "li": (BlockKind.ITEM, BlockKind.ITEM),
    "tr": (BlockKind.ROW, BlockKind.PARAGRAPH),
}
"""The kind of a block directly inside an element, and of one in a nested block element."""


class _Element(NamedTuple):
    """An open element with what it inherits.

    Attributes:
        tag: of the element.
        region: the innermost region.
        place: where the element that opened the region starts.
        kinds: the kind of a block directly inside, and of one in a nested block element.
        hidden: whether it is inside a hidden element.
        verbatim: whether it is inside a preformatted element.
        in_text: whether it is inside an article.
    """

    tag: str
    region: str = ""
    place: int = -1
    kinds: _Kinds = (BlockKind.PARAGRAPH, BlockKind.PARAGRAPH)
    hidden: bool = False
    verbatim: bool = False
    in_text: bool = False


_NONE = _Element("")


class _Reader(OnceParser):
    """Collects blocks of runs, each run with its offsets in the source."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self._text = text
        self._starts = [0, *accumulate(len(line) for line in re.split(r"(?<=\n)", text))]
        self._open: list[_Element] = []
        self._tags: Counter[str] = Counter()
        self._runs: list[Run] = []
        self._hidden_classes = regions.hidden_classes(text)
        self._lone = lone_paragraphs(text)
        self._gap: Run | None = None
        self._cells: frozenset[str] = frozenset()
        self.blocks: list[PageBlock] = []

    # Callbacks of the parser.

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "br":
            self._line_break()
        if tag in _VOID or self._here() in self._lone:
            return
        self._end_implied(tag)
        if tag in _BLOCKS:
            self.end_block()
        if tag in _CELLS | {"tr"}:
            self._cells = self._cells | {tag} if tag in _CELLS else frozenset()
        if tag in _CELLS and self._runs:
            here = self._here()
            self._gap = Run("\t", here, here)
        element = self._element(tag, dict(attrs))
        if len(self._open) == _DEEPEST:
            self._close(_DEEPEST - 1)
        self._open.append(element)
        self._tags[tag] += 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "p" and self._here() in self._lone:
            return
        if tag in _BLOCKS:
            self.end_block()
        if self._tags[tag]:
            depth = len(self._open) - 1
            while self._open[depth].tag != tag:
                depth -= 1
            self._close(depth)

    def handle_data(self, data: str) -> None:
        if self._is_hidden():
            return
        at = self._here()
        if self._innermost().verbatim:
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

    # Assembling blocks.

    def _close(self, depth: int) -> None:
        for element in self._open[depth:]:
            self._tags[element.tag] -= 1
        del self._open[depth:]

    def _innermost(self) -> _Element:
        return self._open[-1] if self._open else _NONE

    def _end_implied(self, tag: str) -> None:
        """Close what a start tag closes implicitly: a paragraph, a list item, a cell, a row."""
        implied = _IMPLIED_END.get(tag, {"p"} if tag in _BLOCKS else set())
        while self._open and self._open[-1].tag in implied:
            self.handle_endtag(self._open[-1].tag)

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
        """A ``<br>`` next to white space is a soft break; a bare or a double one ends the block."""
        here = self._here()
        before = self._text[max(0, here - 20) : here]
        after = re.match(r"<br[^>]*>(\s*<br)?(\s?)", self._text[here : here + 200], re.I)
        doubled, spaced = (after[1], after[2] or before[-1:].isspace()) if after else (None, True)
        if doubled or not spaced or _ends_bold_line(before):
            self.end_block()

    def end_block(self) -> None:
        """Close the block that is being collected."""
        runs, self._runs, self._gap = self._runs, [], None
        if not any(run.text.strip() for run in runs):
            return
        element = self._innermost()
        kind = element.kinds[0]
        text = "".join(run.text for run in runs)
        if kind is BlockKind.PARAGRAPH and self._is_bold(runs) and _is_short_line(text):
            kind = BlockKind.HEADING
        if kind is BlockKind.ROW and self._cells == {"th"}:
            kind = BlockKind.TABLE_HEAD
        block = Block(kind, tuple(runs), element.region)
        self.blocks.append(PageBlock(block, element.in_text, element.place))

    def _is_bold(self, runs: list[Run]) -> bool:
        start, end = runs[0].start, runs[-1].end
        before = self._text[max(0, start - 120) : start].rstrip()
        after = self._text[end : end + 20]
        return bool(_BOLD_START.search(before) and _BOLD_END.match(after))

    def _element(self, tag: str, attrs: dict[str, str | None]) -> _Element:
        parent = self._innermost()
        region = regions.region_of(tag, attrs, parent.in_text)
        inner = (parent.kinds[1],) * 2 if tag in _BLOCKS else parent.kinds
        return _Element(
            tag,
            region or parent.region,
            self._here() if region else parent.place,
            _KINDS_BY_TAG.get(tag, inner),
            parent.hidden or regions.is_hidden(tag, attrs, self._hidden_classes),
            parent.verbatim or tag in {"pre", "textarea"},
            parent.in_text or tag in {"article", "main"},
        )

    def _is_hidden(self) -> bool:
        return self._innermost().hidden

    def _here(self) -> int:
        line, column = self.getpos()
        return self._starts[line - 1] + column
