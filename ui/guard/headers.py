"""The headers of every answer: what a browser may load, run and send for it."""

from __future__ import annotations

from collections.abc import Iterable

from starlette.datastructures import MutableHeaders

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


def harden(headers: MutableHeaders, *, is_sealed: bool, is_shared: bool) -> None:
    """Set the headers of an answer; a path's own policy stays.

    Args:
        headers: of the answer; changed in place.
        is_sealed: whether it may show what strangers wrote.
        is_shared: whether everybody may see it, so that a browser may keep it for the next person.
    """
    headers.setdefault("content-security-policy", _SEALED if is_sealed else _POLICY)
    headers["x-content-type-options"] = "nosniff"
    # Not "no-referrer": browsers then call the origin of our own forms "null".
    headers["referrer-policy"] = "same-origin"
    headers["x-frame-options"] = "DENY"
    headers["cross-origin-resource-policy"] = "same-origin"
    headers["cross-origin-opener-policy"] = "same-origin"
    if not is_shared:
        headers["cache-control"] = "no-store"
    for name in [name for name in headers if name.startswith("access-control-")]:
        del headers[name]
    cookies = headers.getlist("set-cookie")
    if cookies:
        del headers["set-cookie"]
        for cookie in cookies:
            headers.append("set-cookie", _own_site(cookie.split(";")))


def _own_site(parts: Iterable[str]) -> str:
    """A cookie that no other site's request carries; Gradio lets some go everywhere."""
    plain = [part.strip() for part in parts]
    kept = [part for part in plain if not part.lower().startswith("samesite")]
    return "; ".join([*kept, "SameSite=Lax"])
