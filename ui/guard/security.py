"""What stands before every path: who may call, from where, how much; and the headers of answers.

Plain ASGI, so that streams pass through as they come.
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

from ...index import echoed
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
"""The key of a request's scope that holds its ``Visitor``."""
_MOST_BYTES = 4_000_000
"""Bytes of a request that is no upload: a long conversation with all its citations."""
_HOST = re.compile(r"([\w.-]+|\[[\da-fA-F:.]+\])(?::\d{1,5})?", re.ASCII)
_READING = frozenset({"GET", "HEAD"})
_NETWORK = 64
"""Bits of an IPv6 address that name a network: one customer has all addresses below."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What the guard keeps to.

    Attributes:
        hosts: names that a request may call this server by, in lower case.
        visitors: who is on the page.
        credentials: whose names and passwords are right; ``None`` if everybody may ask.
        requests: how often a client may send anything.
        max_upload: bytes that a request with uploads may have.
    """

    hosts: frozenset[str]
    visitors: Visitors
    credentials: Credentials | None
    requests: RateLimit
    max_upload: int


def client_of(scope: Scope) -> str:
    """The address that a request comes from; its network, where a client has a whole one."""
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
                is_shared = asked is Access.OPEN
                harden(headers, is_sealed=asked is Access.OWN, is_shared=is_shared)
            await in_pieces(message, send)

        try:
            refusal = await self._refusal(scope, asked)
            if refusal is None:
                newcomer = self._welcomed(scope, asked)
                await self._app(scope, in_time(scope, receive), sent)
        except SlowClient as error:
            if has_started:
                raise
            refusal = Refusal(408, str(error))
        except Exception:
            warn(traceback.format_exc())
            if has_started:
                raise
            refusal = Refusal(500, "the server failed; its log says why. Please report it")
        if refusal is not None:
            await refuse(refusal, sent)

    async def _refusal(self, scope: Scope, asked: Access) -> Refusal | None:
        headers = Headers(scope=scope)
        return (
            _wrong_host(headers, self._rules.hosts)
            or _too_large(scope, headers, self._rules.max_upload)
            or self._too_often(scope, headers)
            or _foreign(scope["method"], headers)
            or _closed(asked)
            or _wrong_method(scope)
            or await self._unwelcome(HTTPConnection(scope), asked)
        )

    def _too_often(self, scope: Scope, headers: Headers) -> Refusal | None:
        try:
            length = int(headers.get("content-length", "0"))
            self._rules.requests.check(client_of(scope), cost(scope["path"], length))
        except RateLimited as error:
            return Refusal.of(error)
        return None

    async def _unwelcome(self, connection: HTTPConnection, asked: Access) -> Refusal | None:
        """A refusal if somebody has to sign in first."""
        rules, scope = self._rules, connection.scope
        try:
            visitor = rules.visitors.recognised(connection.cookies.get(rules.visitors.cookie))
            scope[VISITOR] = visitor
            if rules.credentials is None or asked is Access.OPEN or (visitor and visitor.account):
                return None
            pair = _basic(connection.headers) if asked is Access.OWN else None
            if pair and await rules.credentials.admits(client_of(scope), *pair):
                return None
        except (RateLimited, Busy) as error:
            return Refusal.of(error)
        return _sign_in(asked)

    def _welcomed(self, scope: Scope, asked: Access) -> Visitor | None:
        """A new visitor, where the page is asked for by a browser that has no cookie of ours."""
        if scope[VISITOR] or asked not in {Access.PAGE, Access.SESSION}:
            return None
        scope[VISITOR] = self._rules.visitors.welcome(client_of(scope))
        visitor: Visitor = scope[VISITOR]
        return visitor


def _sign_in(asked: Access) -> Refusal:
    """What is said to somebody who is not signed in."""
    if asked is Access.PAGE:
        return Refusal(303, "sign in first", (("location", SIGN_IN.lstrip("/")),))
    challenge = (("www-authenticate", 'Basic realm="Loccit", charset="UTF-8"'),)
    return Refusal(
        401,
        "sign in on the page, or send a name and its password as HTTP Basic authentication",
        challenge if asked is Access.OWN else (),
    )


def _wrong_host(headers: Headers, hosts: frozenset[str]) -> Refusal | None:
    """A page elsewhere may give its own name this server's address; so names are compared."""
    named = [*headers.getlist("host"), *headers.getlist("x-forwarded-host")]
    if len(headers.getlist("host")) == 1 and all(_host_name(host) in hosts for host in named):
        return None
    return Refusal(
        400,
        f"the request is for the host {echoed(', '.join(named))}; this server answers to "
        f"{', '.join(sorted(hosts))}. Start it with --allow-host NAME to let it answer to others",
    )


def _host_name(host: str) -> str:
    match = _HOST.fullmatch(host)
    return match[1].lower().strip("[]").rstrip(".") if match else ""


def _foreign(method: str, headers: Headers) -> Refusal | None:
    """Whether a page of another site sends something: browsers say where it comes from."""
    if method in _READING:
        return None
    names = (*headers.getlist("host"), *headers.getlist("x-forwarded-host"))
    hosts = {name.lower() for name in names}
    for origin in headers.getlist("origin"):
        if origin.partition("://")[2].lower() not in hosts:
            return Refusal(
                403,
                f"the request comes from a page of {echoed(origin)}; "
                "only this server's own may send",
            )
    if headers.get("sec-fetch-site", "none") not in {"same-origin", "none"}:
        return Refusal(403, "the request comes from a page of another site; it may not send")
    return None


def _closed(asked: Access) -> Refusal | None:
    if asked is Access.FETCH:
        return Refusal(403, "this server fetches no addresses for its visitors")
    return Refusal(404, "there is nothing at this path") if asked is Access.CLOSED else None


def _wrong_method(scope: Scope) -> Refusal | None:
    """Whether a path of ours is asked in a way that no route of ours answers."""
    allowed = methods(scope["path"])
    if not allowed or scope["method"] in allowed:
        return None
    expected = ", ".join(sorted(allowed))
    return Refusal(
        405, f"the method is {echoed(scope['method'])}; expected {expected}", (("allow", expected),)
    )


def _too_large(scope: Scope, headers: Headers, max_upload: int) -> Refusal | None:
    if "transfer-encoding" in headers:
        return Refusal(411, "the request does not say its length; send Content-Length")
    most = max_upload if scope["path"] == UPLOAD else _MOST_BYTES
    length = headers.get("content-length", "0")
    if not (length.isascii() and length.isdecimal()) or len(length) > 15 or int(length) > most:
        return Refusal(413, f"the request has {length[:20]} bytes; expected at most {most:,}")
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
