"""The web chat: asking, the documents, and the evaluations, each on a tab."""

from __future__ import annotations

import secrets
from contextlib import suppress
from pathlib import Path

import gradio as gr

from ...index.generations.current import KEPT
from ..guard.paths import SIGN_OUT
from ..markup import escaped
from ..service import Service
from .ask_tab import QUIET, Check, ask_tab
from .conversations import Conversations
from .documents_tab import documents_tab
from .evaluation_tab import evaluation_tab

_SCRIPT = Path(__file__).with_name("page.js")
LOOK = {
    "theme": gr.themes.Default(
        primary_hue="blue",
        neutral_hue="slate",
        font=["system-ui", "sans-serif"],
        font_mono=["ui-monospace", "monospace"],
    ).set(
        button_primary_background_fill="*primary_700",
        button_primary_background_fill_dark="*primary_700",
        button_primary_background_fill_hover="*primary_800",
        button_primary_background_fill_hover_dark="*primary_600",
    ),
    "css_paths": Path(__file__).with_name("style.css"),
    "head": f"<script>{_SCRIPT.read_text(encoding='utf-8')}</script>",
}
"""Options for ``gradio.mount_gradio_app``; uses the fonts of the user's system."""

_ASK = "ask"
_KEY = "loccit-conversation"
_SECRET = "page.secret"
_TITLE = "# Loccit\nAnswers from your own documents, with a source for every sentence."


def build_page(
    service: Service,
    check: Check = lambda client: None,
    conversations: Conversations | None = None,
) -> gr.Blocks:
    """Build the page.

    Args:
        service: answers the questions.
        check: called with a client's address before each of its questions.
        conversations: conversations of signed-in users; ``None`` without accounts, where the
            browser stores the conversation.
    """
    page = gr.Blocks(title="Loccit", analytics_enabled=False, fill_width=True)
    with page:
        gr.Markdown(_TITLE)
        saved = gr.State([]) if conversations else _in_browser(service.folder)
        if conversations:
            account = gr.HTML(elem_id="account", js_on_load=None)
            page.load(_signed_in, None, account, **QUIET)
        with gr.Tabs() as tabs:
            with gr.Tab("Ask", id=_ASK):
                asker = ask_tab(page, service, check, saved, conversations or Conversations())
            with gr.Tab("Documents") as tab:
                documents_tab(tab, service, check)
            with gr.Tab("Evaluation") as tab:
                evaluation_tab(tabs, tab, _ASK, service, asker)
    return page


def _signed_in(request: gr.Request) -> str:
    """The name of the signed-in user, and a button to sign out."""
    return (
        f'<form method="post" action="{SIGN_OUT.lstrip("/")}" class="account">'
        f"<span>Signed in as <bdi>{escaped(request.username or '')}</bdi></span>"
        '<button type="submit">Sign out</button></form>'
    )


def _in_browser(folder: Path) -> gr.BrowserState:
    """A conversation stored in the browser, readable after a restart."""
    return gr.BrowserState([], storage_key=_KEY, secret=_secret(folder))


def _secret(folder: Path) -> str:
    """The key that encrypts stored conversations, kept across restarts."""
    path = folder / KEPT / _SECRET
    path.parent.mkdir(exist_ok=True)
    with suppress(FileExistsError):
        path.touch(mode=0o600, exist_ok=False)
        path.write_text(secrets.token_hex(32), encoding="ascii")
    return path.read_text(encoding="ascii")
