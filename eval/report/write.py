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
    prose: Mapping[str, Any] | None = None,
) -> list[Path]:
    """Write the reports of a run; they contain no times or dates, except those of a chat model.

    ``summary.json`` is for programs, ``report.html`` for people, ``report.md`` for a pull request,
    ``run.trec`` for tools that measure retrieval, and ``ragas.jsonl`` for RAGAS.

    Args:
        folder: created if it does not exist.
        about: dataset, system and documents, as in ``Evaluation.about``.
        results: the results in the order of the dataset.
        summary: their summary, from ``summarize``.
        judge: the reliability of the verifier, from ``judge_verifier``. Default: not measured.
        gate: the results of a gate, from ``gate_to_dict``. Default: no gate.
        prose: what became of a chat model's sentences, from ``prose_figures``. Default: no model.

    Returns:
        The paths of the files.
    """
    contents = {"about": about, "summary": summary, "judge": judge, "gate": gate}
    if prose:
        contents["prose"] = prose
    texts = {
        "summary.json": _json(contents),
        "report.html": report_page(about, results, summary, judge, gate, prose),
        "report.md": report_markdown(about, results, summary, gate, prose),
        "run.trec": trec_run(about, results),
        "ragas.jsonl": ragas_lines(results),
    }
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        # Lone surrogates can occur only in JSON strings, where this is their escape.
        (folder / name).write_bytes(text.encode("utf-8", "backslashreplace"))
    return [folder / name for name in texts]


def _json(value: Any) -> str:
    return json.dumps(_finite(value), ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def _finite(value: Any) -> Any:
    """A value with non-finite numbers replaced by ``None``, as JSON has none."""
    if isinstance(value, Mapping):
        return {str(name): _finite(element) for name, element in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(element) for element in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
