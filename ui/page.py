"""The web chat."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .service import Service


def build_page(service: Service, check: Callable[[str], None] = lambda client: None) -> Any:
    """The page over a service: a ``gradio.Blocks``."""
    import gradio as gr

    with gr.Blocks(title="Loccit", analytics_enabled=False) as page:
        gr.Markdown("# Loccit")
        gr.Markdown(f"{len(service.index.names)} documents")
    return page
