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
from ...eval.prose import ProseSystem
from ...eval.report.prose import MARK, check_text, prose_facts, titled
from ...eval.report.write import write_reports
from ...eval.run import Evaluation, evaluate
from ...eval.scoring.comparison import Change, Comparison, compare, verdict
from ...eval.scoring.gate import Gate, Limit, gate_to_dict, judge_gate, junit
from ...eval.scoring.metrics import METRICS, Metric
from ...eval.scoring.prose import prose_figures
from ...eval.scoring.statistics import Difference
from ...eval.scoring.summary import figures
from ...index.search import Index
from ...rag.config import RagConfig
from ..terminal import say, warn

_SHOWN = 5
_TITLE = 38
_NAME = 50
JUNIT = "junit.xml"
QUOTED = "quoted"
"""Folder of the same questions answered by quoting, inside that of a run with a chat model."""


@dataclass(frozen=True, slots=True)
class GatedRun:
    """A finished run and the limits it was checked against.

    Attributes:
        evaluation: the run.
        limits: with what became of them.
        prose: what became of a chat model's sentences; see ``prose_figures``.
        comparison: from quoted answers to those with the chat model.
    """

    evaluation: Evaluation
    limits: tuple[Limit, ...]
    prose: dict[str, Any] | None = None
    comparison: Comparison | None = None

    @property
    def passed(self) -> bool:
        """Whether every limit is met."""
        return all(limit.passed for limit in self.limits)


def evaluate_into(
    folder: Path, system: Any, dataset: Dataset, index: Index, gate: Gate | None, *, judge: bool
) -> GatedRun:
    """Run, judge the verifier, check the gate, and write every report into a folder.

    With a chat model, the same questions are answered by quoting as well.
    """
    prose, comparison = None, None
    run = _evaluated(folder, system, dataset, index)
    if isinstance(system, ProseSystem):
        quoted = _evaluated(folder / QUOTED, index, dataset, index)
        comparison = compare(quoted.results, run.results)
        prose = prose_figures(run.results, quoted.results, comparison, system.seconds)
    judgement = _judge(index) if judge else None
    limits = judge_gate(gate, figures(run.results), run.results) if gate else ()
    checked = gate_to_dict(limits) if gate else None
    write_reports(folder, run.about, run.results, run.summary, judgement, checked, prose)
    if gate:
        (folder / JUNIT).write_text(junit(limits, dataset.name), encoding="utf-8")
    return GatedRun(run, limits, prose, comparison)


def _evaluated(folder: Path, system: Any, dataset: Dataset, index: Index) -> Evaluation:
    with _progress() as progress:
        return evaluate(
            system, dataset, index, config=RagConfig.load(), out=folder, progress=progress
        )


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
        say(f"  {_title(metric, run.prose)}  {_figure(figure)}")
    if run.prose and run.comparison:
        _print_prose(run.prose, run.comparison)
    for limit in run.limits:
        say(f"{'ok  ' if limit.passed else 'FAIL'}  {limit.message}")
    say(f"\nReport: {folder / 'report.html'}")


def _print_prose(prose: dict[str, Any], comparison: Comparison) -> None:
    """What became of the model's sentences, and how its answers compare with quoted ones."""
    say(f"{MARK} {check_text(prose)}")
    say("\nProse")
    for name, value in prose_facts(prose):
        say(f"  {name:<{_NAME}}  {value}")
    say("")
    print_comparison(comparison, "quotations", "prose", prose)
    say("")


def print_comparison(
    comparison: Comparison, before: str, after: str, prose: dict[str, Any] | None = None
) -> None:
    """Print a line for each metric, then the examples that changed most with both answers.

    Args:
        comparison: the two runs.
        before: what the first one is called.
        after: what the second one is called.
        prose: the figures of the second one if it is one with a chat model.
    """
    say(f"From {before} to {after}: change, 95 % confidence interval, and the smallest change")
    say("that this dataset detects with 80 % power\n")
    for metric in METRICS:
        difference = comparison.differences.get(metric.name)
        if difference is not None:
            shown = _difference(metric.name, difference)
            say(f"  {_title(metric, prose)}  {shown}")
    for title, changes in (("Better", comparison.better), ("Worse", comparison.worse)):
        say(f"\n{title}: {len(changes)}")
        for change in changes[:_SHOWN]:
            say(_change(change))
    if comparison.only:
        say(f"\nLeft out: {len(comparison.only)} examples that only one of the runs has")


def _title(metric: Metric, prose: dict[str, Any] | None) -> str:
    return f"{titled(metric) if prose else metric.title:<{_TITLE}}"


def _figure(mean: dict[str, Any]) -> str:
    if mean["value"] is None:
        return "not measured"
    return f"{mean['value']:.3f}  [{mean['low']:.3f}, {mean['high']:.3f}]  n={mean['n']}"


def _difference(name: str, change: Difference) -> str:
    if change.value is None or change.low is None or change.high is None or change.least is None:
        return "not measured"
    interval = f"[{change.low:+.3f}, {change.high:+.3f}]"
    return f"{change.value:+.3f}  {interval}  {change.least:.3f}  {verdict(name, change)}"


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
