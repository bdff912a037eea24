"""The bounds of disagreement (``rag/disagreement/weights.json``).

An example comes to 1 if it is answered as it should be: a planted disagreement with a pair of both
its documents, a planted agreement and a question of Natural Questions with no pair. The bounds
start at those in the checkout and are moved one at a time. What is retrieved and selected does not
depend on them, so that it is found once; and only what the widest bounds pair is tried with others.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from loccit.index import Filter, Index
from loccit.rag import RagConfig
from loccit.rag.asking.question import Question
from loccit.rag.disagreement.bounds import BOUNDS
from loccit.rag.disagreement.cite_both import add_rivals
from loccit.rag.evidence.features import find_evidence
from loccit.rag.evidence.select import select
from loccit.rag.reader.open import open_reader
from loccit.rag.reader.types import Evidence

from ..quality.disagreement import PLANTED, indexed, planted
from ..quality.indexes import opened
from ..sets.collections import FILES, nq_oracle
from .record import ROOT, ExampleSet, Fit
from .steps import Grid, Numbers, climbed, in_place, kept

CONFIG = RagConfig()
GRID: Grid = {
    "cosine": (0.5, 0.55, 0.6, 0.65, 0.7),
    "of_shorter": (0.5, 0.55, 0.6, 0.65, 0.7),
    "of_all": (0.25, 0.3, 0.35, 0.4, 0.45),
    "on_topic": (0.65, 0.7, 0.75, 0.8, 0.85),
    "least_on_topic": (0.4, 0.45, 0.5, 0.55, 0.6),
    "twin_share": (0.8, 0.85, 0.9, 0.95),
    "twin_words": (2.0, 3.0, 4.0),
    "reach": (5.5, 6.0, 6.5, 7.0, 7.5),
    "read": (1.0, 1.5, 2.0, 2.5, 3.0),
    "read_short": (6.0, 8.0, 9.0, 10.0, 11.0, 12.0),
}
_TWIN = ("twin_share", "twin_words")


class Answered(NamedTuple):
    """A question as it is before rivals are added, and whether its documents disagree."""

    question: Question
    chosen: list[Evidence]
    evidence: list[Evidence]
    disagree: bool

    def is_paired(self, bounds: Numbers) -> bool:
        """Whether a pair is cited with these bounds, of two documents as every pair is."""
        most, threshold = CONFIG.max_sentences, CONFIG.threshold
        with in_place(BOUNDS, bounds):
            return bool(add_rivals(self.question, self.chosen, self.evidence, most, threshold)[1])


def answered(
    index: Index, asked: Iterable[tuple[str, Filter | None, bool]]
) -> Iterator[Answered | bool]:
    """Each question as it is answered, or only whether its documents disagree if it is not."""
    reader = open_reader(CONFIG.reader)
    for text, within, disagree in asked:
        vector = index.encode_question(text)
        question = Question(text, vector, index)
        hits = index.search(text, CONFIG.windows, vector, within)
        evidence = find_evidence(question, hits, reader, CONFIG.hits)
        if not evidence or evidence[0].support < CONFIG.threshold:
            yield disagree
            continue
        kind = question.answer_type
        chosen = select(evidence, CONFIG.max_sentences, CONFIG.threshold, kind, text)
        yield Answered(question, chosen, evidence, disagree)


def outcomes(examples: Sequence[Answered | bool], tried: Sequence[Numbers]) -> list[list[float]]:
    """Of each set of bounds, 1 or 0 for each example."""
    columns = []
    for example in examples:
        if not isinstance(example, Answered):
            columns.append([float(not example)] * len(tried))
        elif not any(example.is_paired(widest) for widest in _widest()):
            columns.append([float(not example.disagree)] * len(tried))
        else:
            columns.append(
                [float(example.is_paired(bounds) == example.disagree) for bounds in tried]
            )
    return [list(row) for row in zip(*columns, strict=True)]


def _widest() -> list[Numbers]:
    """Bounds that pair whatever others of the grid do, with as many twins as may be, and few."""
    widest = {name: min(values) for name, values in GRID.items()}
    widest["reach"] = max(GRID["reach"])
    return [widest, {**widest, **{name: max(GRID[name]) for name in _TWIN}}]


def fit_disagreement(bench: Path, work: Path) -> Fit:
    """Fit the bounds.

    Args:
        bench: the folder of the public sets.
        work: keeps the sets' indexes.
    """
    collection = nq_oracle(bench)
    public = opened(collection, work)
    unrelated = [(item.text, None, False) for item in collection.asked if item.half == "fit"]
    items = planted()
    pairs = [
        (item["question"], Filter.from_dict({"in": f"{item['id']}/*"}), item["disagree"])
        for item in items
        if item["half"] == "fit"
    ]
    with tempfile.TemporaryDirectory() as folder:
        index = indexed(items, Path(folder))
        examples = [*answered(index, pairs), *answered(public, unrelated)]
        start = dict(BOUNDS)
        bounds = climbed(start, GRID, lambda tried: outcomes(examples, tried))
        (right,) = outcomes(examples, [bounds])
        index.close()
    return Fit(
        "rag/disagreement/weights.json",
        {"bounds": bounds},
        [
            ExampleSet("planted", len(pairs), [PLANTED.relative_to(ROOT).as_posix()]),
            ExampleSet("nq_oracle", len(unrelated), [FILES["nq_oracle"]]),
        ],
        _reached(right, [disagree for *_, disagree in pairs]),
        {f"bounds.{name}": why for name, why in kept(start, bounds, GRID).items()},
    )


def _reached(right: Sequence[float], disagree: Sequence[bool]) -> dict[str, float]:
    """Recall on the planted disagreements, and the shares of the others with a pair."""
    planted_right, public_right = right[: len(disagree)], right[len(disagree) :]
    shares: dict[bool, list[float]] = {True: [], False: []}
    for value, disagrees in zip(planted_right, disagree, strict=True):
        shares[disagrees].append(value)
    return {
        "recall, planted": sum(shares[True]) / len(shares[True]),
        "share paired, planted agreements": 1 - sum(shares[False]) / len(shares[False]),
        "share paired, nq_oracle": 1 - sum(public_right) / len(public_right),
    }
