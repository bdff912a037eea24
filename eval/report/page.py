"""The report as an HTML page without scripts and external resources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..types import Result
from . import plots
from .cards import failure_sections
from .failures import BY_KIND, Failure, failures
from .headline import (
    gate_section,
    headline_section,
    outcomes_section,
    run_details,
    settings,
    system_name,
    title_of,
)
from .judge import judge_section
from .markup import escaped, shown
from .numbers import plural
from .prose import beside, prose_section
from .rows import groups, metric_row, slice_rows, slices_in_full, table
from .words import WORDS

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_STYLE = Path(__file__).with_name("style.css")
_HOW_TO_READ = (
    "Each figure is a dot between 0 and 1; the line through it is its 95 % interval, in which to "
    "expect the figure for other questions of the same kind. A long line means that there are too "
    "few questions to be sure. n is the number of questions measured. If all have the same score, "
    "the interval is “no spread”; the figure may still be off by about 3 / n."
)


def report_page(
    about: Mapping[str, Any],
    results: Sequence[Result],
    summary: Mapping[str, Any],
    judge: Mapping[str, Any] | None = None,
    gate: Mapping[str, Any] | None = None,
    prose: Mapping[str, Any] | None = None,
) -> str:
    """The report as an HTML page; the arguments are those of ``write_reports``."""
    failed = failures(results)
    slices = summary.get("slices") or {}
    contents = _contents(bool(slices), len(failed), bool(prose))
    body = [
        f'<header><p class="kind">Grounding report</p><h1>{shown(system_name(about))}</h1>'
        f"{run_details(about, summary)}{contents}</header>",
        headline_section(summary, prose),
        gate_section(gate) if gate else "",
        outcomes_section(summary),
        prose_section(prose),
        "".join(_figures(summary, judge, prose)),
        slices_section(slices),
        "".join(_failures(failed)),
        _settings(about),
    ]
    return "\n".join([_head(about), "<body><main>", *filter(None, body), "</main></body></html>\n"])


def _head(about: Mapping[str, Any]) -> str:
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="color-scheme" content="light dark">\n'
        f"<title>{escaped(title_of(about))}</title>\n"
        f"<style>\n{_STYLE.read_text(encoding='utf-8')}</style></head>"
    )


def _contents(has_slices: bool, failed: int, has_prose: bool) -> str:
    links = ['<a href="#prose">Prose</a>'] if has_prose else []
    links.append('<a href="#figures">Figures</a>')
    if has_slices:
        links.append('<a href="#slices">By kind of question</a>')
    links.append(f'<a href="#failures">Failures ({failed:,})</a>')
    return f'<nav aria-label="Contents">{" ".join(links)}</nav>'


def _figures(
    summary: Mapping[str, Any], judge: Mapping[str, Any] | None, prose: Mapping[str, Any] | None
) -> Iterator[str]:
    figures = summary.get("figures") or {}
    yield f'<section id="figures"><h2>All figures</h2><p class="note">{_HOW_TO_READ}</p>'
    for group, metrics in groups().items():
        rows = table(
            "Metric", (metric_row(metric, figures, beside(metric, prose)) for metric in metrics)
        )
        yield f"<h3>{escaped(group)}</h3>{_words(group)}{rows}"
        if group == "Grounding" and judge:
            yield judge_section(judge)
        if group == "Abstaining":
            yield curve_figure(summary.get("curve") or ())
    yield "</section>"


def _words(group: str) -> str:
    note = WORDS.get(group)
    return f'<p class="note">{escaped(note)}</p>' if note else ""


def curve_figure(points: Sequence[Sequence[float]]) -> str:
    """The risk-coverage curve with an explanation, as HTML.

    Args:
        points: pairs of coverage and risk, both in [0, 1], by rising coverage.
    """
    if not points:
        return (
            '<p class="note">The risk-coverage curve is not measured: no answer has a '
            "confidence.</p>"
        )
    return (
        "<figure><figcaption><b>If only the most confident answers were given.</b> The left end "
        "keeps only the most confident answers, the right end all of them. The height is the share "
        "of wrong answers among those kept, including answers to unanswerable questions. A line "
        "that rises from left to right means that the confidence is informative; at the far left "
        "it jumps, as it represents few answers."
        f'</figcaption>{plots.curve(points)}<p class="note">{escaped(plots.curve_text(points))}.'
        "</p></figure>"
    )


def slices_section(slices: Mapping[str, Any]) -> str:
    """The worth of the questions of each tag, as HTML; empty if there are no tags."""
    if not slices:
        return ""
    return (
        '<section id="slices"><h2>By kind of question</h2>'
        '<p class="note">The mean worth of the questions with each tag: correct and cited '
        "answers to answerable ones, abstentions from unanswerable ones. A question may have "
        "several tags.</p>"
        f"{table('Tag', slice_rows(slices))}"
        f"<details><summary>More figures by tag</summary>{slices_in_full(slices)}</details>"
        "</section>"
    )


def _failures(failed: Sequence[Failure]) -> Iterator[str]:
    yield '<section id="failures"><h2>Failures</h2>'
    if not failed:
        yield '<p class="note">None.</p></section>'
        return
    names = dict.fromkeys(failure.kind for failure in failed)
    items = "".join(
        f'<li><a href="#{name}">{BY_KIND[name].title}</a> '
        f'<span class="count">{sum(failure.kind == name for failure in failed):,}</span></li>'
        for name in names
    )
    yield (
        f'<p class="note">{plural(len(failed), "question")} went wrong. Each is listed once, under '
        f'its most severe problem.</p><ul class="kinds">{items}</ul>'
    )
    yield from failure_sections(failed)
    yield "</section>"


def _settings(about: Mapping[str, Any]) -> str:
    rows = "".join(settings(about))
    if not rows:
        return ""
    return (
        "<section><details><summary>Run settings</summary>"
        f'<dl class="settings">{rows}</dl></details></section>'
    )
