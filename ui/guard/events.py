"""What the page's events may say: no value of a visitor's names a path or an address.

Gradio takes a mapping with a path in it for a file, wherever it stands in an event's values, and
copies the file or fetches the address before any function of ours is called. So events are read
here first, and go on as they were understood.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ...index import LoccitError

MOST_BYTES = 4_000_000
"""Bytes of an event: a restored conversation with all its citations is the largest."""
_DEEPEST = 40
_KEYS = {"data", "event_data", "fn_index", "session_hash", "trigger_id"}
_FIXED: dict[str, tuple[Any, ...]] = {
    "batched": (False, None),
    "event_id": (None,),
    "oauth_token": (None,),
    "simple_format": (False,),
}
"""Keys that the page may send, with the only values that it has a use for."""
_NAMING = frozenset({"path", "url", "meta", "is_stream", "is_file"})
"""Keys by which Gradio's data models name a file or an address."""

Owned = Callable[[object], Path | None]
"""Gives the file of this visitor that a value names, if it names one."""


class EventRefused(LoccitError):  # noqa: N818 - named after the state, as RateLimited is
    """An event says what the page never says."""


def read_event(body: bytes, owned: Owned) -> dict[str, Any]:
    """An event as it may go on to Gradio.

    Args:
        body: JSON, as the page sends it to ``queue/join``.
        owned: gives the visitor's own upload that a path names, if it names one.

    Raises:
        EventRefused: if it is no event, or names a file that this visitor did not upload.
    """
    event = _read_object(body)
    for key, value in event.items():
        if key not in _KEYS and value not in _FIXED.get(key, ()):
            raise EventRefused(f"the event has the key {key[:40]!r}; the page sends no such")
    data, number = event.get("data"), event.get("fn_index")
    if not isinstance(data, list) or type(number) is not int:
        raise EventRefused("the event has no list of data, or no number; the page sends both")
    checked = {key: event.get(key) for key in _KEYS}
    checked["data"] = [_checked(value, owned, 0) for value in data]
    checked["event_data"] = _checked(event.get("event_data"), owned, 0)
    return checked


def read_cancel(body: bytes) -> tuple[str, str]:
    """The session hash and the event id in the request that ends an event.

    Raises:
        EventRefused: if it has not just these and a number.
    """
    event = _read_object(body)
    session_hash, event_id = event.get("session_hash"), event.get("event_id")
    is_whole = isinstance(session_hash, str) and isinstance(event_id, str)
    if not is_whole or event.keys() != {"session_hash", "event_id", "fn_index"}:
        raise EventRefused("the request names no event; the page sends its session and its id")
    return str(session_hash), str(event_id)


def _read_object(body: bytes) -> dict[str, Any]:
    try:
        event = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise EventRefused(f"the event is no JSON ({type(error).__name__})") from error
    if not isinstance(event, dict):
        raise EventRefused(f"the event is of type {type(event).__name__}; expected an object")
    return event


def _checked(value: Any, owned: Owned, depth: int) -> Any:
    """A value in which every file is one of this visitor's, described by the server alone."""
    if depth > _DEEPEST:
        raise EventRefused(f"the event is nested deeper than {_DEEPEST}; the page's are not")
    if isinstance(value, list):
        return [_checked(item, owned, depth + 1) for item in value]
    if not isinstance(value, Mapping):
        return value
    if _NAMING.isdisjoint(value):
        return {key: _checked(item, owned, depth + 1) for key, item in value.items()}
    path = owned(value.get("path"))
    if path is None:
        raise EventRefused(
            "the event names a file that you did not upload, or no longer waits here; "
            "upload it on the page, and try again"
        )
    return _described(path)


def _described(path: Path) -> dict[str, Any]:
    """A file as Gradio's components take it."""
    return {
        "path": str(path),
        "orig_name": path.name,
        "size": path.stat().st_size,
        "meta": {"_type": "gradio.FileData"},
    }


def paths_in(value: Any) -> Iterator[Path]:
    """The files in a checked value."""
    if isinstance(value, list):
        for item in value:
            yield from paths_in(item)
    elif isinstance(value, Mapping):
        if "path" in value:
            yield Path(value["path"])
        else:
            for item in value.values():
                yield from paths_in(item)
