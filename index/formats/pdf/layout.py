"""Turn the words of all pages into one text in reading order, and its blocks."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ..parsed import Block, BlockKind
from .blocks import (
    FLOWING,
    Draft,
    Style,
    begin_indented,
    flow_drafts,
    is_continued,
    measure_style,
    table_drafts,
)
from .columns import Flow, arrange, find_gutters
from .lines import make_lines
from .running_lines import RunningLine, find_running_lines
from .tables import Gap, Table
from .words import Word
from .writer import PageWriter

_SMALL = 0.93
_TITLE_SIZE = 1.2
_SURE = 2
_KIND_ASIDE = {BlockKind.HEADING: BlockKind.PARAGRAPH}
_NOTHING = Draft(BlockKind.META, ("",), 0.0)


class Layout(NamedTuple):
    """A laid-out document.

    Attributes:
        text: of all pages.
        pages: where each page starts in it.
        blocks: of the text.
        heading: the largest heading of the first page, if clearly larger than the text.
    """

    text: str
    pages: tuple[int, ...]
    blocks: tuple[Block, ...]
    heading: str | None


class _Page(NamedTuple):
    """The blocks of a page: above, in, next to and below its main text, and rotated ones."""

    head: list[Draft]
    main: list[Draft]
    aside: list[Draft]
    turned: list[Draft]
    foot: list[Draft]


def lay_out(pages: Sequence[Sequence[Word]]) -> Layout:
    """Text and blocks of pages; a block that continues in another column or page is one block."""
    body = _body_size(pages)
    upright = [[word for word in page if word.turn == 0] for page in pages]
    running_lines = find_running_lines(upright, body)
    remaining = [
        _without(words, running) for words, running in zip(pages, running_lines, strict=True)
    ]
    gutters = find_gutters([page.get(0, []) for page in remaining], body)
    parts = [_parts(page, body, gutters) for page in remaining]
    flows = [part.lines for page in parts for part, _ in page if isinstance(part, Flow)]
    style = measure_style(flows, body)
    drafted = [
        _page(page, running, style) for page, running in zip(parts, running_lines, strict=True)
    ]
    writer = PageWriter()
    for page in _joined(_with_turned(drafted)):
        writer.page(page.head, page.main + page.aside, page.foot)
    heading = _title(drafted, body)
    return Layout(writer.text(), tuple(writer.starts), tuple(writer.blocks()), heading)


def _body_size(pages: Sequence[Sequence[Word]]) -> float:
    """The font size of most letters, in points."""
    sizes: Counter[float] = Counter()
    for words in pages:
        for word in words:
            sizes[round(2 * word.size) / 2] += len(word.text)
    return max(sizes.most_common(1)[0][0], 1.0) if sizes else 1.0


def _without(words: Sequence[Word], running_lines: Sequence[RunningLine]) -> dict[int, list[Word]]:
    """The words of a page without its running lines, by their reading direction."""
    taken = {word.order for line in running_lines for word in line.words}
    turns: dict[int, list[Word]] = {}
    for word in words:
        if word.order not in taken:
            turns.setdefault(word.turn, []).append(word)
    return turns


def _parts(
    turns: Mapping[int, Sequence[Word]], body: float, gutters: Sequence[Gap]
) -> list[tuple[Flow | Table, bool]]:
    """Flows and tables of a page, and whether each is rotated relative to most of the page."""
    return [
        (part, turn > 0)
        for turn in sorted(turns)
        for part in arrange(turns[turn], body, () if turn else gutters)
    ]


def _page(
    parts: Sequence[tuple[Flow | Table, bool]], running_lines: Sequence[RunningLine], style: Style
) -> _Page:
    page = _Page([], [], [], [], [])
    for part, is_turned in parts:
        if isinstance(part, Table):
            drafts = list(table_drafts(part))
        else:
            drafts = list(flow_drafts(part.lines, style))
        if is_turned:
            page.turned.extend(drafts)
            continue
        notes = _notes(drafts, style.body)
        page.main.extend(drafts[: len(drafts) - len(notes)])
        page.aside.extend(notes)
    for running in running_lines:
        lines = tuple(line.text for line in make_lines(running.words))
        draft = Draft(BlockKind.PARAGRAPH, lines, 0.0, region=running.region)
        (page.head if running.above else page.foot).append(draft)
    return page


def _with_turned(pages: Sequence[_Page]) -> list[_Page]:
    """Pages with rotated text moved aside and out of headings, and with watermarks marked."""
    seen = Counter(lines for page in pages for lines in {draft.lines for draft in page.turned})
    settled: list[_Page] = []
    for page in pages:
        marks = [
            draft._replace(kind=BlockKind.PARAGRAPH, region="watermark")
            for draft in page.turned
            if seen[draft.lines] >= _SURE
        ]
        others = [
            draft._replace(kind=_KIND_ASIDE.get(draft.kind, draft.kind))
            for draft in page.turned
            if seen[draft.lines] < _SURE
        ]
        settled.append(page._replace(aside=page.aside + others, foot=marks + page.foot))
    return settled


def _notes(drafts: Sequence[Draft], body: float) -> list[Draft]:
    """The paragraphs in small print at the end of a column, as footnotes are."""
    notes = list(
        itertools.takewhile(
            lambda draft: draft.kind in FLOWING and draft.size < _SMALL * body, reversed(drafts)
        )
    )
    return notes[::-1] if len(notes) < len(drafts) else []


def _joined(pages: Sequence[_Page]) -> list[_Page]:
    """Pages with continued blocks marked; text set aside never interrupts them."""
    moved = begin_indented([draft for page in pages for draft in page.main])
    joined: list[_Page] = []
    last: int | None = None
    for number, page in enumerate(pages):
        main = [
            after._replace(continues=after.opens and is_continued(before, after, moved))
            for before, after in itertools.pairwise([_NOTHING, *page.main])
        ]
        joined.append(page._replace(main=main))
        if not main:
            continue
        if last is not None and is_continued(joined[last].main[-1], main[0], moved):
            before = _aside_before_the_last(joined[last])
            if before is not None:
                joined[last] = before
                main[0] = main[0]._replace(continues=True)
        last = number
    return joined


def _aside_before_the_last(page: _Page) -> _Page | None:
    """A page with its aside moved before its last block; ``None`` if that started earlier."""
    if not page.aside:
        return page
    begin = len(page.main) - 1
    while begin > 0 and page.main[begin].continues:
        begin -= 1
    if page.main[begin].continues:
        return None
    return page._replace(main=page.main[:begin] + page.aside + page.main[begin:], aside=[])


def _title(pages: Sequence[_Page], body: float) -> str | None:
    """The largest heading of the first page, if it is clearly larger than the text."""
    drafts = pages[0].main if pages else []
    headings = [draft for draft in drafts if draft.kind is BlockKind.HEADING]
    largest = max(headings, key=lambda draft: draft.size, default=None)
    if largest is None or largest.size < _TITLE_SIZE * body:
        return None
    return " ".join(" ".join(largest.lines).split())
