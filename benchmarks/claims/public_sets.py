"""Public sets of claims with their sources: WiCE and BEGIN, halved by a hash of the source."""

from __future__ import annotations

import csv
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from ..sets.collections import HALVES, Half


class Judged(NamedTuple):
    """A claim of a public set.

    Attributes:
        name: which set.
        claim: one sentence or several.
        sources: the texts that it is held against.
        label: ``supported``, ``partially_supported`` or ``not_supported``.
        half: by the SHA-256 of the sources.
    """

    name: str
    claim: str
    sources: tuple[str, ...]
    label: str
    half: Half


def half_of(source: str) -> Half:
    """Which half a source text belongs to."""
    return HALVES[hashlib.sha256(source.encode()).digest()[0] % 2]


def wice(path: Path) -> Iterator[Judged]:
    """WiCE: claims of encyclopedia articles, each with the sentences of the page it cites."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        text = "\n\n".join(row["evidence"])
        yield Judged(path.stem, row["claim"], (text,), row["label"], half_of(text))


def begin(path: Path) -> Iterator[Judged]:
    """BEGIN: responses of dialogue models, each with the text that it should rest on."""
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            is_supported = row["begin_label"] == "Fully attributable"
            label = "supported" if is_supported else "not_supported"
            text = row["knowledge"]
            yield Judged(path.stem, row["response"], (text,), label, half_of(text))


def begin_sets(bench: Path) -> dict[str, list[Judged]]:
    """The three development files of BEGIN by name."""
    return {path.stem: list(begin(path)) for path in sorted((bench / "begin").glob("*.tsv"))}
