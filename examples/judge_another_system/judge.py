"""Another system and Loccit, judged over the same questions.

    python judge.py INDEX DATASET ANSWERS [--out DIR] [--abstain-below X]

INDEX is a folder that ``loccit index`` made of the documents; ANSWERS are JSON lines with ``id``
and what the other system returned, such as ``tutorial_pipeline.py`` writes. Both reports go to DIR.
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
    """What a system once answered, as a system: a function of a question with a name.

    Args:
        answers: what it returned, by the id of the example.
        dataset: the examples that it was asked.
        name: what reports call it.
        abstain_below: the confidence below which it is taken to have said nothing.
    """

    takes_turns = True
    """One question may stand behind two histories, and is another example then."""

    def __init__(
        self,
        answers: dict[str, Any],
        dataset: Dataset,
        name: str = NAME,
        abstain_below: float | None = None,
    ) -> None:
        self._answers = answers
        self._ids = {(one.question, one.history): one.id for one in dataset.examples}
        self._least = abstain_below
        self.name = name if abstain_below is None else f"{name}, silent below {abstain_below}"

    def __call__(self, asked: ChatInput) -> dict[str, Any]:
        """What was returned; without a record the example counts as failed."""
        told = dict(self._answers[self._ids[asked.question, asked.history]])
        if self._least is not None and told["confidence"] < self._least:
            told["abstained"] = True
        return told


def read_answers(path: Path) -> dict[str, Any]:
    """The recorded answers by id."""
    lines = path.read_text(encoding="utf-8").split("\n")
    return {told["id"]: told for told in map(json.loads, filter(None, lines))}


def judge(system: Any, dataset: Dataset, index: Index, out: Path) -> Evaluation:
    """A run of a system with its report."""
    done = evaluate(system, dataset, index, out=out)
    write_reports(out, done.about, done.results, done.summary)
    return done


def side_by_side(theirs: Evaluation, ours: Evaluation, found: Comparison) -> str:
    """A line for each figure: theirs, ours, and ours minus theirs; each with 95 % intervals."""
    rows = []
    for metric in METRICS:
        if metric.name in SHOWN:
            both = (one.summary["figures"][metric.name] for one in (theirs, ours))
            # The two answer different questions at times: a difference is over those of both.
            one = found.differences.get(metric.name)
            rows.append([metric.title, *map(_told, both), _told(one._asdict()) if one else ""])
    head = [["", "theirs", "Loccit", "difference"]]
    return "\n".join("{:<40}{:<32}{:<32}{}".format(*row) for row in head + rows)


def best_threshold(results: Sequence[Result]) -> tuple[float, float]:
    """The confidence below which silence would serve a system best, and its headline then."""
    can = [one for one in results if one.example.answerable]
    cannot = [one for one in results if not one.example.answerable]

    def headline(least: float) -> float:
        def share(kept: Sequence[Result], worth: Any) -> float:
            return float(sum(worth(one) for one in kept)) / max(1, len(kept))

        credit = share(can, lambda one: _sure(one, least) and (one.scores["credit"] or 0.0))
        restraint = share(cannot, lambda one: not _sure(one, least))
        return 2 * credit * restraint / (credit + restraint) if credit + restraint else 0.0

    tried = sorted({one.response.confidence or 0.0 for one in results})
    best = max(tried, key=headline, default=0.0)
    return best, headline(best)


def main(arguments: Sequence[str] | None = None) -> None:
    """Judge both and print what came of it."""
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


def _sure(one: Result, least: float) -> bool:
    sure = one.response.confidence is None or one.response.confidence >= least
    return sure and one.response.status == "answered"


def _told(figure: dict[str, Any]) -> str:
    if figure["value"] is None:
        return "not measured"
    told = f"{figure['value']:.3f} [{figure['low']:.3f}, {figure['high']:.3f}]"
    return f"{told} n={figure['n']}" if "n" in figure else told


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("index", type=Path, help="an index of the documents")
    parser.add_argument("dataset", type=Path, help="the questions with what is right")
    parser.add_argument("answers", type=Path, help="JSON lines of the other system")
    parser.add_argument("--out", type=Path, default=Path("judged"), help="folder for the reports")
    parser.add_argument(
        "--abstain-below", type=float, metavar="X", help="a confidence that is no answer"
    )
    return parser


if __name__ == "__main__":
    main()
