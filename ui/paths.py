"""Which paths are answered, and to whom: what the page does not need stays closed.

Gradio brings more than a page: it fetches addresses that a visitor names, calls functions by
name, runs code of components, keeps runs. Only what is listed here is let through to it.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from urllib.parse import unquote

_OWN = tuple(
    "/api/ /documents/ /evaluations/ /originals/ /pages/ /pictures/ /report /text/".split()
)
_OPEN = frozenset(
    "/ /login /login/ /style.css /theme.css /favicon.ico /manifest.json /robots.txt".split()
)
_OPEN_BELOW = ("/assets/", "/static/", "/svelte/", "/pwa_icon")
_GRADIO = "/gradio_api/"
_SESSION = frozenset(
    {"/config", "/config/", "/logout"}
    | {
        _GRADIO + name
        for name in "app_id cancel info login_check queue/data queue/join queue/status reset "
        "startup-events upload upload_progress user".split()
    }
)
_SESSION_BELOW = (_GRADIO + "heartbeat/",)
_FILE = _GRADIO + "file="
_FETCH = re.compile(r"/gradio_api/(?:proxy|file)(?:[=/]|$)")
LOGIN = ("/login", "/login/")
UPLOAD = _GRADIO + "upload"


class Access(Enum):
    """Who may ask for a path."""

    OPEN = auto()
    """Everybody: the login page and what it is made of. Nothing of the documents."""
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
    if path in _OPEN or path.startswith(_OPEN_BELOW):
        return Access.OPEN
    if path.startswith(_OWN):
        return Access.OWN
    if path in _SESSION or path.startswith(_SESSION_BELOW):
        return Access.SESSION
    if path.startswith(_FILE + "/") and not path.startswith(_FILE + "//"):
        return Access.SESSION
    return Access.FETCH if _FETCH.search(_plain(path)) else Access.CLOSED


def _plain(path: str) -> str:
    """A path without the disguises of case, escapes upon escapes, and doubled slashes."""
    for _ in range(3):
        path = unquote(path)
    return re.sub(r"[/\\]+", "/", path).lower()
