"""Write fitted numbers beside the code that uses them, with where they come from."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

from loccit.rag.fitted import check_provenance

from ..sets.sources import sha256_of

ROOT = Path(__file__).resolve().parents[2]


class ExampleSet(NamedTuple):
    """Examples that numbers were fitted on.

    Attributes:
        name: the set's.
        count: how many examples.
        files: the files that were read, below the folder of the sets or below the checkout.
        part: which part of them.
    """

    name: str
    count: int
    files: Sequence[str]
    part: str = "fit half"


class Fit(NamedTuple):
    """What a fit made.

    Attributes:
        path: the file that holds the numbers, below the checkout.
        numbers: numbers, or tables of numbers by name.
        examples: what they were fitted on.
        reaches: measured figures by what was measured.
        by_hand: what was not left to the fit, and why, by the number's name.
    """

    path: str
    numbers: Mapping[str, Any]
    examples: Sequence[ExampleSet]
    reaches: Mapping[str, float]
    by_hand: Mapping[str, str] = {}


def as_json(fit: Fit, command: str, bench: Path) -> str:
    """The text of the file of numbers.

    Args:
        fit: the numbers, and what they were fitted on.
        command: the command that made them.
        bench: the folder of the sets, whose files are digested.

    Raises:
        ValueError: if the provenance is not complete.
    """
    provenance = {
        "command": command,
        "date": datetime.date.today().isoformat(),
        "version": version("loccit"),
        "fitted_on": [_described(examples, bench) for examples in fit.examples],
        "reaches": {name: round(value, 4) for name, value in fit.reaches.items()},
    }
    if fit.by_hand:
        provenance["by_hand"] = dict(fit.by_hand)
    content = {"numbers": fit.numbers, "provenance": check_provenance(provenance)}
    return json.dumps(content, indent=1, ensure_ascii=False) + "\n"


def write(fit: Fit, command: str, bench: Path) -> None:
    """Write the numbers into the checkout."""
    (ROOT / fit.path).write_text(as_json(fit, command, bench), encoding="utf-8", newline="\n")


def changed(fit: Fit) -> list[str]:
    """How the numbers differ from those in the checkout, one line each."""
    shipped = json.loads((ROOT / fit.path).read_text(encoding="utf-8"))["numbers"]
    old, new = _flat(shipped), _flat(fit.numbers)
    return [
        f"{key}: {old.get(key)} → {new.get(key)}"
        for key in dict.fromkeys([*old, *new])
        if old.get(key) != new.get(key)
    ]


def named(names: Sequence[str], values: Any) -> dict[str, float]:
    """Values of shape ``(len(names),)`` by name, rounded to two decimals."""
    pairs = zip(names, values, strict=True)
    return {name: round(float(value), 2) for name, value in pairs}


def _described(examples: ExampleSet, bench: Path) -> dict[str, Any]:
    places = {path: bench / path for path in examples.files}
    digests = {
        path: sha256_of(place if place.is_file() else ROOT / path) for path, place in places.items()
    }
    return {
        "set": examples.name, "part": examples.part, "n": examples.count, "sha256": digests
    }  # fmt: skip


def _flat(numbers: Mapping[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in numbers.items():
        if isinstance(value, Mapping):
            flat |= _flat(value, f"{prefix}{key}.")
        else:
            flat[f"{prefix}{key}"] = value
    return flat
