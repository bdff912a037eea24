"""The weights of a conversation's names (``rag/asking/weights.json``).

An example is a follow-up question of CANARD that is searched for as it is made standalone: it comes
to the mean of whether the turn that answered it is among the first ten and its reciprocal rank. The
weights start at those in the checkout and are moved one at a time.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from loccit.index import Index
from loccit.rag import make_standalone
from loccit.rag.asking.weights import WEIGHTS

from ..quality.followups import FollowUp, Reached, canard, measure
from ..quality.indexes import opened
from ..sets.collections import FILES
from .record import ExampleSet, Fit
from .steps import Grid, Numbers, climbed, in_place, kept

GRID: Grid = {
    "asked": (1.0, 1.5, 2.0, 3.0),
    "answered": (0.5, 0.75, 1.0, 1.5),
    "is_who": (1.0, 2.0, 3.0, 4.0),
    "unsure": (0.25, 0.5, 0.75, 1.0),
    "fades": (0.5, 0.6, 0.7, 0.8, 0.9),
    "fades_fast": (0.3, 0.4, 0.5, 0.6, 0.7),
    "one_word": (0.25, 0.5, 0.75),
    "person_share": (0.15, 0.2, 0.25, 0.3, 0.4),
}


class Searched:
    """Searches for follow-up questions; what was searched for before is not searched again."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self._reached: dict[tuple[str, str], tuple[float, float]] = {}

    def reached(self, follow_up: FollowUp, weights: Numbers) -> tuple[float, float]:
        """Recall@10 and the reciprocal rank of its answer with these weights."""
        with in_place(WEIGHTS, weights):
            text = make_standalone(follow_up.text, follow_up.history).search
        key = text, follow_up.right
        if key not in self._reached:
            ranked = measure(self.index, [follow_up], lambda _: text)
            self._reached[key] = ranked.recall[0], ranked.reciprocal[0]
        return self._reached[key]


def outcomes(
    searched: Searched, asked: Sequence[FollowUp], tried: Sequence[Numbers]
) -> list[list[float]]:
    """Of each set of weights, what each question comes to, in [0, 1]."""
    columns = [
        [sum(searched.reached(follow_up, weights)) / 2 for weights in tried] for follow_up in asked
    ]
    return [list(row) for row in zip(*columns, strict=True)]


def fit_followups(bench: Path, work: Path) -> Fit:
    """Fit the weights.

    Args:
        bench: the folder of the public sets.
        work: keeps the set's index.
    """
    collection, questions = canard(bench)
    asked = [question for question in questions if question.half == "fit" and question.history]
    searched, start = Searched(opened(collection, work)), dict(WEIGHTS)
    weights = climbed(start, GRID, lambda tried: outcomes(searched, asked, tried))
    reached = Reached(*zip(*(searched.reached(each, weights) for each in asked), strict=True))
    return Fit(
        "rag/asking/weights.json",
        {"weights": weights},
        [ExampleSet("canard", len(asked), [FILES["canard"]], "fit half; questions with turns")],
        {
            "recall@10": float(np.mean(reached.recall)),
            "MRR": float(np.mean(reached.reciprocal)),
        },
        {f"weights.{name}": why for name, why in kept(start, weights, GRID).items()},
    )
