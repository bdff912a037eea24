"""The metrics: their titles and explanations for people, and which way is better."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, NamedTuple

HEADLINE = "grounded_score"


class Metric(NamedTuple):
    """A figure of a report.

    Attributes:
        name: its key in ``summary.json``, ``results.jsonl`` and gates.
        title: what reports call it.
        about: what it measures, in a sentence.
        group: the section of the report that shows it.
        higher_is_better: False where lower values are better.
        by_verifier: whether a verifier decides about claims, and not the dataset alone.
    """

    name: str
    title: str
    about: str
    group: str
    higher_is_better: bool = True
    by_verifier: bool = False


def _tables() -> dict[str, dict[str, Any]]:
    path = Path(__file__).with_name("metrics.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))


METRICS = tuple(
    Metric(
        name,
        entry["title"],
        entry["about"],
        entry["group"],
        not entry.get("lower_is_better", False),
        entry.get("by_verifier", False),
    )
    for name, entry in _tables().items()
)
"""All metrics, in the order of reports."""
BY_NAME = {metric.name: metric for metric in METRICS}
EACH = tuple(name for name, entry in _tables().items() if entry.get("scope") != "dataset")
"""The names of those that are scores of single examples; the others are of a whole dataset."""
