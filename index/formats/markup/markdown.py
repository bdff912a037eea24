"""Parse Markdown into blocks, every character with its offset in the source.

comrak parses CommonMark and GitHub's tables and reports the line and byte columns of every node;
the text of a node is then read from the source itself, so spans are never searched for.
"""

from __future__ import annotations

import html
import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Any

from ...errors import DocumentError
from .. import metadata
from ..parsed import Block, BlockKind, Metadata, Parsed, Run

_UNIT = re.compile(r"\\(?=[!-/:-@\[-`{-~])|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|\w{2,32});")
_DEPTH = 100
_TOO_DEEP = re.compile(
    r"^(?![ \t]*(?:[-*_][ \t]*){3,}$)"
    rf"(?:[ \t]*(?:>|[-+*](?=[ \t])|\d{{1,9}}[.)](?=[ \t]))){{{_DEPTH + 1}}}",
    re.MULTILINE,
)
"""Levels of nesting; about 30,000 crash the process inside the parser."""

_LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_LEAVES = {"Text", "Code", "SoftBreak", "LineBreak", "HtmlInline"}
_KINDS = {
    "Heading": BlockKind.HEADING,
    "Paragraph": BlockKind.PARAGRAPH,
    "TableRow": BlockKind.ROW,
    "CodeBlock": BlockKind.CODE,
}


def parse_markdown(text: str) -> Parsed:
    """The blocks of a Markdown text, without its syntax.

    Headings, paragraphs, list items, table rows and code blocks become blocks; raw HTML blocks,
    images and link targets are left out.

    Raises:
        DocumentError: if lists or quotations are nested so deep that the parser could crash.
    """
    if _TOO_DEEP.search(text):
        raise DocumentError(
            f"nests lists or quotations more than {_DEPTH} levels deep; flatten them"
        )
    stated, start = metadata.front_matter(text)
    # comrak moves footnotes to the end; here every block stays where it is written.
    blocks = sorted(_Reader(text, start).blocks(), key=lambda block: block.source.start)
    for number, line_metadata in metadata.opening_lines([block.text for block in blocks]).items():
        if blocks[number].kind is BlockKind.PARAGRAPH:
            stated = metadata.fill(stated, line_metadata)
            blocks[number] = Block(BlockKind.META, blocks[number].runs)
    title = next((block.text for block in blocks if block.kind is BlockKind.HEADING), "")
    return Parsed(tuple(blocks), metadata.fill(stated, Metadata(" ".join(title.split()) or None)))


class _Reader:
    """Walks comrak's tree and turns its leaves into runs."""

    def __init__(self, text: str, start: int) -> None:
        from comrak import ExtensionOptions, parse_document

        options = ExtensionOptions(
            table=True, strikethrough=True, autolink=True, footnotes=True, tasklist=True
        )
        self._text = text
        lines = _lines(text[start:])
        self._lines = lines
        self._starts = [start, *(start + end for end in accumulate(map(len, lines)))]
        self._measured: tuple[int, array[int]] = (0, array("I"))
        """A line's number, and its bytes up to the end of each character."""
        self._root = parse_document(text[start:].replace("\0", " "), options)

    def blocks(self) -> Iterator[Block]:
        yield from self._walk(self._root, in_item=False)

    def _walk(self, node: Any, *, in_item: bool) -> Iterator[Block]:
        name = _name(node)
        if name in _KINDS:
            runs = tuple(self._block_runs(node, name))
            if any(run.text.strip() for run in runs):
                kind = _KINDS[name]
                if name == "TableRow" and node.node_value.value:
                    kind = BlockKind.TABLE_HEAD
                if in_item and kind is BlockKind.PARAGRAPH:
                    kind = BlockKind.ITEM
                yield Block(kind, _strip(runs))
            return
        for child in node.children:
            yield from self._walk(child, in_item=in_item or name in {"Item", "TaskItem"})

    def _block_runs(self, node: Any, name: str) -> Iterator[Run]:
        if name == "CodeBlock":
            yield from self._code_block(node)
        elif name == "TableRow":
            for number, cell in enumerate(node.children):
                if number:
                    yield self._cell_gap(cell)
                yield from _strip(tuple(self._inline(cell, _Shift())))
        else:
            yield from self._inline(node, None)

    def _inline(self, node: Any, shift: _Shift | None) -> Iterator[Run]:
        for child in node.children:
            name = _name(child)
            if name == "Image":
                continue
            if name not in _LEAVES:
                yield from self._inline(child, shift)
            elif name in {"SoftBreak", "LineBreak"}:
                yield self._newline(child)
            elif name == "Code":
                yield from self._code(child, shift)
            elif name == "Text":
                yield from self._literal(child, shift)
            elif _LINE_BREAK.match(child.node_value.value):
                start, end = self._ends(child, shift)
                yield Run(" ", start, end)

    def _ends(self, node: Any, shift: _Shift | None) -> tuple[int, int]:
        """The start and end of a single-line node in the source."""
        start, end = node.sourcepos.start, node.sourcepos.end
        by = shift.by if shift else 0
        last = self._offset(end.line, end.column + 1)
        return self._offset(start.line, start.column) + by, last + by

    def _offset(self, line: int, byte_column: int) -> int:
        """Code point offset of a 1-based line and 1-based byte column."""
        raw = self._lines[line - 1] if line <= len(self._lines) else ""
        if raw.isascii():
            return self._starts[line - 1] + min(byte_column - 1, len(raw))
        if self._measured[0] != line:
            sizes = (len(letter.encode("utf-8", "surrogatepass")) for letter in raw)
            self._measured = (line, array("I", accumulate(sizes)))
        return self._starts[line - 1] + bisect_right(self._measured[1], byte_column - 1)

    def _newline(self, node: Any) -> Run:
        line = node.sourcepos.start.line
        after = self._starts[line]
        begin = after - (2 if self._text.startswith("\r\n", max(0, after - 2)) else 1)
        return Run(self._text[begin:after], begin, after)

    def _literal(self, node: Any, shift: _Shift | None) -> Iterator[Run]:
        """A text node: escapes and entities as units, everything else verbatim."""
        at, end = self._ends(node, shift)
        remaining = len(node.node_value.value)
        if self._is_escaped(at):
            yield Run(self._text[at], at, at + 1)
            at, remaining = at + 1, remaining - 1
        # In a table, comrak's columns ignore the backslash of each escaped bar, so the text ends
        # after its number of characters.
        while remaining > 0 if shift else at < end:
            unit = _UNIT.match(self._text, at)
            if unit and unit[0] == "\\" and (shift or at + 2 <= end):
                run = Run(self._text[at + 1], at + 1, at + 2)
                if shift and run.text == "|":
                    shift.by += 1
            elif unit and (shift or unit.end() <= end) and html.unescape(unit[0]) != unit[0]:
                run = Run(html.unescape(unit[0]), at, unit.end())
            else:
                most = at + remaining if shift else end
                following = _UNIT.search(self._text, at + 1, most)
                stop = following.start() if following else most
                run = Run(self._text[at:stop], at, stop)
            yield run
            at, remaining = run.end, remaining - len(run.text)

    def _is_escaped(self, at: int) -> bool:
        """Whether an odd number of backslashes precedes: comrak omits the first one."""
        before = self._text[max(0, at - 100) : at]
        return (len(before) - len(before.rstrip("\\"))) % 2 == 1

    def _code(self, node: Any, shift: _Shift | None) -> Iterator[Run]:
        """A code span: what is between its backticks, line ends included."""
        begin, close = self._ends(node, shift)
        ticks = node.node_value.value.num_backticks
        begin, close = begin + ticks, close - ticks
        inner = self._text[begin:close]
        if len(inner) > 2 and inner[0] == inner[-1] == " " and inner.strip():
            begin, close = begin + 1, close - 1
        if shift is None:
            yield Run(self._text[begin:close], begin, close)
            return
        for letter in node.node_value.value.literal:
            if self._text.startswith("\\|", begin) and letter == "|":
                begin, shift.by = begin + 1, shift.by + 1
            yield Run(self._text[begin], begin, begin + 1)
            begin += 1

    def _code_block(self, node: Any) -> Iterator[Run]:
        """The lines of a code block without its fences and its indentation."""
        block = node.node_value.value
        first = node.sourcepos.start.line + bool(block.fenced)
        if not block.literal:
            return
        wanted_lines = [line.rstrip("\r\n") for line in _lines(block.literal)]
        for number, wanted in enumerate(wanted_lines[: None if wanted_lines[-1] else -1], first):
            line = self._lines[number - 1]
            bare = line.rstrip("\r\n")
            kept = wanted if bare.endswith(wanted) else wanted.lstrip()
            begin = self._starts[number - 1] + len(bare) - len(kept)
            end = self._starts[number]
            yield Run(self._text[begin:end], begin, end)

    def _cell_gap(self, cell: Any) -> Run:
        """A tab between two cells, in place of the bar."""
        start = self._offset(cell.sourcepos.start.line, cell.sourcepos.start.column)
        return Run("\t", start, start)


def _lines(text: str) -> list[str]:
    """Lines with their ends: in CommonMark a lone \\r ends a line; \\v, \\f and U+2028 do not."""
    return re.split(r"(?<=\n)|(?<=\r)(?!\n)", text)


class _Shift:
    """Source characters that comrak's columns ignore in a table cell: one for each ``\\|``."""

    def __init__(self) -> None:
        self.by = 0


def _name(node: Any) -> str:
    return type(node.node_value).__name__


def _strip(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Runs without leading and trailing white space."""
    kept = [run for run in runs if run.text]
    while kept and not kept[0].text.strip():
        kept.pop(0)
    while kept and not kept[-1].text.strip():
        kept.pop()
    if kept and len(kept[0].text) == kept[0].end - kept[0].start:
        text = kept[0].text.lstrip()
        kept[0] = Run(text, kept[0].end - len(text), kept[0].end)
    if kept and len(kept[-1].text) == kept[-1].end - kept[-1].start:
        text = kept[-1].text.rstrip()
        kept[-1] = Run(text, kept[-1].start, kept[-1].start + len(text))
    return tuple(kept)
