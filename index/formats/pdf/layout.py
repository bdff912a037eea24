"""Pages of placed words into one text in reading order, and its blocks."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from ...types import Block, BlockKind
from .blocks import (
    FLOWING,
    Draft,
    Style,
    begin_indented,
    flow_drafts,
    goes_on,
    measure_style,
    table_drafts,
)
from .columns import Flow, arrange, find_gutters
from .lines import make_lines
from .running_lines import Furniture, find_furniture
from .tables import Gap, Table
from .words import Word
from .writer import PageWriter

_SMALL = 0.93
_TITLE_SIZE = 1.2
_SURE = 2
_NOTHING = Draft(BlockKind.META, ("",), 0.0)


class Layout(NamedTuple):
    """Text of all pages, where each starts in it, its blocks, and the largest first heading."""

    text: str
    pages: tuple[int, ...]
    blocks: tuple[Block, ...]
    heading: str | None


class _Page(NamedTuple):
    """The blocks of a page: before, in, beside and after its text; ``turned`` against it."""

    head: list[Draft]
    main: list[Draft]
    aside: list[Draft]
    turned: list[Draft]
    foot: list[Draft]


def lay_out(pages: Sequence[Sequence[Word]]) -> Layout:
    """Text and blocks of pages; a block that goes on in another column or page is one."""
    body = _body_size(pages)
    furniture = find_furniture([[one for one in page if one.turn == 0] for page in pages], body)
    left = [_without(words, own) for words, own in zip(pages, furniture, strict=True)]
    known = find_gutters([page.get(0, []) for page in left], body)
    parts = [_parts(page, body, known) for page in left]
    flows = [part.lines for page in parts for part, _ in page if isinstance(part, Flow)]
    style = measure_style(flows, body)
    drafted = [_page(page, own, style) for page, own in zip(parts, furniture, strict=True)]
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


def _without(words: Sequence[Word], furniture: Sequence[Furniture]) -> dict[int, list[Word]]:
    """The words of a page but for its furniture, by the direction that they are read in."""
    taken = {word.order for one in furniture for word in one.words}
    turns: dict[int, list[Word]] = {}
    for word in words:
        if word.order not in taken:
            turns.setdefault(word.turn, []).append(word)
    return turns


def _parts(
    turns: Mapping[int, Sequence[Word]], body: float, known: Sequence[Gap]
) -> list[tuple[Flow | Table, bool]]:
    """Flows and tables of a page, and whether each is turned against most of the page."""
    return [
        (part, turn > 0)
        for turn in sorted(turns)
        for part in arrange(turns[turn], body, () if turn else known)
    ]


def _page(
    parts: Sequence[tuple[Flow | Table, bool]], furniture: Sequence[Furniture], style: Style
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
    for one in furniture:
        lines = tuple(line.text for line in make_lines(one.words))
        draft = Draft(BlockKind.PARAGRAPH, lines, 0.0, region=one.region)
        (page.head if one.above else page.foot).append(draft)
    return page


def _with_turned(pages: Sequence[_Page]) -> list[_Page]:
    """Pages whose turned text stands beside the other: no headings, watermarks apart."""
    seen = Counter(lines for page in pages for lines in {one.lines for one in page.turned})
    found: list[_Page] = []
    for page in pages:
        marks = [
            one._replace(kind=BlockKind.PARAGRAPH, region="watermark")
            for one in page.turned
            if seen[one.lines] >= _SURE
        ]
        others = [
            one._replace(kind=BlockKind.PARAGRAPH if one.kind is BlockKind.HEADING else one.kind)
            for one in page.turned
            if seen[one.lines] < _SURE
        ]
        found.append(page._replace(aside=page.aside + others, foot=marks + page.foot))
    return found


def _notes(drafts: Sequence[Draft], body: float) -> list[Draft]:
    """The paragraphs in small print at the end of a column: its footnotes."""
    notes = list(
        itertools.takewhile(
            lambda one: one.kind in FLOWING and one.size < _SMALL * body, reversed(drafts)
        )
    )
    return notes[::-1] if len(notes) < len(drafts) else []


def _joined(pages: Sequence[_Page]) -> list[_Page]:
    """Pages whose blocks know that they go on; what stands beside the text never parts them."""
    moved = begin_indented([one for page in pages for one in page.main])
    joined: list[_Page] = []
    last: int | None = None
    for number, page in enumerate(pages):
        main = [
            after._replace(rest=after.opens and goes_on(before, after, moved))
            for before, after in itertools.pairwise([_NOTHING, *page.main])
        ]
        joined.append(page._replace(main=main))
        if not main:
            continue
        if last is not None and goes_on(joined[last].main[-1], main[0], moved):
            before = _aside_before_the_last(joined[last])
            if before is not None:
                joined[last] = before
                main[0] = main[0]._replace(rest=True)
        last = number
    return joined


def _aside_before_the_last(page: _Page) -> _Page | None:
    """A page with what stands beside its text moved before its last block, if that starts here."""
    if not page.aside:
        return page
    begin = len(page.main) - 1
    while begin > 0 and page.main[begin].rest:
        begin -= 1
    if page.main[begin].rest:
        return None
    return page._replace(main=page.main[:begin] + page.aside + page.main[begin:], aside=[])


def _title(pages: Sequence[_Page], body: float) -> str | None:
    """The largest heading of the first page, if it is clearly larger than the text."""
    headings = [one for one in pages[0].main if one.kind is BlockKind.HEADING] if pages else []
    largest = max(headings, key=lambda one: one.size, default=None)
    if largest is None or largest.size < _TITLE_SIZE * body:
        return None
    return " ".join(" ".join(largest.lines).split())
