"""The report as a page of Markdown, for a pull request."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from ..scoring.metrics import HEADLINE
from ..types import Result
from .failures import BY_KIND, Failure, failures
from .headline import limit_text, limit_title, system_name
from .markup import plain
from .numbers import interval_of, mean_of, plural, value_of
from .prose import prose_lines, titled
from .rows import BY_NAME

_MAIN = (
    HEADLINE, "credit", "restraint", "evidence_f1", "containment", "quote_exact",
    "citation_recall", "citation_precision", "fabricated", "misattributed", "over_refusal",
    "under_refusal", "auroc", "recall@5",
)  # fmt: skip
_MOST, _LONGEST = 10, 120


def report_markdown(
    about: Mapping[str, Any],
    results: Sequence[Result],
    summary: Mapping[str, Any],
    gate: Mapping[str, Any] | None = None,
    prose: Mapping[str, Any] | None = None,
) -> str:
    """The report in Markdown, under 80 lines for any run; see ``write_reports``."""
    figures, by_class = summary.get("figures") or {}, summary["counts"]
    whole = mean_of(figures.get(HEADLINE))
    dataset = code(str((about.get("dataset") or {}).get("name") or "examples"))
    spread = f", 95 % interval {interval_of(whole)}, n = {whole.n:,}" if whole.n else ""
    lines = [
        f"## {BY_NAME[HEADLINE].title}: {value_of(whole)}{spread}",
        "",
        f"{code(system_name(about))} on {dataset}, {plural(int(summary['examples']), 'question')}: "
        f"{by_class['answered']:,} answered, {by_class['abstained']:,} abstained, "
        f"{by_class['error']:,} failed; {by_class['unscored']:,} unscored.",
        "",
        *(_limits(gate) if gate else ()),
        "| metric | figure | 95 % interval | n |",
        "|---|--:|--:|--:|",
        *(_row(name, figures, bool(prose)) for name in _MAIN),
        "",
        *prose_lines(prose),
        *_failures(failures(results)),
    ]
    return "\n".join(lines).rstrip("\n") + "\n"


def code(text: str) -> str:
    """Text as inline Markdown code on one line: no links, no mentions."""
    line = " ".join(plain(text).split())
    line = line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
    fence = "`" * (max(map(len, re.findall("`+", line)), default=0) + 1)
    space = " " if line[:1] == "`" or line[-1:] == "`" or not line else ""
    return f"{fence}{space}{line}{space}{fence}"


def _row(name: str, figures: Mapping[str, Any], is_prose: bool) -> str:
    metric, mean = BY_NAME[name], mean_of(figures.get(name))
    title = titled(metric) if is_prose else metric.title
    better = "" if metric.higher_is_better else " (lower is better)"
    spread = f"{interval_of(mean)} | {mean.n:,}" if mean.n else "|"
    return f"| {title}{better} | {value_of(mean)} | {spread} |"


def _limits(gate: Mapping[str, Any]) -> Iterator[str]:
    limits = gate.get("limits") or ()
    broken = [limit for limit in limits if not limit.get("passed")]
    state = "passed" if gate.get("passed") else "failed"
    yield f"**The gate {state}**: {len(broken):,} of {plural(len(limits), 'limit')} broken."
    yield ""
    for limit in broken[:_MOST]:
        title = limit_title(limit)
        name = title if limit.get("metric") in BY_NAME else code(title)
        yield f"- {name}: {code(limit_text(limit))}, measured: {value_of(mean_of(limit))}"
    if len(broken) > _MOST:
        yield f"- … and {len(broken) - _MOST:,} more"
    if broken:
        yield ""


def _failures(failed: Sequence[Failure]) -> Iterator[str]:
    if not failed:
        yield "No failures."
        return
    yield f"### {plural(len(failed), 'failure')}"
    yield ""
    counted = Counter(failure.kind for failure in failed)
    yield "; ".join(f"{BY_KIND[kind].title}: {count:,}" for kind, count in counted.items()) + "."
    yield ""
    for failure in islice(failed, _MOST):
        example = failure.result.example
        yield f"- {BY_KIND[failure.kind].title}: {code(example.question)} ({code(example.id)})"
    if len(failed) > _MOST:
        yield f"- … and {len(failed) - _MOST:,} more in `report.html`"
