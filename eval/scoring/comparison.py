"""Comparison of two runs over the same examples: what changed, and whether it is noise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..errors import DatasetError
from ..types import Result
from .metrics import BY_NAME, EACH, HEADLINE
from .statistics import Difference, difference, figure_difference
from .summary import grounded_score, table

_LEAST_CHANGE = 0.05
"""The smallest change of an example's worth that is listed."""


@dataclass(frozen=True, slots=True)
class Change:
    """The results of an example in two runs.

    Attributes:
        before: the result in the first run.
        after: the result in the second run.
    """

    before: Result
    after: Result

    @property
    def by(self) -> float:
        """The change of its worth, in [-1, 1]; positive if it improved."""
        return worth(self.after) - worth(self.before)


@dataclass(frozen=True, slots=True)
class Comparison:
    """The differences between two runs.

    Attributes:
        differences: by metric, second minus first, over the examples measured in both.
        better: examples that improved, the largest change first.
        worse: examples that got worse, the largest change first.
        only: ids that only one run has; they are left out of the differences.
    """

    differences: dict[str, Difference]
    better: tuple[Change, ...]
    worse: tuple[Change, ...]
    only: tuple[str, ...]

    def falls(self) -> list[str]:
        """The metrics that got worse by more than noise."""
        return [name for name, difference in self.differences.items() if is_fall(name, difference)]


def compare(before: Sequence[Result], after: Sequence[Result]) -> Comparison:
    """Pair two runs by the ids of their examples.

    Raises:
        DatasetError: if they have no example in common.
    """
    first = {result.example.id: result for result in before}
    second = {result.example.id: result for result in after}
    shared = [example_id for example_id in first if example_id in second]
    if not shared:
        raise DatasetError(
            "the two runs have no example in common; expected two runs over the same dataset. "
            "Choose other folders"
        )
    pairs = [Change(first[example_id], second[example_id]) for example_id in shared]
    ours = table([pair.after for pair in pairs])
    theirs = table([pair.before for pair in pairs])
    differences = {HEADLINE: figure_difference(ours, theirs, grounded_score)}
    for number, name in enumerate(EACH):
        differences[name] = difference(ours[:, number], theirs[:, number])
    return Comparison(
        differences,
        tuple(
            sorted((pair for pair in pairs if pair.by >= _LEAST_CHANGE), key=lambda pair: -pair.by)
        ),
        tuple(
            sorted((pair for pair in pairs if pair.by <= -_LEAST_CHANGE), key=lambda pair: pair.by)
        ),
        tuple(sorted(first.keys() ^ second.keys())),
    )


def worth(result: Result) -> float:
    """The score ``worth`` of an example, in [0, 1]; 0 if it is not measured."""
    score = result.scores.get("worth")
    return 0.0 if score is None else score


def is_fall(name: str, difference: Difference) -> bool:
    """Whether a metric got worse by more than noise."""
    if difference.value is None or difference.is_noise:
        return False
    return difference.value < 0 if BY_NAME[name].higher_is_better else difference.value > 0


def verdict(name: str, difference: Difference) -> str:
    """``noise``, ``better`` or ``worse``."""
    if difference.is_noise:
        return "noise"
    return "worse" if is_fall(name, difference) else "better"


def comparison_to_dict(comparison: Comparison) -> dict[str, Any]:
    """A comparison as JSON values; floats are rounded to four decimals."""

    def change(pair: Change) -> dict[str, Any]:
        return {
            "id": pair.before.example.id,
            "question": pair.before.example.question,
            "by": round(pair.by, 4),
            "before": _answer_or_status(pair.before),
            "after": _answer_or_status(pair.after),
        }

    return {
        "differences": {
            name: {
                **{
                    key: None if x is None else round(x, 4)
                    for key, x in difference._asdict().items()
                },
                "n": difference.n,
                "is_noise": difference.is_noise,
            }
            for name, difference in comparison.differences.items()
        },
        "better": [change(pair) for pair in comparison.better],
        "worse": [change(pair) for pair in comparison.worse],
        "only_in_one": list(comparison.only),
    }


def _answer_or_status(result: Result) -> str:
    response = result.response
    return response.text if response.status == "answered" else response.status
