"""Read files, unpack those that hold several documents, and parse each by its format."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePath

from ..digests import digest
from ..errors import DocumentError
from ..formats import limits, registry
from ..formats.decode import decode
from ..formats.parsed import Blob, Extracted, Parsed, Skipped, Source
from ..formats.registry import FileFormat
from ..formats.sniff import HEAD_BYTES, binary_format, text_format
from .find import File
from .regular import open_regular

Unpack = Callable[[Blob], Iterable[Blob | Skipped]]
"""Yields the files inside a file."""
_SNIFFED_CHARACTERS = 20_000


def read(file: File) -> bytes:
    """The bytes of a file; of one that grows meanwhile, only those it had when it was opened.

    Raises:
        DocumentError: if it cannot be read, became a link or a pipe, or is too large.
    """
    row = registry.format_of_suffix(PurePath(file.name).suffix)
    try:
        with open_regular(file.place) as opened:
            size = os.fstat(opened.fileno()).st_size
            _check_size(size, row.max_bytes if row else limits.FILE_BYTES)
            return opened.read(size)
    except OSError as error:
        raise DocumentError(f"cannot be read: {error.strerror or error}") from error


def _check_size(size: int, limit: int) -> None:
    if size > limit:
        raise DocumentError(
            f"is {size / 1e6:,.0f} MB; the limit is {limit / 1e6:,.0f} MB. Split the file"
        )


class _Allowance:
    """How much may still be unpacked from one file, at any depth."""

    def __init__(self) -> None:
        self._members, self._bytes = limits.MEMBERS, limits.UNPACKED_BYTES

    def take(self, blob: Blob) -> None:
        self._members -= 1
        self._bytes -= len(blob.content)
        if self._members < 0 or self._bytes < 0:
            raise DocumentError(
                f"holds more than {limits.MEMBERS:,} files or "
                f"{limits.UNPACKED_BYTES / 1e6:,.0f} MB in archives within archives"
            )


def unpack(blob: Blob) -> list[Blob | Skipped]:
    """The files inside a file: the members of an archive, the attachments of a mail.

    Raises:
        DocumentError: if the file is damaged, or not what its start says.
    """
    row = _recognise(blob)
    return list(registry.load(row.unpacks)(blob)) if row.unpacks else []


def blobs(blob: Blob, unpack_isolated: Unpack = unpack) -> Iterator[Blob | Skipped]:
    """The documents in a file: itself, the members of an archive, a mail and its attachments.

    Members are named below the file that holds them, in the order of their names.

    Args:
        blob: a file.
        unpack_isolated: unpacks a format that is not safe to read in this process.
    """
    try:
        yield from _blobs(blob, 0, _Allowance(), unpack_isolated)
    except DocumentError as error:
        yield Skipped(blob.name, str(error))


def _blobs(
    blob: Blob, depth: int, allowance: _Allowance, unpack_isolated: Unpack
) -> Iterator[Blob | Skipped]:
    try:
        row = _recognise(blob)
    except DocumentError as error:
        yield Skipped(blob.name, str(error))
        return
    if row.reader:
        yield blob
    for member in _members(blob, row, unpack_isolated):
        if isinstance(member, Skipped):
            yield member
        elif depth + 1 == limits.DEPTH:
            reason = f"lies more than {limits.DEPTH - 1} archives deep; unpack them"
            yield Skipped(member.name, reason)
        else:
            allowance.take(member)
            yield from _blobs(member, depth + 1, allowance, unpack_isolated)


def _members(blob: Blob, row: FileFormat, unpack_isolated: Unpack) -> Iterable[Blob | Skipped]:
    if not row.unpacks:
        return ()
    if row.in_process:
        members: Iterable[Blob | Skipped] = registry.load(row.unpacks)(blob)
        return members
    try:
        return unpack_isolated(blob)
    except DocumentError as error:
        return [Skipped(blob.name, str(error))]


def _recognise(blob: Blob) -> FileFormat:
    """The format of a file by its suffix, its signature and its first characters.

    Raises:
        DocumentError: if it is binary and unsupported.
    """
    suffix = PurePath(blob.name).suffix
    start = blob.content[:_SNIFFED_CHARACTERS].decode("latin-1")
    return binary_format(blob.content, suffix) or text_format(start, suffix)


def parse(blob: Blob) -> tuple[Source, Parsed]:
    """The text of a document and its blocks, by the parser of its format.

    Raises:
        DocumentError: if it is empty, binary, encrypted, broken or too large.
    """
    return _parse_as(blob, *_settled(blob))


def parse_if_safe(blob: Blob) -> tuple[Source, Parsed] | None:
    """``parse``; ``None``, and nothing was parsed, if the format needs a process of its own.

    The start of the file only saves decoding: what counts is the format of the whole.

    Raises:
        DocumentError: as ``parse``.
    """
    if not _seems_safe(blob):
        return None
    row, text = _settled(blob)
    return _parse_as(blob, row, text) if row.in_process else None


def _seems_safe(blob: Blob) -> bool:
    suffix, head = PurePath(blob.name).suffix, blob.content[:HEAD_BYTES]
    try:
        row = binary_format(head, suffix) or text_format(head.decode("utf-8", "ignore"), suffix)
    except DocumentError:  # a zip file's directory stands at its end
        return False
    return row.in_process


def _settled(blob: Blob) -> tuple[FileFormat, str]:
    """The format that a document is parsed as, and its decoded text; ``""`` if it is binary."""
    if not blob.content.strip():
        raise DocumentError("is empty; nothing to index")
    suffix = PurePath(blob.name).suffix
    if row := binary_format(blob.content, suffix):
        return row, ""
    expected = registry.format_of_suffix(suffix)
    limit = limits.TEXT_BYTES if not expected or expected.is_binary else expected.max_bytes
    _check_size(len(blob.content), limit)
    text = decode(blob.content)
    return text_format(text, suffix), text


def _parse_as(blob: Blob, row: FileFormat, text: str) -> tuple[Source, Parsed]:
    if not row.reader:
        raise DocumentError("is an archive where a document was expected; unpack it")
    if row.is_binary:
        return _within_limits(*_parse_bytes(blob, row))
    return _within_limits(*parse_text(blob, text, row))


def _within_limits(source: Source, parsed: Parsed) -> tuple[Source, Parsed]:
    runs = sum(len(block.runs) for block in parsed.blocks)
    for count, limit, unit in (
        (len(source.text), limits.TEXT_BYTES, "characters"),
        (len(parsed.blocks), limits.BLOCKS, "paragraphs or rows"),
        (runs, limits.RUNS, "pieces of text or cells"),
    ):
        if count > limit:
            raise DocumentError(f"has {count:,} {unit}; the limit is {limit:,}. Split the file")
    return source, parsed


def parse_text(blob: Blob, text: str, row: FileFormat) -> tuple[Source, Parsed]:
    """The decoded text of a document and its blocks, by the reader of a text format."""
    if row.from_bytes:
        return _parse_bytes(blob, row)
    assert row.reader
    parsed: Parsed = registry.load(row.reader)(text)
    return Source(blob.name, blob.path, row.name, digest(blob.content), text), parsed


def _parse_bytes(blob: Blob, row: FileFormat) -> tuple[Source, Parsed]:
    assert row.reader
    extracted: Extracted = registry.load(row.reader)(blob.content)
    source = Source(
        name=blob.name,
        path=blob.path,
        format=row.name,
        digest=digest(blob.content),
        text=extracted.text,
        pages=extracted.pages,
        has_places=bool(extracted.pages),
    )
    return source, extracted.parsed
