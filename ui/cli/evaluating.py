"""Evaluation on the command line: a progress bar, the figures, what two runs differ in."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...eval import (
    METRICS,
    Change,
    Comparison,
    Dataset,
    Difference,
    Evaluation,
    Gate,
    Limit,
    evaluate,
    figures,
    gate_to_dict,
    judge_gate,
    judge_verifier,
    junit,
    write_reports,
)
from ...index import Index
from ...rag import RagConfig
from ..terminal import say

_SHOWN = 5
_TITLE = 38
JUNIT = "junit.xml"


@dataclass(frozen=True, slots=True)
class Judged:
    """A finished run with its limits."""

    evaluation: Evaluation
    limits: tuple[Limit, ...]

    @property
    def passed(self) -> bool:
        """Whether no limit is broken."""
        return all(one.passed for one in self.limits)


def evaluate_into(
    folder: Path, system: Any, dataset: Dataset, index: Index, gate: Gate | None, *, judge: bool
) -> Judged:
    """Run, judge the verifier and the gate, and write every report into a folder."""
    with _progress() as progress:
        done = evaluate(
            system, dataset, index, config=RagConfig.load(), out=folder, progress=progress
        )
    told = judge_verifier(index) if judge else None
    limits = judge_gate(gate, figures(done.results), done.results) if gate else ()
    verdict = gate_to_dict(limits) if gate else None
    write_reports(folder, done.about, done.results, done.summary, told, verdict)
    if gate:
        (folder / JUNIT).write_text(junit(limits, dataset.name), encoding="utf-8")
    return Judged(done, limits)


def print_summary(done: Judged, folder: Path) -> None:
    """The main figures, the limits that are broken, and where the reports are."""
    summary = done.evaluation.summary
    counts = ", ".join(f"{number} {name}" for name, number in summary["counts"].items() if number)
    say(f"{done.evaluation.about['system']['name']}: {summary['examples']} examples, {counts}\n")
    group = ""
    for metric in METRICS:
        found = summary["figures"][metric.name]
        if metric.group != group:
            group = metric.group
            say(group)
        say(f"  {metric.title:<{_TITLE}}  {_figure(found)}")
    for one in done.limits:
        say(f"{'kept  ' if one.passed else 'BROKEN'}  {one.message}")
    say(f"\nThe report: {folder / 'report.html'}")


def print_comparison(found: Comparison, before: str, after: str) -> None:
    """A line for each metric, then the examples that changed most, with both answers."""
    say(f"From {before} to {after}: what changed, its 95 % interval, and the least change")
    say("that this set shows in 80 % of cases\n")
    for metric in METRICS:
        one = found.differences.get(metric.name)
        if one is not None:
            say(f"  {metric.title:<{_TITLE}}  {_difference(metric.name, one, found)}")
    for title, changes in (("Better", found.better), ("Worse", found.worse)):
        say(f"\n{title}: {len(changes)}")
        for change in changes[:_SHOWN]:
            say(_change(change))
    if found.only:
        say(f"\nOnly in one of the two: {len(found.only)}, which are left out")


def _figure(found: dict[str, Any]) -> str:
    if found["value"] is None:
        return "not measured"
    return f"{found['value']:.3f}  [{found['low']:.3f}, {found['high']:.3f}]  n={found['n']}"


def _difference(name: str, one: Difference, found: Comparison) -> str:
    if one.value is None or one.low is None or one.high is None or one.least is None:
        return "not measured"
    said = "noise" if one.is_noise else "worse" if name in found.falls() else "better"
    return f"{one.value:+.3f}  [{one.low:+.3f}, {one.high:+.3f}]  {one.least:.3f}  {said}"


def _change(change: Change) -> str:
    told = [(f"{change.by:+.2f}  ", change.before.example.question)]
    for name, one in (("  before: ", change.before), ("  after: ", change.after)):
        is_text = one.response.status == "answered"
        told.append((name, one.response.text if is_text else one.response.status))
    width = min(100, shutil.get_terminal_size((80, 24)).columns)
    return "\n".join(
        head + textwrap.shorten(text, width - len(head), placeholder=" …") for head, text in told
    )


@contextmanager
def _progress() -> Iterator[Any]:
    """A bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("Asking"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("")
        yield lambda done, total: bar.update(task, completed=done, total=total)
