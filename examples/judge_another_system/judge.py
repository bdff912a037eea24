"""Evaluate another system and Loccit on the same questions.

    python judge.py INDEX DATASET ANSWERS [--out DIR] [--abstain-below X]

INDEX is an index of the documents, made by ``loccit index``; ANSWERS are JSON lines with ``id`` and
what the other system returned, as ``tutorial_pipeline.py`` writes them. Both reports go to DIR.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from loccit.eval import (
    HEADLINE,
    METRICS,
    Comparison,
    Dataset,
    Evaluation,
    Result,
    compare,
    evaluate,
    read_dataset,
    write_reports,
)
from loccit.index import Index
from loccit.rag import ChatInput

NAME = "LangChain tutorial, best passage quoted"
SHOWN = (
    HEADLINE, "credit", "restraint", "evidence_precision", "evidence_recall", "citation_recall",
    "citation_precision", "recall@5", "span_recall", "span_precision", "auroc",
)  # fmt: skip


class Recorded:
    """The recorded answers of a system, callable as a system.

    Args:
        answers: what the system returned, by the id of the example.
        dataset: the examples that it was asked.
        name: its name in reports.
        abstain_below: the confidence below which its answers count as abstentions. Default: none.
    """

    takes_turns = True
    """Two examples may have the same question with different histories."""

    def __init__(
        self,
        answers: dict[str, Any],
        dataset: Dataset,
        name: str = NAME,
        abstain_below: float | None = None,
    ) -> None:
        self._answers = answers
        self._ids = {
            (example.question, example.history): example.id for example in dataset.examples
        }
        self._least = abstain_below
        self.name = name if abstain_below is None else f"{name}, silent below {abstain_below}"

    def __call__(self, asked: ChatInput) -> dict[str, Any]:
        """Return the recorded answer; without one the example counts as failed."""
        returned = dict(self._answers[self._ids[asked.question, asked.history]])
        if self._least is not None and returned["confidence"] < self._least:
            returned["abstained"] = True
        return returned


def read_answers(path: Path) -> dict[str, Any]:
    """The recorded answers by id."""
    lines = path.read_text(encoding="utf-8").split("\n")
    return {record["id"]: record for record in map(json.loads, filter(None, lines))}


def judge(system: Any, dataset: Dataset, index: Index, out: Path) -> Evaluation:
    """Evaluate a system and write its reports."""
    done = evaluate(system, dataset, index, out=out)
    write_reports(out, done.about, done.results, done.summary)
    return done


def side_by_side(theirs: Evaluation, ours: Evaluation, comparison: Comparison) -> str:
    """A line for each figure: theirs, ours, and the difference, with 95 % intervals."""
    rows = []
    for metric in METRICS:
        if metric.name in SHOWN:
            both = (evaluation.summary["figures"][metric.name] for evaluation in (theirs, ours))
            # The systems may answer different questions: a difference covers those of both.
            difference = comparison.differences.get(metric.name)
            rows.append(
                [
                    metric.title,
                    *map(_figure_text, both),
                    _figure_text(difference._asdict()) if difference else "",
                ]
            )
    head = [["", "theirs", "Loccit", "difference"]]
    return "\n".join("{:<40}{:<32}{:<32}{}".format(*row) for row in head + rows)


def best_threshold(results: Sequence[Result]) -> tuple[float, float]:
    """The confidence threshold for abstaining that maximises the headline, and that headline."""
    can = [result for result in results if result.example.answerable]
    cannot = [result for result in results if not result.example.answerable]

    def headline(least: float) -> float:
        def share(kept: Sequence[Result], worth: Any) -> float:
            return float(sum(worth(result) for result in kept)) / max(1, len(kept))

        credit = share(
            can, lambda result: _is_confident(result, least) and (result.scores["credit"] or 0.0)
        )
        restraint = share(cannot, lambda result: not _is_confident(result, least))
        return 2 * credit * restraint / (credit + restraint) if credit + restraint else 0.0

    tried = sorted({result.response.confidence or 0.0 for result in results})
    best = max(tried, key=headline, default=0.0)
    return best, headline(best)


def main(arguments: Sequence[str] | None = None) -> None:
    """Evaluate both systems and print the comparison."""
    options = _parser().parse_args(arguments)
    dataset, index = read_dataset(options.dataset), Index.open(options.index)
    answers = read_answers(options.answers)
    system = Recorded(answers, dataset, abstain_below=options.abstain_below)
    theirs = judge(system, dataset, index, options.out / "theirs")
    ours = judge(index, dataset, index, options.out / "loccit")
    print(f"{system.name}, and Loccit: {len(dataset.examples)} questions of {dataset.name}\n")
    print(side_by_side(theirs, ours, compare(theirs.results, ours.results)))
    if options.abstain_below is None:
        least, headline = best_threshold(theirs.results)
        print(f"\nSilent below a confidence of {least:.4f} theirs would score {headline:.3f}.")
    print(f"\nThe reports: {options.out}/theirs/report.html and {options.out}/loccit/report.html")


def _is_confident(result: Result, least: float) -> bool:
    sure = result.response.confidence is None or result.response.confidence >= least
    return sure and result.response.status == "answered"


def _figure_text(figure: dict[str, Any]) -> str:
    if figure["value"] is None:
        return "not measured"
    text = f"{figure['value']:.3f} [{figure['low']:.3f}, {figure['high']:.3f}]"
    return f"{text} n={figure['n']}" if "n" in figure else text


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("index", type=Path, help="an index of the documents")
    parser.add_argument("dataset", type=Path, help="the questions with their correct answers")
    parser.add_argument("answers", type=Path, help="JSON lines of the other system")
    parser.add_argument("--out", type=Path, default=Path("judged"), help="folder for the reports")
    parser.add_argument(
        "--abstain-below",
        type=float,
        metavar="X",
        help="treat answers with a lower confidence as abstentions",
    )
    return parser


if __name__ == "__main__":
    main()
