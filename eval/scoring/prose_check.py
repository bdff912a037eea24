"""How often the check errs that decides which sentences of a chat model are shown."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from .statistics import Mean

FILE = "prose_check.json"
"""Its figures with their provenance, written by ``python -m benchmarks.claims.prose --record``."""


class CheckError(NamedTuple):
    """What the check does to labelled sentences on which no number was fitted.

    Attributes:
        false_shown: the share of false sentences that it shows.
        true_dropped: the share of true sentences that it does not show.
    """

    false_shown: Mean
    true_dropped: Mean


@cache
def read_check() -> dict[str, Any]:
    """The content of the file: ``numbers`` and ``provenance``."""
    text = files(__package__).joinpath(FILE).read_text(encoding="utf-8")
    content: dict[str, Any] = json.loads(text)
    return content


def check_error() -> CheckError:
    """The measured error of the check."""
    numbers = read_check()["numbers"]
    return CheckError(Mean(**numbers["false_shown"]), Mean(**numbers["true_dropped"]))
