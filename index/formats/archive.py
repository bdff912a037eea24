"""Unpack the members of a zip file, within limits."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePath

from ...text.signs import printable
from ..errors import DocumentError, library_message
from . import limits
from .parsed import Blob, Skipped
from .sniff import HEAD_BYTES, refusal

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, OverflowError)


def members(blob: Blob) -> Iterator[Blob | Skipped]:
    """The files in an archive, sorted by name, each named below the archive.

    Hidden files and resource forks (``__MACOSX``) are ignored.

    Raises:
        DocumentError: if the archive is damaged or has too many members.
    """
    with opened(blob.content) as archive:
        for info in sorted(archive.infolist(), key=lambda member: member.filename):
            path = printable_path(info.filename)
            if info.is_dir() or re.search(r"(?:^|/)(?:\.|__MACOSX)", path):
                continue
            shown, suffix = f"{blob.name}/{path}", PurePath(path).suffix
            try:
                if why := refusal(suffix, lambda info=info: _head(archive, info)):  # type: ignore[misc]
                    yield Skipped(shown, why)
                else:
                    yield Blob(shown, blob.path, unpack(archive, info))
            except DocumentError as error:
                yield Skipped(shown, str(error))


def opened(content: bytes) -> zipfile.ZipFile:
    """An opened zip file, its directory checked against the limits.

    Raises:
        DocumentError: if it is damaged, or would exceed a limit when unpacked.
    """
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (*_BROKEN, NotImplementedError) as error:
        raise DocumentError(
            f"is a damaged or truncated zip file ({library_message(error)})"
        ) from error
    infos = archive.infolist()
    if len(infos) > limits.MEMBERS:
        count = len(infos)
        raise DocumentError(f"holds {count:,} files; the limit is {limits.MEMBERS:,}. Split it")
    total = sum(info.file_size for info in infos)
    if total > limits.UNPACKED_BYTES:
        raise DocumentError(
            f"would unpack to {total / 1e6:,.0f} MB; the limit is "
            f"{limits.UNPACKED_BYTES / 1e6:,.0f} MB. Split it"
        )
    return archive


def unpack(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """The bytes of a member.

    Raises:
        DocumentError: if it is encrypted, damaged, or compressed beyond the limit.
    """
    if info.flag_bits & 1:
        raise DocumentError("is encrypted; unpack it with its password first")
    most = 1_000_000 + limits.RATIO * info.compress_size
    if info.file_size > most:
        ratio = info.file_size / max(1, info.compress_size)
        raise DocumentError(
            f"unpacks to {ratio:,.0f} times its compressed size; "
            f"the limit is {limits.RATIO} times, which no document reaches"
        )
    try:
        with archive.open(info) as file:
            content = file.read(most + 1)
    except (*_BROKEN, NotImplementedError, RuntimeError) as error:
        raise DocumentError(f"cannot be unpacked ({library_message(error)})") from error
    if len(content) != info.file_size:
        raise DocumentError("cannot be unpacked (its size is not the one that the archive states)")
    return content


def printable_path(path: str) -> str:
    """A path inside a file as part of a name: no parent steps, no control characters."""
    parts = path.replace("\\", "/").split("/")
    return "/".join(printable(part) for part in parts if part not in {"", ".", ".."})


def _head(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    return unpack(archive, info)[:HEAD_BYTES]
