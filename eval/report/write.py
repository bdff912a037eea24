"""The files of a report."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ..types import Result
from .exports import ragas_lines, trec_run
from .page import report_page
from .pull_request import report_markdown


def write_reports(
    folder: Path,
    about: Mapping[str, Any],
    results: Sequence[Result],
    summary: Mapping[str, Any],
    judge: Mapping[str, Any] | None = None,
    gate: Mapping[str, Any] | None = None,
) -> list[Path]:
    """Write what a run came to; gives the files, which hold no times or dates.

    ``summary.json`` is for programs, ``report.html`` for people, ``report.md`` for a pull request,
    ``run.trec`` for programs that measure retrieval, ``ragas.jsonl`` for RAGAS.

    Args:
        folder: made if it is not there.
        about: what was run, as ``describe`` tells it.
        results: in the order of the dataset.
        summary: what ``summarize`` makes of them.
        judge: how well the verifier judges: ``mutations``, the share of each kind of planted fault
            that it finds, and ``false_alarms``, the share of each kind of sound claim that it
            doubts; figures with ``value``, ``n``, ``low`` and ``high``.
        gate: ``passed``, and ``limits`` with ``metric``, ``kind`` (``at_least``, ``at_most`` or
            ``no_fall``), ``limit``, ``passed``, ``message`` and the figure that was found.
    """
    contents = {"about": about, "summary": summary, "judge": judge, "gate": gate}
    texts = {
        "summary.json": _json(contents),
        "report.html": report_page(about, results, summary, judge, gate),
        "report.md": report_markdown(about, results, summary, gate),
        "run.trec": trec_run(about, results),
        "ragas.jsonl": ragas_lines(results),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        # Half characters can stand only in JSON's strings, where this is how they are written.
        (folder / name).write_bytes(text.encode("utf-8", "backslashreplace"))
    return [folder / name for name in texts]


def _json(value: Any) -> str:
    return json.dumps(_finite(value), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _finite(value: Any) -> Any:
    """JSON values without those that JSON does not know."""
    if isinstance(value, Mapping):
        return {str(name): _finite(element) for name, element in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(element) for element in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
