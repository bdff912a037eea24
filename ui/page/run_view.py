"""Evaluations as HTML: a table of them, and one with its figures, pictures and failures."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

from ...eval import (
    BY_KIND,
    Failure,
    Mean,
    Result,
    curve_figure,
    headline_section,
    interval_of,
    slices_section,
    value_of,
)
from ..markup import attributes, escaped, plain, prose
from .runs import BROKEN, MOST, Run, Runs, read_failures

MOST_FAILURES = 200
"""Failures that are listed; the report holds them all."""
NO_RUNS = (
    "There are no evaluations yet. `loccit eval run questions.jsonl` makes one, and "
    "`loccit eval init questions.jsonl` drafts its questions from your documents."
)
"""Markdown, where there are none."""
_LONGEST = 220
_LABEL = 100
_HEADS = (
    "Run", "Dataset", "System", "Questions", "Grounded score", "Right and cited",
    "Abstains when it should",
)  # fmt: skip


def label(run: Run) -> str:
    """What a run is called where one is chosen, as plain text."""
    return textwrap.shorten(plain(f"{run.name} · {run.dataset} · {run.system}"), _LABEL)


def runs_table(runs: Runs, chosen: str) -> str:
    """The runs, the newest first, and in a footnote what is left out; nothing without any."""
    notes = []
    if runs.older:
        notes.append(f"The newest {MOST:,} are listed; {runs.older:,} older ones are not.")
    if runs.unreadable:
        names = ", ".join(f"<bdi>{escaped(one)}</bdi>" for one in runs.unreadable)
        notes.append(f"Not readable as a finished run: {names}.")
    foot = f'<p class="note">{" ".join(notes)}</p>' if notes else ""
    if not runs.listed:
        return f'<div class="evaluation">{foot}</div>' if foot else ""
    heads = "".join(
        f'<th scope="col"{attributes(class_="n" if place > 2 else None)}>{one}</th>'
        for place, one in enumerate(_HEADS)
    )
    rows = "".join(_row(one, one.name == chosen) for one in runs.listed)
    return (
        '<div class="evaluation"><table class="runs"><caption>Evaluations, the newest first'
        f"</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>{foot}</div>"
    )


def _row(run: Run, is_chosen: bool) -> str:
    figures = "".join(
        _figure(title, one)
        for title, one in zip(_HEADS[4:], (run.score, run.credit, run.restraint), strict=True)
    )
    return (
        f"<tr{attributes(class_='chosen', aria_current='true') if is_chosen else ''}>"
        f'<th scope="row">{escaped(run.name)}</th>'
        f"<td><bdi>{escaped(run.dataset)}</bdi></td><td><bdi>{escaped(run.system)}</bdi></td>"
        f'<td class="n">{_narrow(_HEADS[3])}{run.questions:,}</td>{figures}</tr>'
    )


def _figure(title: str, one: Mean) -> str:
    spread = f'<span class="about">{escaped(interval_of(one))}</span>' if one.n else ""
    value = f'<span class="value">{escaped(value_of(one))}</span>'
    return f'<td class="n">{_narrow(title)}{value}{spread}</td>'


def _narrow(title: str) -> str:
    """The head of a cell, where the screen is too narrow for the row of heads."""
    return f'<span class="only-narrow" aria-hidden="true">{title}</span>'


def run_details(folder: Path, run: Run) -> str:
    """One run: its headline, curve and slices, and its failures, each to be asked again."""
    try:
        figures = (
            f"{headline_section(run.summary)}"
            f"{curve_figure(run.summary.get('curve') or ())}"
            f"{slices_section(run.summary.get('slices') or {})}"
        )
    except BROKEN:
        figures = '<p class="note">The figures of this run cannot be shown.</p>'
    try:
        found = read_failures(folder, run.name)
        failed, count = _failures(found), f" ({len(found):,})"
    except BROKEN:
        failed, count = '<p class="note">The answers of this run cannot be read.</p>', ""
    return (
        f'<div class="evaluation">{_links(run, count)}{figures}'
        f'<section id="run-failures"><h2>Failures</h2>{failed}</section></div>'
    )


def _links(run: Run, count: str) -> str:
    address = f"evaluations/{quote(run.name, safe='')}"
    return (
        f'<p class="links"><a href="{address}" target="_blank" rel="noopener">The whole report</a>'
        f'<a href="#run-failures">Failures{count}</a></p>'
    )


def _failures(found: Sequence[Failure]) -> str:
    if not found:
        return '<p class="note">There are none.</p>'
    told = f"{len(found):,} question{'s' if len(found) > 1 else ''} went wrong, the gravest first."
    if len(found) > MOST_FAILURES:
        told += f" The first {MOST_FAILURES} are listed; the whole report has them all."
    rows = "".join(map(_failed, found[:MOST_FAILURES]))
    return (
        f'<p class="note">{told} A click on a question asks it again.</p>'
        '<table class="failures"><thead><tr><th scope="col">Question</th>'
        '<th scope="col">What went wrong</th><th scope="col">What was said</th></tr></thead>'
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
    """What a system said, in short, as plain text."""
    response = result.response
    if response.status == "error":
        told = f"No answer: {response.error or 'nothing came'}"
    else:
        told = response.text or "That it cannot answer."
    return textwrap.shorten(plain(told), _LONGEST, placeholder=" …")
