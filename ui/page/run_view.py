"""Evaluations as HTML: a table of runs, and one run with its figures, plots and failures."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from ...eval.report.failures import BY_KIND, Failure
from ...eval.report.headline import headline_section
from ...eval.report.numbers import interval_of, value_of
from ...eval.report.page import curve_figure, slices_section
from ...eval.scoring.statistics import Mean
from ...eval.types import Result
from ..markup import attributes, escaped, plain, prose
from .runs import BROKEN, MOST, Run, Runs, read_failures

MOST_FAILURES = 200
"""Failures listed on the page; the report lists all."""
NO_RUNS = (
    "There are no evaluations yet. Draft questions from your documents with "
    "`loccit eval init questions.jsonl`, then run them with `loccit eval run questions.jsonl`."
)
"""Markdown shown when there are no runs."""
_LONGEST = 220
_LABEL = 100
_HEADS = (
    "Run", "Dataset", "System", "Questions", "Grounded score", "Right and cited",
    "Abstains when it should",
)  # fmt: skip


def label(run: Run) -> str:
    """The label of a run in the dropdown, as plain text."""
    return textwrap.shorten(plain(f"{run.name} · {run.dataset} · {run.system}"), _LABEL)


def runs_table(runs: Runs, chosen: str) -> str:
    """A table of the runs, newest first, with a note on those left out; empty without runs."""
    notes = []
    if runs.older:
        notes.append(f"Only the newest {MOST:,} are listed; {runs.older:,} older runs are not.")
    if runs.unreadable:
        names = ", ".join(f"<bdi>{escaped(name)}</bdi>" for name in runs.unreadable)
        notes.append(f"Unreadable or unfinished: {names}.")
    foot = f'<p class="note">{" ".join(notes)}</p>' if notes else ""
    if not runs.listed:
        return f'<div class="evaluation">{foot}</div>' if foot else ""
    heads = "".join(
        f'<th scope="col"{attributes(class_="n" if place > 2 else None)}>{head}</th>'
        for place, head in enumerate(_HEADS)
    )
    rows = "".join(_row(run, run.name == chosen) for run in runs.listed)
    return (
        '<div class="evaluation"><table class="runs"><caption>Evaluations, newest first'
        f"</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>{foot}</div>"
    )


def _row(run: Run, is_chosen: bool) -> str:
    figures = "".join(
        _figure(title, mean)
        for title, mean in zip(_HEADS[4:], (run.score, run.credit, run.restraint), strict=True)
    )
    return (
        f"<tr{attributes(class_='chosen', aria_current='true') if is_chosen else ''}>"
        f'<th scope="row">{escaped(run.name)}</th>'
        f"<td><bdi>{escaped(run.dataset)}</bdi></td><td><bdi>{escaped(run.system)}</bdi></td>"
        f'<td class="n">{_narrow(_HEADS[3])}{run.questions:,}</td>{figures}</tr>'
    )


def _figure(title: str, mean: Mean) -> str:
    spread = f'<span class="about">{escaped(interval_of(mean))}</span>' if mean.n else ""
    value = f'<span class="value">{escaped(value_of(mean))}</span>'
    return f'<td class="n">{_narrow(title)}{value}{spread}</td>'


def _narrow(title: str) -> str:
    """The column header repeated in a cell, shown on narrow screens only."""
    return f'<span class="only-narrow" aria-hidden="true">{title}</span>'


def run_details(folder: Path, run: Run) -> str:
    """One run: headline, curve, slices, and its failures, each with a button to ask again."""
    try:
        figures = (
            f"{headline_section(run.summary)}"
            f"{curve_figure(run.summary.get('curve') or ())}"
            f"{slices_section(run.summary.get('slices') or {})}"
        )
    except BROKEN:
        figures = '<p class="note">The results of this run cannot be displayed.</p>'
    try:
        failed_results = read_failures(folder, run.name)
        failed, count = _failures(failed_results), f" ({len(failed_results):,})"
    except BROKEN:
        failed, count = '<p class="note">The answers of this run cannot be read.</p>', ""
    return (
        f'<div class="evaluation">{_links(run, count)}{figures}'
        f'<section id="run-failures"><h2>Failures</h2>{failed}</section></div>'
    )


def _links(run: Run, count: str) -> str:
    address = f"evaluations/{quote(run.name, safe='')}"
    return (
        f'<p class="links"><a href="{address}" target="_blank" rel="noopener">Full report</a>'
        f'<a href="#run-failures">Failures{count}</a></p>'
    )


def _failures(failures: Sequence[Failure]) -> str:
    if not failures:
        return '<p class="note">None.</p>'
    note = f"{len(failures):,} failure{'s' if len(failures) > 1 else ''}, most serious first."
    if len(failures) > MOST_FAILURES:
        note += f" Only the first {MOST_FAILURES} are listed; the full report has them all."
    rows = "".join(map(_failed, failures[:MOST_FAILURES]))
    return (
        f'<p class="note">{note} Click a question to ask it again.</p>'
        '<table class="failures"><thead><tr><th scope="col">Question</th>'
        '<th scope="col">Problem</th><th scope="col">Answer</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
    )


def _failed(failure: Failure) -> str:
    example = failure.result.example
    asked = example.standalone or example.question
    before = (
        f'<span class="about" dir="auto">Asked as a follow-up: {prose(example.question)}</span>'
        if asked != example.question
        else ""
    )
    return (
        f'<tr><td><button type="button" dir="auto"{attributes(data_ask=asked)}>{prose(asked)}'
        f"</button>{before}</td><td>{BY_KIND[failure.kind].title}</td>"
        f'<td class="said" dir="auto">{escaped(_said(failure.result))}</td></tr>'
    )


def _said(result: Result) -> str:
    """A shortened response of the system, as plain text."""
    response = result.response
    if response.status == "error":
        text = f"Error: {response.error or 'no response'}"
    else:
        text = response.text or "No answer (abstained)."
    return textwrap.shorten(plain(text), _LONGEST, placeholder=" …")
