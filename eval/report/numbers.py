"""Figures formatted for people; a figure that is not measured is never a number."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from ..scoring.statistics import UNMEASURED, Mean

NOT_MEASURED, NO_SPREAD = "not measured", "no spread"


def mean_of(figure: Mapping[str, Any] | None) -> Mean:
    """A figure of a summary; ``UNMEASURED`` if there is none.

    Args:
        figure: ``value``, ``n``, ``low`` and ``high``.
    """
    if not figure:
        return UNMEASURED
    value, low, high = (_finite(figure.get(name)) for name in ("value", "low", "high"))
    n = int(figure.get("n") or 0)
    return Mean(value, n, low, high) if value is not None and n else UNMEASURED


def _finite(value: Any) -> float | None:
    is_number = isinstance(value, int | float) and math.isfinite(value)
    return float(value) if is_number else None


def number(value: float) -> str:
    """A figure with three decimals; only exactly 0 and 1 are shown as such."""
    if 0 < value < 0.0005:
        return "< 0.001"
    if 0.9995 <= value < 1:
        return "> 0.999"
    return f"{value + 0.0:.3f}"


def percent(value: float) -> str:
    """A share as a whole percentage; only exactly 0 and 1 are shown as such."""
    if 0 < value < 0.005:
        return "less than 1 %"
    if 0.995 <= value < 1:
        return "more than 99 %"
    return f"{value * 100:.0f} %"


def has_spread(mean: Mean) -> bool:
    """Whether a figure has an interval wider than a point."""
    return mean.low is not None and mean.high is not None and mean.low < mean.high


def value_of(mean: Mean) -> str:
    """The value of a figure, or "not measured"."""
    return NOT_MEASURED if mean.value is None else number(mean.value)


def interval_of(mean: Mean) -> str:
    """The interval of a figure; "no spread" if all questions have the same score."""
    if mean.value is None or mean.low is None or mean.high is None:
        return "–"
    return f"{number(mean.low)} – {number(mean.high)}" if has_spread(mean) else NO_SPREAD


def describe(mean: Mean) -> str:
    """A figure in words: value, interval and n."""
    if mean.value is None:
        return NOT_MEASURED
    spread = f"95 % interval {number(mean.low or 0)} to {number(mean.high or 0)}"
    return f"{number(mean.value)}; {spread if has_spread(mean) else NO_SPREAD}; n = {mean.n:,}"


def plural(count: int, what: str) -> str:
    """A count with its noun: ``1 claim``, ``2 claims``."""
    return f"{count:,} {what}" + ("" if count == 1 else "s")
