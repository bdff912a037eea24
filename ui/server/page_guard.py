"""The middleware between visitors and Gradio: sessions and files belong to their visitor.

Uploads are received here, not by Gradio, which stores those of all visitors in one folder for
ever.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from functools import partial
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ...index.errors import LoccitError
from ..guard.events import EventRefused, read_cancel, read_event
from ..guard.paths import CANCEL, FILE, HEARTBEAT, JOIN, PROGRESS, STREAM, UPLOAD
from ..guard.refusals import Refusal, refuse
from ..guard.security import VISITOR
from ..guard.uploads import MOST_FILES, UploadRefused, Uploads
from ..guard.visitors import Visitor, Visitors
from ..work import Busy, Workers
from .mount import GradioSessions

_DONE = b'data: {"msg": "done"}\n\n'
_AT_ONCE, _MOST_WAITING, _PATIENCE = 4, 32, 10.0


class PageGuard:
    """Passes on requests to Gradio if they concern the visitor's own sessions and files."""

    def __init__(
        self, app: ASGIApp, visitors: Visitors, uploads: Uploads, sessions: GradioSessions
    ) -> None:
        self._app = app
        self._visitors = visitors
        self._uploads = uploads
        self._sessions = sessions
        self._workers = Workers("files are being received", _AT_ONCE, _MOST_WAITING, _PATIENCE)
        self._posts: dict[str, Callable[[Scope, Receive, Send, Visitor], Awaitable[None]]] = {
            JOIN: self._join,
            CANCEL: self._cancel,
            UPLOAD: self._upload,
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        visitor = scope.get(VISITOR) if scope["type"] == "http" else None
        if visitor is None:
            await self._app(scope, receive, send)
            return
        path = scope["path"]
        try:
            if path in self._posts and scope["method"] == "POST":
                await self._posts[path](scope, receive, send, visitor)
            elif path == PROGRESS:
                await Response(_DONE, media_type="text/event-stream")(scope, receive, send)
            else:
                self._check(scope, visitor)
                await self._app(scope, receive, send)
        except LoccitError as error:
            await refuse(Refusal.of(error), send)

    def _check(self, scope: Scope, visitor: Visitor) -> None:
        """Check that a requested stream or file belongs to this visitor."""
        path: str = scope["path"]
        if path == STREAM:
            query = parse_qs(scope["query_string"].decode("latin-1"))
            self._check_page(visitor, query.get("session_hash", [""])[0])
        elif path.startswith(HEARTBEAT):
            self._check_page(visitor, path.removeprefix(HEARTBEAT))
        elif path.startswith(FILE) and not self._uploads.owned(visitor, path.removeprefix(FILE)):
            raise EventRefused("you did not upload this file, or it has expired; upload it again")

    def _check_page(self, visitor: Visitor, session_hash: object) -> None:
        if not self._visitors.owns(visitor, session_hash):
            raise EventRefused("this page belongs to another visitor; reload it")

    async def _join(self, scope: Scope, receive: Receive, send: Send, visitor: Visitor) -> None:
        body = await Request(scope, receive).body()
        event = read_event(body, partial(self._uploads.owned, visitor))
        if not self._sessions.has_event(event["fn_index"]):
            raise EventRefused("the page has no such event; reload it")
        self._check_page(visitor, event["session_hash"])
        if not self._sessions.has_room(event["session_hash"]):
            raise Busy("too many pending events; reload the page", wait=5)
        await self._app(*_with_body(scope, json.dumps(event).encode(), receive), send)

    async def _cancel(self, scope: Scope, receive: Receive, send: Send, visitor: Visitor) -> None:
        body = await Request(scope, receive).body()
        session_hash, event_id = read_cancel(body)
        self._check_page(visitor, session_hash)
        if not self._sessions.holds(session_hash, event_id):  # already finished
            await JSONResponse({"success": True})(scope, receive, send)
            return
        await self._app(*_with_body(scope, body, receive), send)

    async def _upload(self, scope: Scope, receive: Receive, send: Send, visitor: Visitor) -> None:
        size = int(Headers(scope=scope).get("content-length", "0"))
        with self._uploads.room(visitor, size):
            try:
                form = await Request(scope, receive).form(max_files=MOST_FILES, max_fields=0)
            except HTTPException as error:
                raise UploadRefused(
                    f"the upload cannot be read: {error.detail}; "
                    f"expected at most {MOST_FILES} files as multipart/form-data"
                ) from error
            try:
                files = [value for _, value in form.multi_items() if isinstance(value, UploadFile)]
                paths = await self._workers.run(partial(self._store, visitor, files))
            finally:
                await form.close()
        await JSONResponse(paths)(scope, receive, send)

    def _store(self, visitor: Visitor, files: list[UploadFile]) -> list[str]:
        paths = [self._uploads.keep(visitor, file.filename or "", file.file) for file in files]
        return [str(path) for path in paths]


def _with_body(scope: Scope, body: bytes, receive: Receive) -> tuple[Scope, Receive]:
    """A request whose body, which has been read, is replaced by ``body``."""
    headers = MutableHeaders(raw=list(scope["headers"]))
    headers["content-length"] = str(len(body))
    headers["content-type"] = "application/json"
    is_sent = False

    async def again() -> Message:
        nonlocal is_sent
        if is_sent:
            return await receive()
        is_sent = True
        return {"type": "http.request", "body": body, "more_body": False}

    return {**scope, "headers": headers.raw}, again
