"""The allowlist of paths: who may request each and what it costs.

Gradio offers more than the page needs: it fetches addresses that a visitor names, calls functions
by name, runs code of components, stores runs. Only the paths listed here are passed on to it.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from urllib.parse import unquote

PAGE = "/"
SIGN_IN, SIGN_OUT = "/sign-in", "/sign-out"
GRADIO = "/gradio_api/"
JOIN, CANCEL, STREAM = GRADIO + "queue/join", GRADIO + "cancel", GRADIO + "queue/data"
UPLOAD, PROGRESS = GRADIO + "upload", GRADIO + "upload_progress"
HEARTBEAT, FILE = GRADIO + "heartbeat/", GRADIO + "file="

_OWN = tuple(
    "/api/ /documents/ /evaluations/ /originals/ /pages/ /pictures/ /report /text/".split()
)
_OPEN = frozenset(
    {SIGN_IN} | set("/style.css /theme.css /favicon.ico /manifest.json /robots.txt".split())
)
_OPEN_BELOW = ("/assets/", "/static/", "/svelte/", "/pwa_icon")
_SESSION = frozenset(
    {SIGN_OUT, "/config", "/config/", JOIN, CANCEL, STREAM, UPLOAD, PROGRESS}
    | {
        GRADIO + name
        for name in "app_id info login_check queue/status reset startup-events".split()
    }
)
_FETCH = re.compile(r"/gradio_api/(?:proxy|file)(?:[=/]|$)")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")
"""No document name contains one; routes would pass a line break on to Gradio."""
_POSTS = frozenset({"/api/ask", "/api/search"})
_COSTS = {"/pictures/": 10.0, "/report": 10.0, UPLOAD: 10.0, "/originals/": 5.0}
_BYTES_A_REQUEST = 50_000
"""Bytes of a body that cost as much as one request, as they are held in memory."""
_LEAST_COST = 0.1
"""Cost of a static file; loading the page takes about a hundred of them."""


class Access(Enum):
    """Who may request a path."""

    OPEN = auto()
    """Everyone: the sign-in page and static files, nothing from the documents."""
    PAGE = auto()
    """Users signed in on the page; others are redirected to the sign-in form."""
    SESSION = auto()
    """Users signed in on the page."""
    OWN = auto()
    """Users signed in or sending a password: the HTTP API and the documents."""
    CLOSED = auto()
    """No one: unknown path, or a part of Gradio that the page does not need."""
    FETCH = auto()
    """No one: it would make the server fetch an address."""


def access(path: str) -> Access:
    """Who may request a path; the path is already decoded."""
    if _CONTROL.search(path):
        return Access.CLOSED
    if path == PAGE:
        return Access.PAGE
    if path in _OPEN or path.startswith(_OPEN_BELOW):
        return Access.OPEN
    if path.startswith(_OWN):
        return Access.OWN
    if path in _SESSION or path.startswith(HEARTBEAT):
        return Access.SESSION
    if path.startswith(FILE + "/") and not path.startswith(FILE + "//"):
        return Access.SESSION
    return Access.FETCH if _FETCH.search(_plain(path)) else Access.CLOSED


def methods(path: str) -> frozenset[str]:
    """The HTTP methods that one of our own paths allows; empty for paths of Gradio."""
    if not path.startswith(_OWN):
        return frozenset()
    return frozenset({"POST"} if path in _POSTS else {"GET"})


def cost(path: str, length: int) -> float:
    """The cost of a request, charged to the client's rate limit; above 0.

    Args:
        path: the decoded path.
        length: size of the body in bytes.
    """
    if path.startswith(_OPEN_BELOW):
        return _LEAST_COST
    fixed = next((cost for start, cost in _COSTS.items() if path.startswith(start)), None)
    return fixed or 1.0 + length / _BYTES_A_REQUEST


def _plain(path: str) -> str:
    """A path in lower case, with nested escapes and repeated slashes resolved."""
    for _ in range(3):
        path = unquote(path)
    return re.sub(r"[/\\]+", "/", path).lower()
