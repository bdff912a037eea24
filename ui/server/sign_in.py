"""Signing in and out on the page: a form and a session cookie."""

from __future__ import annotations

from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from ...index.errors import UsageError
from ..guard.credentials import Credentials
from ..guard.paths import SIGN_IN, SIGN_OUT
from ..guard.rate import RateLimited
from ..guard.refusals import status_of
from ..guard.security import VISITOR, client_of
from ..guard.visitors import Visitors
from ..markup import escaped
from ..page.conversations import Conversations
from ..work import Busy

_MOST_BYTES = 4_000
_EMPTIED = {"clear-site-data": '"cache", "storage"'}
"""Clears what the browser stored for another account, or before there were accounts."""


def sign_in_routes(
    visitors: Visitors, credentials: Credentials, conversations: Conversations
) -> APIRouter:
    """``GET`` and ``POST /sign-in``, ``POST /sign-out``.

    Args:
        visitors: the visitors of the page.
        credentials: checks names and passwords.
        conversations: conversations of accounts, deleted on sign-out.
    """
    router = APIRouter(include_in_schema=False)

    @router.get(SIGN_IN)
    def form(request: Request) -> Response:
        visitor = request.scope[VISITOR]
        return RedirectResponse("./", 303) if visitor and visitor.account else _form()

    @router.post(SIGN_IN)
    async def sign_in(request: Request) -> Response:
        client = client_of(request.scope)
        try:
            name, password = _typed(await request.body())
            is_right = await credentials.admits(client, name, password)
        except (RateLimited, Busy, UsageError) as error:
            return _form(str(error), status_of(error))
        if not is_right:
            return _form("Wrong name or password.", 400)
        if previous := request.scope[VISITOR]:
            visitors.forget(previous)
        visitor = visitors.create(client, name)
        response = RedirectResponse("./", 303, headers=_EMPTIED)
        is_secure = request.url.scheme == "https"
        response.headers.append("set-cookie", visitors.set_cookie(visitor, is_secure=is_secure))
        return response

    @router.post(SIGN_OUT)
    def sign_out(request: Request) -> Response:
        visitor = request.scope[VISITOR]
        conversations.empty(visitor.account)
        visitors.forget(visitor)
        response = RedirectResponse(f".{SIGN_IN}", 303, headers=_EMPTIED)
        response.delete_cookie(visitors.cookie, path="/", httponly=True)
        return response

    return router


def _typed(body: bytes) -> tuple[str, str]:
    """The name and password of a form.

    Raises:
        UsageError: if one is missing.
    """
    if len(body) <= _MOST_BYTES:
        fields = parse_qs(body.decode("utf-8", "replace"), max_num_fields=5)
        names, passwords = fields.get("username", []), fields.get("password", [])
        if len(names) == len(passwords) == 1:
            return names[0].strip(), passwords[0]
    raise UsageError("name or password is missing; enter both")


def _form(problem: str = "", status: int = 200) -> HTMLResponse:
    alert = f'<p class="problem" role="alert">{escaped(problem)}</p>' if problem else ""
    page = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Loccit: sign in</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="stylesheet" href="style.css"></head><body class="viewer"><main class="sign-in">'
        f"<h1>Loccit</h1><p>Sign in to ask questions about the documents.</p>{alert}"
        '<form method="post" action="sign-in">'
        '<label>Name <input name="username" autocomplete="username" required autofocus></label>'
        '<label>Password <input name="password" type="password" '
        'autocomplete="current-password" required></label>'
        '<button type="submit">Sign in</button></form></main></body></html>'
    )
    return HTMLResponse(page, status)
