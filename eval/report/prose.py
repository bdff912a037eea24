"""What became of a chat model's sentences, for people: on the page, in Markdown, in a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from ..scoring.comparison import verdict
from ..scoring.metrics import METRICS, Metric
from ..scoring.statistics import Difference
from .markup import escaped, plain, shown
from .numbers import describe, mean_of, percent, plural, value_of

MARK = "†"
"""Stands beside each figure in which the check of written sentences has a part."""
_MOST = 6
"""Kinds of reasons and causes that are listed."""
_MAIN = ("evidence_f1", "evidence_recall", "containment", "credit", "citation_recall", "fabricated")


def prose_facts(prose: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """What became of the replies, as pairs of plain texts.

    Args:
        prose: the figures from ``prose_figures``.
    """
    shares = {name: mean_of(figure) for name, figure in prose["shares"].items()}
    yield "Questions that the model was asked", f"{int(prose['questions']):,}"
    yield "Its sentences that are not shown", describe(shares["dropped"])
    if prose["dropped"]:
        yield "Reasons", _listed(prose["dropped"])
    yield "Shown, cited to a passage that it did not name", describe(shares["recited"])
    yield "Its answers replaced by quotations", describe(shares["quoted"])
    yield "Its answers that end early", describe(shares["cut_short"])
    if prose["fallbacks"]:
        yield "Causes", _listed(prose["fallbacks"])
    yield "Tokens", _took(prose["took"])
    yield "Seconds", _seconds(prose["seconds"])


def check_text(prose: Mapping[str, Any]) -> str:
    """The error of the check that decides which sentences are shown, in a sentence."""
    false, true = (mean_of(prose["check"][name]) for name in ("false_shown", "true_dropped"))
    return (
        f"Of labelled sentences, the check that decides which ones are shown lets "
        f"{percent(false.value or 0.0)} of the false ones pass (n = {false.n:,}) and drops "
        f"{percent(true.value or 0.0)} of the true ones (n = {true.n:,})."
    )


def prose_section(prose: Mapping[str, Any] | None) -> str:
    """The section of the page; empty for a run without a chat model.

    Args:
        prose: the figures from ``prose_figures``.
    """
    if not prose:
        return ""
    facts = "".join(
        f"<div><dt>{escaped(name)}</dt><dd>{shown(value)}</dd></div>"
        for name, value in prose_facts(prose)
    )
    return (
        f'<section id="prose"><h2>Prose</h2><dl class="settings">{facts}</dl>'
        "<h3>Beside quotations</h3>"
        '<p class="note">The same questions, answered by quoting the documents. Figures with '
        f"{MARK} depend on programs that judge sentences; the others are decided by the dataset "
        f"alone. {escaped(check_text(prose))}</p>{_paired_table(prose)}</section>"
    )


def prose_lines(prose: Mapping[str, Any] | None) -> Iterator[str]:
    """The section in Markdown; nothing for a run without a chat model."""
    if not prose:
        return
    yield "### Prose"
    yield ""
    for name, value in prose_facts(prose):
        yield f"- {name}: {_inline(value)}"
    yield ""
    yield "| metric | quoted | in prose − quoted | 95 % interval | n |"
    yield "|---|--:|--:|--:|--:|"
    for metric, before, change in _paired(prose):
        if metric.name in _MAIN:
            cells = (titled(metric), before, *_cells(metric, change))
            yield f"| {' | '.join(cells)} |"
    yield ""
    yield f"{MARK} {check_text(prose)}"
    yield ""


def beside(metric: Metric, prose: Mapping[str, Any] | None) -> str:
    """The error that is told beside a figure in which the check has a part; else nothing."""
    return check_text(prose) if prose and metric.by_verifier else ""


def titled(metric: Metric) -> str:
    """The title of a metric in a run with a chat model."""
    return f"{metric.title} {MARK}" if metric.by_verifier else metric.title


def _paired(prose: Mapping[str, Any]) -> Iterator[tuple[Metric, str, Mapping[str, Any]]]:
    """Each metric that both runs measured, its figure for quotations, and the difference."""
    for metric in METRICS:
        change = prose["paired"]["differences"].get(metric.name)
        if change and change["value"] is not None:
            yield metric, value_of(mean_of(prose["quoted"].get(metric.name))), change


def _cells(metric: Metric, change: Mapping[str, Any]) -> tuple[str, str, str]:
    difference = Difference(**{name: change[name] for name in Difference._fields})
    return (
        f"{difference.value:+.3f} {verdict(metric.name, difference)}",
        f"{difference.low:+.3f} to {difference.high:+.3f}",
        f"{difference.n:,}",
    )


def _paired_table(prose: Mapping[str, Any]) -> str:
    head = "".join(
        f'<th scope="col" class="n">{name}</th>'
        for name in ("Quoted", "In prose − quoted", "95 % interval", "n")
    )
    rows = "".join(
        f'<tr><th scope="row">{escaped(titled(metric))}</th>'
        + "".join(
            f'<td class="n">{escaped(cell)}</td>' for cell in (before, *_cells(metric, change))
        )
        + "</tr>"
        for metric, before, change in _paired(prose)
    )
    return (
        '<div class="wide" tabindex="0" role="group" aria-label="Prose beside quotations">'
        '<table class="grid"><thead><tr><th scope="col">Metric</th>'
        f"{head}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _listed(counted: Mapping[str, int]) -> str:
    named = [f"{kind} ({count:,})" for kind, count in islice(counted.items(), _MOST)]
    return "; ".join([*named, "…"] if len(counted) > _MOST else named)


def _took(took: Mapping[str, Any]) -> str:
    parts = [f"{took['tokens_in']:,} of prompts", f"{took['tokens_out']:,} of replies"]
    if took["cost"] is not None:
        parts.append(f"cost {took['cost']:.4f}")
    if took["kept"]:
        parts.append(f"{plural(took['kept'], 'answer')} from kept replies, which take none")
    if took["unknown"]:
        parts.append(f"not known of {plural(took['unknown'], 'question')}")
    return ", ".join(parts)


def _seconds(seconds: Mapping[str, Any]) -> str:
    if not seconds["n"]:
        return "not measured"
    first, whole = seconds["first"], seconds["whole"]
    return (
        f"to the first sentence {first['median']:.2f} (95 % within {first['p95']:.2f}), to the "
        f"last {whole['median']:.2f} ({whole['p95']:.2f}); n = {seconds['n']:,}"
    )


def _inline(text: str) -> str:
    """Text on one line in which Markdown has no marks."""
    line = " ".join(plain(text).split())
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#|@" else sign for sign in line)
