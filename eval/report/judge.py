"""How far the verifier that judges the grounding can be trusted itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ..judging.verifier import PUBLISHED
from ..scoring.statistics import Mean
from .markup import escaped
from .numbers import mean_of, percent, plural
from .rows import Row, table


def judge_section(judge: Mapping[str, Any]) -> str:
    """What the verifier finds of faults that were planted, and what it finds where there is none.

    Args:
        judge: ``mutations``, ``false_alarms`` and ``precision``: figures by kind.
    """
    planted, alarms = _rows(judge, "mutations"), _rows(judge, "false_alarms")
    right = _rows(judge, "precision")
    if not planted and not alarms:
        return ""
    note = escaped(judge_said(planted, alarms))
    return (
        f'<h4>How far the verifier can be trusted</h4><p class="note">{note}</p>'
        f"{table('Planted faults that it finds', planted)}"
        f"{table('Of its objections, those that are right', right)}"
        f"{table('Sound claims that it doubts; lower is better', alarms)}"
    )


def judge_said(planted: list[Row], alarms: list[Row]) -> str:
    """The figures of the verifier in plain sentences."""
    return " ".join(_sentences(_whole(planted), _whole(alarms)))


def _sentences(detected: tuple[float, int], doubted: tuple[float, int]) -> Iterator[str]:
    yield "The verifier is a program and errs."
    if detected[1]:
        share, n = percent(detected[0] / detected[1]), plural(detected[1], "claim")
        yield f"Of {n} into which a fault was planted, it found {share} to be faulty."
    if doubted[1]:
        share, n = percent(doubted[0] / doubted[1]), plural(doubted[1], "sound claim")
        yield f"Of {n}, it wrongly doubted {share}."
    yield "The figures of grounding above are no better than that."
    published = "; ".join(
        f"{name} {mean.value:.3f}, {mean.low:.3f} to {mean.high:.3f}, n = {mean.n}"
        for name, mean in PUBLISHED.items()
    )
    yield f"On public claims with labels the chance that it ranks a sound one higher is: {published}."


def _whole(rows: list[Row]) -> tuple[float, int]:
    """How many were found, and of how many."""
    measured: list[Mean] = [row.figure for row in rows if row.figure.n]
    return sum((mean.value or 0.0) * mean.n for mean in measured), sum(mean.n for mean in measured)


def _rows(judge: Mapping[str, Any], part: str) -> list[Row]:
    figures = judge.get(part) or {}
    return [
        Row(kind.replace("_", " "), "", mean_of(figure)) for kind, figure in sorted(figures.items())
    ]
