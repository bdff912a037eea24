"""What stands before every path: who may call, from where, how much; and the headers of answers.

Plain ASGI, so that streams pass through as they come.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
import sys
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from anyio.to_thread import run_sync
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ..index import echoed
from .accounts import Accounts
from .paths import LOGIN, UPLOAD, Access, access
from .rate import RateLimit, RateLimited

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'unsafe-inline' 'unsafe-eval'",  # Gradio's own scripts need both
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "media-src 'self' data: blob:",
        "font-src 'self' data:",
        "worker-src 'self' blob:",
        "connect-src 'self'",
        "frame-ancestors 'none'",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
    )
)
_SEALED = (
    "default-src 'none'; style-src 'self'; img-src 'self'; "
    "frame-ancestors 'none'; base-uri 'none'; form-action 'none'"
)
"""For documents, which strangers wrote: nothing runs, and nothing is loaded from elsewhere."""
_MOST_BYTES = 16_000_000
"""Bytes of a request that is no upload: a long conversation with all its citations."""
_HOST = re.compile(r"([\w.-]+|\[[\da-fA-F:.]+\])(?::\d{1,5})?", re.ASCII)
_READING = frozenset({"GET", "HEAD"})


@dataclass(frozen=True, slots=True)
class Rules:
    """What the guard keeps to.

    Attributes:
        hosts: names that a request may call this server by, in lower case.
        accounts: who may sign in; ``None`` if everybody may ask.
        session_user: the name that a request is signed in with on the page, if any.
        sign_ins: how often a client may give a password.
        max_upload: bytes that a request with uploads may have.
    """

    hosts: frozenset[str]
    accounts: Accounts | None
    session_user: Callable[[HTTPConnection], str | None]
    sign_ins: RateLimit
    max_upload: int


@dataclass(frozen=True, slots=True)
class _Refusal:
    """An answer instead of the one asked for."""

    status: int
    error: str
    headers: tuple[tuple[str, str], ...] = ()


def client_of(scope: Scope) -> str:
    """The address that a request comes from."""
    client = scope.get("client")
    return str(client[0]) if client else "unknown"


class Guard:
    """Lets requests through that keep to the rules, and adds headers to what comes back."""

    def __init__(self, app: ASGIApp, rules: Rules) -> None:
        self._app = app
        self._rules = rules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":  # nothing here speaks over one
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        has_started, asked = False, access(scope["path"])

        async def sent(message: Message) -> None:
            nonlocal has_started
            if message["type"] == "http.response.start":
                has_started = True
                _harden(MutableHeaders(scope=message), asked)
            await send(message)

        try:
            refusal = await self._refusal(scope, asked)
            if refusal is None:
                await self._app(scope, receive, sent)
        except Exception:
            traceback.print_exc(file=sys.stderr)
            if has_started:
                raise
            refusal = _Refusal(500, "the server failed; its log says why. Please report it")
        if refusal is not None:
            await _refuse(refusal, sent)

    async def _refusal(self, scope: Scope, asked: Access) -> _Refusal | None:
        headers = Headers(scope=scope)
        return (
            _wrong_host(headers, self._rules.hosts)
            or _foreign(scope["method"], headers)
            or _closed(asked)
            or _too_large(scope, headers, self._rules.max_upload)
            or await self._unknown(HTTPConnection(scope), asked)
        )

    async def _unknown(self, connection: HTTPConnection, asked: Access) -> _Refusal | None:
        """A refusal if somebody has to sign in first, or has tried too often."""
        rules, client = self._rules, client_of(connection.scope)
        if rules.accounts is None:
            return None
        try:
            if connection.scope["path"] in LOGIN and connection.scope["method"] == "POST":
                rules.sign_ins.check(client)
            if asked is Access.OPEN or rules.session_user(connection) is not None:
                return None
            if asked is Access.OWN and (given := _basic(connection.headers)):
                rules.sign_ins.check(client, spend=False)
                if await run_sync(rules.accounts.admits, *given):
                    return None
                rules.sign_ins.check(client)
        except RateLimited as error:
            return _Refusal(429, str(error), (("retry-after", str(error.wait)),))
        challenge = (("www-authenticate", 'Basic realm="Loccit", charset="UTF-8"'),)
        return _Refusal(
            401,
            "sign in on the page, or send a name and its password as HTTP Basic authentication",
            challenge if asked is Access.OWN else (),
        )


def _wrong_host(headers: Headers, hosts: frozenset[str]) -> _Refusal | None:
    """A page elsewhere may give its own name this server's address; so names are compared."""
    named = [*headers.getlist("host"), *headers.getlist("x-forwarded-host")]
    if len(headers.getlist("host")) == 1 and all(_host_name(one) in hosts for one in named):
        return None
    return _Refusal(
        400,
        f"the request is for the host {echoed(', '.join(named))}; this server answers to "
        f"{', '.join(sorted(hosts))}. Start it with --allow-host NAME to let it answer to others",
    )


def _host_name(host: str) -> str:
    found = _HOST.fullmatch(host)
    return found[1].lower().strip("[]").rstrip(".") if found else ""


def _foreign(method: str, headers: Headers) -> _Refusal | None:
    """Whether a page of another site sends something: browsers say where it comes from."""
    if method in _READING:
        return None
    hosts = {
        one.lower() for one in (*headers.getlist("host"), *headers.getlist("x-forwarded-host"))
    }
    for origin in headers.getlist("origin"):
        if origin.partition("://")[2].lower() not in hosts:
            return _Refusal(
                403,
                f"the request comes from a page of {echoed(origin)}; "
                "only this server's own may send",
            )
    return None


def _closed(asked: Access) -> _Refusal | None:
    if asked is Access.FETCH:
        return _Refusal(403, "this server fetches no addresses for its visitors")
    return _Refusal(404, "there is nothing at this path") if asked is Access.CLOSED else None


def _too_large(scope: Scope, headers: Headers, max_upload: int) -> _Refusal | None:
    if "transfer-encoding" in headers:
        return _Refusal(411, "the request does not say its length; send Content-Length")
    most = max_upload if scope["path"] == UPLOAD else _MOST_BYTES
    length = headers.get("content-length", "0")
    if not length.isdecimal() or int(length) > most:
        return _Refusal(413, f"the request has {length} bytes; expected at most {most:,}")
    return None


def _basic(headers: Headers) -> tuple[str, str] | None:
    scheme, _, coded = headers.get("authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, colon, password = base64.b64decode(coded, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return (name, password) if colon else None


def _harden(headers: MutableHeaders, asked: Access) -> None:
    """The headers of every answer; a path's own policy stays."""
    policy = _SEALED if asked is Access.OWN else _POLICY
    headers.setdefault("content-security-policy", policy)
    headers["x-content-type-options"] = "nosniff"
    headers["referrer-policy"] = "no-referrer"
    headers["x-frame-options"] = "DENY"
    headers["cross-origin-resource-policy"] = "same-origin"
    headers["cross-origin-opener-policy"] = "same-origin"
    for name in [one for one in headers if one.startswith("access-control-")]:
        del headers[name]
    cookies = headers.getlist("set-cookie")
    if cookies:
        del headers["set-cookie"]
        for cookie in cookies:
            headers.append("set-cookie", _own_site(cookie.split(";")))


def _own_site(parts: Iterable[str]) -> str:
    """A cookie that no other site's request carries; Gradio lets some go everywhere."""
    kept = [one.strip() for one in parts if not one.strip().lower().startswith("samesite")]
    return "; ".join([*kept, "SameSite=Lax"])


async def _refuse(refusal: _Refusal, send: Send) -> None:
    body = json.dumps({"error": refusal.error}, ensure_ascii=False).encode()
    headers = {"content-type": "application/json", "content-length": str(len(body))}
    pairs = [*headers.items(), *refusal.headers]
    await send(
        {
            "type": "http.response.start",
            "status": refusal.status,
            "headers": [(name.encode(), value.encode()) for name, value in pairs],
        }
    )
    await send({"type": "http.response.body", "body": body})
