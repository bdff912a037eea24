"""The Documents tab: list, add, remove and search documents."""

from __future__ import annotations

from asyncio import sleep
from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import gradio as gr
from anyio.to_thread import run_sync

from ...index.errors import IndexFolderError, LoccitError
from ...index.generations.current import current_generation
from ..changes import Changes
from ..markup import escaped
from ..service import Service
from ..steps import LATER, LOOK_SECONDS, Change
from .ask_tab import QUIET, Check, address_of
from .library import HEADERS, found_passages, rows

_KINDS = ["str", "str", "str", "number", "number", "number"]
_WIDTHS: list[str | int] = ["25%", "34%", "11%", "10%", "11%", "9%"]


def documents_tab(tab: gr.Tab, service: Service, check: Check) -> None:
    """Build the tab.

    Args:
        tab: the tab to build in; its contents are loaded when it is opened.
        service: provides the index.
        check: called before each search, as before each question.
    """
    folder, changes = service.folder, service.changes
    summary = gr.Markdown()
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
            names = gr.Dropdown(label="Documents you can remove", choices=[])
            remove = gr.Button("Remove document", size="sm")
    state = gr.Markdown()
    words = gr.Textbox(
        label="Search passages",
        placeholder="Words or a question",
        max_length=service.config.max_question,
    )
    results = gr.HTML(elem_id="passages", js_on_load=None)

    def look(request: gr.Request) -> tuple[str, Any, Any]:
        with suppress(IndexFolderError):
            documents, removable = rows(folder), changes.listed(request.username)
            choices = gr.update(choices=removable, value=None)
            return _summary(folder, documents), documents, choices
        return "", gr.skip(), gr.skip()

    shown = [summary, table, names]
    tab.select(look, None, shown, **QUIET)
    limits: dict[str, Any] = {"concurrency_limit": None, "api_visibility": "private"}
    files.upload(_adding(changes), files, state, **limits).then(look, None, shown, **QUIET).then(
        lambda: None, None, files, **QUIET
    )
    remove.click(_removing(changes), names, state, **limits).then(look, None, shown, **QUIET)
    words.submit(_searching(service, check), words, results, **QUIET)


def _searching(service: Service, check: Check) -> Any:
    def search(words: str, request: gr.Request) -> str:
        try:
            check(address_of(request))
            return found_passages(service.index, words[: service.config.max_question])
        except LoccitError as error:
            return f'<p class="problem">{escaped(str(error))}</p>'

    return search


def _adding(changes: Changes) -> Any:
    async def add(
        paths: list[str] | None,
        request: gr.Request,
        progress: gr.Progress = gr.Progress(),  # noqa: B008
    ) -> AsyncIterator[str]:
        sent = [Path(path) for path in paths or []]
        try:
            change = await run_sync(changes.add, sent, request.username)
        except LoccitError as error:
            yield f"Not added: {_literal(str(error))}"
            return
        finally:
            for path in sent:
                path.unlink(missing_ok=True)
        async for state in _following(change, progress):
            yield state

    return add


def _removing(changes: Changes) -> Any:
    async def remove(
        name: str | None,
        request: gr.Request,
        progress: gr.Progress = gr.Progress(),  # noqa: B008
    ) -> AsyncIterator[str]:
        try:
            change = await run_sync(changes.remove, name or "", request.username)
        except LoccitError as error:
            yield f"Not removed: {_literal(str(error))}"
            return
        async for state in _following(change, progress):
            yield state

    return remove


async def _following(change: Change, progress: gr.Progress) -> AsyncIterator[str]:
    """Yield the progress of a change without occupying a thread.

    The change continues if nobody follows it.
    """
    while not (step := change.step).is_last:
        progress(step.share, desc=step.stage)
        yield f"{step.stage} …"
        while change.step is step:
            await sleep(LOOK_SECONDS)
    progress(step.share, desc=step.stage)
    if step.error:
        what = "yet" if step.stage == LATER else "added" if change.names else "indexed"
        yield f"Not {what}: {_literal(step.error)}"
    else:
        lines = "".join(f"\n- {_literal(f'{file.name}: {file.why}')}" for file in step.refused)
        yield "The index is up to date." + (f" Not added:\n{lines}" if lines else "")


def _literal(text: str) -> str:
    """Text that Markdown renders literally: every sign as a character reference."""
    return "".join(
        letter if letter.isalnum() or letter == " " else f"&#{ord(letter)};" for letter in text
    )


def _summary(folder: Path, documents: list[list[str | int]]) -> str:
    passages = sum(int(row[3]) for row in documents)
    when = datetime.fromtimestamp(current_generation(folder).stat().st_mtime)
    return (
        f"{len(documents):,} documents in {passages:,} passages, indexed {when:%d %B %Y at %H:%M}. "
        "[What was left out and why](report)"
    )
