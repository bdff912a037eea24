"""Two runs over the same examples: what changed, and whether that is more than noise."""

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
"""A change of an example's worth that a person is shown."""


@dataclass(frozen=True, slots=True)
class Change:
    """An example whose worth changed, with both answers."""

    before: Result
    after: Result

    @property
    def by(self) -> float:
        """How much, in [-1, 1]; above 0 it got better."""
        return worth(self.after) - worth(self.before)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a second run has that a first had not.

    Attributes:
        differences: by metric, second minus first, over the examples where both are measured.
        better: examples that got better, the most first.
        worse: examples that got worse, the most first.
        only: ids that one of the two lacks; they are no part of the differences.
    """

    differences: dict[str, Difference]
    better: tuple[Change, ...]
    worse: tuple[Change, ...]
    only: tuple[str, ...]

    def falls(self) -> list[str]:
        """The metrics that got worse by more than noise."""
        return [name for name, one in self.differences.items() if is_fall(name, one)]


def compare(before: Sequence[Result], after: Sequence[Result]) -> Comparison:
    """Pair two runs by the ids of their examples.

    Raises:
        DatasetError: if they have no example in common.
    """
    first = {one.example.id: one for one in before}
    second = {one.example.id: one for one in after}
    shared = [one for one in first if one in second]
    if not shared:
        raise DatasetError(
            "the two runs have no example in common; compare runs over the same dataset"
        )
    pairs = [Change(first[one], second[one]) for one in shared]
    ours = table([one.after for one in pairs])
    theirs = table([one.before for one in pairs])
    found = {HEADLINE: figure_difference(ours, theirs, grounded_score)}
    for number, name in enumerate(EACH):
        found[name] = difference(ours[:, number], theirs[:, number])
    return Comparison(
        found,
        tuple(sorted((one for one in pairs if one.by >= _LEAST_CHANGE), key=lambda one: -one.by)),
        tuple(sorted((one for one in pairs if one.by <= -_LEAST_CHANGE), key=lambda one: one.by)),
        tuple(sorted(first.keys() ^ second.keys())),
    )


def worth(result: Result) -> float:
    """What an example earned, in [0, 1]; 0 where that is not measured."""
    found = result.scores.get("worth")
    return 0.0 if found is None else found


def is_fall(name: str, one: Difference) -> bool:
    """Whether a metric got worse by more than noise."""
    if one.value is None or one.is_noise:
        return False
    return one.value < 0 if BY_NAME[name].higher_is_better else one.value > 0


def comparison_to_dict(one: Comparison) -> dict[str, Any]:
    """As JSON values; floats have four decimals."""

    def change(found: Change) -> dict[str, Any]:
        return {
            "id": found.before.example.id,
            "question": found.before.example.question,
            "by": round(found.by, 4),
            "before": _told(found.before),
            "after": _told(found.after),
        }

    return {
        "differences": {
            name: {
                **{key: None if x is None else round(x, 4) for key, x in found._asdict().items()},
                "n": found.n,
                "is_noise": found.is_noise,
            }
            for name, found in one.differences.items()
        },
        "better": [change(found) for found in one.better],
        "worse": [change(found) for found in one.worse],
        "only_in_one": list(one.only),
    }


def _told(result: Result) -> str:
    response = result.response
    return response.text if response.status == "answered" else response.status
