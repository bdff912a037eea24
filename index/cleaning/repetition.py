"""Recognise site furniture by repetition: what many pages of a site have in common."""

from __future__ import annotations

import posixpath
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from ..formats.parsed import BlockKind
from ..formats.registry import Genre, names_of_genre
from ..types import Document, TextBlock

WHY = "repeated on other pages"
_LEAST_PAGES = 3
_LEAST_OWN = 0.3
"""Share of a page's text that no other page has from which it counts; copies do not count."""
_INSIDE_PAGES, _INSIDE_SHARE = 5, 0.5
"""The number and the share of pages on which a line inside the text must stand."""

_MENU_SEPARATOR = re.compile(r"\s[|·•›»]\s")
_FIGURES = re.compile(r"\d+")
_FURNITURE = {BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.ROW, BlockKind.HEADING}


def repeated_blocks(documents: Sequence[Document]) -> list[tuple[int, ...]]:
    """For each document, the numbers of the blocks that its site repeats, ascending.

    A site is the host that pages name, else the folder of the documents. Blocks with which at least
    three of its pages begin or end belong to the site, also beyond one line that differs only in
    its numbers, which is kept. Inside the text of a web page this takes five pages, and half of
    those that begin or end alike. A heading is left out only with the block below it, bylines and
    dates never. Pages whose text is mostly shared with others are copies and do not count.
    """
    repeated: list[tuple[int, ...]] = [()] * len(documents)
    for site in _sites(documents):
        if len(site) < _LEAST_PAGES:
            continue
        keys = {n: _keys(documents[n]) for n in site}
        pages = Counter(key for n in site for key in set(keys[n]))
        counting = [n for n in site if _has_own_text(keys[n], pages)]
        times = Counter(key for n in counting for key in set(keys[n]))
        shapes = Counter(key for n in counting for key in set(map(_shape, keys[n])))
        for n in site:
            lines = [_Line(times[key], shapes[_shape(key)]) for key in keys[n]]
            repeated[n] = tuple(sorted(_left_out(documents[n], lines, len(counting))))
    return repeated


class _Line(NamedTuple):
    """On how many pages a block stands, and on how many if numbers may differ."""

    times: int
    alike: int


def _shape(key: str) -> str:
    """A block's text with its numbers masked: "changed on 4 May" becomes "changed on 0 May"."""
    return _FIGURES.sub("0", key)


def _sites(documents: Sequence[Document]) -> Iterator[list[int]]:
    sites: dict[str, list[int]] = defaultdict(list)
    for number, document in enumerate(documents):
        host = urlsplit(document.metadata.origin or "").netloc
        sites[host or posixpath.dirname(document.name)].append(number)
    yield from sites.values()


def _keys(document: Document) -> list[str]:
    """The blocks' texts as they are compared: without case and spacing."""
    text = document.text
    return [" ".join(text[block.start : block.end].casefold().split()) for block in document.blocks]


def _has_own_text(keys: Sequence[str], pages: Counter[str]) -> bool:
    unique = sum(len(key) for key in keys if pages[key] == 1)
    return unique >= _LEAST_OWN * sum(map(len, keys))


def _left_out(document: Document, lines: Sequence[_Line], pages: int) -> set[int]:
    kinds = [_kind(document, block) for block in document.blocks]
    last = len(kinds) - 1
    numbers = {*_edge(kinds, lines), *(last - n for n in _edge(kinds[::-1], lines[::-1]))}
    for n in sorted(numbers, reverse=True):
        if kinds[n] is BlockKind.HEADING and n < last and n + 1 not in numbers:
            numbers.remove(n)
    # A heading alone at the end is a section left empty.
    if all(kinds[n] is BlockKind.HEADING for n in numbers):
        numbers = set()
    if document.format in names_of_genre(Genre.WEB_PAGE):
        pages = max((lines[n].times for n in numbers), default=pages)
        most = max(_INSIDE_PAGES, _INSIDE_SHARE * pages)
        inside = {BlockKind.PARAGRAPH, BlockKind.ITEM}
        numbers |= {n for n, line in enumerate(lines) if line.times >= most and kinds[n] in inside}
    return numbers


def _kind(document: Document, block: TextBlock) -> BlockKind:
    """A block's kind; a menu line such as "Home | News | About" is not a heading."""
    is_menu = len(_MENU_SEPARATOR.findall(document.text[block.start : block.end])) > 1
    return BlockKind.PARAGRAPH if is_menu and block.kind is BlockKind.HEADING else block.kind


def _edge(kinds: Sequence[BlockKind], lines: Sequence[_Line]) -> Iterator[int]:
    """Numbers of the leading blocks that repeat, up to one that differs in its numbers."""
    passed = 0
    for number, (kind, line) in enumerate(zip(kinds, lines, strict=True)):
        passed += line.times < _LEAST_PAGES
        if line.alike < _LEAST_PAGES or kind not in _FURNITURE or passed > 1:
            return
        if line.times >= _LEAST_PAGES:
            yield number
