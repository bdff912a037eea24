"""Security headers of every response."""

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
"""Policy for documents, which are untrusted: no scripts and no external resources."""


def harden(headers: MutableHeaders, *, is_sealed: bool, is_shared: bool) -> None:
    """Set the headers of a response; a policy that it already has is kept.

    Args:
        headers: headers of the response; changed in place.
        is_sealed: whether the response may contain untrusted documents.
        is_shared: whether the response is public, so that browsers may cache it.
    """
    headers.setdefault("content-security-policy", _SEALED if is_sealed else _POLICY)
    headers["x-content-type-options"] = "nosniff"
    # Not "no-referrer": browsers would then send our own forms with the origin "null".
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
    """A cookie restricted to our own site; Gradio sends some to every site."""
    plain = [part.strip() for part in parts]
    attributes = [part for part in plain if not part.lower().startswith("samesite")]
    return "; ".join([*attributes, "SameSite=Lax"])
