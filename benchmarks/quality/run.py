"""The quality of retrieval, evidence and refusal on public sets, as one table and as JSON.

    python benchmarks/quality/run.py --bench DIR --work DIR [--half report] [--out quality.json]

``--bench`` holds the sets in the folders that ``sets.py`` names; ``--work`` keeps their indexes.
The report halves are for figures; ``--half fit`` is for choosing. Every mean has its n and a 95 %
bootstrap interval over questions.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from answers import Judged, judged
from indexes import opened
from loccit.index import Index
from measures import Mean, auroc, difference, mean, risk_by_coverage
from retrieval import ARMS, Values, measured
from sets import SETS, Asked, Collection, Half

_SEED = 0
_ANSWERED = ("squad2", "nq_oracle", "corpus")
"""The sets whose gold answers are sentences among many documents."""


class Row(NamedTuple):
    """One figure: of which set, what, by whom, and the goal if there is one."""

    collection: str
    measure: str
    arm: str
    figure: Mean
    goal: str = ""


GOALS = {
    ("squad2", "evidence within 4,000 characters"): "≥ 0.93",
    ("docs_search", "recall@10"): "≥ 0.85",
    ("nq_oracle", "nDCG@10"): "≥ 0.92",
    ("squad2", "first cited sentence right"): "≥ 0.80",
    ("nq_oracle", "first cited sentence right"): "≥ 0.80",
    ("squad2", "AUROC, unanswerable"): "≥ 0.75",
    ("squad2", "AUROC, other topics"): "≥ 0.95",
    ("squad2", "refused though answerable"): "< 0.08",
    ("nq_oracle", "refused though answerable"): "< 0.08",
}


def sample(asked: Sequence[Asked], half: Half, most: int) -> list[Asked]:
    """At most ``most`` questions of a half, drawn with a fixed seed."""
    found = [one for one in asked if one.half == half]
    random.Random(_SEED).shuffle(found)
    return found[:most]


def other_topics(bench: Path, half: Half, most: int) -> list[Asked]:
    """Questions that other sets' documents answer, asked of documents that do not."""
    found = []
    for name in ("nq_oracle", "policyqa"):
        drawn = sample(SETS[name](bench).asked, half, most // 2)
        found += [replace(one, documents=(), places=(), answers=(), within=None) for one in drawn]
    return [replace(one, answerable=False) for one in found]


def retrieval_rows(collection: Collection, index: Index, asked: Sequence[Asked]) -> Iterator[Row]:
    """Each arm's figures, and Loccit's paired difference to the better of the single searches."""
    found: dict[str, Values] = {arm: measured(index, asked, arm) for arm in ARMS}
    for measure in found["Loccit"]:
        goal = GOALS.get((collection.name, measure), "")
        for arm, values in found.items():
            shown = goal if arm == "Loccit" else ""
            yield Row(collection.name, measure, arm, mean(values[measure]), shown)
        better = max(("dense", "BM25"), key=lambda arm: sum(found[arm][measure]))
        gap = difference(found["Loccit"][measure], found[better][measure])
        yield Row(collection.name, measure, f"Loccit − {better}", gap)


def answer_rows(name: str, found: Sequence[Judged]) -> Iterator[Row]:
    """Figures of answerable questions; what is refused counts as not right."""
    answered = [one for one in found if not one.abstained]
    cited = [float(right) for one in answered for right in one.right]
    figures = {
        "first cited sentence right": [float(bool(one.right and one.right[0])) for one in found],
        "best sentence right": [float(one.best) for one in found],
        "a right sentence cited": [float(any(one.right)) for one in found],
        "cited sentences that are right": cited,
        "sentences cited": [float(len(one.right)) for one in answered],
        "refused though answerable": [float(one.abstained) for one in found],
    }
    for measure, values in figures.items():
        yield Row(name, measure, "Loccit", mean(values), GOALS.get((name, measure), ""))


def refusal_rows(
    name: str, found: Sequence[Judged], others: dict[str, Sequence[Judged]]
) -> Iterator[Row]:
    """How well support tells answerable questions from others, and what is answered of those."""
    own = [one.score for one in found]
    for kind, judged_ in others.items():
        measure = f"AUROC, {kind}"
        figure = auroc(own, [one.score for one in judged_])
        yield Row(name, measure, "Loccit", figure, GOALS.get((name, measure), ""))
        wrongly = mean([float(not one.abstained) for one in judged_])
        yield Row(name, f"answered, {kind}", "Loccit", wrongly)


def curve(found: Sequence[Judged]) -> list[float]:
    """The share of wrong first citations as coverage grows, at each twentieth."""
    risk = risk_by_coverage(
        [one.score for one in found], [bool(one.right and one.right[0]) for one in found]
    )
    return [round(float(risk[max(0, len(risk) * n // 20 - 1)]), 4) for n in range(1, 21)]


def main() -> None:
    """Print the table, and write it as JSON if asked."""
    options = _parser().parse_args()
    rows: list[Row] = []
    curves: dict[str, list[float]] = {}
    for name in options.sets:
        collection = SETS[name](options.bench)
        index = opened(collection, options.work)
        asked = sample(
            [one for one in collection.asked if one.answerable], options.half, options.questions
        )
        if not asked:
            continue
        rows += retrieval_rows(collection, index, asked)
        if name in _ANSWERED:
            found = judged(index, asked)
            rows += answer_rows(name, found)
            curves[name] = curve(found)
        twins = [one for one in collection.asked if not one.answerable]
        if twins:
            others = {
                "unanswerable": sample(twins, options.half, options.questions),
                "other topics": other_topics(options.bench, options.half, options.questions),
            }
            rows += refusal_rows(
                name, found, {kind: judged(index, some) for kind, some in others.items()}
            )
        index.close()
    print(table(rows))
    if options.out:
        told = {"half": options.half, "rows": [_plain(row) for row in rows], "risk": curves}
        options.out.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", "utf-8")


def table(rows: Sequence[Row]) -> str:
    """The rows as aligned plain text."""
    lines = [("set", "measure", "by", "mean [95 %]", "n", "goal")]
    for row in rows:
        figure = row.figure
        told = f"{figure.value:.3f} [{figure.low:.3f}, {figure.high:.3f}]"
        lines.append((row.collection, row.measure, row.arm, told, str(figure.n), row.goal))
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    padded = (
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    )
    return "\n".join(padded)


def _plain(row: Row) -> dict[str, object]:
    figure = {key: round(value, 4) for key, value in row.figure._asdict().items()}
    return {
        "set": row.collection,
        "measure": row.measure,
        "by": row.arm,
        **figure,
        "goal": row.goal,
    }


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bench", type=Path, required=True, help="the folder of the sets")
    parser.add_argument("--work", type=Path, required=True, help="keeps the indexes")
    parser.add_argument("--half", choices=("fit", "report"), default="report")
    parser.add_argument("--sets", nargs="+", choices=SETS, default=list(SETS))
    parser.add_argument("--questions", type=int, default=10_000, help="at most, of each kind")
    parser.add_argument("--out", type=Path, help="a JSON file for the figures")
    return parser


if __name__ == "__main__":
    main()
