"""Move numbers that were chosen by hand, one at a time, to where examples come out better."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

import numpy as np
import numpy.typing as npt

Numbers = dict[str, float]
Grid = Mapping[str, Sequence[float]]
"""The values of each number that are tried."""
_CLEAR = 3.0
"""Standard errors of the mean difference that are more than chance, of thirty values tried."""


@contextmanager
def in_place(held: Numbers, numbers: Mapping[str, float]) -> Iterator[None]:
    """The numbers that the package holds, replaced for a while."""
    before = dict(held)
    held.update(numbers)
    try:
        yield
    finally:
        held.update(before)


def varied(numbers: Mapping[str, float], grid: Grid) -> list[Numbers]:
    """The numbers as they are, then with one of them at another value of the grid."""
    return [
        dict(numbers),
        *(
            {**numbers, name: value}
            for name, values in grid.items()
            for value in values
            if value != numbers[name]
        ),
    ]


def climbed(
    numbers: Mapping[str, float],
    grid: Grid,
    outcomes: Callable[[Sequence[Numbers]], Sequence[Sequence[float]]],
) -> Numbers:
    """The numbers after every change, the best first, that is better by more than chance.

    Args:
        numbers: where to start.
        grid: the values to try.
        outcomes: of each set of numbers what each example comes to, more being better; the same
            examples in the same order.
    """
    present = dict(numbers)
    while True:
        tried = varied(present, grid)
        base, *changed = np.array(outcomes(tried))
        gains = {
            number: float(np.mean(values - base))
            for number, values in enumerate(changed, start=1)
            if _is_clear(values - base)
        }
        if not gains:
            return present
        present = tried[max(gains, key=lambda number: gains[number])]


def _is_clear(differences: npt.NDArray[np.float64]) -> bool:
    error = float(np.std(differences)) / math.sqrt(len(differences))
    return float(np.mean(differences)) > _CLEAR * error


def kept(before: Mapping[str, float], after: Mapping[str, float], grid: Grid) -> dict[str, str]:
    """Of each number that no other value beats: that it was chosen by hand, and what was tried."""
    return {
        name: "chosen by hand; better by more than chance is none of "
        + ", ".join(f"{value:g}" for value in values if value != after[name])
        for name, values in grid.items()
        if before[name] == after[name]
    }
