"""Routes of the pages besides the chat: documents, reports, and the style sheet."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from fastapi import APIRouter, Response
from fastapi.responses import FileResponse

from ...index.cleaning.hygiene import examine_hygiene
from ...index.generations.current import current_generation
from ...index.search import Index
from ...index.types import Document
from ..page.hygiene_report import POLICY, report_page
from ..page.runs import read_report
from ..page.viewer import document_page, printed_page
from ..service import Service
from .original_files import NoOriginal, find_document
from .page_images import PageImages

_STYLE = Path(__file__).parents[1] / "page" / "style.css"
_HTML = "text/html; charset=utf-8"
_NO_MORE = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
"""Additional policy for reports, as another program may have written the file."""


def viewer_routes(service: Service, images: PageImages | None = None) -> APIRouter:
    """``/documents/NAME?start=&end=``, ``/pages/NAME?number=``, ``/report``, and so on.

    Args:
        service: provides the documents.
        images: renders pages of PDFs.
    """
    router, images = APIRouter(include_in_schema=False), images or PageImages()
    reading = service.work.reading

    @router.get("/documents/{name:path}")
    async def document(name: str, start: int = 0, end: int = 0) -> Response:
        page = await reading.run(
            lambda: document_page(find_document(service.index, name), start, end)
        )
        return Response(page, media_type=_HTML)

    @router.get("/pages/{name:path}")
    async def page(name: str, number: int = 1) -> Response:
        page = await reading.run(lambda: printed_page(_paged(service.index, name, number), number))
        return Response(page, media_type=_HTML)

    @router.get("/pictures/{name:path}")
    async def picture(name: str, number: int = 1) -> Response:
        index = await reading.run(lambda: _with_page(service.index, name, number))
        return Response(await images.picture(index, name, number), media_type="image/png")

    @router.get("/report")
    async def report() -> Response:
        page = await reading.run(
            lambda: _report(service.folder, current_generation(service.folder))
        )
        headers = {"content-security-policy": POLICY}
        return Response(page, headers=headers, media_type=_HTML)

    @router.get("/evaluations/{name}")
    async def evaluation(name: str) -> Response:
        page = await reading.run(lambda: read_report(service.folder, name))
        headers = {"content-security-policy": f"{POLICY}; {_NO_MORE}"}
        return Response(page, headers=headers, media_type=_HTML)

    @router.get("/style.css")
    def style() -> Response:
        return FileResponse(_STYLE, media_type="text/css")

    return router


@lru_cache(maxsize=1)
def _report(folder: Path, generation: Path) -> str:
    """The report of a generation, cached."""
    return report_page(examine_hygiene(folder))


def _with_page(index: Index, name: str, number: int) -> Index:
    """The index, after checking that the document has such a page."""
    _paged(index, name, number)
    return index


def _paged(index: Index, name: str, number: int) -> Document:
    """The document, after checking that it has such a page.

    Raises:
        NoOriginal: if there is no such document or page.
    """
    document = find_document(index, name)
    if not 1 <= number <= len(document.pages):
        raise NoOriginal(
            f"{name!r} has no page {number}; it has {len(document.pages)} pages, counted from 1"
        )
    return document
