"""Recognise a file's format, by its content as much as by its suffix."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

from ..errors import DocumentError, library_message
from . import limits, registry
from .registry import ARCHIVE, PLAIN_TEXT, SIGNATURE_WINDOW, FileFormat, format_of_suffix

HEAD_BYTES = 4096
"""Bytes at the start of a file that are enough to recognise its format."""

_ZIP, _EMPTY_ZIP = b"PK\x03\x04", b"PK\x05\x06"
_UNSUPPORTED = (
    (
        b"\xd0\xcf\x11\xe0",
        "an old or encrypted Office file; save it as .docx without a password",
    ),
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xff\xd8\xff", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"RIFF", "a recording or a picture (RIFF)"),
    (b"\x1f\x8b", "compressed by gzip; unpack it first"),
    (b"7z\xbc\xaf", "a 7-Zip archive; unpack it, or save it as .zip"),
    (b"Rar!", "a RAR archive; unpack it, or save it as .zip"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"SQLite format 3", "a database (SQLite)"),
)
_UNSUPPORTED_MEMBERS = {
    "xl/": "a spreadsheet; save its sheets as .csv",
    "ppt/": "a presentation; save it as .pdf",
    "content.xml": "an OpenDocument file; save it as .docx or .pdf",
}


def refusal(suffix: str, head: Callable[[], bytes]) -> str:
    """Why a file cannot be indexed, judged by suffix and first bytes; empty if it may be.

    Args:
        suffix: of its name, with the dot.
        head: returns the file's first ``HEAD_BYTES``; called only if the suffix is unknown.
    """
    if format_of_suffix(suffix):
        return ""
    start = head()
    if start.startswith(_ZIP) or _format_of_signature(start, SIGNATURE_WINDOW):
        return ""
    if _format_of_opening(start.decode("utf-8", "replace"), PLAIN_TEXT, allow_weak=False):
        return ""
    if description := _unsupported(start):
        return f"is {description}"
    return f"has the suffix {suffix!r}, which is not supported; {registry.expected_suffixes()}"


def binary_format(content: bytes, suffix: str) -> FileFormat | None:
    """The binary format of a file, whatever its suffix says; ``None`` if the file is text.

    Raises:
        DocumentError: if its format is binary and unsupported, or not the one of its suffix.
    """
    expected = format_of_suffix(suffix)
    # A text may speak of a signature; only one that it starts with tells that it is no text.
    is_text = bool(suffix) and expected is not None and not expected.is_binary
    if row := _format_of_signature(content, 0 if is_text else SIGNATURE_WINDOW):
        return row
    if content.startswith((_ZIP, _EMPTY_ZIP)):
        return _zip_format(content)
    if description := _unsupported(content):
        raise DocumentError(f"is {description}")
    if expected and expected.is_binary and b"\0" in content[:HEAD_BYTES]:
        raise DocumentError(f"is not what its suffix {suffix!r} says, or is damaged at its start")
    return None


def text_format(text: str, suffix: str) -> FileFormat:
    """The format of a decoded text: by how it opens where that is clear, else by its suffix."""
    expected = format_of_suffix(suffix) or PLAIN_TEXT
    if expected.is_suffix_binding:
        return expected
    recognised = _format_of_opening(text, expected, allow_weak=expected is PLAIN_TEXT)
    return recognised or (PLAIN_TEXT if expected.is_binary else expected)


def _format_of_signature(content: bytes, window: int) -> FileFormat | None:
    """The format whose signature starts within the first ``window`` bytes, or at the very start."""
    for row in registry.FORMATS:
        if row.signature and content.find(row.signature, 0, window + len(row.signature)) >= 0:
            return row
    return None


def _format_of_opening(text: str, expected: FileFormat, *, allow_weak: bool) -> FileFormat | None:
    rows = (row for row in registry.FORMATS if row.opening and row is not expected)
    allowed = (row for row in rows if allow_weak or not row.is_opening_weak)
    return next((row for row in allowed if row.opening and row.opening(text)), None)


def _unsupported(content: bytes) -> str:
    """What a file of a well-known unsupported format is; empty for any other.

    Signatures that are words ("MZ", "RIFF") count in binary files alone: a text may open with them.
    """
    for magic, description in _UNSUPPORTED:
        is_word = magic.isascii() and b"\x1f" not in magic and b"\x7f" not in magic
        if content.startswith(magic) and (not is_word or b"\0" in content[:HEAD_BYTES]):
            return description
    return ""


def _zip_format(content: bytes) -> FileFormat:
    """What a zip file is: a Word document, a book, an archive."""
    if (size := _directory_size(content)) > limits.DIRECTORY_BYTES:
        raise DocumentError(
            f"is a zip file with a directory of {size / 1e6:,.0f} MB; expected at most "
            f"{limits.MEMBERS:,} files. Split it"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError) as error:
        message = library_message(error)
        raise DocumentError(f"is a damaged or truncated zip file ({message})") from error
    for row in registry.FORMATS:
        if row.zip_member and row.zip_member in names:
            return row
    for start, description in _UNSUPPORTED_MEMBERS.items():
        if any(name.startswith(start) for name in names):
            raise DocumentError(f"is {description}")
    return ARCHIVE


def _directory_size(content: bytes) -> int:
    """Bytes of a zip file's central directory as it states them; 0 where it does not."""
    end, zip64_end = content.rfind(b"PK\x05\x06"), content.rfind(b"PK\x06\x06")
    if end < 0 or len(content) < end + 16:
        return 0
    size = int.from_bytes(content[end + 12 : end + 16], "little")
    if size == 0xFFFFFFFF and zip64_end >= 0:
        size = int.from_bytes(content[zip64_end + 40 : zip64_end + 48], "little")
    return min(size, len(content))
