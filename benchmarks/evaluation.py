"""How far the evaluation itself can be trusted: bots, false alarms, power.

    python -m benchmarks.evaluation [DATASET ...] [--corpus DIR] [--out FILE]

* Five bots that try to look good, beside the honest system.
* A/A: the differences, example by example, of two real configurations are centred, so that nothing
  has changed on the mean, and examples are drawn again 1,000 times: how often is a change seen?
* Power: the same with a shift planted: how often is it seen?
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from loccit.eval import HEADLINE, Evaluation, evaluate, read_dataset
from loccit.eval.datasets.dataset import Dataset, checked
from loccit.eval.judging.bots import BOTS, make_bot
from loccit.eval.scoring.metrics import EACH
from loccit.eval.scoring.statistics import difference, figure_difference
from loccit.eval.scoring.summary import grounded_score, table
from loccit.index import Index, build_index
from loccit.rag import RagConfig

Floats = npt.NDArray[np.float64]
ROOT = Path(__file__).resolve().parent.parent
GOLD = [ROOT / "eval/data/dev.jsonl", ROOT / "eval/data/report.jsonl"]
TRIES = 1000
SHIFTS = (0.02, 0.05, 0.1)
OTHERS = {
    "one sentence, threshold .6": RagConfig(max_sentences=1, threshold=0.6),
    "three passages, threshold .55": RagConfig(hits=3, threshold=0.55),
}
"""Configurations that a team might weigh against the default one."""
PAIR = [EACH.index("credit"), EACH.index("restraint")]


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print the tables, and write them as JSON if asked."""
    options = _parser().parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        build_index([options.corpus], Path(folder, "index"))
        index = Index.open(Path(folder, "index"))
        examples = [
            example for path in options.datasets or GOLD for example in read_dataset(path).examples
        ]
        dataset = checked(Dataset("all", tuple(examples)))
        measured: dict[str, Any] = {
            "examples": len(examples),
            "systems": judge_bots(dataset, index),
        }
        before = evaluate(index, dataset, index)
        measured["noise"] = {
            name: noise(before, evaluate(index, dataset, index, config=config))
            for name, config in OTHERS.items()
        }
    print_tables(measured)
    if options.out:
        options.out.write_text(json.dumps(measured, indent=2) + "\n", encoding="utf-8")


def judge_bots(dataset: Dataset, index: Index) -> dict[str, Any]:
    """The headline and its parts, of Loccit and of each bot."""
    systems = {"Loccit": index, **{name: make_bot(name, index) for name in BOTS}}
    figures_by_system = {}
    for name, system in systems.items():
        figures = evaluate(system, dataset, index).summary["figures"]
        names = (HEADLINE, "credit", "restraint", "citation_recall", "evidence_recall")
        figures_by_system[name] = {figure_name: figures[figure_name] for figure_name in names}
    return figures_by_system


def noise(before: Evaluation, after: Evaluation) -> dict[str, Any]:
    """Alarms by the shift that was planted, 0 for none: of any change, and of a fall.

    The shift is taken from credit and restraint of every example of the second run.
    """
    first, second = (table(run.results)[:, PAIR] for run in (before, after))
    change = second - first
    centred = change - np.nanmean(change, axis=0)
    alarms_by_shift: dict[str, Any] = {"changed": float(np.nanmean(np.abs(change) > 0))}
    for shift in (0.0, *SHIFTS):
        alarms_by_shift[f"{shift:.2f}"] = alarms(first, first + centred - shift)
    return alarms_by_shift


def alarms(first: Floats, second: Floats) -> dict[str, float]:
    """How often a change is seen when examples are drawn again."""
    dice = np.random.default_rng(0)
    names = ("headline", "worth", "credit")
    seen = {key: 0 for name in names for key in (name, f"{name} falls")}
    for _ in range(TRIES):
        drawn = dice.integers(0, len(first), len(first))
        ours, theirs = _wide(second[drawn]), _wide(first[drawn])
        tried = {
            "headline": figure_difference(ours, theirs, grounded_score),
            "worth": difference(_worth(ours), _worth(theirs)),
            "credit": difference(ours[:, PAIR[0]], theirs[:, PAIR[0]]),
        }
        for name, change in tried.items():
            seen[name] += not change.is_noise
            seen[f"{name} falls"] += not change.is_noise and (change.value or 0.0) < 0
    return {name: count / TRIES for name, count in seen.items()}


def print_tables(measured: dict[str, Any]) -> None:
    """Both tables as Markdown."""
    print(f"{measured['examples']} examples\n")
    names = list(next(iter(measured["systems"].values())))
    print(f"| system | {' | '.join(names)} |\n|---|{'---|' * len(names)}")
    for system, figures in measured["systems"].items():
        print(f"| {system} | {' | '.join(_cell(figures[name]) for name in names)} |")
    for system, noise_rows in measured["noise"].items():
        rows = {key: row for key, row in noise_rows.items() if isinstance(row, dict)}
        names = list(next(iter(rows.values())))
        print(f"\nAgainst {system}: {noise_rows['changed']:.0%} of the scores differ\n")
        print(f"| planted fall | {' | '.join(names)} |\n|---|{'---|' * len(names)}")
        for shift, row in rows.items():
            print(f"| {shift} | {' | '.join(f'{row[name]:.1%}' for name in names)} |")


def _worth(values: Floats) -> Floats:
    return np.where(np.isnan(values[:, PAIR[0]]), values[:, PAIR[1]], values[:, PAIR[0]])


def _wide(pair: Floats) -> Floats:
    """Credit and restraint in a table of all metrics, the others not measured."""
    wide = np.full((len(pair), len(EACH)), np.nan)
    wide[:, PAIR] = pair
    return wide


def _cell(figure: dict[str, Any]) -> str:
    if figure["value"] is None:
        return "not measured"
    return f"{figure['value']:.3f} [{figure['low']:.3f}, {figure['high']:.3f}]"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("datasets", nargs="*", type=Path)
    parser.add_argument("--corpus", type=Path, default=ROOT / "corpus")
    parser.add_argument("--out", type=Path)
    return parser


if __name__ == "__main__":
    main()
