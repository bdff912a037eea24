"""HTML into blocks, each character with its place in the source.

``html.parser`` keeps positions and so carries the text; trafilatura decides which blocks are the
page's main text and reads title, author and date.
"""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from itertools import accumulate

from . import metadata
from .types import Block, BlockKind, Metadata, Parsed, Run

_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_BLOCKS = _HEADINGS | set(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset "
    "figcaption figure footer form header hr li main nav ol p pre section summary table tbody "
    "tfoot thead tr ul".split()
)
_CELLS = {"td", "th"}
_PROSE = {BlockKind.PARAGRAPH, BlockKind.ROW}
_UNSEEN = set(
    "head script style noscript template svg math iframe object audio video canvas".split()
)
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
_REGIONS = {
    "nav": "menu",
    "footer": "footer",
    "aside": "aside",
    "figcaption": "caption",
    "button": "control",
    "select": "control",
    "label": "control",
    "textarea": "control",
    "dialog": "dialog",
    "form": "form",
}
_ROLES = {
    "navigation": "menu",
    "banner": "menu",
    "contentinfo": "footer",
    "search": "form",
    "complementary": "aside",
    "dialog": "dialog",
    "alertdialog": "dialog",
    "button": "control",
}
_WEAK = {"share", "menu", "promo", "form"}
"""Regions that prose in the main text may stand in all the same: some sites wrap all in a form."""
_NAMED = re.compile(
    r"(?P<consent>cookie|consent|gdpr)|(?P<share>\bshare|sharing|social)|(?P<menu>breadcrumb|\bmenu\b|"
    r"navbar|skip-?link)|(?P<promo>newsletter|subscribe|promo|related|recommended)|"
    r"(?P<caption>\bcaption|photo-?credit)",
    re.IGNORECASE,
)
_SPACE = re.compile(r"[ \t\n\r\f]+")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_HIDDEN_CLASS = re.compile(r"\.([\w-]+)\s*\{[^}]*display\s*:\s*none[^}]*\}", re.I)
_BOLD_START = re.compile(r"<(b|strong)(\s[^>]*)?>$", re.I)
_BOLD_END = re.compile(r"\s*</(b|strong)>", re.I)
_HEADING_TEXT = re.compile(r"(\S+\s+){0,11}\S*[^\s.!:;,]", re.S)
"""A bold line of up to twelve words that does not end as a sentence: a heading in all but name."""

_PROSE_TEXT = re.compile(r"(\S+\s+){6,}\S*[.!?…][\"'”’)]?\s*$", re.S)
_MAIN_LINE = 25
"""Blocks with fewer characters must equal a line of the main text, not just occur in it."""


def parse_html(text: str) -> Parsed:
    """Blocks of a page, with the region that the markup names for those outside its main text.

    Scripts, styles and hidden elements are left out. ``region`` is empty for main text, else a
    word such as ``menu``, ``footer``, ``caption`` or ``page furniture``.
    """
    reader = _Reader(text)
    reader.feed(text)
    reader.close()
    reader.end_block()
    main, stated = _main_text(text)
    if main is not None and not main.covers([block for block, _ in reader.found]):
        main = None
    blocks = [_place(block, inside, main) for block, inside in reader.found]
    for number, block in enumerate(blocks):
        if block.kind in _PROSE and not block.region and len(block.text) < 100:
            parts = re.split(r"[·|•]", _collapse(block.text))
            if any(metadata.byline(part) or metadata.dateline(part) for part in parts):
                blocks[number] = Block(BlockKind.META, block.runs)
    return Parsed(tuple(blocks), stated)


def _place(block: Block, inside: bool, main: _MainText | None) -> Block:
    """The block, its region settled by trafilatura's choice where the markup is not plain."""
    held = main is None or main.holds(block.text)
    if block.region in _WEAK and held and _PROSE_TEXT.search(block.text):
        return Block(block.kind, block.runs)
    if block.region or held or inside:
        return block
    return Block(block.kind, block.runs, "page furniture")


class _MainText:
    """The text that trafilatura chose, to look blocks up in."""

    def __init__(self, chosen: str) -> None:
        chosen = chosen.replace("|", " ")
        self._lines = {_collapse(line).strip("-– ") for line in chosen.splitlines()}
        self._whole = _collapse(chosen)

    def holds(self, text: str) -> bool:
        wanted = _collapse(text.replace("|", " "))
        return wanted in self._lines or (len(wanted) >= _MAIN_LINE and wanted in self._whole)

    def covers(self, blocks: list[Block]) -> bool:
        """Whether at least half of the prose that the tags call content is in it."""
        prose = [
            block.text for block in blocks if not block.region and _PROSE_TEXT.search(block.text)
        ]
        held = sum(len(text) for text in prose if self.holds(text))
        return held >= 0.5 * sum(map(len, prose))


def _collapse(text: str) -> str:
    return " ".join(text.split())


def _main_text(text: str) -> tuple[_MainText | None, Metadata]:
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
    return (_MainText(chosen) if chosen else None), stated


def _clean(value: str | None) -> str | None:
    return _collapse(html.unescape(value)) or None if value else None


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
        self._hidden_classes = set(_HIDDEN_CLASS.findall(text))
        self._gap: Run | None = None
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
        elif tag in _CELLS and self._runs:
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
        region = next((region for _, region, _ in reversed(self._open) if region), "")
        inside = not {"article", "main"}.isdisjoint(tags)
        self.found.append((Block(kind, tuple(runs), region), inside))

    def _is_bold(self, runs: list[Run]) -> bool:
        before = self._text[: runs[0].start].rstrip()[-60:]
        after = self._text[runs[-1].end :][:20]
        return bool(_BOLD_START.search(before) and _BOLD_END.match(after))

    def _state(self, tag: str, attrs: dict[str, str | None]) -> tuple[str, bool]:
        """The region that an element opens, and whether it is hidden."""
        names = f"{attrs.get('class') or ''} {attrs.get('id') or ''}"
        hidden = (
            tag in _UNSEEN
            or "hidden" in attrs
            or bool(_HIDDEN_STYLE.search(attrs.get("style") or ""))
            or not self._hidden_classes.isdisjoint(names.split())
        )
        in_text = any(t in {"article", "main"} for t, _, _ in self._open)
        region = _ROLES.get((attrs.get("role") or "").lower()) or _REGIONS.get(tag, "")
        if tag in {"header", "footer"}:
            region = "" if in_text else tag
        named = _NAMED.search(names)
        if not region and named and tag not in {"body", "html", "main", "article"}:
            region = named.lastgroup or ""
        return region, hidden

    def _is_hidden(self) -> bool:
        return any(hidden for _, _, hidden in self._open)

    def _here(self) -> int:
        line, column = self.getpos()
        return self._starts[line - 1] + column
