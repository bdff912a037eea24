"""Figures as rows of a table: title, explanation, plot, value, interval and n."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from ..scoring.metrics import HEADLINE, METRICS, Metric
from ..scoring.statistics import Mean
from . import plots
from .markup import escaped, shown
from .numbers import NOT_MEASURED, interval_of, mean_of, value_of

_HEAD = (
    '<thead><tr><th scope="col">{}</th><th scope="col">From 0 to 1</th>'
    '<th scope="col" class="n">Figure</th><th scope="col" class="n">95 % interval</th>'
    '<th scope="col" class="n">n</th></tr></thead>'
)
BY_NAME = {metric.name: metric for metric in METRICS}


class Row(NamedTuple):
    """A row of a table of figures.

    Attributes:
        title: plain text.
        about: an explanation in plain text; may be empty.
        figure: the figure.
    """

    title: str
    about: str
    figure: Mean


def table(heading: str, rows: Iterable[Row]) -> str:
    """A table of figures as HTML; empty if there are no rows.

    Args:
        heading: the heading of the first column.
        rows: its rows.
    """
    body = "".join(map(_row, rows))
    if not body:
        return ""
    return f'<table class="figures">{_HEAD.format(escaped(heading))}<tbody>{body}</tbody></table>'


def _row(row: Row) -> str:
    about = f'<span class="about">{escaped(row.about)}</span>' if row.about else ""
    head = f'<th scope="row">{shown(row.title)}{about}</th>'
    if row.figure.value is None:
        return f'<tr>{head}<td class="none" colspan="4">{NOT_MEASURED}</td></tr>'
    return (
        f'<tr>{head}<td class="picture">{plots.dot(row.figure, row.title)}</td>'
        f'<td class="n value">{escaped(value_of(row.figure))}</td>'
        f'<td class="n interval">{escaped(interval_of(row.figure))}</td>'
        f'<td class="n count"><span class="only-narrow">n = </span>{row.figure.n:,}</td></tr>'
    )


def metric_row(metric: Metric, figures: Mapping[str, Any], more: str = "") -> Row:
    """The row of a metric; it says so if lower is better.

    Args:
        metric: the metric.
        figures: by name.
        more: what else there is to say of it.
    """
    better = "" if metric.higher_is_better else " Lower is better."
    return Row(
        metric.title, f"{metric.about}{better} {more}".rstrip(), mean_of(figures.get(metric.name))
    )


def groups() -> dict[str, list[Metric]]:
    """The metrics by group, without the headline group."""
    by_group: dict[str, list[Metric]] = {}
    for metric in METRICS:
        if metric.group != BY_NAME[HEADLINE].group:
            by_group.setdefault(metric.group, []).append(metric)
    return by_group


def slice_rows(slices: Mapping[str, Any]) -> Iterator[Row]:
    """The worth of the questions of each tag, as rows."""
    for tag, by_metric in slices.items():
        yield Row(tag, "", mean_of(by_metric.get("worth")))


def slices_in_full(slices: Mapping[str, Any]) -> str:
    """A table of all figures of each tag, with their intervals, as HTML."""
    names = [name for name in BY_NAME if any(name in by_metric for by_metric in slices.values())]
    head = "".join(
        f'<th scope="col" class="n">{escaped(BY_NAME[name].title)}</th>' for name in names
    )
    body = []
    for tag, by_metric in slices.items():
        cells = "".join(_small_cell(mean_of(by_metric.get(name))) for name in names)
        count = int(by_metric.get("n") or 0)
        body.append(
            f'<tr><th scope="row">{shown(tag)}</th><td class="n">{count:,}</td>{cells}</tr>'
        )
    return (
        '<div class="wide" tabindex="0" role="group" aria-label="All figures by tag">'
        f'<table class="grid"><thead><tr><th scope="col">Tag</th>'
        f'<th scope="col" class="n">Questions</th>{head}</tr></thead>'
        f"<tbody>{''.join(body)}</tbody></table></div>"
    )


def _small_cell(mean: Mean) -> str:
    if mean.value is None:
        return f'<td class="n none">{NOT_MEASURED}</td>'
    return (
        f'<td class="n">{escaped(value_of(mean))}'
        f'<span class="about">{escaped(interval_of(mean))}</span>'
        f'<span class="about">n = {mean.n:,}</span></td>'
    )
