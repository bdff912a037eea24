"""The summary of all results: figures with intervals, slices, counts and the risk curve."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, get_args

import numpy as np

from ..types import Result, Status
from .abstention import abstention_figures, curve
from .metrics import EACH, HEADLINE
from .statistics import Floats, Mean, columns, figure, means

_CREDIT, _RESTRAINT = EACH.index("credit"), EACH.index("restraint")
_SLICED = ("worth", "credit", "restraint", "evidence_f1", "citation_recall", "recall@5")
_MOST_POINTS = 200
"""Points of a curve in the summary."""


def table(results: Sequence[Result]) -> Floats:
    """The scores, NaN where not measured: shape (examples, metrics), in the order of ``EACH``."""
    rows = [[result.scores.get(name) for name in EACH] for result in results]
    return columns(rows).reshape(len(rows), len(EACH))


def grounded_score(weights: Floats, values: Floats) -> Floats:
    """The harmonic mean of credit and restraint for each row of weights: shape (d,).

    A system that always abstains has no credit, one that never abstains has no restraint: both
    score 0. For a dataset with only one kind of question it is the mean of that kind.

    Args:
        weights: how often each example counts, shape (d, n).
        values: the table of scores, shape (n, metrics).
    """
    pair = values[:, [_CREDIT, _RESTRAINT]]
    is_there = ~np.isnan(pair)
    with np.errstate(invalid="ignore", divide="ignore"):
        credit, restraint = (
            (weights @ np.where(is_there, pair, 0.0)) / (weights @ is_there.astype(float))
        ).T
        if not is_there.any(axis=0).all():
            return np.asarray(restraint if is_there[:, 1].any() else credit)
        both = credit + restraint
        return np.asarray(np.where(both == 0, 0.0, 2 * credit * restraint / both))


def figures(results: Sequence[Result]) -> dict[str, Mean]:
    """Every metric by name."""
    values = table(results)
    by_name = {HEADLINE: figure(values, grounded_score)}
    by_name.update(zip(EACH, means(values), strict=True))
    return {**by_name, **abstention_figures(results)}


def summarize(results: Sequence[Result]) -> dict[str, Any]:
    """Summarize a run as JSON values, for reports.

    Returns:
        ``examples`` and ``answerable``: numbers of examples. ``counts``: examples by status, and
        ``unscored``: those without a score for the headline. ``figures``: by metric. ``slices``:
        some figures and ``n`` by tag. ``curve``: pairs of coverage and risk.
    """
    by_status = Counter(result.response.status for result in results)
    unscored = sum(
        result.scores.get("credit") is None and result.scores.get("restraint") is None
        for result in results
    )
    counts = {name: by_status[name] for name in get_args(Status)}
    return {
        "examples": len(results),
        "answerable": sum(result.example.answerable for result in results),
        "counts": {**counts, "unscored": unscored},
        "figures": {name: as_json(mean) for name, mean in figures(results).items()},
        "slices": slices(results),
        "curve": _thinned(curve(results)),
    }


def slices(results: Sequence[Result]) -> dict[str, Any]:
    """The figures of each tag, in the order of their names."""
    tags = sorted({tag for result in results for tag in result.example.tags})
    by_tag = {}
    for tag in tags:
        tagged = [result for result in results if tag in result.example.tags]
        values = table(tagged)
        named = dict(zip(EACH, means(values), strict=True))
        by_tag[tag] = {"n": len(tagged), **{name: as_json(named[name]) for name in _SLICED}}
    return by_tag


def as_json(mean: Mean) -> dict[str, Any]:
    """A figure as JSON values, rounded to four decimals."""
    rounded = {key: None if x is None else round(x, 4) for key, x in mean._asdict().items()}
    return {**rounded, "n": mean.n}


def _thinned(points: Sequence[tuple[float, float]]) -> list[list[float]]:
    """At most ``_MOST_POINTS`` points, always with the last one."""
    step = max(1, -(-len(points) // _MOST_POINTS))
    kept = [*points[::-1][::step]][::-1]
    return [[round(x, 4), round(y, 4)] for x, y in kept]
