"""The format of a file, by its content as much as by its suffix."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from typing import Literal

from ..errors import DocumentError, told
from ..types import Format
from . import limits

Kind = Format | Literal["archive"]

SUFFIXES: dict[str, Kind] = {
    ".txt": "text",
    ".text": "text",
    ".rst": "text",
    "": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".csv": "table",
    ".tsv": "table",
    ".eml": "mail",
    ".pdf": "pdf",
    ".docx": "word",
    ".epub": "epub",
    ".zip": "archive",
}
EXPECTED = "expected one of " + ", ".join(sorted(filter(None, SUFFIXES)))
HEAD_BYTES = 4096

_PACKED: tuple[Kind, ...] = ("pdf", "word", "epub", "archive")
_BINARY = (
    (
        b"\xd0\xcf\x11\xe0",
        "an old or encrypted Office file; save it as .docx without a password",
    ),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"RIFF", "a recording or a picture (RIFF)"),
    (b"\x1f\x8b", "compressed by gzip; unpack it first"),
    (b"7z\xbc\xaf", "an archive of 7-Zip; unpack it, or save it as .zip"),
    (b"Rar!", "an archive of RAR; unpack it, or save it as .zip"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"SQLite format 3", "a database (SQLite)"),
)
_OFFICE = {
    "xl/": "a spreadsheet; save its sheets as .csv",
    "ppt/": "a presentation; save it as .pdf",
    "content.xml": "an OpenDocument file; save it as .docx or .pdf",
}
_BLANK = re.compile(r"[\ufeff \t\r\n\f]*")
_PAGE_START = re.compile(r"<(?:!doctype\s+html|html[\s>])", re.IGNORECASE)
_LINE = r"[^\r\n]*\r?\n"
_MAIL_START = re.compile(rf"(?:[A-Za-z][\w-]*:[ \t]{_LINE}(?:[ \t]{_LINE})*){{3,}}\r?\n")
_MAIL_FIELDS = re.compile(r"^(?:from|date|message-id|mime-version|received):", re.I | re.M)


def refusal(suffix: str, head: Callable[[], bytes]) -> str:
    """Why a file is not read, as far as its suffix and its first bytes tell; empty if it is.

    Args:
        suffix: of its name, with the dot.
        head: gives the file's first ``HEAD_BYTES``; called only where the suffix is unknown.
    """
    if suffix.lower() in SUFFIXES:
        return ""
    start = head()
    if b"%PDF-" in start[:1024] or start.startswith(b"PK\x03\x04"):
        return ""
    if is_page(start.decode("utf-8", "replace")):
        return ""
    if named := _binary(start):
        return f"is {named}"
    return f"format {suffix!r} is not read; {EXPECTED}"


def kind_of(data: bytes, suffix: str) -> Kind | None:
    """The format that a file's bytes have, whatever its suffix says; ``None`` if they are text.

    Raises:
        DocumentError: if it is of a binary format that is not read, or not what its suffix says.
    """
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK\x03\x04") or data.startswith(b"PK\x05\x06"):
        return _packed_kind(data)
    if named := _binary(data):
        raise DocumentError(f"is {named}")
    expected = SUFFIXES.get(suffix.lower())
    if expected in _PACKED and "\0" in data[:HEAD_BYTES].decode("latin-1"):
        raise DocumentError(f"is not what its suffix {suffix!r} says, or is damaged at its start")
    return None


def text_kind(text: str, suffix: str) -> Format:
    """The format of a decoded text: a page or a mail by its start, else what the suffix says."""
    expected = SUFFIXES.get(suffix.lower(), "text")
    if expected not in {"markdown", "table"} and is_page(text):
        return "html"
    if expected in {"text", "mail"} and _is_mail(text):
        return "mail"
    return "text" if expected in _PACKED else expected  # type: ignore[return-value]


def is_page(text: str) -> bool:
    """Whether a text opens as an HTML page, after comments and an XML declaration."""
    at = 0
    while True:
        at = _BLANK.match(text, at).end()  # type: ignore[union-attr]  # it matches nothing, too
        for opening, closing in (("<!--", "-->"), ("<?", "?>")):
            if text.startswith(opening, at) and (end := text.find(closing, at)) >= 0:
                at = end + len(closing)
                break
        else:
            return bool(_PAGE_START.match(text, at))


def _is_mail(text: str) -> bool:
    fields = _MAIL_START.match(text[:20_000])
    return bool(fields) and len(_MAIL_FIELDS.findall(fields[0])) >= 2  # type: ignore[index]


def _directory_size(data: bytes) -> int:
    """Bytes of a zip file's directory as it states them; 0 where it does not."""
    end, larger = data.rfind(b"PK\x05\x06"), data.rfind(b"PK\x06\x06")
    if end < 0 or len(data) < end + 16:
        return 0
    size = int.from_bytes(data[end + 12 : end + 16], "little")
    if size == 0xFFFFFFFF and larger >= 0:
        size = int.from_bytes(data[larger + 40 : larger + 48], "little")
    return min(size, len(data))


def _binary(data: bytes) -> str:
    return next((what for magic, what in _BINARY if data.startswith(magic)), "")


def _packed_kind(data: bytes) -> Kind:
    """What a zip file is: a Word document, a book, an archive."""
    if (size := _directory_size(data)) > limits.DIRECTORY_BYTES:
        raise DocumentError(
            f"is a zip file with a directory of {size / 1e6:,.0f} MB; expected at most "
            f"{limits.MEMBERS:,} files. Split it"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError) as error:
        raise DocumentError(f"is a damaged or truncated zip file ({told(error)})") from error
    if "word/document.xml" in names:
        return "word"
    if "META-INF/container.xml" in names:
        return "epub"
    for start, what in _OFFICE.items():
        if any(name.startswith(start) for name in names):
            raise DocumentError(f"is {what}")
    return "archive"
