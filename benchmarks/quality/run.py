"""The quality of retrieval, evidence, refusal, short answers, follow-ups and disagreement.

    python -m benchmarks.quality.run --bench DIR --work DIR [--half report] [--out quality.json]

One table on public sets and on sets of ours, and the same as JSON. ``--bench`` holds the public
sets in the folders that ``sets.py`` names; ``--work`` keeps their indexes. The report halves are
for figures; ``--half fit`` is for choosing. Every mean has its n and a 95 % bootstrap interval over
questions.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from loccit.index import Index

from ..sets.collections import SETS, Asked, Collection, other_topics, sample
from .answers import Judged, judged
from .disagreement import planted_rows
from .followups import follow_up_rows
from .indexes import opened
from .measures import area_under_risk, auroc, difference, mean, quantile, risk_by_coverage
from .retrieval import ARMS, OTHER_BUDGETS, Values, measured
from .short_answers import short_rows
from .tables import Row, as_json, table
from .twins import twin_rows


class Figures(NamedTuple):
    """The rows of one set.

    Attributes:
        rows: its figures.
        risk: its curve of risk by coverage where answers are judged.
        answered: the share of each kind of question that is answered, by ``THRESHOLDS``.
    """

    rows: list[Row]
    risk: list[float] | None = None
    answered: dict[str, list[float]] | None = None


THRESHOLDS = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
"""Values of the setting, for what each of them costs."""


_ANSWERED = ("squad2", "squad2_gaps", "nq_oracle", "corpus")
"""The sets whose gold answers are sentences among many documents."""


def retrieval_rows(collection: Collection, index: Index, asked: Sequence[Asked]) -> Iterator[Row]:
    """Each arm's figures, and Loccit's paired difference to the better of the single searches."""
    values_by_arm: dict[str, Values] = {arm: measured(index, asked, arm) for arm in ARMS}
    for measure in values_by_arm["Loccit"]:
        for arm, values in values_by_arm.items():
            yield Row(collection.name, measure, arm, mean(values[measure]))
        better = max(("dense", "BM25"), key=lambda arm: sum(values_by_arm[arm][measure]))
        gap = difference(values_by_arm["Loccit"][measure], values_by_arm[better][measure])
        yield Row(collection.name, measure, f"Loccit − {better}", gap)


def answer_rows(name: str, judgements: Sequence[Judged]) -> Iterator[Row]:
    """Figures of answerable questions; what is refused counts as not right."""
    answered = [judgement for judgement in judgements if not judgement.abstained]
    cited = [float(right) for judgement in answered for right in judgement.right]
    figures = {
        "first cited sentence right": [
            float(bool(judgement.right and judgement.right[0])) for judgement in judgements
        ],
        "best sentence right": [float(judgement.best) for judgement in judgements],
        "a right sentence cited": [float(any(judgement.right)) for judgement in judgements],
        "cited sentences that are right": cited,
        "sentences cited": [float(len(judgement.right)) for judgement in answered],
        "refused though answerable": [float(judgement.abstained) for judgement in judgements],
    }
    for measure, values in figures.items():
        yield Row(name, measure, "Loccit", mean(values))


def refusal_rows(
    name: str, judgements: Sequence[Judged], others: dict[str, Sequence[Judged]]
) -> Iterator[Row]:
    """How well support tells answerable questions from others, and what is answered of those."""
    scores = [judgement.score for judgement in judgements]
    for kind, judged_ in others.items():
        figure = auroc(scores, [judgement.score for judgement in judged_])
        yield Row(name, f"AUROC, {kind}", "Loccit", figure)
        wrongly = mean([float(not judgement.abstained) for judgement in judged_])
        yield Row(name, f"answered, {kind}", "Loccit", wrongly)


def risk_row(name: str, judgements: Sequence[Judged]) -> Row:
    """The area under the curve of wrong first citations by coverage."""
    scores, right = _scored(judgements)
    return Row(name, "area under risk by coverage", "Loccit", area_under_risk(scores, right))


def curve(judgements: Sequence[Judged]) -> list[float]:
    """The share of wrong first citations as coverage grows, at each twentieth."""
    risk = risk_by_coverage(*_scored(judgements))
    return [round(float(risk[max(0, len(risk) * n // 20 - 1)]), 4) for n in range(1, 21)]


def _scored(judgements: Sequence[Judged]) -> tuple[list[float], list[bool]]:
    return [judgement.score for judgement in judgements], [
        bool(judgement.right and judgement.right[0]) for judgement in judgements
    ]


def answered_by_threshold(kinds: dict[str, Sequence[Judged]]) -> dict[str, list[float]]:
    """The share of each kind that is answered where support is at least each threshold."""
    return {
        kind: [
            round(sum(judgement.score >= least for judgement in of_kind) / len(of_kind), 4)
            for least in THRESHOLDS
        ]
        for kind, of_kind in kinds.items()
    }


def speed_rows(index: Index, name: str, judgements: Sequence[Judged]) -> Iterator[Row]:
    """How long whole answers take, the index being warm."""
    passages = index.manifest.counts["chunks"]
    for share in (0.5, 0.95):
        measure = f"milliseconds of an answer at {passages:,} passages, p{round(share * 100)}"
        yield Row(
            name,
            measure,
            "Loccit",
            quantile([judgement.milliseconds for judgement in judgements], share),
        )


def set_rows(collection: Collection, index: Index, options: argparse.Namespace) -> Figures:
    """What is measured on the questions of one set."""
    half, most = options.half, options.questions
    asked = sample([question for question in collection.asked if question.answerable], half, most)
    if not asked:
        return Figures([])
    rows = [*retrieval_rows(collection, index, asked)]
    if options.retrieval or collection.name not in _ANSWERED:
        return Figures(rows)
    judgements = judged(index, asked)
    rows += answer_rows(collection.name, judgements)
    rows += [risk_row(collection.name, judgements), *speed_rows(index, collection.name, judgements)]
    twins = sample(
        [question for question in collection.asked if not question.answerable], half, most
    )
    answered = None
    if twins:
        kinds = {"unanswerable": twins, "other topics": other_topics(options.bench, half, most)}
        others = {kind: judged(index, some) for kind, some in kinds.items()}
        rows += refusal_rows(collection.name, judgements, others)
        answered = answered_by_threshold({"answerable": judgements, **others})
    return Figures(rows, curve(judgements), answered)


def main() -> None:
    """Print the table, and write it as JSON if asked."""
    options = _parser().parse_args()
    rows: list[Row] = []
    risk: dict[str, list[float]] = {}
    answered: dict[str, dict[str, list[float]]] = {}
    for name in options.sets:
        collection = SETS[name](options.bench)
        index = opened(collection, options.work)
        figures = set_rows(collection, index, options)
        rows += figures.rows
        if figures.risk:
            risk[name] = figures.risk
        if figures.answered:
            answered[name] = figures.answered
        if name == "corpus" and not options.retrieval:
            rows += twin_rows(index)
        index.close()
    if not options.retrieval:
        rows += short_rows(options.bench, options.work, options.half)
        rows += follow_up_rows(options.bench, options.work, options.half)
        rows += planted_rows(options.half)
    print(table([row for row in rows if row.measure not in OTHER_BUDGETS]))
    if options.out:
        content = {
            "half": options.half,
            "rows": list(map(as_json, rows)),
            "risk": risk,
            "thresholds": THRESHOLDS,
            "answered": answered,
        }
        options.out.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", "utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--bench", type=Path, required=True, help="the folder of the sets")
    parser.add_argument("--work", type=Path, required=True, help="keeps the indexes")
    parser.add_argument("--half", choices=("fit", "report"), default="report")
    parser.add_argument("--sets", nargs="+", choices=SETS, default=list(SETS))
    parser.add_argument("--questions", type=int, default=10_000, help="at most, of each kind")
    parser.add_argument("--retrieval", action="store_true", help="retrieval alone")
    parser.add_argument("--out", type=Path, help="a JSON file for the figures")
    return parser


if __name__ == "__main__":
    main()
