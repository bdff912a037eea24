"""The top of the page: what was judged, the headline, what each question came to, the gate."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..scoring.metrics import HEADLINE
from ..scoring.statistics import Mean
from . import plots
from .markup import escaped, shown
from .numbers import has_spread, interval_of, mean_of, number, percent, plural, value_of
from .rows import BY_NAME, metric_row, table

_CLASSES = (
    ("answered", "answered", "An answer was given."),
    ("abstained", "abstained", "The system said that it cannot answer."),
    ("error", "failed", "The system broke, or said nothing."),
)


def title_of(about: Mapping[str, Any]) -> str:
    """What the report is called, as plain text."""
    return f"Grounding report: {system_name(about)}"


def system_name(about: Mapping[str, Any]) -> str:
    """The name of what was judged, as plain text."""
    return str((about.get("system") or {}).get("name") or "a system without a name")


def judged(about: Mapping[str, Any], summary: Mapping[str, Any]) -> str:
    """What the system was asked, and over what, in a list of terms."""
    dataset, documents = about.get("dataset") or {}, about.get("documents") or {}
    asked, answerable = int(summary["examples"]), int(summary["answerable"])
    description = (
        f"{plural(asked, 'question')}; the documents answer {answerable:,} of them"
        if asked
        else "no questions"
    )
    left_out = dataset.get("left_out") or ()
    if left_out:
        description += f"; {len(left_out):,} left out, as their evidence is not in the documents"
    if dataset.get("name"):
        description = f"{shown(dataset['name'])}: {description}"
    terms = [("Questions", description)]
    if documents.get("count") is not None:
        terms.append(("Documents", f"{int(documents['count']):,}"))
    rows = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in terms)
    return f'<dl class="judged">{rows}</dl>'


def headline_section(summary: Mapping[str, Any]) -> str:
    """The headline as a big figure, what it means, and its two parts, as HTML."""
    figures = summary.get("figures") or {}
    whole = mean_of(figures.get(HEADLINE))
    credit, restraint = mean_of(figures.get("credit")), mean_of(figures.get("restraint"))
    parts = (metric_row(BY_NAME[name], figures) for name in ("credit", "restraint"))
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
        f"{table('Its two parts', parts)}</section>"
    )


def meaning(whole: Mean, credit: Mean, restraint: Mean) -> str:
    """The headline in a plain sentence or two."""
    if whole.value is None:
        return "Nothing here could be scored, so that there is no figure: neither good nor bad."
    right = "" if credit.value is None else percent(credit.value)
    silent = "" if restraint.value is None else percent(restraint.value)
    earned = f"it earned {right} of the credit for right, cited answers"
    restrained = "What the documents do not answer, it left unanswered"
    if right and silent:
        first = f"Where the documents answer, {earned}. {restrained} {silent} of the time."
        second = "The score lies between the two, nearer to the lower: it is high if both are."
    elif right:
        first = f"The documents answer every question here; {earned}."
        second = "Whether it abstains when it should is not measured."
    else:
        first = f"The documents answer no question here. {restrained} {silent} of the time."
        second = "Whether its answers are right is not measured."
    if whole.low is None or whole.high is None or not has_spread(whole):
        return f"{first} {second}"
    low, high = number(whole.low), number(whole.high)
    return (
        f"{first} {second} For other questions of the same kind, a score between {low} and {high} "
        "is to be expected."
    )


def counts(summary: Mapping[str, Any]) -> str:
    """How many questions came to what."""
    by_class = summary["counts"]
    cells = "".join(
        f'<div><dt>{name}</dt><dd class="n">{int(by_class.get(key) or 0):,}</dd>'
        f'<dd class="about">{about}</dd></div>'
        for key, name, about in _CLASSES
    )
    unscored = int(by_class.get("unscored") or 0)
    cells += (
        f'<div><dt>unscored</dt><dd class="n">{unscored:,}</dd>'
        '<dd class="about">Of all these: the questions do not tell what is right.</dd></div>'
    )
    return (
        '<section id="counts"><h2>What became of the questions</h2>'
        f'<dl class="counts">{cells}</dl>'
        '<p class="note">These are classes, not scores. What is unscored, or not measured, is left '
        "out of the figures and never counts as zero.</p></section>"
    )


def verdict(gate: Mapping[str, Any]) -> str:
    """Whether the run stays within the limits that were set, and each limit."""
    limits = gate.get("limits") or ()
    broken = sum(not limit.get("passed") for limit in limits)
    state = "passed" if gate.get("passed") else "failed"
    summary = (
        f"{broken:,} of {plural(len(limits), 'limit')} broken" if limits else "no limits are set"
    )
    rows = "".join(_limit(limit) for limit in limits)
    items = f'<ul class="limits">{rows}</ul>' if rows else ""
    return (
        f'<section id="gate" class="gate {state}"><h2>The gate: {state}</h2>'
        f"<p>The limits that were set for this run: {summary}.</p>{items}</section>"
    )


def limit_said(limit: Mapping[str, Any]) -> str:
    """A limit, as plain text."""
    kind, limit = limit.get("kind"), limit.get("limit")
    if kind == "no_fall":
        return "no fall"
    words = {"at_least": "at least", "at_most": "at most"}.get(str(kind), str(kind))
    return words if limit is None else f"{words} {number(float(limit))}"


def limit_title(limit: Mapping[str, Any]) -> str:
    """The title of the metric that is limited, as plain text."""
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
        f"<span>{shown(limit_title(limit))}: {escaped(limit_said(limit))}; "
        f"found {escaped(value_of(figure) + interval)}{note}</span></li>"
    )


def settings(about: Mapping[str, Any]) -> Iterator[str]:
    """What else tells this run from others: settings, encoder, digests."""
    for part in ("system", "dataset", "documents"):
        values = about.get(part) or {}
        flat = {**values, **(values.get("settings") or {})} if part == "system" else values
        for name, value in sorted(flat.items()):
            if name not in {"name", "settings", "count", "examples"} and value not in ([], None):
                label = f"{part}, {name.replace('_', ' ')}"
                listed = ", ".join(map(str, value)) if isinstance(value, list | tuple) else value
                yield f"<div><dt>{escaped(label)}</dt><dd>{shown(listed)}</dd></div>"
