"""The server: the page, the HTTP API, and the guard in front of both."""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI, Request

from ..guard.accounts import Accounts
from ..guard.credentials import Credentials
from ..guard.rate import RateLimit
from ..guard.security import LOOPBACK, VISITOR, Guard, Rules
from ..guard.uploads import Uploads
from ..guard.visitors import Visitors
from ..page.conversations import Conversations
from ..service import Service
from .api import SCHEMA, add_api
from .mount import mount_page, upload_root
from .page_guard import PageGuard
from .sign_in import sign_in_routes

_WILDCARDS = frozenset({"", "0.0.0.0", "::"})
_REQUESTS_A_QUESTION = 10
"""How many requests the rate limit allows per question."""
_TIDYING_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class ServeOptions:
    """Options of a server.

    Attributes:
        host: host name or address to listen on.
        port: port to listen on; 0 for any free port.
        accounts: accounts that may sign in; ``None`` to serve without accounts.
        allowed_hosts: accepted host names besides loopback and ``host``.
        questions_per_minute: rate limit of one client, 1 or more; it may send ten times as
            many requests.
        max_upload_bytes: maximum size of an upload, 1 or more.
        look: ``theme``, ``css``, ``head`` and the like for the page.
    """

    host: str = "127.0.0.1"
    port: int = 7860
    accounts: Accounts | None = None
    allowed_hosts: tuple[str, ...] = ()
    questions_per_minute: int = 60
    max_upload_bytes: int = 50_000_000
    look: dict[str, Any] = field(default_factory=dict)

    def hosts(self) -> frozenset[str]:
        """The accepted host names, in lower case."""
        names = {name.lower().strip("[]").rstrip(".") for name in (self.host, *self.allowed_hosts)}
        return LOOPBACK | (names - _WILDCARDS)


def create_app(
    service: Service,
    page: Any,
    options: ServeOptions,
    limit: RateLimit | None = None,
    routers: Sequence[APIRouter] = (),
    conversations: Conversations | None = None,
) -> FastAPI:
    """Create the server for a service and its page.

    Args:
        service: answers questions.
        page: a ``gradio.Blocks``.
        options: options of the server.
        limit: rate limit of questions; pass the page's to share it.
        routers: additional routes; their paths must be listed in ``guard.paths``.
        conversations: conversations of signed-in users; pass the page's to share them.
    """
    limit = limit or RateLimit(options.questions_per_minute)
    app = FastAPI(
        title="Loccit", docs_url=None, redoc_url=None, openapi_url=SCHEMA, lifespan=_tidying
    )
    add_api(app, service, limit)
    for router in routers:
        app.include_router(router)
    _add_page(app, page, options, _cookie_name(service.folder), conversations)
    return app


def _add_page(
    app: FastAPI,
    page: Any,
    options: ServeOptions,
    cookie: str,
    conversations: Conversations | None,
) -> None:
    """Mount the page and add the guards."""
    uploads = Uploads(upload_root(), options.max_upload_bytes)

    def leave(session_hashes: Iterable[str], folder: str | None) -> None:
        sessions.forget(session_hashes)
        if folder:
            uploads.forget(folder)

    def tidy() -> None:
        uploads.expire()
        visitors.expire()
        stored.expire()
        sessions.expire(time.monotonic())

    visitors = Visitors(cookie, leave)
    credentials = Credentials(options.accounts) if options.accounts else None
    stored = conversations or Conversations()
    if credentials:
        app.include_router(sign_in_routes(visitors, credentials, stored))
    sessions = mount_page(app, page, _account_of if credentials else None, options.look)
    rules = Rules(
        hosts=options.hosts(),
        visitors=visitors,
        credentials=credentials,
        requests=RateLimit(_REQUESTS_A_QUESTION * options.questions_per_minute, "requests"),
        max_upload=options.max_upload_bytes,
    )
    app.state.cookie, app.state.tidy = visitors.cookie, tidy
    app.add_middleware(PageGuard, visitors=visitors, uploads=uploads, sessions=sessions)
    app.add_middleware(Guard, rules=rules)


def _account_of(request: Request) -> str | None:
    visitor = request.scope[VISITOR]
    return visitor.account if visitor else None


def _cookie_name(folder: Path) -> str:
    """A cookie name per index: browsers do not separate cookies by port."""
    return f"loccit-{hashlib.sha256(str(folder.resolve()).encode()).hexdigest()[:8]}"


@asynccontextmanager
async def _tidying(app: FastAPI) -> AsyncIterator[None]:
    """Expire unused sessions and uploads while the server runs."""

    async def tidy() -> None:
        while True:
            await asyncio.sleep(_TIDYING_SECONDS)
            app.state.tidy()

    task = asyncio.create_task(tidy())
    try:
        yield
    finally:
        task.cancel()
