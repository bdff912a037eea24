"""Find the files under the given roots, read and decode them, and parse each by its format."""

from __future__ import annotations

import codecs
import hashlib
import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Literal, NamedTuple

from .errors import DocumentError, UsageError
from .types import Parsed, Skipped, Source

Format = Literal["text", "markdown", "html"]

SUFFIXES: dict[str, Format] = {
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
}

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE)
_BLANK = re.compile(r"[\ufeff \t\r\n\f]*")
_PAGE_START = re.compile(r"<(?:!doctype\s+html|html[\s>])", re.IGNORECASE)
_FEW = 0.03
"""Share of bytes beyond ASCII below which detection guesses: such a text is most likely Western."""


class File(NamedTuple):
    """A file to index: its name in the index and where it lies."""

    name: str
    path: Path


def find(roots: Sequence[Path], apart: Path | None = None) -> tuple[list[File], list[Skipped]]:
    """All files under ``roots`` in the order of their names, and those of another format.

    A name is the path below its root, with the root's own name before it where two would clash.
    Hidden files and folders are passed over, and so is the folder ``apart`` below a root; links to
    folders are not followed.

    Raises:
        UsageError: if a root does not exist.
    """
    found: list[tuple[Path, Path, str]] = []
    skipped: list[Skipped] = []
    for root in roots:
        if not root.exists():
            raise UsageError(
                f"no file or folder at {str(root)!r}; give a path that exists, "
                "or run `loccit index PATH` with the folder that holds your documents"
            )
        for path in _walk(root, apart.resolve() if apart else None):
            name = _printable(path.name if path == root else path.relative_to(root).as_posix())
            if path.suffix.lower() in SUFFIXES:
                found.append((root, path, name))
            else:
                expected = ", ".join(sorted(SUFFIXES))
                skipped.append(
                    Skipped(
                        name,
                        f"format {path.suffix or 'unknown'!r} is not read; "
                        f"expected one of {expected}",
                    )
                )
    unique = {path.resolve(): (root, path, name) for root, path, name in reversed(found)}
    names = _distinct_names([(root, name) for root, _, name in unique.values()])
    files = [File(name, one[1]) for name, one in zip(names, unique.values(), strict=True)]
    return sorted(files), sorted(skipped, key=lambda one: one.name)


def _distinct_names(places: Sequence[tuple[Path, str]]) -> list[str]:
    """A name for each file below its root: with as much of the root's path as sets it apart."""
    roots = [[_printable(part) for part in root.resolve().parts[1:]] for root, _ in places]
    shown = [0] * len(places)
    while True:
        names = [
            "/".join([*root[len(root) - count :], name])
            for root, count, (_, name) in zip(roots, shown, places, strict=True)
        ]
        times = Counter(names)
        clashing = [
            number
            for number, name in enumerate(names)
            if times[name] > 1 and shown[number] < len(roots[number])
        ]
        if not clashing:
            return names
        for number in clashing:
            shown[number] += 1


def _walk(root: Path, apart: Path | None) -> Iterator[Path]:
    if not root.is_dir():
        yield root
        return
    for folder, folders, names in os.walk(root):
        folders[:] = sorted(
            name
            for name in folders
            if not name.startswith(".") and Path(folder, name).resolve() != apart
        )
        for name in sorted(names):
            path = Path(folder, name)
            is_broken_link = path.is_symlink() and not path.exists()
            if not name.startswith(".") and (path.is_file() or is_broken_link):
                yield path


def _printable(name: str) -> str:
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def read(file: File) -> bytes:
    """The bytes of a file.

    Raises:
        DocumentError: if it cannot be read.
    """
    try:
        return file.path.read_bytes()
    except OSError as error:
        raise DocumentError(f"cannot be read: {error.strerror or error}") from error


def digest(data: bytes) -> str:
    """SHA-256 of a source's bytes: its identity, whatever it is called."""
    return hashlib.sha256(data).hexdigest()


def decode_source(file: File, data: bytes) -> Source:
    """Decode a file's bytes and settle its format, by content where that is plain.

    Raises:
        DocumentError: if it is empty or binary.
    """
    if not data.strip():
        raise DocumentError("is empty; nothing to index")
    text, encoding = _decode(data)
    if "\0" in text:
        raise DocumentError("is binary (it holds NUL characters); expected text, Markdown or HTML")
    format_: Format = SUFFIXES[file.path.suffix.lower()]
    if format_ != "markdown" and _is_page(text):
        format_ = "html"
    return Source(file.name, file.path, format_, digest(data), text, encoding)


def _is_page(text: str) -> bool:
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


def _decode(data: bytes) -> tuple[str, str]:
    """Byte order mark, declaration, strict UTF-8, detection, Windows-1252: the first that fits."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return data[len(bom) :].decode(encoding, "replace"), encoding
    declared = _DECLARED.search(data[:4096])
    for encoding in ([declared[1].decode("ascii")] if declared else []) + ["utf-8"]:
        try:
            return data.decode(encoding), encoding
        except (UnicodeDecodeError, LookupError):
            continue
    from charset_normalizer import from_bytes

    is_western = sum(byte > 127 for byte in data) < _FEW * len(data)
    best = None if is_western else from_bytes(data).best()
    if best is not None and best.encoding != "ascii":
        return data.decode(best.encoding, "replace"), best.encoding
    return data.decode("cp1252", "replace"), "cp1252"


def parse(source: Source) -> Parsed:
    """The blocks of a source and what it states of itself, by the parser of its format."""
    if source.format == "html":
        from .html import parse_html

        return parse_html(source.text)
    if source.format == "markdown":
        from .markdown import parse_markdown

        return parse_markdown(source.text)
    from .plain import parse_plain

    return parse_plain(source.text)
