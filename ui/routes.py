"""The pages beside the chat: documents, what was left out, evaluations, and the style."""

from __future__ import annotations

import threading
from pathlib import Path

from fastapi import APIRouter, Response
from fastapi.responses import FileResponse

from ..index import Document, DocumentError, Index, Parser, examine_hygiene
from .originals import NoOriginal, find_document, read_original
from .report import POLICY, report_page
from .runs import read_report
from .service import Service
from .viewer import document_page, printed_page

_STYLE = Path(__file__).with_name("style.css")
_HTML = "text/html; charset=utf-8"
_NO_MORE = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
"""For a report, which lies in a folder where anybody may have put another page."""
_DRAWN_AT_ONCE = 2
"""Pages that are drawn at the same time, each in a process of its own."""


def viewer_routes(service: Service) -> APIRouter:
    """``/documents/NAME?start=&end=``, ``/pages/NAME?number=``, ``/report``, and so on."""
    router, drawing = APIRouter(), threading.Semaphore(_DRAWN_AT_ONCE)

    @router.get("/documents/{name:path}")
    def document(name: str, start: int = 0, end: int = 0) -> Response:
        page = document_page(find_document(service.index, name), start, end)
        return Response(page, media_type=_HTML)

    @router.get("/pages/{name:path}")
    def page(name: str, number: int = 1) -> Response:
        return Response(printed_page(_paged(service.index, name, number), number), media_type=_HTML)

    @router.get("/pictures/{name:path}")
    def picture(name: str, number: int = 1) -> Response:
        try:
            with drawing, Parser() as parser:
                data = read_original(service.index, _paged(service.index, name, number).name).data
                return Response(parser.picture(data, number), media_type="image/png")
        except DocumentError as error:
            raise NoOriginal(f"{name!r} {error}") from error

    @router.get("/report")
    def report() -> Response:
        page = report_page(examine_hygiene(service.folder))
        headers = {"content-security-policy": POLICY}
        return Response(page, headers=headers, media_type=_HTML)

    @router.get("/evaluations/{name}")
    def evaluation(name: str) -> Response:
        page = read_report(service.folder, name)
        headers = {"content-security-policy": f"{POLICY}; {_NO_MORE}"}
        return Response(page, headers=headers, media_type=_HTML)

    @router.get("/style.css")
    def style() -> Response:
        return FileResponse(_STYLE, media_type="text/css")

    return router


def _paged(index: Index, name: str, number: int) -> Document:
    """A document that has such a page.

    Raises:
        NoOriginal: if there is none, or it has not.
    """
    document = find_document(index, name)
    if not 1 <= number <= len(document.pages):
        raise NoOriginal(
            f"{name!r} has no printed page {number}; it has {len(document.pages)}, counted from 1"
        )
    return document
