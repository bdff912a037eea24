"""Read files, unpack those that hold several documents, and parse each by its format."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import PurePath

from . import limits
from .decode import decode
from .errors import DocumentError
from .find import File
from .sniff import HEAD_BYTES, SUFFIXES, kind_of, text_kind
from .types import Blob, Format, Parsed, Skipped, Source


def read(file: File) -> bytes:
    """The bytes of a file.

    Raises:
        DocumentError: if it cannot be read, or is too large.
    """
    try:
        size = file.path.stat().st_size
        most = limits.FILE_BYTES if _is_packed(file.path.suffix) else limits.TEXT_BYTES
        if size > most:
            raise DocumentError(
                f"has {size / 1e6:,.0f} MB; expected at most {most / 1e6:,.0f} MB. Split it"
            )
        return file.path.read_bytes()
    except OSError as error:
        raise DocumentError(f"cannot be read: {error.strerror or error}") from error


def _is_packed(suffix: str) -> bool:
    """Whether a format by this suffix is larger than its text: unknown ones are by their head."""
    return SUFFIXES.get(suffix.lower()) in {None, "pdf", "word", "epub", "archive", "mail"}


def digest(data: bytes) -> str:
    """SHA-256 of a source's bytes: its identity, whatever it is called."""
    return hashlib.sha256(data).hexdigest()


class _Allowance:
    """What may still be unpacked from one file, however deep it lies."""

    def __init__(self) -> None:
        self._members, self._bytes = limits.MEMBERS, limits.UNPACKED_BYTES

    def take(self, blob: Blob) -> None:
        self._members -= 1
        self._bytes -= len(blob.data)
        if self._members < 0 or self._bytes < 0:
            raise DocumentError(
                f"holds more than {limits.MEMBERS:,} files or "
                f"{limits.UNPACKED_BYTES / 1e6:,.0f} MB in archives within archives"
            )


def blobs(blob: Blob) -> Iterator[Blob | Skipped]:
    """The documents in a file: itself, the members of an archive, a mail and its attachments.

    Members are named below the file that holds them, in the order of their names.
    """
    try:
        yield from _blobs(blob, 0, _Allowance())
    except DocumentError as error:
        yield Skipped(blob.name, str(error))


def _blobs(blob: Blob, depth: int, allowance: _Allowance) -> Iterator[Blob | Skipped]:
    from .archive import members
    from .mail import attachments

    suffix = PurePath(blob.name).suffix
    try:
        kind = kind_of(blob.data, suffix)
    except DocumentError as error:
        yield Skipped(blob.name, str(error))
        return
    if kind != "archive":
        yield blob
    inner: Iterator[Blob | Skipped] = iter(())
    if kind == "archive":
        inner = members(blob)
    elif kind is None and SUFFIXES.get(suffix.lower()) == "mail":
        inner = attachments(blob)
    for one in inner:
        if isinstance(one, Skipped):
            yield one
        elif depth + 1 == limits.DEPTH:
            yield Skipped(one.name, f"lies more than {limits.DEPTH - 1} archives deep; unpack them")
        else:
            allowance.take(one)
            yield from _blobs(one, depth + 1, allowance)


def parse(blob: Blob) -> tuple[Source, Parsed]:
    """The text of a document and its blocks, by the parser of its format.

    Raises:
        DocumentError: if it is empty, binary, encrypted, broken or too large.
    """
    if not blob.data.strip():
        raise DocumentError("is empty; nothing to index")
    suffix = PurePath(blob.name).suffix
    kind = kind_of(blob.data, suffix)
    if kind == "archive":
        raise DocumentError("is an archive in a place where a document was expected")
    if kind is None:
        text = decode(blob.data)
        return parse_text(blob, text, text_kind(text, suffix))
    return _parse_packed(blob, kind)


def is_plain(blob: Blob) -> bool:
    """Whether only code of our own reads it: a text or a table that opens as no other format."""
    suffix, head = PurePath(blob.name).suffix, blob.data[:HEAD_BYTES]
    try:
        text = head.decode("utf-8", "ignore")
        return kind_of(head, suffix) is None and text_kind(text, suffix) in {"text", "table"}
    except DocumentError:
        return False


def _source(blob: Blob, format_: Format, text: str, pages: tuple[int, ...] = ()) -> Source:
    return Source(blob.name, blob.path, format_, digest(blob.data), text, pages)


def parse_text(blob: Blob, text: str, format_: Format) -> tuple[Source, Parsed]:
    """The decoded text of a document and its blocks, by the parser of a format that is text."""
    if format_ == "mail":
        from .mail import parse_mail

        body, parsed = parse_mail(blob.data)
        return _source(blob, "mail", body), parsed
    if format_ == "html":
        from .html import parse_html as parse_as
    elif format_ == "markdown":
        from .markdown import parse_markdown as parse_as
    elif format_ == "table":
        from .table import parse_table as parse_as
    else:
        from .plain import parse_plain as parse_as
    return _source(blob, format_, text), parse_as(text)


def _parse_packed(blob: Blob, format_: Format) -> tuple[Source, Parsed]:
    if format_ == "pdf":
        from .pdf import parse_pdf

        read_ = parse_pdf(blob.data)
        return _source(blob, "pdf", read_.text, read_.pages), read_.parsed
    if format_ == "word":
        from .word import parse_word as parse_as
    else:
        from .epub import parse_epub as parse_as
    page, parsed = parse_as(blob.data)
    return _source(blob, format_, page), parsed
