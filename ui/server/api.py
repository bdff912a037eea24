"""The HTTP API, and the documents that citations refer to."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response

from ...index.errors import EncoderError, IndexFolderError, LoccitError, UsageError, echoed
from ...index.search import Index
from ...rag.answer import answer_question, check_question
from ...rag.types import ChatInput, hit_to_dict
from ..guard.rate import RateLimit
from ..guard.refusals import Refusal
from ..guard.security import client_of
from ..page.runs import NoRun
from ..service import Service
from .original_files import NoOriginal, find_document, read_original
from .schema import MOST_HITS, ask_body, described, search_body

SCHEMA = "/api/openapi.json"
"""Path of the OpenAPI description."""
_MOST_BYTES = 1_000_000
_SEALED = {"content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox"}
"""Policy for untrusted files: no scripts, no resources, an origin of their own."""


def add_api(app: FastAPI, service: Service, limit: RateLimit) -> None:
    """Add the API's routes and error handlers to a server."""
    app.add_exception_handler(LoccitError, _refused)
    app.add_exception_handler(RequestValidationError, _wrong)
    answering, reading = service.work.answering, service.work.reading

    @app.post("/api/ask", **described("Ask a question", ask_body(service.config)))
    async def ask(request: Request) -> Response:
        limit.check(client_of(request.scope))
        asked = _asked(await _body(request, {"question", "history", "filters"}))
        answer = await answering.run(lambda: answer_question(service.index, asked, service.config))
        return JSONResponse(answer.to_dict())

    @app.post("/api/search", **described("Search passages", search_body(service.config)))
    async def search(request: Request) -> Response:
        limit.check(client_of(request.scope))
        body = await _body(request, {"question", "k", "filters"})
        asked, k = _asked(body), _count(body.get("k", 5))
        text, admitted = check_question(asked, service.config)
        hits = await answering.run(lambda: service.index.search(text, k, within=admitted))
        return JSONResponse({"question": text, "hits": [hit_to_dict(hit) for hit in hits]})

    @app.get("/api/documents", **described("List the documents"))
    async def documents() -> Response:
        return JSONResponse({"documents": await reading.run(lambda: _documents(service.index))})

    @app.get("/originals/{name:path}", **described("A document's original file", None, "*/*"))
    async def original(name: str) -> Response:
        file = await reading.run(lambda: read_original(service.index, name))
        kind = _text_type(file.content) if file.is_text else "application/octet-stream"
        shown = "inline" if file.is_text else "attachment"
        place = f"{shown}; filename*=UTF-8''{quote(file.file_name, safe='', errors='replace')}"
        headers = {**_SEALED, "content-type": kind, "content-disposition": place}
        return Response(file.content, headers=headers)

    @app.get("/text/{name:path}", **described("A document's text", None, "text/plain"))
    async def text(name: str) -> Response:
        content = await reading.run(
            lambda: find_document(service.index, name).text.encode("utf-8", "replace")
        )
        return Response(content, headers={**_SEALED, "content-type": "text/plain; charset=utf-8"})


def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, LoccitError)
    refusal = Refusal.of(error)
    return JSONResponse({"error": refusal.error}, _status(error, refusal), dict(refusal.headers))


def _wrong(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    wrong = ", ".join(f"{problem['loc'][-1]}: {problem['msg']}" for problem in error.errors()[:3])
    return JSONResponse({"error": f"invalid request: {wrong[:300]}"}, 400)


def _status(error: LoccitError, refusal: Refusal) -> int:
    if isinstance(error, NoOriginal | NoRun):
        return 404
    return 503 if isinstance(error, IndexFolderError | EncoderError) else refusal.status


async def _body(request: Request, keys: set[str]) -> dict[str, Any]:
    expected = f"expected a JSON object with the keys {', '.join(sorted(keys))}"
    size = int(request.headers.get("content-length", "0"))
    if size > _MOST_BYTES:
        raise UsageError(f"the request is {size:,} bytes; the limit is {_MOST_BYTES:,}")
    try:
        body = json.loads(await request.body())
        json.dumps(body, ensure_ascii=False).encode()  # lone surrogates cannot be encoded
    except (ValueError, RecursionError) as error:
        raise UsageError(
            f"the request is not valid JSON ({type(error).__name__}); {expected}"
        ) from error
    if not isinstance(body, dict):
        raise UsageError(f"the request is of type {type(body).__name__}; {expected}")
    if unknown := sorted(body.keys() - keys):
        raise UsageError(f"the request has the key {echoed(unknown[0])}; {expected}")
    return body


def _asked(body: dict[str, Any]) -> ChatInput:
    question, filters = body.get("question"), body.get("filters")
    if not isinstance(question, str):
        raise UsageError(
            f"the question is of type {type(question).__name__}; "
            'expected text, as in {"question": "What does Iran fear?"}'
        )
    if not isinstance(filters, dict | None):
        raise UsageError(
            f"filters is of type {type(filters).__name__}; "
            'expected an object, as in {"after": "2020", "in": "briefs/*"}'
        )
    history = body.get("history")
    return ChatInput(question, () if history is None else history, filters)


def _count(k: object) -> int:
    if isinstance(k, float) and k.is_integer():  # JSON does not distinguish 5.0 from 5
        k = int(k)
    if type(k) is not int or not 1 <= k <= MOST_HITS:
        raise UsageError(f"k is {echoed(k)}; expected a whole number from 1 to {MOST_HITS}")
    return k


def _documents(index: Index) -> list[dict[str, Any]]:
    """The metadata of every document and its number of passages."""
    listing = index.listing()
    firsts = sorted(listed.first for listed in listing if listed.first is not None)
    ends = dict(zip(firsts, [*firsts[1:], index.manifest.counts["chunks"]], strict=True))
    return [
        {
            "name": listed.name,
            "title": listed.title,
            "author": listed.author,
            "date": listed.date,
            "passages": 0 if listed.first is None else ends[listed.first] - listed.first,
        }
        for listed in listing
    ]


def _text_type(content: bytes) -> str:
    """Plain text in any case; browsers guess the encoding if it is not UTF-8."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "text/plain"
    return "text/plain; charset=utf-8"
