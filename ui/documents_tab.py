"""The tab of the documents: what is indexed, adding, removing, searching passages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import gradio as gr

from ..index import IndexFolderError, LoccitError, current_generation
from .ask_tab import QUIET, Check, address_of
from .library import HEADERS, add_upload, found_passages, remove_upload, rows, update, uploaded
from .markup import escaped
from .service import Service

MOST_UPLOADED = 200 * 1024 * 1024
"""Bytes that all uploads may hold."""

_KINDS = ["str", "str", "str", "number", "number", "number"]
_WIDTHS: list[str | int] = ["25%", "34%", "11%", "10%", "11%", "9%"]


def documents_tab(tab: gr.Tab, service: Service, check: Check) -> None:
    """Build the tab.

    Args:
        tab: that it is built in; what it shows is read when it is opened.
        service: whose index it shows.
        check: called before each search, as before each question.
    """
    folder = service.folder
    told = gr.Markdown()
    table = gr.Dataframe(
        headers=HEADERS,
        datatype=_KINDS,  # type: ignore[arg-type]
        interactive=False,
        label="Documents",
        elem_id="documents-table",
        max_height=420,
        wrap=True,
        column_widths=_WIDTHS,
    )
    with gr.Row():
        files = gr.File(label="Add documents", file_count="multiple", height=150)
        with gr.Column():
            names = gr.Dropdown(label="Added here", choices=uploaded(folder))
            remove = gr.Button("Remove document", size="sm")
    state = gr.Markdown()
    words = gr.Textbox(label="Search passages", max_length=service.config.max_question)
    results = gr.HTML(elem_id="passages", js_on_load=None)

    def look() -> tuple[str, Any, Any]:
        with suppress(IndexFolderError):
            found = rows(folder)
            return _summary(folder, found), found, gr.update(choices=uploaded(folder), value=None)
        return "", gr.skip(), gr.skip()

    shown = [told, table, names]
    tab.select(look, None, shown, **QUIET)
    limits: dict[str, Any] = {"concurrency_limit": 1, "api_visibility": "private"}
    files.upload(_adding(folder), files, state, **limits).then(look, None, shown, **QUIET).then(
        lambda: None, None, files, **QUIET
    )
    remove.click(_removing(folder), names, state, **limits).then(look, None, shown, **QUIET)
    words.submit(_searching(service, check), words, results, **QUIET)


def _searching(service: Service, check: Check) -> Any:
    def search(words: str, request: gr.Request) -> str:
        try:
            check(address_of(request))
            return found_passages(service.index, words[: service.config.max_question])
        except LoccitError as error:
            return f'<p class="problem">{escaped(str(error))}</p>'

    return search


def _adding(folder: Path) -> Any:
    def add(paths: list[str] | None, progress: gr.Progress = gr.Progress()) -> Iterator[str]:  # noqa: B008
        try:
            added = [add_upload(folder, Path(path), MOST_UPLOADED).name for path in paths or []]
        except LoccitError as error:
            yield f"Not added: {_literal(str(error))}"
            return
        yield from _building(folder, progress, added)

    return add


def _removing(folder: Path) -> Any:
    def remove(name: str | None, progress: gr.Progress = gr.Progress()) -> Iterator[str]:  # noqa: B008
        try:
            remove_upload(folder, name or "")
        except LoccitError as error:
            yield f"Not removed: {_literal(str(error))}"
            return
        yield from _building(folder, progress)

    return remove


def _building(folder: Path, progress: gr.Progress, added: Sequence[str] = ()) -> Iterator[str]:
    """How far the index is; what was added and cannot be read is named and put away again."""
    for step in update(folder):
        progress(step.share, desc=step.stage)
        if step.error:
            yield f"Not indexed: {_literal(step.error)}"
        elif step.report:
            refused = [one for one in step.report.skipped if Path(one.name).name in added]
            for one in refused:
                remove_upload(folder, Path(one.name).name)
            lines = "".join(f"\n- {_literal(f'{one.name}: {one.why}')}" for one in refused)
            told = f" Not added:\n{lines}" if refused else ""
            yield f"The index is up to date.{told}"
        else:
            yield f"{step.stage} …"


def _literal(text: str) -> str:
    """Text for Markdown that shows as it is: every sign as its number."""
    return "".join(one if one.isalnum() or one == " " else f"&#{ord(one)};" for one in text)


def _summary(folder: Path, found: list[list[str | int]]) -> str:
    passages = sum(int(one[3]) for one in found)
    when = datetime.fromtimestamp(current_generation(folder).stat().st_mtime)
    return (
        f"{len(found):,} documents in {passages:,} passages, indexed {when:%d %B %Y at %H:%M}. "
        "[What was left out, and why](report)"
    )
