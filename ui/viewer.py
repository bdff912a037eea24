"""A whole document as a page of its own, the cited place marked."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from urllib.parse import quote

from ..index import Document, TextBlock
from .markup import attributes, escaped

_CELL = "\t"


def document_page(document: Document, start: int, end: int) -> str:
    """The document's text with ``[start, end)`` marked, and a link to the original.

    Args:
        document: of the index; its text shows as text.
        start: where the cited span of the text starts.
        end: where it ends; nothing is marked if it is not after the start.
    """
    stated = (document.metadata.author, document.metadata.date, document.name)
    about = " · ".join(escaped(one) for one in stated if one)
    body = "".join(_groups(document, start, end))
    original = attributes(href=f"/originals/{quote(document.name)}", download="")
    title = escaped(document.title)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="stylesheet" href="/style.css"></head>'
        f'<body class="viewer"><main><header><h1>{title}</h1><p class="about">{about}</p>'
        f'<p><a class="button"{original}>Original file</a></p></header>'
        f'<article class="document">{body}</article></main></body></html>'
    )


def _groups(document: Document, start: int, end: int) -> Iterator[str]:
    """The blocks in order; rows that follow each other as one table."""
    repeated = {document.blocks[number] for number in document.repeated}
    for is_table, blocks in groupby(document.blocks, key=lambda one: one.kind == "row"):
        if is_table:
            rows = (_row(document.text, one, start, end) for one in blocks)
            yield f'<div class="scrolled"><table>{"".join(rows)}</table></div>'
            continue
        for one in blocks:
            kind = "repeated" if one in repeated else one.kind
            yield _block(document.text, one, kind, start, end)


def _block(text: str, block: TextBlock, kind: str, start: int, end: int) -> str:
    told = _marked(text, block.start, block.end, start, end)
    if kind == "heading":
        return f"<h2>{told}</h2>"
    return f'<p class="{kind}">{told}</p>'


def _row(text: str, block: TextBlock, start: int, end: int) -> str:
    cells, at = [], block.start
    for cell in text[block.start : block.end].split(_CELL):
        cells.append(f"<td>{_marked(text, at, at + len(cell), start, end)}</td>")
        at += len(cell) + 1
    return f"<tr>{''.join(cells)}</tr>"


def _marked(text: str, low: int, high: int, start: int, end: int) -> str:
    """``text[low:high]`` with what of it lies in ``[start, end)`` marked; the first has the id."""
    a, b = max(low, start), min(high, end)
    if a >= b:
        return _lines(text[low:high])
    name = ' id="cited"' if a == start else ""
    return f"{_lines(text[low:a])}<mark{name}>{_lines(text[a:b])}</mark>{_lines(text[b:high])}"


def _lines(text: str) -> str:
    return escaped(text).replace("\n", "<br>")
