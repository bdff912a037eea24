"""Validates the page's events: no value from a visitor may name a path or an address.

Gradio treats any mapping with a path in it as a file, anywhere in an event's values, and copies
the file or fetches the address before our own functions are called. Events are therefore
validated here first and rebuilt from the validated values.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ...index.errors import LoccitError

_DEEPEST = 40
_KEYS = {"data", "event_data", "fn_index", "session_hash", "trigger_id"}
_FIXED: dict[str, tuple[Any, ...]] = {
    "batched": (False, None),
    "event_id": (None,),
    "oauth_token": (None,),
    "simple_format": (False,),
}
"""Keys that the page may send, each with its only allowed values."""
_NAMING = frozenset({"path", "url", "meta", "is_stream", "is_file"})
"""Keys by which Gradio's data models name a file or an address."""

Owned = Callable[[object], Path | None]
"""Returns the visitor's file that a value names, or ``None``."""


class EventRefused(LoccitError):  # noqa: N818 - named after the state, as RateLimited is
    """An event is not one that the page sends."""


def read_event(body: bytes, owned: Owned) -> dict[str, Any]:
    """Validate an event before it is passed to Gradio.

    Args:
        body: JSON, as the page sends it to ``queue/join``.
        owned: returns the visitor's upload that a path names, or ``None``.

    Raises:
        EventRefused: if the event is malformed, or names a file that this visitor did not upload.
    """
    event = _read_object(body)
    for key, value in event.items():
        if key not in _KEYS and value not in _FIXED.get(key, ()):
            raise EventRefused(f"unexpected key {key[:40]!r} in the event; reload the page")
    values, number = event.get("data"), event.get("fn_index")
    if not isinstance(values, list) or type(number) is not int:
        raise EventRefused("the event lacks its data or its number; reload the page")
    checked = {key: event.get(key) for key in _KEYS}
    checked["data"] = [_checked(value, owned, 0) for value in values]
    checked["event_data"] = _checked(event.get("event_data"), owned, 0)
    return checked


def read_cancel(body: bytes) -> tuple[str, str]:
    """The session hash and event id in a request to cancel an event.

    Raises:
        EventRefused: if the request is malformed.
    """
    event = _read_object(body)
    session_hash, event_id = event.get("session_hash"), event.get("event_id")
    is_complete = isinstance(session_hash, str) and isinstance(event_id, str)
    if not is_complete or event.keys() != {"session_hash", "event_id", "fn_index"}:
        raise EventRefused("the request to cancel an event is malformed; reload the page")
    return str(session_hash), str(event_id)


def _read_object(body: bytes) -> dict[str, Any]:
    try:
        event = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise EventRefused(
            f"the event is not valid JSON ({type(error).__name__}); reload the page"
        ) from error
    if not isinstance(event, dict):
        raise EventRefused(f"the event is of type {type(event).__name__}; expected an object")
    return event


def _checked(value: Any, owned: Owned, depth: int) -> Any:
    """A copy of a value in which each file is replaced by the server's own description of it."""
    if depth > _DEEPEST:
        raise EventRefused(f"the event is nested more than {_DEEPEST} levels deep; reload the page")
    if isinstance(value, list):
        return [_checked(item, owned, depth + 1) for item in value]
    if not isinstance(value, Mapping):
        return value
    if _NAMING.isdisjoint(value):
        return {key: _checked(item, owned, depth + 1) for key, item in value.items()}
    path = owned(value.get("path"))
    if path is None:
        raise EventRefused(
            "the event names a file that you did not upload or that has expired; "
            "upload it again on the page"
        )
    return _described(path)


def _described(path: Path) -> dict[str, Any]:
    """A file in the form that Gradio's components expect."""
    return {
        "path": str(path),
        "orig_name": path.name,
        "size": path.stat().st_size,
        "meta": {"_type": "gradio.FileData"},
    }


def paths_in(value: Any) -> Iterator[Path]:
    """The files in a validated value."""
    if isinstance(value, list):
        for item in value:
            yield from paths_in(item)
    elif isinstance(value, Mapping):
        if "path" in value:
            yield Path(value["path"])
        else:
            for item in value.values():
                yield from paths_in(item)
