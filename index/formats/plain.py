"""Plain text into blocks: paragraphs, list items, headings, interview questions."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from ...text.spans import Span
from . import metadata
from .parsed import Block, BlockKind, Parsed, Run

_PARAGRAPH = re.compile(r"[^\s][^\n]*(?:\n(?![ \t]*\r?\n)[^\n]*)*")
_LINE = re.compile(r"[^\r\n]+")
_BULLET = re.compile(r"[ \t]*(?:[-*•‣–]|\d{1,3}[.)])[ \t]+\S")
_ENDS_SENTENCE = re.compile(r"[.!?…:;,。！？]['\"”’)\]]*$")
_TITLE_WORDS = 25
_HEADING_WORDS = 12


def parse_plain(text: str) -> Parsed:
    """The blocks of a plain text, each a verbatim slice of it.

    Paragraphs are separated by blank lines. A paragraph whose lines are wrapped at a margin is one
    block; otherwise each of its lines is one.
    """
    stated, start = metadata.front_matter(text)
    spans = list(_blocks(text, start))
    opening = metadata.opening_lines([span.of(text) for span, _ in spans])
    blocks: list[Block] = []
    for number, (span, alone) in enumerate(spans):
        line = span.of(text)
        kind = BlockKind.PARAGRAPH
        if number in opening:
            kind, stated = BlockKind.META, metadata.fill(stated, opening[number])
        elif alone and _is_heading(line, first=not blocks):
            kind = BlockKind.HEADING
        elif _BULLET.match(line):
            kind = BlockKind.ITEM
        blocks.append(Block(kind, (Run(line, *span),)))
    return Parsed(tuple(blocks), stated)


def _blocks(text: str, start: int) -> Iterator[tuple[Span, bool]]:
    """Spans of blocks in order, and whether each is a one-line paragraph."""
    for paragraph in _PARAGRAPH.finditer(text, start):
        lines = [
            _trim(text, Span(*line.span()))
            for line in _LINE.finditer(text, paragraph.start(), paragraph.end())
            if line[0].strip()
        ]
        if len(lines) > 1 and _is_wrapped([line.of(text) for line in lines]):
            yield from ((span, False) for span in _items(text, lines))
        else:
            yield from ((line, len(lines) == 1) for line in lines)


def _trim(text: str, span: Span) -> Span:
    piece = span.of(text)
    return Span(
        span.start + len(piece) - len(piece.lstrip()), span.end - len(piece) + len(piece.rstrip())
    )


def _is_wrapped(lines: list[str]) -> bool:
    """Whether lines are one paragraph wrapped at a margin: all but the last about equally long."""
    widest = max(len(line) for line in lines)
    flowing = [line for line, after in itertools.pairwise(lines) if not _BULLET.match(after)]
    return 30 <= widest <= 200 and all(len(line) >= 0.6 * widest for line in flowing)


def _items(text: str, lines: list[Span]) -> Iterator[Span]:
    """Wrapped lines joined into blocks, a new one at each bullet."""
    begin = lines[0].start
    for line, after in itertools.pairwise(lines):
        if _BULLET.match(after.of(text)):
            yield Span(begin, line.end)
            begin = after.start
    yield Span(begin, lines[-1].end)


def _is_heading(line: str, *, first: bool) -> bool:
    limit = _TITLE_WORDS if first else _HEADING_WORDS
    return (
        len(line.split()) <= limit
        and any(letter.isalpha() for letter in line)
        and not _ENDS_SENTENCE.search(line)
        and not _BULLET.match(line)
    )
