"""Evaluation on the command line: progress bar, summary, and comparison of two runs."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...eval.datasets.dataset import Dataset
from ...eval.judging.verifier import judge_verifier
from ...eval.report.write import write_reports
from ...eval.run import Evaluation, evaluate
from ...eval.scoring.comparison import Change, Comparison
from ...eval.scoring.gate import Gate, Limit, gate_to_dict, judge_gate, junit
from ...eval.scoring.metrics import METRICS
from ...eval.scoring.statistics import Difference
from ...eval.scoring.summary import figures
from ...index.search import Index
from ...rag.config import RagConfig
from ..terminal import say, warn

_SHOWN = 5
_TITLE = 38
JUNIT = "junit.xml"


@dataclass(frozen=True, slots=True)
class GatedRun:
    """A finished run and the limits it was checked against."""

    evaluation: Evaluation
    limits: tuple[Limit, ...]

    @property
    def passed(self) -> bool:
        """Whether every limit is met."""
        return all(limit.passed for limit in self.limits)


def evaluate_into(
    folder: Path, system: Any, dataset: Dataset, index: Index, gate: Gate | None, *, judge: bool
) -> GatedRun:
    """Run, judge the verifier, check the gate, and write every report into a folder."""
    with _progress() as progress:
        run = evaluate(
            system, dataset, index, config=RagConfig.load(), out=folder, progress=progress
        )
    judgement = _judge(index) if judge else None
    limits = judge_gate(gate, figures(run.results), run.results) if gate else ()
    verdict = gate_to_dict(limits) if gate else None
    write_reports(folder, run.about, run.results, run.summary, judgement, verdict)
    if gate:
        (folder / JUNIT).write_text(junit(limits, dataset.name), encoding="utf-8")
    return GatedRun(run, limits)


def _judge(index: Index) -> dict[str, dict[str, Any]] | None:
    """How reliable the verifier is; a failure costs this part of the report alone."""
    try:
        return judge_verifier(index)
    except Exception as error:
        warn(
            f"the verifier could not be evaluated ({type(error).__name__}: {error}); the report "
            "is complete without it. Report this error, and use --no-judge until it is fixed"
        )
        return None


def print_summary(run: GatedRun, folder: Path) -> None:
    """Print the figures, each limit, and where the report is."""
    summary = run.evaluation.summary
    counts = ", ".join(f"{number} {name}" for name, number in summary["counts"].items() if number)
    say(f"{run.evaluation.about['system']['name']}: {summary['examples']} examples, {counts}\n")
    group = ""
    for metric in METRICS:
        figure = summary["figures"][metric.name]
        if metric.group != group:
            group = metric.group
            say(group)
        say(f"  {metric.title:<{_TITLE}}  {_figure(figure)}")
    for limit in run.limits:
        say(f"{'ok  ' if limit.passed else 'FAIL'}  {limit.message}")
    say(f"\nReport: {folder / 'report.html'}")


def print_comparison(comparison: Comparison, before: str, after: str) -> None:
    """Print a line for each metric, then the examples that changed most with both answers."""
    say(f"From {before} to {after}: change, 95 % confidence interval, and the smallest change")
    say("that this dataset detects with 80 % power\n")
    for metric in METRICS:
        difference = comparison.differences.get(metric.name)
        if difference is not None:
            shown = _difference(metric.name, difference, comparison)
            say(f"  {metric.title:<{_TITLE}}  {shown}")
    for title, changes in (("Better", comparison.better), ("Worse", comparison.worse)):
        say(f"\n{title}: {len(changes)}")
        for change in changes[:_SHOWN]:
            say(_change(change))
    if comparison.only:
        say(f"\nLeft out: {len(comparison.only)} examples that only one of the runs has")


def _figure(mean: dict[str, Any]) -> str:
    if mean["value"] is None:
        return "not measured"
    return f"{mean['value']:.3f}  [{mean['low']:.3f}, {mean['high']:.3f}]  n={mean['n']}"


def _difference(name: str, change: Difference, comparison: Comparison) -> str:
    if change.value is None or change.low is None or change.high is None or change.least is None:
        return "not measured"
    verdict = "noise" if change.is_noise else "worse" if name in comparison.falls() else "better"
    interval = f"[{change.low:+.3f}, {change.high:+.3f}]"
    return f"{change.value:+.3f}  {interval}  {change.least:.3f}  {verdict}"


def _change(change: Change) -> str:
    labelled = [(f"{change.by:+.2f}  ", change.before.example.question)]
    for label, result in (("  before: ", change.before), ("  after: ", change.after)):
        response = result.response
        is_text = response.status == "answered"
        labelled.append((label, response.text if is_text else response.status))
    width = min(100, shutil.get_terminal_size((80, 24)).columns)
    return "\n".join(
        label + textwrap.shorten(text, width - len(label), placeholder=" …")
        for label, text in labelled
    )


@contextmanager
def _progress() -> Iterator[Any]:
    """A progress bar on a terminal, nothing elsewhere."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    columns = (TextColumn("Asking"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("")
        yield lambda done, total: bar.update(task, completed=done, total=total)
