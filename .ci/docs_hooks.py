"""Fills in the command-line page when the documentation is built, from the commands themselves."""

from __future__ import annotations

from typing import Any

import typer.main
from loccit.ui.cli.main import app
from typer.cli import get_docs_for_click

PLACE = "<!-- commands -->"


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Put the description of every command where the page asks for it."""
    if PLACE not in markdown:
        return markdown
    command = typer.main.get_command(app)
    described = get_docs_for_click(obj=command, ctx=typer.Context(command), name="loccit")
    return markdown.replace(PLACE, described[described.index("\n## ") :])
