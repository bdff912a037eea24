"""Figures as rows of one table, for people and as JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from .measures import Mean

GOALS = {
    ("squad2", "evidence within 4,000 characters"): "≥ 0.93",
    ("docs_search", "recall@10"): "≥ 0.85",
    ("nq_oracle", "nDCG@10"): "≥ 0.92",
    ("squad2", "first cited sentence right"): "≥ 0.82",
    ("squad2", "best sentence right"): "≥ 0.85",
    ("nq_oracle", "first cited sentence right"): "≥ 0.72",
    ("squad2", "AUROC, unanswerable"): "≥ 0.80",
    ("squad2", "answered, unanswerable"): "≤ 0.60",
    ("squad2", "answered, other topics"): "≤ 0.03",
    ("squad2_gaps", "AUROC, unanswerable"): "≥ 0.94",
    ("squad2", "refused though answerable"): "≤ 0.08",
    ("squad2_gaps", "refused though answerable"): "≤ 0.08",
    ("nq_oracle", "refused though answerable"): "≤ 0.08",
    ("twins", "AUROC, twins"): "≥ 0.95",
    ("twins", "answered wrongly, twins"): "≤ 0.20",
    ("both", "short answers, end to end: given"): "≥ 0.50",
    ("both", "short answers, end to end: strict"): "≥ 0.88",
    ("canard", "recall@10, of the way from raw to human"): "≥ 0.70",
    ("canard", "MRR, of the way from raw to human"): "≥ 0.70",
}
"""What each set and measure should reach."""


class Row(NamedTuple):
    """One figure: of which set, what, and by whom."""

    collection: str
    measure: str
    arm: str
    figure: Mean

    @property
    def goal(self) -> str:
        """What Loccit should reach; empty for others, and where nothing was set."""
        return GOALS.get((self.collection, self.measure), "") if self.arm == "Loccit" else ""


def table(rows: Sequence[Row]) -> str:
    """The rows as aligned plain text."""
    lines = [("set", "measure", "by", "mean [95 %]", "n", "goal")]
    for row in rows:
        figure = row.figure
        interval = f"{figure.value:.3f} [{figure.low:.3f}, {figure.high:.3f}]"
        lines.append((row.collection, row.measure, row.arm, interval, str(figure.n), row.goal))
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    padded = (
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )
    return "\n".join(padded)


def as_json(row: Row) -> dict[str, object]:
    """A row as JSON values, rounded to four places."""
    figure = {key: round(value, 4) for key, value in row.figure._asdict().items()}
    return {
        "set": row.collection,
        "measure": row.measure,
        "by": row.arm,
        **figure,
        "goal": row.goal,
    }
