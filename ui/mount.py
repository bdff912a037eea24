"""Gradio's page inside a server of ours: how it is mounted, and who is signed in on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from anyio.to_thread import run_sync
from fastapi import FastAPI
from starlette.requests import HTTPConnection

from .accounts import Accounts


def mount_page(
    app: FastAPI, page: Any, accounts: Accounts | None, max_upload: int, look: dict[str, Any]
) -> Callable[[HTTPConnection], str | None]:
    """Mount a page at ``/`` after the routes that the server has already.

    Args:
        app: the server.
        page: a ``gradio.Blocks``.
        accounts: who may sign in; ``None`` if everybody may ask.
        max_upload: bytes that one uploaded file may have.
        look: ``theme``, ``css``, ``head`` and the like, as ``gradio.mount_gradio_app`` takes them.

    Returns:
        What tells the name that a request is signed in with, if any.
    """
    import gradio as gr

    async def admits(name: str, password: str) -> bool:
        assert accounts is not None
        return await run_sync(accounts.admits, name, password)

    for event in page.fns.values():
        # Gradio describes what is public on its login page, with the choices and values that the
        # components hold: the names of documents. Nothing but the page itself needs that.
        event.api_visibility = "private"
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        auth=admits if accounts else None,
        footer_links=[],
        run_history=False,
        allowed_paths=[],
        show_error=False,  # what the page says on purpose is shown all the same
        max_file_size=max_upload,
        enable_monitoring=False,
        pwa=False,
        mcp_server=False,
        ssr_mode=False,
        **{"theme": gr.themes.Default(), **look},
    )
    mounted: Any = app.routes[-1]
    return lambda connection: _session_user(mounted.app, connection)


def _session_user(gradio_app: Any, connection: HTTPConnection) -> str | None:
    """As Gradio's own ``/user`` finds it: from the cookies that its login sets."""
    names = (
        f"access-token-{gradio_app.cookie_id}",
        f"access-token-unsecure-{gradio_app.cookie_id}",
    )
    token = next((found for name in names if (found := connection.cookies.get(name))), None)
    user: str | None = gradio_app.tokens.get(token)
    return user
