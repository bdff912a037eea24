"""Recognise by repetition what belongs to a site and not to one of its pages."""

from __future__ import annotations

import posixpath
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from urllib.parse import urlsplit

from .types import BlockKind, Document

WHY = "repeated on other pages"
_LEAST_PAGES = 3
_LEAST_OWN = 0.3
"""Share of a page's text that no other page has, for it to count as one: copies do not."""
_INSIDE_PAGES, _INSIDE_SHARE = 5, 0.5
"""On how many pages, and on what share of them, a line inside the text must stand."""

_FURNITURE = {BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.ROW, BlockKind.HEADING}


def repeated_blocks(documents: Sequence[Document]) -> list[tuple[int, ...]]:
    """For each document the numbers of the blocks that its site repeats, ascending.

    A site is the host that pages name, else the folder of the documents. What at least three of its
    pages begin or end with is theirs and not the page's; inside the text of a web page that takes
    five pages and half of all. A heading at the start is left out only with what stands under it,
    bylines and dates never. Pages whose text is mostly that of others are copies and do not count.
    """
    found: list[tuple[int, ...]] = [()] * len(documents)
    for site in _sites(documents):
        if len(site) < _LEAST_PAGES:
            continue
        keys = {n: _keys(documents[n]) for n in site}
        pages = Counter(key for n in site for key in set(keys[n]))
        counting = [n for n in site if _has_own_text(keys[n], pages)]
        times = Counter(key for n in counting for key in set(keys[n]))
        for n in site:
            repeats = [times[key] for key in keys[n]]
            found[n] = tuple(sorted(_left_out(documents[n], repeats, len(counting))))
    return found


def _sites(documents: Sequence[Document]) -> Iterator[list[int]]:
    sites: dict[str, list[int]] = defaultdict(list)
    for number, document in enumerate(documents):
        host = urlsplit(document.metadata.origin or "").netloc
        sites[host or posixpath.dirname(document.name)].append(number)
    yield from sites.values()


def _keys(document: Document) -> list[str]:
    """The blocks' texts as they are compared: case and spacing apart."""
    text = document.text
    return [" ".join(text[one.start : one.end].casefold().split()) for one in document.blocks]


def _has_own_text(keys: Sequence[str], pages: Counter[str]) -> bool:
    own = sum(len(key) for key in keys if pages[key] == 1)
    return own >= _LEAST_OWN * sum(map(len, keys))


def _left_out(document: Document, repeats: Sequence[int], pages: int) -> set[int]:
    kinds = [block.kind for block in document.blocks]
    start = _run(kinds, repeats)
    while start and kinds[start - 1] is BlockKind.HEADING:
        start -= 1
    end = _run(kinds[::-1], repeats[::-1])
    found = {*range(start), *range(len(kinds) - end, len(kinds))}
    # At the end a heading alone is a part that somebody left empty.
    if all(kinds[n] is BlockKind.HEADING for n in found):
        found = set()
    if document.format == "html":
        most = max(_INSIDE_PAGES, _INSIDE_SHARE * pages)
        inside = {BlockKind.PARAGRAPH, BlockKind.ITEM}
        found |= {n for n, times in enumerate(repeats) if times >= most and kinds[n] in inside}
    return found


def _run(kinds: Sequence[BlockKind], repeats: Sequence[int]) -> int:
    """How many blocks from the first on are furniture that repeats."""
    for number, (kind, times) in enumerate(zip(kinds, repeats, strict=True)):
        if times < _LEAST_PAGES or kind not in _FURNITURE:
            return number
    return len(kinds)
