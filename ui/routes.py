"""The pages beside the chat: a whole document, what was left out, and the style."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, HTTPException, Response
from fastapi.responses import FileResponse

from ..index import examine_hygiene
from .report import POLICY, report_page
from .service import Service
from .viewer import document_page

_STYLE = Path(__file__).with_name("style.css")


def viewer_routes(service: Service) -> APIRouter:
    """``/documents/NAME?start=&end=``, ``/report`` and ``/style.css``."""
    router = APIRouter()

    @router.get("/documents/{name:path}")
    def document(name: str, start: int = 0, end: int = 0) -> Response:
        try:
            found = service.index.document(name)
        except KeyError:
            raise HTTPException(404, f"there is no document {name!r} in the index") from None
        page = document_page(found, start, end)
        return Response(page, media_type="text/html; charset=utf-8")

    @router.get("/report")
    def report() -> Response:
        page = report_page(examine_hygiene(service.folder))
        headers = {"content-security-policy": POLICY}
        return Response(page, headers=headers, media_type="text/html; charset=utf-8")

    @router.get("/style.css")
    def style() -> Response:
        return FileResponse(_STYLE, media_type="text/css")

    return router
