"""The top of the page: the run, the headline figure, the outcomes and the gate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..scoring.metrics import HEADLINE
from ..scoring.statistics import Mean
from . import plots
from .markup import escaped, shown
from .numbers import has_spread, interval_of, mean_of, number, percent, plural, value_of
from .prose import beside
from .rows import BY_NAME, metric_row, table

_CLASSES = (
    ("answered", "answered", "The system answered."),
    ("abstained", "abstained", "The system said that it cannot answer."),
    ("error", "failed", "The system failed, or returned nothing."),
)


def title_of(about: Mapping[str, Any]) -> str:
    """The title of the report, as plain text."""
    return f"Grounding report: {system_name(about)}"


def system_name(about: Mapping[str, Any]) -> str:
    """The name of the system, as plain text."""
    return str((about.get("system") or {}).get("name") or "an unnamed system")


def run_details(about: Mapping[str, Any], summary: Mapping[str, Any]) -> str:
    """The dataset and the documents of a run, as an HTML list of terms."""
    dataset, documents = about.get("dataset") or {}, about.get("documents") or {}
    asked, answerable = int(summary["examples"]), int(summary["answerable"])
    description = (
        f"{plural(asked, 'question')}; the documents answer {answerable:,} of them"
        if asked
        else "no questions"
    )
    left_out = dataset.get("left_out") or ()
    if left_out:
        description += f"; {len(left_out):,} skipped"
    if dataset.get("name"):
        description = f"{shown(dataset['name'])}: {description}"
    terms = [("Questions", description)]
    if documents.get("count") is not None:
        terms.append(("Documents", f"{int(documents['count']):,}"))
    rows = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in terms)
    return f'<dl class="judged">{rows}</dl>'


def headline_section(summary: Mapping[str, Any], prose: Mapping[str, Any] | None = None) -> str:
    """The headline figure, its meaning and its two parts, as HTML.

    Args:
        summary: from ``summarize``.
        prose: from ``prose_figures``, if a chat model was asked.
    """
    figures = summary.get("figures") or {}
    whole = mean_of(figures.get(HEADLINE))
    credit, restraint = mean_of(figures.get("credit")), mean_of(figures.get("restraint"))
    metrics = (BY_NAME[name] for name in ("credit", "restraint"))
    parts = (metric_row(metric, figures, beside(metric, prose)) for metric in metrics)
    picture = f"<div>{plots.dot(whole, BY_NAME[HEADLINE].title)}</div>" if whole.n else ""
    spread = (
        f'<p class="spread">95 % interval <b>{escaped(interval_of(whole))}</b>, '
        f"over {plural(whole.n, 'question')}</p>"
        if whole.n
        else ""
    )
    return (
        f'<section class="headline"><h2>{BY_NAME[HEADLINE].title}</h2>'
        f'<div class="hero"><p class="big">{escaped(value_of(whole))}</p>'
        f"<div>{picture}{spread}</div></div>"
        f'<p class="meaning">{escaped(meaning(whole, credit, restraint))}</p>'
        f"{table('Its two components', parts)}</section>"
    )


def meaning(whole: Mean, credit: Mean, restraint: Mean) -> str:
    """The headline figure explained in a few plain sentences."""
    if whole.value is None:
        return "Nothing could be scored, so there is no figure: neither good nor bad."
    right = "" if credit.value is None else percent(credit.value)
    silent = "" if restraint.value is None else percent(restraint.value)
    earned = f"the system earned {right} of the credit for correct, cited answers"
    abstained = "On questions that the documents do not answer, it abstained"
    if right and silent:
        first = f"Where the documents answer, {earned}. {abstained} {silent} of the time."
        second = (
            "The score is between the two, closer to the lower one: it is high only if both are."
        )
    elif right:
        first = f"The documents answer every question; {earned}."
        second = "Whether it abstains when it should is not measured."
    else:
        first = f"The documents answer none of the questions. {abstained} {silent} of the time."
        second = "Whether its answers are right is not measured."
    if whole.low is None or whole.high is None or not has_spread(whole):
        return f"{first} {second}"
    low, high = number(whole.low), number(whole.high)
    return (
        f"{first} {second} For other questions of the same kind, expect a score between {low} "
        f"and {high}."
    )


def outcomes_section(summary: Mapping[str, Any]) -> str:
    """How many questions were answered, abstained from, failed or left unscored."""
    by_class = summary["counts"]
    cells = "".join(
        f'<div><dt>{name}</dt><dd class="n">{int(by_class.get(key) or 0):,}</dd>'
        f'<dd class="about">{about}</dd></div>'
        for key, name, about in _CLASSES
    )
    unscored = int(by_class.get("unscored") or 0)
    cells += (
        f'<div><dt>unscored</dt><dd class="n">{unscored:,}</dd>'
        '<dd class="about">Of all these: the dataset has no correct answer.</dd></div>'
    )
    return (
        '<section id="counts"><h2>Outcomes</h2>'
        f'<dl class="counts">{cells}</dl>'
        '<p class="note">These are counts, not scores. What is unscored or not measured is left '
        "out of the figures; it never counts as zero.</p></section>"
    )


def gate_section(gate: Mapping[str, Any]) -> str:
    """Whether the run is within the limits of its gate, and each limit, as HTML."""
    limits = gate.get("limits") or ()
    broken = sum(not limit.get("passed") for limit in limits)
    state = "passed" if gate.get("passed") else "failed"
    summary = f"{broken:,} of {plural(len(limits), 'limit')} broken" if limits else "none"
    rows = "".join(_limit(limit) for limit in limits)
    items = f'<ul class="limits">{rows}</ul>' if rows else ""
    return (
        f'<section id="gate" class="gate {state}"><h2>The gate: {state}</h2>'
        f"<p>Limits for this run: {summary}.</p>{items}</section>"
    )


def limit_text(limit: Mapping[str, Any]) -> str:
    """A limit without its metric, as plain text: ``at least 0.450``."""
    kind, bound = limit.get("kind"), limit.get("limit")
    if kind == "no_fall":
        return "no fall"
    words = {"at_least": "at least", "at_most": "at most"}.get(str(kind), str(kind))
    return words if bound is None else f"{words} {number(float(bound))}"


def limit_title(limit: Mapping[str, Any]) -> str:
    """The title of the metric of a limit, as plain text."""
    name = str(limit.get("metric"))
    return BY_NAME[name].title if name in BY_NAME else name


def _limit(limit: Mapping[str, Any]) -> str:
    figure = mean_of(limit)
    is_met = bool(limit.get("passed"))
    interval = f", 95 % interval {interval_of(figure)}, n = {figure.n:,}" if figure.n else ""
    message = limit.get("message")
    note = f'<span class="about" dir="auto">{escaped(message)}</span>' if message else ""
    return (
        f'<li class="{"met" if is_met else "broken"}"><b>{"✓ met" if is_met else "✗ broken"}</b> '
        f"<span>{shown(limit_title(limit))}: {escaped(limit_text(limit))}; "
        f"measured: {escaped(value_of(figure) + interval)}{note}</span></li>"
    )


def settings(about: Mapping[str, Any]) -> Iterator[str]:
    """The other details of a run: settings, encoder, digests; as HTML list entries."""
    for part in ("system", "dataset", "documents"):
        values = about.get(part) or {}
        flat = {**values, **(values.get("settings") or {})} if part == "system" else values
        for name, value in sorted(flat.items()):
            if name not in {"name", "settings", "count", "examples"} and value not in ([], None):
                label = f"{part}, {name.replace('_', ' ')}"
                listed = ", ".join(map(str, value)) if isinstance(value, list | tuple) else value
                yield f"<div><dt>{escaped(label)}</dt><dd>{shown(listed)}</dd></div>"
