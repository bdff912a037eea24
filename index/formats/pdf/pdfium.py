"""An open PDF: the one place that imports pdfium."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ...errors import DocumentError

MAX_PAGES = 5_000
"""Pages of one document; a longer one is refused, it would keep an index busy for minutes."""

_LOCK = threading.Lock()
"""pdfium is not thread-safe: one call into it at a time in the whole process."""

_ENCRYPTED = {4, 5}


@contextmanager
def opened(content: bytes) -> Iterator[tuple[Any, Any]]:
    """pdfium and an open document of it, closed again whatever happens.

    Raises:
        DocumentError: if it is encrypted, or no PDF.
    """
    import pypdfium2.raw as pdfium

    with _LOCK:
        yield from _opened(pdfium, content)


def _opened(pdfium: Any, content: bytes) -> Iterator[tuple[Any, Any]]:
    document = pdfium.FPDF_LoadMemDocument64(content, len(content), None)
    if not document:
        if pdfium.FPDF_GetLastError() in _ENCRYPTED:
            raise DocumentError("is encrypted; save a copy without a password")
        raise DocumentError("is truncated or no PDF; expected a whole PDF file, fetch it again")
    try:
        yield pdfium, document
    finally:
        pdfium.FPDF_CloseDocument(document)


def count_pages(pdfium: Any, document: Any) -> int:
    """How many pages an open document has.

    Raises:
        DocumentError: if it has none, or too many.
    """
    pages = int(pdfium.FPDF_GetPageCount(document))
    if pages < 1:
        raise DocumentError("has no pages; expected a PDF with at least one, save it again")
    if pages > MAX_PAGES:
        raise DocumentError(f"has more than {MAX_PAGES:,} pages ({pages:,}); split it")
    return pages
