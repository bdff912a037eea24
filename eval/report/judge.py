"""The reliability of the verifier that the grounding figures depend on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..judging.verifier import PUBLISHED
from ..scoring.statistics import Mean
from .markup import escaped
from .numbers import mean_of, percent, plural
from .rows import Row, table


def judge_section(judge: Mapping[str, Any]) -> str:
    """How many planted errors the verifier detects, and how often it raises false alarms; as HTML.

    Args:
        judge: ``mutations``, ``false_alarms`` and ``precision``: figures by kind.
    """
    planted, alarms = _rows(judge, "mutations"), _rows(judge, "false_alarms")
    right = _rows(judge, "precision")
    if not planted and not alarms:
        return ""
    note = escaped(verifier_text(planted, alarms))
    return (
        f'<h4>Reliability of the verifier</h4><p class="note">{note}</p>'
        f"{table('Planted errors detected', planted)}"
        f"{table('Rejections that are correct', right)}"
        f"{table('True claims rejected; lower is better', alarms)}"
    )


def verifier_text(planted: list[Row], alarms: list[Row]) -> str:
    """The figures of the verifier in plain sentences."""
    return " ".join(_sentences(_total(planted), _total(alarms)))


def _sentences(detected: tuple[float, int], rejected: tuple[float, int]) -> Iterator[str]:
    yield "The verifier is a program and makes mistakes."
    if detected[1]:
        share, n = percent(detected[0] / detected[1]), plural(detected[1], "claim")
        yield f"Of {n} with a planted error, it rejected {share}."
    if rejected[1]:
        share, n = percent(rejected[0] / rejected[1]), plural(rejected[1], "true claim")
        yield f"Of {n}, it wrongly rejected {share}."
    yield "The grounding figures above are no more reliable than that."
    published = "; ".join(
        f"{name} {mean.value:.3f}, {mean.low:.3f} to {mean.high:.3f}, n = {mean.n}"
        for name, mean in PUBLISHED.items()
    )
    yield f"AUROC on public sets of labelled claims: {published}."


def _total(rows: list[Row]) -> tuple[float, int]:
    """The number of rejections, and of claims."""
    measured: list[Mean] = [row.figure for row in rows if row.figure.n]
    return sum((mean.value or 0.0) * mean.n for mean in measured), sum(mean.n for mean in measured)


def _rows(judge: Mapping[str, Any], part: str) -> list[Row]:
    figures = judge.get(part) or {}
    return [
        Row(kind.replace("_", " "), "", mean_of(figure)) for kind, figure in sorted(figures.items())
    ]
