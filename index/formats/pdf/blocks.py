"""Group the lines of a column into paragraphs, headings and list items."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from ..parsed import BlockKind
from .lines import Line
from .tables import LEADERS, Table, is_bullet

_ITEM = re.compile(r"(?P<sign>\S{1,5})\s+\S")
_NUMBERED = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2}){0,3}\.?|[A-Z]\.\d{1,2}|[IVX]{1,5}\.)\s+[^\W\d_a-z]"
)
_INITIAL = re.compile(r"[A-Z]\. ")
_ENDS_SENTENCE = re.compile(r"[.!?…:;。！？]['\"”’)\]]*$")
_ENDS_FULLY = re.compile(r"[.!?…。！？]['\"”’)\]\d*†]*$")
_SAME_SIZE = 0.08
_HEADING_SIZE = 1.15
_HEADING_WORDS, _HEADING_LINES = 25, 4
_BOLD_WORDS = 14
_WIDE_PITCH = 1.25
_USUAL_PITCH = 1.2
_INDENT = 0.8
_CENTRED = 0.6
_SLACK = 2.0
_NEAR = 4
"""Lines above and below a line from which its right margin is derived."""


FLOWING = {BlockKind.PARAGRAPH, BlockKind.ITEM}
"""Blocks that may continue in another column or on another page."""


class Draft(NamedTuple):
    """A block before it has a place in the text.

    ``first`` is the width of its first word and ``room`` the free space after its last line, in
    points. ``indented`` is true if its first line is, ``opens`` if it is the first of its column,
    ``continues`` if it continues the block before.
    """

    kind: BlockKind
    lines: tuple[str, ...]
    size: float
    bold: bool = False
    first: float = 0.0
    room: float = 0.0
    indented: bool = False
    opens: bool = False
    continues: bool = False
    region: str = ""


class Style(NamedTuple):
    """The prevailing style of a document: font size, and baseline distances by size."""

    body: float
    pitches: dict[int, float]
    bold: bool

    def pitch(self, size: float) -> float:
        return self.pitches.get(round(size), _USUAL_PITCH * size)


def measure_style(flows: Iterable[Sequence[Line]], body: float) -> Style:
    """The usual distance of baselines for each font size, and whether most text is bold."""
    seen: dict[int, Counter[float]] = {}
    weights: Counter[bool] = Counter()
    for lines in flows:
        for line, after in itertools.pairwise(lines):
            pitch = after.base - line.base
            if _is_alike(line, after) and 0.8 * line.size <= pitch <= 2.5 * line.size:
                seen.setdefault(round(line.size), Counter())[round(2 * pitch) / 2] += 1
        for line in lines:
            weights[line.bold] += len(line.text)
    pitches = {
        size: min(pitch for pitch, times in counts.items() if 3 * times >= max(counts.values()))
        for size, counts in seen.items()
        if sum(counts.values()) >= _NEAR
    }
    return Style(body, pitches, weights[True] > weights[False])


def _is_alike(line: Line, second: Line) -> bool:
    return abs(line.size - second.size) <= _SAME_SIZE * max(line.size, second.size)


def table_drafts(table: Table) -> Iterator[Draft]:
    """A block for each row, header rows with a kind of their own."""
    if table.is_list():
        for number, row in enumerate(table.rows):
            yield Draft(BlockKind.ITEM, (" ".join(row.cells),), 0.0, opens=number == 0)
        return
    heads = table.heads()
    for number, row in enumerate(table.rows):
        kind = BlockKind.TABLE_HEAD if number < heads else BlockKind.ROW
        yield Draft(kind, ("\t".join(row.cells),), 0.0, row.bold, opens=number == 0)


def begin_indented(drafts: Sequence[Draft]) -> bool:
    """Whether most paragraphs that follow another one begin with an indented line."""
    seen = [
        after.indented
        for before, after in itertools.pairwise(drafts)
        if before.kind is after.kind is BlockKind.PARAGRAPH and not after.opens
    ]
    return 2 * sum(seen) > len(seen)


def flow_drafts(lines: Sequence[Line], style: Style) -> Iterator[Draft]:
    """The paragraphs, headings and items of one column."""
    if not lines:
        return
    column = _Column(lines, style)
    begin = 0
    for at in range(1, len(lines) + 1):
        if at == len(lines) or column.is_boundary(begin, at):
            yield column.draft(begin, at)
            begin = at


class _Column:
    """Lines of one column and their margins."""

    def __init__(self, lines: Sequence[Line], style: Style) -> None:
        self._lines = lines
        self._style = style
        self._left_margin = min(line.left for line in lines)
        self._right_margin = max(line.right for line in lines)

    def draft(self, begin: int, end: int) -> Draft:
        """The block of lines ``[begin, end)``."""
        lines = self._lines[begin:end]
        first, last = lines[0], lines[-1]
        return Draft(
            self._kind(lines),
            tuple(line.text for line in lines),
            first.size,
            all(line.bold for line in lines),
            first=first.first,
            room=self._right_of(end - 1) - last.right,
            indented=first.left - self._left_of(begin) > _INDENT * first.size,
            opens=begin == 0,
        )

    def _kind(self, lines: Sequence[Line]) -> BlockKind:
        text = " ".join(line.text for line in lines)
        words = len(text.split())
        large = min(line.size for line in lines) >= _HEADING_SIZE * self._style.body
        bold = all(line.bold for line in lines) and not self._style.bold
        letters = any(letter.isalpha() for letter in text)
        if letters and len(lines) <= _HEADING_LINES:
            if large and words <= _HEADING_WORDS:
                return BlockKind.HEADING
            if bold and words <= _BOLD_WORDS and not _ENDS_SENTENCE.search(text):
                return BlockKind.HEADING
        return BlockKind.ITEM if is_item(text) else BlockKind.PARAGRAPH

    def is_boundary(self, begin: int, at: int) -> bool:
        """Whether a new block starts at a line; the one before it starts at ``begin``."""
        line, after = self._lines[at - 1], self._lines[at]
        pitch, usual = after.base - line.base, self._style.pitch(line.size)
        if not _is_alike(line, after) or pitch > _WIDE_PITCH * max(usual, line.size):
            return True
        if LEADERS.search(line.text) or (is_item(after.text) and self._is_new_item(begin, at)):
            return True
        if self._is_large(line) and self._is_large(after):
            return bool(_NUMBERED.match(after.text))
        if line.bold != after.bold:
            return self._is_short(at - 1) or (line.bold and self._is_whole(begin, at))
        if line.bold and not self._style.bold and _NUMBERED.match(after.text):
            return True
        return self._is_indent_change(begin, at) or self._is_short(at - 1)

    def _is_large(self, line: Line) -> bool:
        return line.size >= _HEADING_SIZE * self._style.body

    def _is_whole(self, begin: int, at: int) -> bool:
        """Whether bold lines are a complete heading: numbered and short."""
        return bool(_NUMBERED.match(self._lines[begin].text)) and at - begin <= _HEADING_LINES

    def _is_new_item(self, begin: int, at: int) -> bool:
        """Whether a line that looks like an item is one, and not the continuation of a sentence."""
        line, after = self._lines[at - 1], self._lines[at]
        if not after.text[0].isalnum():
            return True
        same = is_item(self._lines[begin].text) and self._near(self._lines[begin], after)
        if same or self._is_short(at - 1):
            return True
        named = _INITIAL.match(after.text) and not self._hangs(at)
        return bool(_ENDS_SENTENCE.search(line.text)) and not named

    def _hangs(self, at: int) -> bool:
        """Whether the next line is indented relative to a line."""
        if at + 1 == len(self._lines):
            return False
        line, after = self._lines[at : at + 2]
        return after.left - line.left > _INDENT * line.size

    def _near(self, line: Line, second: Line) -> bool:
        return abs(line.left - second.left) <= _INDENT / 2 * second.size

    def _is_short(self, at: int) -> bool:
        """Whether the first word of the next line would have fitted on a line."""
        line, after = self._lines[at], self._lines[at + 1]
        room = self._right_of(at) - line.right
        slack = 0.5 if _ENDS_SENTENCE.search(line.text) else _SLACK
        return room > after.first + slack * line.size

    def _right_of(self, at: int) -> float:
        """The right margin at a line: where most nearby lines end, else the column's."""
        near = self._lines[max(at - _NEAR, 0) : at + _NEAR + 1]
        ends = sorted(line.right for line in near)
        widest = ends[-1]
        reaching = sum(widest - end <= line.size for end, line in zip(ends, near, strict=True))
        return widest if len(near) > 2 and 2 * reaching >= len(near) else self._right_margin

    def _left_of(self, at: int) -> float:
        near = self._lines[at : at + _NEAR + 1]
        return min(line.left for line in near) if len(near) > 1 else self._left_margin

    def _is_indent_change(self, begin: int, at: int) -> bool:
        """Whether a line's indent marks the start of a paragraph."""
        lines = self._lines
        first, line, after = lines[begin], lines[at - 1], lines[at]
        indent = _INDENT * after.size
        moved = after.left - line.left
        if after.text[0].islower() and not _ENDS_SENTENCE.search(line.text):
            return False
        if moved > indent:
            if is_item(first.text) and at - begin == 1:
                return False
            hangs = at - begin == 1 and at + 1 < len(lines) and self._near(after, lines[at + 1])
            return not (hangs and not self._is_short(at - 1)) and not self._are_centred(begin, at)
        if moved < -indent:
            hung = at - begin > 1 and first.left - line.left < -indent
            return hung and not self._are_centred(begin, at)
        if at - begin != 1 or at < 2 or at + 1 == len(lines):
            return False
        neighbours = (lines[at - 2], lines[at + 1])
        return all(line.left - neighbour.left > indent for neighbour in neighbours)

    def _are_centred(self, begin: int, at: int) -> bool:
        """Whether a line and its neighbours are centred, away from the margin."""
        lines = self._lines[max(begin, at - 2) : at + 2]
        middles = [(line.left + line.right) / 2 for line in lines]
        inside = self._lines[at - 1].left - self._left_margin > _INDENT * lines[0].size
        together = max(middles) - min(middles) <= _CENTRED / 2 * lines[0].size
        flush = len({round(line.left) for line in lines}) < len(lines)
        return together and (inside or (len(lines) > 2 and not flush))


def is_item(text: str) -> bool:
    """Whether a text begins like a list item."""
    match = _ITEM.match(text)
    return bool(match) and is_bullet(match["sign"])  # type: ignore[index]  # it matches


def is_continued(before: Draft, after: Draft, indents: bool) -> bool:
    """Whether a block at the start of a column continues the one before it.

    Args:
        before: the last block of a column.
        after: the first block of the next one.
        indents: whether paragraphs begin with an indented line.
    """
    if before.kind not in FLOWING or after.kind is not BlockKind.PARAGRAPH:
        return False
    if abs(before.size - after.size) > _SAME_SIZE * before.size or before.bold != after.bold:
        return False
    last, first = before.lines[-1], after.lines[0]
    if LEADERS.search(last):
        return False
    if _ENDS_FULLY.search(last) or last.endswith(":"):
        is_full = before.room <= after.first + before.size / 4
        return before.kind is BlockKind.PARAGRAPH and is_full and not (indents and after.indented)
    if first[0].islower() or last.endswith(("-", ",")):
        return True
    return before.room <= after.first + _SLACK * before.size and not (indents and after.indented)
