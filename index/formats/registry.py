"""The formats that can be indexed, one row each: to add one, write its reader and its row."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from importlib import import_module
from typing import Any

from . import limits
from .openings import is_html, is_mail

Function = str | Callable[..., Any]
"""A function, or ``"module:function"`` below this package, which is imported on first use."""


class Genre(Enum):
    """What the documents of a format are, as far as later stages treat them differently."""

    PROSE = auto()
    WEB_PAGE = auto()
    """Pages of a site, which share menus and notices."""
    TABLE = auto()
    """Rows, without an opening sentence."""
    MESSAGE = auto()
    """Messages, which quote other documents."""


@dataclass(frozen=True, slots=True)
class FileFormat:
    """A format that can be indexed.

    Attributes:
        name: what records and reports call it.
        suffixes: file name suffixes, in lower case and with the dot; ``""`` is no suffix.
        reader: turns a file into blocks. It takes the decoded text and returns ``Parsed``, or,
            with ``from_bytes``, takes the bytes and returns ``Extracted``. ``None`` for a mere
            container.
        from_bytes: whether ``reader`` takes the bytes.
        unpacks: yields the files inside a file (``Blob``, or ``Skipped`` with the reason).
        is_binary: whether its files are no text. A browser downloads the originals of binary
            formats and shows all others as plain text.
        signature: bytes that stand in the first ``SIGNATURE_WINDOW`` bytes of every such file.
        zip_member: name of a member that tells such a zip file from any other.
        opening: recognises the format by the start of a decoded text, whatever its suffix.
        is_opening_weak: whether ``opening`` counts only where the suffix says plain text.
        is_suffix_binding: whether the suffix decides, and no other format's ``opening`` counts.
        genre: what its documents are.
        in_process: whether only code of this package and the standard library reads it, so that
            small files need no parser process.
    """

    name: str
    suffixes: tuple[str, ...]
    reader: Function | None
    from_bytes: bool = False
    unpacks: Function | None = None
    is_binary: bool = False
    signature: bytes = b""
    zip_member: str = ""
    opening: Callable[[str], bool] | None = None
    is_opening_weak: bool = False
    is_suffix_binding: bool = False
    genre: Genre = Genre.PROSE
    in_process: bool = False

    @property
    def max_bytes(self) -> int:
        """Size limit of one file, in bytes; attachments may be larger than any text."""
        return limits.FILE_BYTES if self.is_binary or self.unpacks else limits.TEXT_BYTES


SIGNATURE_WINDOW = 1024
"""Bytes at the start of a file in which its signature is looked for."""

PLAIN_TEXT = FileFormat("text", (".txt", ".text", ".rst", ""), "plain:parse_plain", in_process=True)
ARCHIVE = FileFormat(
    "archive", (".zip",), None, unpacks="archive:members", is_binary=True, in_process=True
)
FORMATS: tuple[FileFormat, ...] = (
    PLAIN_TEXT,
    FileFormat(
        "markdown",
        (".md", ".markdown"),
        "markup.markdown:parse_markdown",
        is_suffix_binding=True,
    ),
    FileFormat(
        "html",
        (".html", ".htm", ".xhtml"),
        "markup.html:parse_html",
        opening=is_html,
        genre=Genre.WEB_PAGE,
    ),
    FileFormat(
        "table",
        (".csv", ".tsv"),
        "tabular.delimited:parse_table",
        is_suffix_binding=True,
        genre=Genre.TABLE,
        in_process=True,
    ),
    FileFormat(
        "mail",
        (".eml",),
        "mail.eml:parse_mail",
        from_bytes=True,
        unpacks="mail.eml:attachments",
        opening=is_mail,
        is_opening_weak=True,
        genre=Genre.MESSAGE,
    ),
    FileFormat(
        "pdf",
        (".pdf",),
        "pdf.reader:parse_pdf",
        from_bytes=True,
        is_binary=True,
        signature=b"%PDF-",
    ),
    FileFormat(
        "word",
        (".docx",),
        "office.word:parse_word",
        from_bytes=True,
        is_binary=True,
        zip_member="word/document.xml",
    ),
    FileFormat(
        "epub",
        (".epub",),
        "office.epub:parse_epub",
        from_bytes=True,
        is_binary=True,
        zip_member="META-INF/container.xml",
    ),
    ARCHIVE,
)


def format_named(name: str) -> FileFormat | None:
    """The format that records call ``name``; ``None`` if this version does not know it."""
    return next((row for row in FORMATS if row.name == name), None)


def format_of_suffix(suffix: str) -> FileFormat | None:
    """The format that a file name suffix stands for, in any case; ``None`` for an unknown one."""
    return next((row for row in FORMATS if suffix.lower() in row.suffixes), None)


def names_of_genre(genre: Genre) -> tuple[str, ...]:
    """Names of the formats whose documents are of a genre."""
    return tuple(row.name for row in FORMATS if row.genre is genre)


def opens_as_text(name: str) -> bool:
    """Whether a browser can show the original of a document of this format as plain text."""
    row = format_named(name)
    return row is not None and not row.is_binary


def expected_suffixes() -> str:
    """The suffixes that can be indexed, as error messages name them."""
    suffixes = sorted(suffix for row in FORMATS for suffix in row.suffixes if suffix)
    return "expected one of " + ", ".join(suffixes)


def load(function: Function) -> Callable[..., Any]:
    """The function that a row names, its module imported now if it was not before."""
    if not isinstance(function, str):
        return function
    module, _, name = function.partition(":")
    loaded: Callable[..., Any] = getattr(import_module(f".{module}", __package__), name)
    return loaded
