"""The server: the page, the HTTP API, and the guard before both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from fastapi import APIRouter, FastAPI

from .accounts import Accounts
from .api import add_api
from .mount import mount_page
from .rate import RateLimit
from .security import LOOPBACK, Guard, Rules
from .service import Service

_WILDCARDS = frozenset({"", "0.0.0.0", "::"})
_SIGN_INS = 10


@dataclass(frozen=True, slots=True)
class ServeOptions:
    """How a server is reached, and by whom.

    Attributes:
        host: the name or address that it listens on.
        port: the port; 0 for any that is free.
        accounts: who may ask; ``None`` for everybody who reaches it.
        allowed_hosts: names it answers to, beside those of loopback and ``host``.
        questions_per_minute: how often one client may ask, 1 or more.
        max_upload_bytes: size of an upload, 1 or more.
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
        """The names that a request may call the server by, in lower case."""
        given = {one.lower().strip("[]").rstrip(".") for one in (self.host, *self.allowed_hosts)}
        return LOOPBACK | (given - _WILDCARDS)


def create_app(
    service: Service,
    page: Any,
    options: ServeOptions,
    limit: RateLimit | None = None,
    routers: Sequence[APIRouter] = (),
) -> FastAPI:
    """The server over a service and its page.

    Args:
        service: answers questions.
        page: a ``gradio.Blocks``.
        options: how it is reached.
        limit: how often a client may ask; the page's own if it counts too.
        routers: further routes of ours; their paths must be among those in ``paths``.
    """
    limit = limit or RateLimit(options.questions_per_minute)
    app = FastAPI(title="Loccit", docs_url=None, redoc_url=None, openapi_url=None)
    add_api(app, service, limit)
    for router in routers:
        app.include_router(router)
    accounts, most = options.accounts, options.max_upload_bytes
    rules = Rules(
        hosts=options.hosts(),
        accounts=accounts,
        session_user=mount_page(app, page, accounts, most, options.look),
        sign_ins=RateLimit(_SIGN_INS, "sign-ins"),
        max_upload=most,
    )
    app.add_middleware(Guard, rules=rules)
    return app
