"""The verdict on a claim."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

Encode = Callable[[Sequence[str]], npt.NDArray[np.float32]]
"""Encodes n texts as unit vectors: float32, shape (n, d)."""

Kind = Literal["number", "date", "unit", "name", "negation", "qualifier", "support"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that a claim states and its sources do not bear out.

    Attributes:
        kind: what is wrong: a ``number``, ``date``, ``unit``, ``name``, ``negation`` or
            ``qualifier``; ``support`` where the claim has too little in common with the sources.
        text: the words of the claim that the sources lack or contradict; where the claim drops a
            qualifier or a negation, the source's words.
    """

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """How far a claim follows from its sources.

    Attributes:
        support: a fitted score in [0, 1], already lowered by the problems, so that claims can be
            ranked by it.
        problems: in the order numbers, dates, units, names, negation, qualifiers, support; empty
            if the sources support the claim.
    """

    support: float
    problems: tuple[Problem, ...] = ()

    @property
    def supported(self) -> bool:
        """Whether the claim has no problem."""
        return not self.problems
