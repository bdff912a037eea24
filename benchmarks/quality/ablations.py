"""What each part of the order of sentences is worth: features, heads and windows, one at a time.

    python -m benchmarks.quality.ablations --bench DIR --work DIR [--out FILE]

Of the questions of a set the share whose best sentence is right, wherever abstention would begin.
Each order is fitted on the fit halves of all sets together, and measured on the report halves.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from loccit.rag.evidence.features import RANKED, WITH_READER, columns_of

from ..fit.candidates import Candidates, Rows, candidates, own_candidates, shipped_reader
from ..fit.evidence import fit_order
from ..sets.collections import SETS, Half, sample
from .indexes import opened
from .measures import mean
from .tables import Row, as_json, table

_PUBLIC = ("squad2", "nq_oracle")
_SHIPPED = WITH_READER.ranked
_WINDOWS = (1, 2, 4, 8, 12)
_COSINES = ("sentence_cosine", "chunk_cosine")
_WORDS = ("sentence_words", "passage_words")
FEATURES: dict[str, tuple[str, ...]] = {
    "without a reader": RANKED,
    "the reader alone": ("read",),
    "its spans alone": ("read_short",),
    "reader and spans": ("read", "read_short"),
    "all without spans": tuple(name for name in _SHIPPED if name != "read_short"),
    "all without cosines": tuple(name for name in _SHIPPED if name not in _COSINES),
    "all without words": tuple(name for name in _SHIPPED if name not in _WORDS),
    "all": _SHIPPED,
    "all with kind and date": (*_SHIPPED, *RANKED[4:]),
    "all with words of rows": (*_SHIPPED, "row_words"),
}
"""What sentences are ordered by."""


def drawn(half: Half, bench: Path, work: Path, most: int) -> dict[str, list[Candidates]]:
    """The sentences of answerable questions of a half, by set."""
    reader = shipped_reader()
    sets = {}
    for name in _PUBLIC:
        collection = SETS[name](bench)
        answerable = [question for question in collection.asked if question.answerable]
        index = opened(collection, work)
        sets[name] = candidates(index, sample(answerable, half, most), reader)
        index.close()
    return {**sets, "subjects": own_candidates(reader, half)["own"]}


def first_right(
    questions: Sequence[Candidates], weights: Rows, names: Sequence[str]
) -> list[float]:
    """Of each question, whether the sentence that an order puts first is right."""
    columns = columns_of(names)
    return [
        float(question.right[int(np.argmax(question.rows[:, columns] @ weights))])
        for question in questions
    ]


def within(question: Candidates, windows: int) -> Candidates:
    """The sentences of the first windows alone."""
    chunks = list(dict.fromkeys(chunk for chunk, *_ in question.places))[:windows]
    kept = [number for number, (chunk, *_) in enumerate(question.places) if chunk in chunks]
    places = [question.places[number] for number in kept]
    return Candidates(question.question, question.rows[kept], question.right[kept], places)


def rows(fitted: dict[str, list[Candidates]], report: dict[str, list[Candidates]]) -> Iterator[Row]:
    """The figures of each set."""
    everything = [question for questions in fitted.values() for question in questions]
    for arm, names in FEATURES.items():
        weights = fit_order(everything, names)
        for name, questions in report.items():
            yield Row(
                name, "best sentence right", arm, mean(first_right(questions, weights, names))
            )
    names = FEATURES["all"]
    weights = fit_order(everything, names)
    for windows in _WINDOWS:
        for name, questions in report.items():
            right = first_right([within(q, windows) for q in questions], weights, names)
            yield Row(name, "best sentence right", f"all, of {windows} windows", mean(right))


def main() -> None:
    """Print the table, and write it as JSON if asked."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--bench", type=Path, required=True, help="folder of the public sets")
    parser.add_argument("--work", type=Path, required=True, help="folder that keeps the indexes")
    parser.add_argument("--questions", type=int, default=500, help="of each set, at most")
    parser.add_argument("--out", type=Path, help="a JSON file for the figures")
    options = parser.parse_args()
    fitted, report = (
        drawn(half, options.bench, options.work, options.questions) for half in ("fit", "report")
    )
    measured = list(rows(fitted, report))
    print(table(measured))
    if options.out:
        lines = [as_json(row) for row in measured]
        options.out.write_text(json.dumps(lines, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
