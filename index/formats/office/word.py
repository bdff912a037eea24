"""Word documents, converted to HTML. The only module that imports mammoth."""

from __future__ import annotations

import io
import re
import zipfile

from defusedxml import ElementTree

from ....text import lexicon
from ....text.dates import parse_date
from ...errors import DocumentError
from ..archive import opened, unpack
from ..markup.html import parse_whole
from ..markup.html_tables import with_flat_cells
from ..parsed import Extracted, Metadata

_STYLES = "p[style-name='Title'] => h1:fresh\np[style-name='Subtitle'] => p:fresh"
_CORE = "docProps/core.xml"
_TAGS = {
    "title": "{http://purl.org/dc/elements/1.1/}title",
    "author": "{http://purl.org/dc/elements/1.1/}creator",
    "date": "{http://purl.org/dc/terms/}created",
}
_TEMPLATES = re.compile(lexicon.alternation("placeholders.word"), re.IGNORECASE)
"""Placeholders that programs write if nobody states an author or a title."""


def parse_word(content: bytes) -> Extracted:
    """The HTML of a ``.docx`` file, and its blocks.

    Headings, lists, tables and footnotes are kept; pictures, comments and page headers and footers
    are not. Title, author and date come from the document properties.

    Raises:
        DocumentError: if it is damaged.
    """
    import mammoth

    _check(content)
    try:
        page: str = mammoth.convert_to_html(
            io.BytesIO(content),
            style_map=_STYLES,
            convert_image=mammoth.images.img_element(lambda image: {}),
            external_file_access=False,
        ).value
    except Exception as error:  # mammoth raises anything on broken parts
        raise DocumentError(
            "is a damaged Word file (a part is missing or broken); save it again in Word"
        ) from error
    page = with_flat_cells(page)
    return Extracted(page, parse_whole(page, _properties(content)))


def _check(content: bytes) -> None:
    """Refuse parts that exceed the limits, or declare entities, as Word never does."""
    with opened(content) as archive:
        for info in archive.infolist():
            if info.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in unpack(archive, info):
                raise DocumentError(f"declares a document type in {info.filename!r}; refused")


def _properties(content: bytes) -> Metadata:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        try:
            root = ElementTree.fromstring(archive.read(_CORE))
        except (KeyError, ElementTree.ParseError, ValueError):
            return Metadata()
    stated = {name: " ".join((root.findtext(tag) or "").split()) for name, tag in _TAGS.items()}
    kept = {name: text for name, text in stated.items() if text and not _TEMPLATES.fullmatch(text)}
    # A document made from the default template of python-docx carries the template's date.
    dated = "python-docx" not in stated["author"]
    return Metadata(
        title=kept.get("title"),
        author=kept.get("author"),
        date=parse_date(kept["date"]) if dated and "date" in kept else None,
    )
