"""The middleware before every path: access control, limits and security headers.

Plain ASGI, so that streams pass through unbuffered.
"""

from __future__ import annotations

import base64
import binascii
import ipaddress
import re
import traceback
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ...index.errors import echoed
from ..terminal import warn
from ..work import Busy
from .credentials import Credentials
from .headers import harden
from .pace import SlowClient, in_pieces, in_time
from .paths import SIGN_IN, UPLOAD, Access, access, cost, methods
from .rate import RateLimit, RateLimited
from .refusals import Refusal, refuse
from .visitors import Visitor, Visitors

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
VISITOR = "loccit.visitor"
"""Key of the ``Visitor`` in a request's scope."""
_MOST_BYTES = 4_000_000
"""Largest request other than uploads, in bytes: a long conversation with its citations."""
_HOST = re.compile(r"([\w.-]+|\[[\da-fA-F:.]+\])(?::\d{1,5})?", re.ASCII)
_READING = frozenset({"GET", "HEAD"})
_NETWORK = 64
"""Prefix length of an IPv6 network, all of whose addresses belong to one customer."""


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules that the guard enforces.

    Attributes:
        hosts: accepted host names, in lower case.
        visitors: the visitors of the page.
        credentials: checks passwords; ``None`` if there are no accounts.
        requests: rate limit of requests per client.
        max_upload: maximum size of a request with uploads, in bytes.
    """

    hosts: frozenset[str]
    visitors: Visitors
    credentials: Credentials | None
    requests: RateLimit
    max_upload: int


def client_of(scope: Scope) -> str:
    """The address of a request's client; for IPv6 its network."""
    client = scope.get("client")
    if not client:
        return "unknown"
    try:
        address = ipaddress.ip_address(str(client[0]))
    except ValueError:
        return str(client[0])
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, _NETWORK), strict=False))
    return str(address)


class Guard:
    """Refuses requests that break the rules, and adds security headers to responses."""

    def __init__(self, app: ASGIApp, rules: Rules) -> None:
        self._app = app
        self._rules = rules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "websocket":  # not used by the page
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        has_started, required = False, access(scope["path"])
        newcomer: Visitor | None = None
        scope[VISITOR] = None

        async def sent(message: Message) -> None:
            nonlocal has_started
            if message["type"] == "http.response.start":
                has_started = True
                headers = MutableHeaders(scope=message)
                if newcomer:
                    is_secure = scope.get("scheme") == "https"
                    cookie = self._rules.visitors.set_cookie(newcomer, is_secure=is_secure)
                    headers.append("set-cookie", cookie)
                is_shared = required is Access.OPEN
                harden(headers, is_sealed=required is Access.OWN, is_shared=is_shared)
            await in_pieces(message, send)

        try:
            refusal = await self._refusal(scope, required)
            if refusal is None:
                newcomer = self._new_visitor(scope, required)
                await self._app(scope, in_time(scope, receive), sent)
        except SlowClient as error:
            if has_started:
                raise
            refusal = Refusal(408, str(error))
        except Exception:
            warn(traceback.format_exc())
            if has_started:
                raise
            refusal = Refusal(500, "internal server error; see the server's log, and report it")
        if refusal is not None:
            await refuse(refusal, sent)

    async def _refusal(self, scope: Scope, required: Access) -> Refusal | None:
        headers = Headers(scope=scope)
        return (
            _wrong_host(headers, self._rules.hosts)
            or _too_large(scope, headers, self._rules.max_upload)
            or self._too_often(scope, headers)
            or _cross_site(scope["method"], headers)
            or _closed(required)
            or _wrong_method(scope)
            or await self._not_signed_in(HTTPConnection(scope), required)
        )

    def _too_often(self, scope: Scope, headers: Headers) -> Refusal | None:
        try:
            length = int(headers.get("content-length", "0"))
            self._rules.requests.check(client_of(scope), cost(scope["path"], length))
        except RateLimited as error:
            return Refusal.of(error)
        return None

    async def _not_signed_in(self, connection: HTTPConnection, required: Access) -> Refusal | None:
        """A refusal if the client has to sign in first."""
        rules, scope = self._rules, connection.scope
        try:
            visitor = rules.visitors.find(connection.cookies.get(rules.visitors.cookie))
            scope[VISITOR] = visitor
            if (
                rules.credentials is None
                or required is Access.OPEN
                or (visitor and visitor.account)
            ):
                return None
            pair = _basic(connection.headers) if required is Access.OWN else None
            if pair and await rules.credentials.admits(client_of(scope), *pair):
                return None
        except (RateLimited, Busy) as error:
            return Refusal.of(error)
        return _sign_in(required)

    def _new_visitor(self, scope: Scope, required: Access) -> Visitor | None:
        """A new visitor, if a browser without our cookie requests the page."""
        if scope[VISITOR] or required not in {Access.PAGE, Access.SESSION}:
            return None
        scope[VISITOR] = self._rules.visitors.create(client_of(scope))
        visitor: Visitor = scope[VISITOR]
        return visitor


def _sign_in(required: Access) -> Refusal:
    """The response to a client that is not signed in."""
    if required is Access.PAGE:
        return Refusal(303, "sign in first", (("location", SIGN_IN.lstrip("/")),))
    challenge = (("www-authenticate", 'Basic realm="Loccit", charset="UTF-8"'),)
    return Refusal(
        401,
        "not signed in; sign in on the page, or use HTTP Basic authentication",
        challenge if required is Access.OWN else (),
    )


def _wrong_host(headers: Headers, hosts: frozenset[str]) -> Refusal | None:
    """Check the host name: another site's name may resolve to this server (DNS rebinding)."""
    named = [*headers.getlist("host"), *headers.getlist("x-forwarded-host")]
    if len(headers.getlist("host")) == 1 and all(_host_name(host) in hosts for host in named):
        return None
    return Refusal(
        400,
        f"the request is for the host {echoed(', '.join(named))}; this server accepts "
        f"{', '.join(sorted(hosts))}. Start it with --allow-host NAME to accept others",
    )


def _host_name(host: str) -> str:
    match = _HOST.fullmatch(host)
    return match[1].lower().strip("[]").rstrip(".") if match else ""


def _cross_site(method: str, headers: Headers) -> Refusal | None:
    """Refuse writing requests from other sites, as stated by the browser (CSRF)."""
    if method in _READING:
        return None
    names = (*headers.getlist("host"), *headers.getlist("x-forwarded-host"))
    hosts = {name.lower() for name in names}
    for origin in headers.getlist("origin"):
        if origin.partition("://")[2].lower() not in hosts:
            return Refusal(
                403,
                f"the request comes from a page of {echoed(origin)}; "
                "only pages of this server may send it",
            )
    if headers.get("sec-fetch-site", "none") not in {"same-origin", "none"}:
        return Refusal(
            403, "the request comes from another site; only pages of this server may send it"
        )
    return None


def _closed(required: Access) -> Refusal | None:
    if required is Access.FETCH:
        return Refusal(403, "this server does not fetch addresses for its visitors")
    return Refusal(404, "no such path") if required is Access.CLOSED else None


def _wrong_method(scope: Scope) -> Refusal | None:
    """Refuse a method that one of our own paths does not allow."""
    allowed = methods(scope["path"])
    if not allowed or scope["method"] in allowed:
        return None
    expected = ", ".join(sorted(allowed))
    return Refusal(
        405, f"the method is {echoed(scope['method'])}; expected {expected}", (("allow", expected),)
    )


def _too_large(scope: Scope, headers: Headers, max_upload: int) -> Refusal | None:
    if "transfer-encoding" in headers:
        return Refusal(411, "the request has no Content-Length; send one")
    most = max_upload if scope["path"] == UPLOAD else _MOST_BYTES
    length = headers.get("content-length", "0")
    if not (length.isascii() and length.isdecimal()) or len(length) > 15 or int(length) > most:
        return Refusal(413, f"the request is {length[:20]} bytes; the limit is {most:,}")
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
