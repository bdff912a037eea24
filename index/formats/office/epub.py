"""EPUB books: their chapters in reading order, as HTML."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from ....text.dates import parse_date
from ...errors import DocumentError, library_message
from ..archive import opened, unpack
from ..decode import decode
from ..markup.html import parse_whole
from ..markup.html_tables import with_flat_cells
from ..parsed import Extracted, Metadata

_CONTAINER, _RIGHTS = "META-INF/container.xml", "META-INF/rights.xml"
_OPF, _DC = "{http://www.idpf.org/2007/opf}", "{http://purl.org/dc/elements/1.1/}"
_ROOT_FILE = ".//{urn:oasis:names:tc:opendocument:xmlns:container}rootfile"
_PAGES = {"application/xhtml+xml", "text/html"}


def parse_epub(content: bytes) -> Extracted:
    """The HTML of all chapters, and its blocks, without the table of contents.

    Raises:
        DocumentError: if it is damaged, or protected by DRM.
    """
    with opened(content) as archive:
        if _RIGHTS in archive.namelist():
            raise DocumentError("is protected by DRM; get a copy without it")
        path = _package_path(archive)
        package = _xml(archive, path)
        chapters = _chapters(archive, package, posixpath.dirname(path))
        page = with_flat_cells("\n".join(chapters))
    return Extracted(page, parse_whole(page, _stated(package)))


def _package_path(archive: zipfile.ZipFile) -> str:
    root_file = _xml(archive, _CONTAINER).find(_ROOT_FILE)
    path = root_file.get("full-path") if root_file is not None else None
    if not path:
        raise DocumentError(f"is a damaged book: {_CONTAINER} names no package file")
    return str(path)


def _chapters(archive: zipfile.ZipFile, package: Any, folder: str) -> Iterator[str]:
    """The pages of the spine, in order, each once: a repeated one is an error or an attack."""
    items = {item.get("id"): item for item in package.iter(f"{_OPF}item")}
    order = (reference.get("idref") for reference in package.iter(f"{_OPF}itemref"))
    for name in dict.fromkeys(order):
        item = items.get(name)
        if item is None or item.get("media-type") not in _PAGES:
            continue
        if "nav" not in (item.get("properties") or "").split():
            path = posixpath.normpath(posixpath.join(folder, unquote(item.get("href") or "")))
            yield decode(_part(archive, path))


def _stated(package: Any) -> Metadata:
    def every(name: str) -> list[str]:
        texts = (" ".join((element.text or "").split()) for element in package.iter(f"{_DC}{name}"))
        return [text for text in texts if text]

    dates = [date for text in every("date") if (date := parse_date(text))]
    return Metadata(
        title=next(iter(every("title")), None),
        author=", ".join(every("creator")) or None,
        date=next(iter(dates), None),
        origin=next(iter(every("source")), None),
    )


def _xml(archive: zipfile.ZipFile, path: str) -> Any:
    try:
        return ElementTree.fromstring(_part(archive, path))
    except DefusedXmlException as error:
        reason = f"declares entities in {path!r}, which no book needs; refused"
        raise DocumentError(reason) from error
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise DocumentError(
            f"is a damaged book: {path} cannot be read ({library_message(error)})"
        ) from error


def _part(archive: zipfile.ZipFile, path: str) -> bytes:
    try:
        return unpack(archive, archive.getinfo(path))
    except KeyError as error:
        named = repr(path[:100])
        reason = f"is a damaged book: it refers to {named}, which it does not contain"
        raise DocumentError(reason) from error
