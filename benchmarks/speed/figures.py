"""What speed.py measured, as a table and as JSON."""

from __future__ import annotations

import os
import platform
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

Samples = tuple[float, ...]
Over = Literal["tutorial/loccit", "loccit/tutorial"]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    Attributes:
        measure: what was measured.
        unit: ``s``, ``ms``, ``MB`` (10^6 bytes) or ``characters/s``.
        samples: those of Loccit and those of the tutorial's pipeline, each in the order taken.
        over: which median the ratio divides by the other.
        goal: the least (``≥``) or greatest (``≤``) ratio aimed at; empty where there is none.
    """

    measure: str
    unit: str
    samples: tuple[Samples, Samples]
    over: Over
    goal: str = ""

    @property
    def ratio(self) -> float:
        """The ratio of the medians."""
        ours, theirs = map(statistics.median, self.samples)
        return theirs / ours if self.over == "tutorial/loccit" else ours / theirs


def latency(measure: str, sides: tuple[list[list[float]], list[list[float]]]) -> list[Row]:
    """Rows of the median and the 95th percentile of questions' milliseconds.

    Args:
        measure: what was measured.
        sides: of each side, per process, the milliseconds of every question.
    """
    rows = []
    for name, at in (("p50", 49), ("p95", 94)):
        ours, theirs = (
            tuple(statistics.quantiles(values, n=100, method="inclusive")[at] for values in side)
            for side in sides
        )
        rows.append(Row(f"{measure}, {name}", "ms", (ours, theirs), "tutorial/loccit"))
    return rows


def table(rows: Sequence[Row]) -> str:
    """The rows as aligned plain text."""
    lines: list[tuple[str, ...]] = [("measure", "unit", "Loccit", "tutorial", "ratio", "", "goal")]
    for row in rows:
        ours, theirs = map(_summary, row.samples)
        ratio = f"{row.ratio:.2f}" if row.ratio < 10 else f"{row.ratio:.1f}"
        meaning = "× the memory" if row.unit == "MB" else "× as fast"
        lines.append((row.measure, row.unit, ours, theirs, ratio, meaning, row.goal))
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    lines.insert(1, tuple("-" * width for width in widths))
    to_the_left = {0, 1, 5, 6}
    return "\n".join(
        "  ".join(
            cell.ljust(width) if number in to_the_left else cell.rjust(width)
            for number, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def _summary(samples: Samples) -> str:
    """Median [least – greatest]."""
    return f"{_short(statistics.median(samples))} [{_short(min(samples))} – {_short(max(samples))}]"


def _short(value: float) -> str:
    """A number with about three digits."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def rows_to_list(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The rows for a JSON file, every sample with them."""
    return [
        {
            "measure": row.measure,
            "unit": row.unit,
            "loccit": _describe(row.samples[0]),
            "tutorial": _describe(row.samples[1]),
            "ratio": round(row.ratio, 4),
            "ratio_is": row.over,
            "goal": row.goal or None,
        }
        for row in rows
    ]


def _describe(samples: Samples) -> Mapping[str, Any]:
    return {
        "median": round(statistics.median(samples), 4),
        "min": round(min(samples), 4),
        "max": round(max(samples), 4),
        "samples": [round(value, 4) for value in samples],
    }


def machine() -> dict[str, Any]:
    """What the figures are taken on; the load is the mean of the last minute, in processes."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        "memory_gb": round(memory / 1e9, 1),
        "python": platform.python_version(),
        "load_before": round(os.getloadavg()[0], 2),
    }
