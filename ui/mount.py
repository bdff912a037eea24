"""Gradio's page inside a server of ours: how it is mounted, and what is known of its sessions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request

_MOST_SESSIONS = 1_000
"""Pages whose state is kept; the longest unused go first."""
_MOST_EVENTS = 256
"""Events that wait for their turn; more are refused."""


class GradioSessions:
    """The sessions of a mounted page, as Gradio holds them by their hashes."""

    def __init__(self, page: Any) -> None:
        self._page = page

    def holds(self, session_hash: str, event_id: str) -> bool:
        """Whether an event of this session runs or waits."""
        return event_id in self._page._queue.pending_event_ids_session.get(session_hash, ())

    def forget(self, session_hashes: Iterable[str]) -> None:
        """Let go of what is kept for these sessions."""
        states = self._page.state_holder
        for session_hash in session_hashes:
            states.session_data.pop(session_hash, None)
            states.time_last_used.pop(session_hash, None)


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
