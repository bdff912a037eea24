"""Mounting of Gradio's page in the server, and access to its sessions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request

_MOST_SESSIONS = 500
"""Maximum number of page states, about 60 kB each; the least recently used are dropped."""
_MOST_UNTAKEN, _UNTAKEN_SECONDS = 40, 300.0
"""Undelivered results of a session: their maximum number, and how long they are stored."""
_MOST_EVENTS = 256
"""Maximum length of the event queue."""


class GradioSessions:
    """The sessions of a mounted page, which Gradio identifies by hashes."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self._untaken: dict[str, float] = {}

    def holds(self, session_hash: str, event_id: str) -> bool:
        """Whether an event of this session is running, queued or undelivered."""
        return event_id in self._page._queue.pending_event_ids_session.get(session_hash, ())

    def has_event(self, number: int) -> bool:
        """Whether the page has an event of this number."""
        return number in self._page.fns

    def has_room(self, session_hash: str) -> bool:
        """Whether this session may queue another event."""
        pending = self._page._queue.pending_event_ids_session.get(session_hash, ())
        return len(pending) < _MOST_UNTAKEN

    def forget(self, session_hashes: Iterable[str]) -> None:
        """Delete the state of these sessions."""
        states = self._page.state_holder
        for session_hash in session_hashes:
            states.session_data.pop(session_hash, None)
            states.time_last_used.pop(session_hash, None)
            self._drop(session_hash)

    def expire(self, now: float) -> None:
        """Delete results that were not delivered for minutes.

        Args:
            now: time of a monotonic clock, in seconds.
        """
        queue = self._page._queue
        waiting = {
            session_hash
            for session_hash, ids in list(queue.pending_event_ids_session.items())
            if ids and not any(event_id in queue.event_ids_to_events for event_id in ids)
        }
        self._untaken = {name: self._untaken.get(name, now) for name in waiting}
        for session_hash, since in self._untaken.items():
            if now - since > _UNTAKEN_SECONDS:
                self._drop(session_hash)

    def _drop(self, session_hash: str) -> None:
        queue = self._page._queue
        queue.pending_messages_per_session.pop(session_hash, None)
        queue.pending_event_ids_session.pop(session_hash, None)


def upload_root() -> Path:
    """The folder whose files Gradio treats as uploaded and does not copy."""
    from gradio.utils import get_upload_folder

    return Path(get_upload_folder())


def mount_page(
    app: FastAPI,
    page: Any,
    account_of: Callable[[Request], str | None] | None,
    look: dict[str, Any],
) -> GradioSessions:
    """Mount a page at ``/``, after the existing routes.

    Args:
        app: the server.
        page: a ``gradio.Blocks``.
        account_of: returns the signed-in name of a request; ``None`` without accounts.
        look: ``theme``, ``css``, ``head`` and the like, as ``gradio.mount_gradio_app`` takes them.
    """
    import gradio as gr

    for event in page.fns.values():
        # Gradio publishes a description of public events with the choices and values of their
        # components, such as document names. Only the page itself needs it.
        event.api_visibility = "private"
    page.queue(max_size=_MOST_EVENTS)
    page.state_session_capacity = _MOST_SESSIONS
    page.has_launched = True  # else Gradio accepts any path in an event as one of its files
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        auth_dependency=account_of,
        footer_links=[],
        run_history=False,
        allowed_paths=[],
        show_error=False,  # errors raised deliberately are shown anyway
        enable_monitoring=False,
        pwa=False,
        mcp_server=False,
        ssr_mode=False,
        **{"theme": gr.themes.Default(), **look},
    )
    return GradioSessions(page)
