"""The Evaluation tab: the runs, their results, and failures to ask again."""

from __future__ import annotations

from typing import Any

import gradio as gr

from ..service import Service
from .ask_tab import QUIET, Asker
from .run_view import NO_RUNS, label, run_details, runs_table
from .runs import kept_runs

_ON_CLICK = """element.addEventListener("click", (event) => {
  const button = event.target.closest("button[data-ask]");
  if (button) trigger("click", { question: button.dataset.ask });
});"""
_TO_THE_TAB = '() => document.querySelector("[role=tab]")?.focus({ preventScroll: true })'
"""The focused button is hidden now; without this the keyboard focus would be lost."""


def evaluation_tab(tabs: gr.Tabs, tab: gr.Tab, asking: str, service: Service, asker: Asker) -> None:
    """Build the tab.

    Args:
        tabs: the container of all tabs.
        tab: the tab to build in; its contents are loaded when it is opened.
        asking: the id of the tab where answers appear.
        service: provides the index folder.
        asker: asks the question of a failure.
    """
    folder = service.folder
    none = gr.Markdown(NO_RUNS, visible=False)
    table = gr.HTML(js_on_load=None, elem_id="runs")
    choice = gr.Dropdown(label="Run", visible=False, interactive=True, elem_id="run-choice")
    details = gr.HTML(js_on_load=_ON_CLICK, elem_id="run")
    chosen, question = gr.State(""), gr.State("")

    def look(name: str) -> tuple[Any, ...]:
        runs = kept_runs(folder)
        run = runs.named(name)
        if run is None:
            return gr.update(visible=True), runs_table(runs, ""), gr.update(visible=False), ""
        choices = [(label(run), run.name) for run in runs.listed]
        return (
            gr.update(visible=False),
            runs_table(runs, run.name),
            gr.update(choices=choices, value=run.name, visible=True),
            run_details(folder, run),
        )

    shown = [none, table, choice, details]
    tab.select(look, chosen, shown, **QUIET)
    choice.input(_pinned, choice, chosen, **QUIET).then(look, chosen, shown, **QUIET)
    clicked = details.click(_picked(asking), None, [tabs, question], **QUIET)
    clicked.then(None, None, None, js=_TO_THE_TAB, **QUIET)
    asker.on(clicked.success, question)


def _pinned(name: str | None) -> str:
    return name or ""


def _picked(asking: str) -> Any:
    """The first step of a click on a failure: switch tabs and hand over its question."""

    def pick(event: gr.EventData) -> tuple[Any, str]:
        return gr.update(selected=asking), str(getattr(event, "question", ""))

    return pick
