"""Which paths are answered, to whom and at what cost: what the page does not need stays closed.

Gradio brings more than a page: it fetches addresses that a visitor names, calls functions by
name, runs code of components, keeps runs. Only what is listed here is let through to it.
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
"""No name of a document has one; routes would pass a line's end on to Gradio."""
_POSTS = frozenset({"/api/ask", "/api/search"})
_COSTS = {"/pictures/": 10.0, "/report": 10.0, UPLOAD: 10.0, "/originals/": 5.0}
_BYTES_A_REQUEST = 50_000
"""So many bytes cost as much as a request: what is sent is held in memory."""
_LEAST_COST = 0.1
"""What a piece of the page costs that is sent as it lies on disk: a page has a hundred of them."""


class Access(Enum):
    """Who may ask for a path."""

    OPEN = auto()
    """Everybody: the sign-in page and what the page is made of. Nothing of the documents."""
    PAGE = auto()
    """Who is signed in on the page; others are sent to where they sign in."""
    SESSION = auto()
    """Who is signed in on the page."""
    OWN = auto()
    """Who is signed in, or sends a name and a password: the HTTP API and the documents."""
    CLOSED = auto()
    """Nobody: no such path, or a part of Gradio that the page does not need."""
    FETCH = auto()
    """Nobody: it would have the server fetch an address."""


def access(path: str) -> Access:
    """Who may ask for a path, which is given as the server decoded it."""
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
    """The HTTP methods that a path of our own is asked by; none for one of Gradio's."""
    if not path.startswith(_OWN):
        return frozenset()
    return frozenset({"POST"} if path in _POSTS else {"GET"})


def cost(path: str, length: int) -> float:
    """What a request spends of a client's requests a minute; above 0.

    Args:
        path: as the server decoded it.
        length: bytes of its body.
    """
    if path.startswith(_OPEN_BELOW):
        return _LEAST_COST
    fixed = next((cost for start, cost in _COSTS.items() if path.startswith(start)), None)
    return fixed or 1.0 + length / _BYTES_A_REQUEST


def _plain(path: str) -> str:
    """A path without the disguises of case, escapes upon escapes, and doubled slashes."""
    for _ in range(3):
        path = unquote(path)
    return re.sub(r"[/\\]+", "/", path).lower()
