"""Read a PDF: its text in reading order, its pages and its blocks."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Iterator
from contextlib import closing
from typing import Any, NamedTuple

from ...errors import DocumentError
from ..parsed import Extracted
from .info import pdf_metadata
from .layout import lay_out
from .pdfium import count_pages, opened
from .words import Char, Word, page_words

MAX_CHARS = 20_000_000
"""Character limit of a document; indexing a longer one would take minutes."""

_INFO = ("Title", "Author", "CreationDate")
_LINE_END_HYPHEN = "\x02"
_INVISIBLE = 3
_FORCE_BOLD = 1 << 18
_BOLD_WEIGHT = 600
_BOLD_NAME = re.compile(r"bold|black|heavy|demi(?!t)", re.IGNORECASE)
_FONT_NAME_BYTES = 128
_FARTHEST = 1e6


class _Style(NamedTuple):
    """What all characters of a text object share; ``angle`` in degrees, counter-clockwise."""

    size: float
    bold: bool
    angle: int
    invisible: bool


def parse_pdf(content: bytes) -> Extracted:
    """The text of a PDF, its pages and blocks, and its metadata.

    The text holds the pages in reading order, a line feed between them. Every run is a slice of it.
    Blocks are in the order of their first runs: a running header or footer lies between two runs of
    a paragraph that continues on the next page.

    Raises:
        DocumentError: if it is encrypted, broken or too long, or has no text.
    """
    pages: list[list[Word]] = []
    chars = unread = 0
    with opened(content) as (pdfium, document):
        info = {key: _info(pdfium, document, key) for key in _INFO}
        for number in range(count_pages(pdfium, document)):
            page = _page_chars(pdfium, document, number, MAX_CHARS - chars)
            chars += len(page or ())
            unread += page is None
            pages.append(page_words(page or ()))
    if unread == len(pages):
        raise DocumentError("is broken: none of its pages can be read; download or save it again")
    if not any(pages):
        raise DocumentError(
            "has no text (a scan?): expected a PDF with a text layer; run OCR on it first"
        )
    layout = lay_out(pages)
    parsed = pdf_metadata(layout.blocks, info, layout.heading)
    return Extracted(layout.text, parsed, layout.pages)


def _info(pdfium: Any, document: Any, key: str) -> str:
    """A value of the document's information dictionary; empty if it has none."""
    name = key.encode("ascii") + b"\0"
    size = pdfium.FPDF_GetMetaText(document, name, None, 0)
    buffer = ctypes.create_string_buffer(size + 2)
    pdfium.FPDF_GetMetaText(document, name, buffer, size)
    return buffer.raw[:size].decode("utf-16-le", "ignore").rstrip("\0")


def _page_chars(pdfium: Any, document: Any, number: int, most: int) -> list[Char] | None:
    """The characters of a page as pdfium orders them; ``None`` if it cannot read the page.

    Invisible ones are left out if most are visible: under a scan, they are the text itself.
    """
    page = pdfium.FPDF_LoadPage(document, number)
    if not page:
        return None
    try:
        text = pdfium.FPDFText_LoadPage(page)
        if not text:
            return None
        with closing(_Reader(pdfium, text)) as reader:
            if len(reader) > most:
                raise DocumentError(
                    f"has more than {MAX_CHARS:,} characters by page {number + 1}. Split the file"
                )
            chars = list(reader.chars())
    finally:
        pdfium.FPDF_ClosePage(page)
    visible = [char for char, invisible in chars if not invisible]
    return visible if 2 * len(visible) > len(chars) else [char for char, _ in chars]


class _Reader:
    """Reads the characters of one page with their places."""

    def __init__(self, pdfium: Any, text: Any) -> None:
        self._pdfium = pdfium
        self._text = text
        self._styles: dict[int, _Style] = {}

    def __len__(self) -> int:
        return int(self._pdfium.FPDFText_CountChars(self._text))

    def close(self) -> None:
        self._pdfium.FPDFText_ClosePage(self._text)

    def chars(self) -> Iterator[tuple[Char, bool]]:
        """Each character and whether it is drawn invisibly."""
        pdfium, text = self._pdfium, self._text
        box, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
        high = 0
        for index in range(len(self)):
            code = pdfium.FPDFText_GetUnicode(text, index)
            if 0xD800 <= code < 0xDC00:
                high = code
                continue
            if 0xDC00 <= code < 0xE000 and high:
                code = 0x10000 + ((high - 0xD800) << 10) + code - 0xDC00
            high = 0
            style = self._style(index)
            if style is None:
                yield (_SPACE if code == ord(" ") else _JUMP), False
                continue
            box.left = box.right = x.value = y.value = 0.0
            pdfium.FPDFText_GetLooseCharBox(text, index, box)
            pdfium.FPDFText_GetCharOrigin(text, index, x, y)
            place = box.left, box.bottom, box.right, box.top, x.value, y.value
            if not sum(map(abs, place)) < _FARTHEST:
                place = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
            letter = chr(code) if code < 0x110000 else "\0"
            letter = "-" if letter == _LINE_END_HYPHEN else letter
            yield Char(letter, *place, style.size, style.bold, style.angle), style.invisible

    def _style(self, index: int) -> _Style | None:
        """The style of a character, or ``None`` for one that pdfium inserted."""
        drawn = self._pdfium.FPDFText_GetTextObject(self._text, index)
        if not drawn:
            return None
        key = ctypes.addressof(drawn.contents)
        style = self._styles.get(key)
        if style is None:
            style = self._styles[key] = self._read_style(index, drawn)
        return style

    def _read_style(self, index: int, drawn: Any) -> _Style:
        pdfium, text = self._pdfium, self._text
        matrix = pdfium.FS_MATRIX()
        pdfium.FPDFText_GetMatrix(text, index, matrix)
        size = pdfium.FPDFText_GetFontSize(text, index) * math.hypot(matrix.c, matrix.d)
        angle = math.atan2(matrix.b, matrix.a)
        name, flags = ctypes.create_string_buffer(_FONT_NAME_BYTES), ctypes.c_int()
        pdfium.FPDFText_GetFontInfo(text, index, name, _FONT_NAME_BYTES, flags)
        weight = pdfium.FPDFText_GetFontWeight(text, index)
        named = _BOLD_NAME.search(name.value.decode("utf-8", "ignore"))
        return _Style(
            size=size if 0.1 < size < _FARTHEST else 1.0,
            bold=bool(named) or weight >= _BOLD_WEIGHT or bool(flags.value & _FORCE_BOLD),
            angle=round(math.degrees(angle)) % 360 if math.isfinite(angle) else 0,
            invisible=pdfium.FPDFTextObj_GetTextRenderMode(drawn) == _INVISIBLE,
        )


_SPACE = Char(" ", 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0, False, 0)
_JUMP = _SPACE._replace(text="")
"""The spaces and line ends that pdfium inserts at gaps."""
