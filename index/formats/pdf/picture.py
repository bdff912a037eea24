"""Render a page of a PDF as an image."""

from __future__ import annotations

import io
import math
from typing import Any

from ...errors import DocumentError
from .pdfium import count_pages, opened

_WIDTH = 1_240
"""Width of an image in pixels: an upright A4 page at 150 dots per inch."""
_MOST_PIXELS = 6_000_000
_BYTES_A_PIXEL = 4


def draw_page(content: bytes, number: int) -> bytes:
    """A page as a PNG image, 1,240 pixels wide, or less if it is very long.

    Args:
        content: the PDF.
        number: the page number, from 1.

    Raises:
        DocumentError: if the PDF or the page cannot be read.
    """
    with opened(content) as (pdfium, document):
        pages = count_pages(pdfium, document)
        if not 1 <= number <= pages:
            raise DocumentError(f"has no page {number}; expected a number from 1 to {pages}")
        page = pdfium.FPDF_LoadPage(document, number - 1)
        if not page:
            raise DocumentError(f"has a broken page {number}, which cannot be drawn")
        try:
            return _draw(pdfium, page)
        finally:
            pdfium.FPDF_ClosePage(page)


def _draw(pdfium: Any, page: Any) -> bytes:
    import numpy as np
    from PIL import Image

    width, height = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
    scale = min(_WIDTH / width, math.sqrt(_MOST_PIXELS / (width * height)))
    wide, high = max(1, round(width * scale)), max(1, round(height * scale))
    pixels = np.full((high, wide, _BYTES_A_PIXEL), 255, dtype=np.uint8)
    bitmap = pdfium.FPDFBitmap_CreateEx(
        wide, high, pdfium.FPDFBitmap_BGRx, pixels.ctypes.data, wide * _BYTES_A_PIXEL
    )
    if not bitmap:
        raise DocumentError("has a page that is too large to be drawn")
    try:
        flags = pdfium.FPDF_ANNOT | pdfium.FPDF_REVERSE_BYTE_ORDER
        pdfium.FPDF_RenderPageBitmap(bitmap, page, 0, 0, wide, high, 0, flags)
    finally:
        pdfium.FPDFBitmap_Destroy(bitmap)
    written = io.BytesIO()
    Image.fromarray(pixels[:, :, :3]).save(written, "PNG")
    return written.getvalue()
