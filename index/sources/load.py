"""Read files, unpack those that hold several documents, and parse each by its format."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePath

from ..digests import digest
from ..errors import DocumentError
from ..formats import limits
from ..formats.decode import decode
from ..formats.sniff import HEAD_BYTES, SUFFIXES, kind_of, text_kind
from ..types import Blob, Format, Parsed, Skipped, Source
from .find import File
from .regular import open_regular

Attached = Callable[[Blob], Iterable[Blob | Skipped]]
_HEAD = 20_000
_TEXTS = {"text", "markdown", "html", "table"}


def read(file: File) -> bytes:
    """The bytes of a file; no more of one that grows than it had when it was opened.

    Raises:
        DocumentError: if it cannot be read, became a link or a pipe, or is too large.
    """
    try:
        with open_regular(file.place) as opened:
            size = os.fstat(opened.fileno()).st_size
            _check_size(size, limits.FILE_BYTES)
            if SUFFIXES.get(PurePath(file.name).suffix.lower()) in _TEXTS:
                _check_size(size, limits.TEXT_BYTES)
            return opened.read(size)
    except OSError as error:
        raise DocumentError(f"cannot be read: {error.strerror or error}") from error


def _check_size(size: int, most: int) -> None:
    if size > most:
        raise DocumentError(
            f"has {size / 1e6:,.0f} MB; expected at most {most / 1e6:,.0f} MB. Split it"
        )


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


def attachments(blob: Blob) -> list[Blob | Skipped]:
    """The files attached to a mail, as far as they can be read.

    Raises:
        DocumentError: if the mail is no mail.
    """
    from ..formats.mail.eml import attachments as attached

    return list(attached(blob))


def blobs(blob: Blob, attached: Attached = attachments) -> Iterator[Blob | Skipped]:
    """The documents in a file: itself, the members of an archive, a mail and its attachments.

    Members are named below the file that holds them, in the order of their names.

    Args:
        blob: a file.
        attached: gives the files attached to a mail.
    """
    try:
        yield from _blobs(blob, 0, _Allowance(), attached)
    except DocumentError as error:
        yield Skipped(blob.name, str(error))


def _blobs(
    blob: Blob, depth: int, allowance: _Allowance, attached: Attached
) -> Iterator[Blob | Skipped]:
    from ..formats.archive import members

    suffix = PurePath(blob.name).suffix
    try:
        kind = kind_of(blob.data, suffix)
    except DocumentError as error:
        yield Skipped(blob.name, str(error))
        return
    if kind != "archive":
        yield blob
    inner: Iterable[Blob | Skipped] = ()
    if kind == "archive":
        inner = members(blob)
    elif kind is None and text_kind(blob.data[:_HEAD].decode("latin-1"), suffix) == "mail":
        inner = _attached(blob, attached)
    for one in inner:
        if isinstance(one, Skipped):
            yield one
        elif depth + 1 == limits.DEPTH:
            yield Skipped(one.name, f"lies more than {limits.DEPTH - 1} archives deep; unpack them")
        else:
            allowance.take(one)
            yield from _blobs(one, depth + 1, allowance, attached)


def _attached(blob: Blob, attached: Attached) -> Iterable[Blob | Skipped]:
    try:
        return attached(blob)
    except DocumentError as error:
        return [Skipped(blob.name, str(error))]


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
        if SUFFIXES.get(suffix.lower()) != "mail":  # its attachments may be larger than its text
            _check_size(len(blob.data), limits.TEXT_BYTES)
        text = decode(blob.data)
        return _within_limits(*parse_text(blob, text, text_kind(text, suffix)))
    return _within_limits(*_parse_packed(blob, kind))


def _within_limits(source: Source, parsed: Parsed) -> tuple[Source, Parsed]:
    runs = sum(len(block.runs) for block in parsed.blocks)
    for count, most, what in (
        (len(source.text), limits.TEXT_BYTES, "characters"),
        (len(parsed.blocks), limits.BLOCKS, "paragraphs or rows"),
        (runs, limits.RUNS, "pieces of text or cells"),
    ):
        if count > most:
            raise DocumentError(f"has {count:,} {what}; expected at most {most:,}. Split it")
    return source, parsed


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
        from ..formats.mail.eml import parse_mail

        body, parsed = parse_mail(blob.data)
        return _source(blob, "mail", body), parsed
    if format_ == "html":
        from ..formats.markup.html import parse_html as parse_as
    elif format_ == "markdown":
        from ..formats.markup.markdown import parse_markdown as parse_as
    elif format_ == "table":
        from ..formats.tabular.delimited import parse_table as parse_as
    else:
        from ..formats.plain import parse_plain as parse_as
    return _source(blob, format_, text), parse_as(text)


def _parse_packed(blob: Blob, format_: Format) -> tuple[Source, Parsed]:
    if format_ == "pdf":
        from ..formats.pdf.reader import parse_pdf

        read_ = parse_pdf(blob.data)
        return _source(blob, "pdf", read_.text, read_.pages), read_.parsed
    if format_ == "word":
        from ..formats.office.word import parse_word as parse_as
    else:
        from ..formats.office.epub import parse_epub as parse_as
    page, parsed = parse_as(blob.data)
    return _source(blob, format_, page), parsed
