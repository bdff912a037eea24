"""Open PDF files. The only module that imports pdfium."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ...errors import DocumentError

MAX_PAGES = 5_000
"""Page limit of a document; indexing a longer one would take minutes."""

_LOCK = threading.Lock()
"""pdfium is not thread-safe: one call into it at a time in the whole process."""

_ENCRYPTED = {4, 5}


@contextmanager
def opened(content: bytes) -> Iterator[tuple[Any, Any]]:
    """pdfium and an open document, which is closed afterwards.

    Raises:
        DocumentError: if it is encrypted, or not a PDF.
    """
    import pypdfium2.raw as pdfium

    with _LOCK:
        yield from _opened(pdfium, content)


def _opened(pdfium: Any, content: bytes) -> Iterator[tuple[Any, Any]]:
    document = pdfium.FPDF_LoadMemDocument64(content, len(content), None)
    if not document:
        if pdfium.FPDF_GetLastError() in _ENCRYPTED:
            raise DocumentError("is encrypted; save a copy without a password")
        raise DocumentError("is truncated, or not a PDF; download or save it again")
    try:
        yield pdfium, document
    finally:
        pdfium.FPDF_CloseDocument(document)


def count_pages(pdfium: Any, document: Any) -> int:
    """The number of pages of an open document.

    Raises:
        DocumentError: if it is 0, or above the limit.
    """
    pages = int(pdfium.FPDF_GetPageCount(document))
    if pages < 1:
        raise DocumentError("has no pages; expected at least one, save it again")
    if pages > MAX_PAGES:
        raise DocumentError(f"has {pages:,} pages; the limit is {MAX_PAGES:,}. Split the file")
    return pages
