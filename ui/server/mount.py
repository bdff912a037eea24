"""Gradio's page inside a server of ours: how it is mounted, and what is known of its sessions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request

_MOST_SESSIONS = 500
"""Pages whose state is kept, some 60 kB each; the longest unused go first."""
_MOST_UNTAKEN, _UNTAKEN_SECONDS = 40, 300.0
"""Events of a session whose outcome no page takes, and how long it is kept."""
_MOST_EVENTS = 256
"""Events that wait for their turn; more are refused."""


class GradioSessions:
    """The sessions of a mounted page, as Gradio holds them by their hashes."""

    def __init__(self, page: Any) -> None:
        self._page = page
        self._untaken: dict[str, float] = {}

    def holds(self, session_hash: str, event_id: str) -> bool:
        """Whether an event of this session runs or waits, or nobody took what it gave."""
        return event_id in self._page._queue.pending_event_ids_session.get(session_hash, ())

    def has_event(self, number: int) -> bool:
        """Whether the page has an event of this number."""
        return number in self._page.fns

    def has_room(self, session_hash: str) -> bool:
        """Whether another event of this session may wait until its page takes what it gives."""
        pending = self._page._queue.pending_event_ids_session.get(session_hash, ())
        return len(pending) < _MOST_UNTAKEN

    def forget(self, session_hashes: Iterable[str]) -> None:
        """Let go of what is kept for these sessions."""
        states = self._page.state_holder
        for session_hash in session_hashes:
            states.session_data.pop(session_hash, None)
            states.time_last_used.pop(session_hash, None)
            self._drop(session_hash)

    def expire(self, now: float) -> None:
        """Let go of what events gave that no page has taken for minutes.

        Args:
            now: seconds of a clock that never runs backwards.
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
    """The folder below which Gradio takes files as uploaded, and copies none."""
    from gradio.utils import get_upload_folder

    return Path(get_upload_folder())


def mount_page(
    app: FastAPI,
    page: Any,
    account_of: Callable[[Request], str | None] | None,
    look: dict[str, Any],
) -> GradioSessions:
    """Mount a page at ``/`` after the routes that the server has already.

    Args:
        app: the server.
        page: a ``gradio.Blocks``.
        account_of: tells the name that a request is signed in with; ``None`` if nobody has to.
        look: ``theme``, ``css``, ``head`` and the like, as ``gradio.mount_gradio_app`` takes them.
    """
    import gradio as gr

    for event in page.fns.values():
        # Gradio describes what is public, with the choices and values that the components hold:
        # the names of documents. Nothing but the page itself needs that.
        event.api_visibility = "private"
    page.queue(max_size=_MOST_EVENTS)
    page.state_session_capacity = _MOST_SESSIONS
    page.has_launched = True  # else Gradio takes any path in an event for a file of its own
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        auth_dependency=account_of,
        footer_links=[],
        run_history=False,
        allowed_paths=[],
        show_error=False,  # what the page says on purpose is shown all the same
        enable_monitoring=False,
        pwa=False,
        mcp_server=False,
        ssr_mode=False,
        **{"theme": gr.themes.Default(), **look},
    )
    return GradioSessions(page)
