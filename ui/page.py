"""The web chat: asking, the documents, and the evaluations, each on a tab."""

from __future__ import annotations

import secrets
from contextlib import suppress
from pathlib import Path

import gradio as gr

from ..index import KEPT
from .ask_tab import Check, ask_tab
from .documents_tab import documents_tab
from .evaluation_tab import evaluation_tab
from .service import Service

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
"""For ``gradio.mount_gradio_app``; the fonts are those of the reader's own system."""

_ASK = "ask"
_KEY = "loccit-conversation"
_SECRET = "page.secret"
_TITLE = "# Loccit\nAnswers from your own documents, each sentence with its source."


def build_page(service: Service, check: Check = lambda client: None) -> gr.Blocks:
    """The page over a service.

    Args:
        service: what answers.
        check: called with a client's address before each of its questions.
    """
    page = gr.Blocks(title="Loccit", analytics_enabled=False, fill_width=True)
    with page:
        gr.Markdown(_TITLE)
        saved = gr.BrowserState([], storage_key=_KEY, secret=_secret(service.folder))
        with gr.Tabs() as tabs:
            with gr.Tab("Ask", id=_ASK):
                asker = ask_tab(page, service, check, saved)
            with gr.Tab("Documents") as tab:
                documents_tab(tab, service)
            with gr.Tab("Evaluation") as tab:
                evaluation_tab(tabs, tab, _ASK, service, asker)
    return page


def _secret(folder: Path) -> str:
    """The key by which a browser's conversation is read again after a restart."""
    path = folder / KEPT / _SECRET
    path.parent.mkdir(exist_ok=True)
    with suppress(FileExistsError):
        path.touch(mode=0o600, exist_ok=False)
        path.write_text(secrets.token_hex(32), encoding="ascii")
    return path.read_text(encoding="ascii")
