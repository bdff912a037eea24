"""A whole document as HTML with the cited span marked, or a page of a PDF as an image."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from urllib.parse import quote

from ...index.types import Document, TextBlock
from ..markup import attributes, escaped

_CELL = "\t"


def document_page(document: Document, start: int, end: int) -> str:
    """The document's text with ``[start, end)`` marked, and a link to the original.

    Args:
        document: a document of the index.
        start: start of the cited span in the text.
        end: end of the cited span; nothing is marked unless it is after ``start``.
    """
    body = "".join(_groups(document, start, end))
    return _framed(
        document, _printed(document, start), f'<article class="document">{body}</article>'
    )


def printed_page(document: Document, number: int) -> str:
    """A page of a PDF as an image, with links to the previous and next page.

    Args:
        document: a PDF.
        number: page number, from 1.
    """
    pages = len(document.pages)
    beside = [(number - 1, "Previous page"), (number + 1, "Next page")]
    links = [_page_link(document, page, label) for page, label in beside if 1 <= page <= pages]
    picture = attributes(
        class_="printed",
        src=f"/pictures/{quote(document.name)}?number={number}",
        alt=f"Page {number} of {pages}",
    )
    back = attributes(class_="button", href=f"/documents/{quote(document.name)}")
    links.append(f"<a{back}>Show as text</a>")
    turned = f'<nav class="pages"><span>Page {number} of {pages}</span>{"".join(links)}</nav>'
    return _framed(document, "", f"{turned}<img{picture}>")


def _framed(document: Document, link: str, body: str) -> str:
    """A page with the document's title and a link to its file, around ``body``."""
    stated = (document.metadata.author, document.metadata.date, document.name)
    about = " · ".join(escaped(field) for field in stated if field)
    original = attributes(href=f"/originals/{quote(document.name)}", download="")
    title = escaped(document.title)
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="stylesheet" href="/style.css"></head>'
        f'<body class="viewer"><main><header><h1>{title}</h1><p class="about">{about}</p>'
        f'<p class="links">{link}<a class="button"{original}>Original file</a></p></header>'
        f"{body}</main></body></html>"
    )


def _printed(document: Document, start: int) -> str:
    """A link to the PDF page that contains a position of the text; empty if not a PDF."""
    if not document.pages or not 0 <= start < len(document.text):
        return ""
    number = document.to_source(start, start + 1).page or 1
    return _page_link(document, number, f"View page {number} of the PDF")


def _page_link(document: Document, number: int, label: str) -> str:
    link = attributes(class_="button", href=f"/pages/{quote(document.name)}?number={number}")
    return f"<a{link}>{label}</a>"


def _groups(document: Document, start: int, end: int) -> Iterator[str]:
    """The blocks in order; consecutive rows form one table."""
    repeated = {document.blocks[number] for number in document.repeated}
    for is_table, blocks in groupby(document.blocks, key=lambda block: block.kind == "row"):
        if is_table:
            rows = (_row(document.text, block, start, end) for block in blocks)
            yield f'<div class="scrolled"><table>{"".join(rows)}</table></div>'
            continue
        for block in blocks:
            kind = "repeated" if block in repeated else block.kind
            yield _block(document.text, block, kind, start, end)


def _block(text: str, block: TextBlock, kind: str, start: int, end: int) -> str:
    content = _marked(text, block.start, block.end, start, end)
    if kind == "heading":
        return f"<h2>{content}</h2>"
    return f'<p class="{kind}">{content}</p>'


def _row(text: str, block: TextBlock, start: int, end: int) -> str:
    cells, at = [], block.start
    for cell in text[block.start : block.end].split(_CELL):
        cells.append(f"<td>{_marked(text, at, at + len(cell), start, end)}</td>")
        at += len(cell) + 1
    return f"<tr>{''.join(cells)}</tr>"


def _marked(text: str, low: int, high: int, start: int, end: int) -> str:
    """``text[low:high]`` with its part inside ``[start, end)`` marked; the first has the id."""
    a, b = max(low, start), min(high, end)
    if a >= b:
        return _lines(text[low:high])
    name = ' id="cited"' if a == start else ""
    return f"{_lines(text[low:a])}<mark{name}>{_lines(text[a:b])}</mark>{_lines(text[b:high])}"


def _lines(text: str) -> str:
    return escaped(text).replace("\n", "<br>")
