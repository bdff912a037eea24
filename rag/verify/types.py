"""What the verifier says of a claim."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

Encode = Callable[[Sequence[str]], npt.NDArray[np.float32]]
"""Turns n texts into unit vectors: float32, shape (n, d)."""

Kind = Literal["number", "date", "unit", "name", "negation", "qualifier", "support"]


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that a claim says and its sources do not.

    Attributes:
        kind: ``support`` where the claim as a whole has too little in common with the sources.
        text: the words of the claim that the source lacks or contradicts; where a qualifier or a
            negation was dropped, the source's own words.
    """

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Verdict:
    """How far a claim follows from its sources.

    Attributes:
        support: in [0, 1], fitted; already lowered by the problems, so claims can be ranked by it.
        problems: in the order numbers, dates, units, names, negation, qualifiers, support.
    """

    support: float
    problems: tuple[Problem, ...] = ()

    @property
    def supported(self) -> bool:
        """Whether there is no problem."""
        return not self.problems
