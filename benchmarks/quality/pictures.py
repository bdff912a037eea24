"""Pictures of the figures that ``run.py --out`` wrote.

Recall by budget, risk by coverage, and what each threshold costs; beside them how the shipped
reader was trained (``benchmarks/reader/log.jsonl``).

pip install matplotlib
python -m benchmarks.quality.pictures quality.json docs/images
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("svg")
from matplotlib import pyplot
from matplotlib.axes import Axes

from .retrieval import ARMS, BUDGETS, evidence_within

_TITLES = {
    "squad2": "SQuAD 2.0",
    "covidqa": "COVID-QA",
    "policyqa": "PolicyQA",
    "nq_oracle": "Natural Questions",
    "squad2_gaps": "SQuAD 2.0 with gaps",
}
_BUDGETED = ("squad2", "covidqa", "policyqa")
_COLOURS = {"dense": "#8c9bb0", "BM25": "#c9a227", "rank fusion": "#7aa974", "Loccit": "#1f4e9c"}
_SETS_COLOURS = {"squad2": "#1f4e9c", "nq_oracle": "#c9622a", "squad2_gaps": "#4c8c4a"}
_KINDS = {"answerable": "#1f4e9c", "unanswerable": "#c9622a", "other topics": "#8c9bb0"}
_TRAINED = {
    "paragraph": ("first in its paragraph", "#1f4e9c"),
    "article": ("first of eight windows", "#7aa974"),
    "auroc": ("AUROC, unanswerable", "#c9622a"),
    "claims": ("claims", "#8c9bb0"),
    "own_auroc": ("AUROC, our own", "#c9a227"),
    "own": ("first, our own", "#4c8c4a"),
}
_LOG = Path(__file__).parents[1] / "reader" / "log.jsonl"
_GREY = "#666666"


def recall_by_budget(figures: dict[str, Any], folder: Path) -> None:
    """The share of questions whose answer lies in the first characters of passages, by set."""
    by_row = {(row["set"], row["by"], row["measure"]): row for row in figures["rows"]}
    names = [name for name in _BUDGETED if (name, "Loccit", evidence_within(BUDGETS[0])) in by_row]
    figure, panels = pyplot.subplots(
        1, len(names), figsize=(3.4 * len(names), 3.2), sharey=True, squeeze=False
    )
    for panel, name in zip(panels[0], names, strict=True):
        for arm in ARMS:
            rows = [by_row[name, arm, evidence_within(budget)] for budget in BUDGETS]
            is_ours = arm == "Loccit"
            panel.plot(
                BUDGETS,
                [row["value"] for row in rows],
                color=_COLOURS[arm],
                linewidth=2.4 if is_ours else 1.4,
                marker="o",
                markersize=4 if is_ours else 3,
                label=arm,
                zorder=3 if is_ours else 2,
            )
            if is_ours:
                low, high = ([row[end] for row in rows] for end in ("low", "high"))
                panel.fill_between(BUDGETS, low, high, color=_COLOURS[arm], alpha=0.12, linewidth=0)
        panel.set_xscale("log", base=2)
        panel.set_xticks(BUDGETS, [_thousands(budget) for budget in BUDGETS])
        panel.minorticks_off()
        panel.set_ylim(0, 1)
        _plain(panel, f"{_TITLES[name]} (n = {rows[0]['n']})", "characters of passages")
    panels[0][0].set_ylabel("share of answers found", color=_GREY, fontsize=9)
    panels[0][0].legend(frameon=False, loc="lower right", fontsize=8)
    _save(figure, folder / "recall-by-budget.svg")


def risk_by_coverage(figures: dict[str, Any], folder: Path) -> None:
    """The share of wrong first citations when only the surest answers are given."""
    figure, panel = pyplot.subplots(figsize=(5.2, 3.4))
    for name, colour in _SETS_COLOURS.items():
        if name in figures["risk"]:
            values = figures["risk"][name]
            shares = [(number + 1) / len(values) for number in range(len(values))]
            panel.plot(shares, values, color=colour, linewidth=2, label=_TITLES[name])
            panel.annotate(
                _TITLES[name],
                (shares[-1], values[-1]),
                xytext=(6, 0),
                textcoords="offset points",
                color=colour,
                fontsize=8,
                va="center",
            )
    panel.set_xlim(0, 1)
    panel.set_ylim(0, None)
    panel.set_ylabel("wrong first citations", color=_GREY, fontsize=9)
    _plain(panel, "Risk by coverage", "share of questions answered, the surest first")
    _save(figure, folder / "risk-by-coverage.svg")


def answered_by_threshold(figures: dict[str, Any], folder: Path) -> None:
    """The share of each kind of question that is answered, by the threshold of support."""
    names = [name for name in _TITLES if name in figures["answered"]]
    figure, panels = pyplot.subplots(
        1, len(names), figsize=(3.4 * len(names), 3.0), sharey=True, squeeze=False
    )
    for panel, name in zip(panels[0], names, strict=True):
        for kind, colour in _KINDS.items():
            if kind in figures["answered"][name]:
                shares = figures["answered"][name][kind]
                panel.plot(figures["thresholds"], shares, color=colour, linewidth=2, label=kind)
        panel.axvline(0.5, color="#bbbbbb", linewidth=0.8, linestyle=":")
        panel.set_ylim(0, 1)
        _plain(panel, _TITLES[name], "threshold")
    panels[0][0].set_ylabel("share answered", color=_GREY, fontsize=9)
    panels[0][-1].legend(frameon=False, fontsize=8, loc="center left", bbox_to_anchor=(1, 0.5))
    _save(figure, folder / "answered-by-threshold.svg")


def training(log: Path, folder: Path) -> None:
    """What the reader does on held-out documents while it is trained."""
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    first = max(line["step"] for line in lines if line["stage"] == "first")
    steps = [line["step"] + first * (line["stage"] == "second") for line in lines]
    figure, panel = pyplot.subplots(figsize=(5.6, 3.4))
    for measure, (label, colour) in _TRAINED.items():
        values = [line[measure] for line in lines]
        panel.plot(steps, values, color=colour, linewidth=2, marker="o", markersize=3)
        panel.annotate(
            label,
            (steps[-1], values[-1]),
            xytext=(6, 0),
            textcoords="offset points",
            color=colour,
            fontsize=8,
            va="center",
        )
    panel.axvline(first, color="#bbbbbb", linewidth=0.8, linestyle=":")
    panel.set_ylim(0.4, 1)
    _plain(panel, "Training: all sets, then mostly our own", "batches of 48 windows")
    _save(figure, folder / "training.svg")


def _thousands(number: int) -> str:
    return str(number) if number < 1000 else f"{number // 1000}k"


def _plain(panel: Axes, title: str, label: str) -> None:
    panel.set_title(title, fontsize=10, loc="left")
    panel.set_xlabel(label, color=_GREY, fontsize=9)
    panel.grid(axis="y", color="#e4e4e4", linewidth=0.8)
    panel.tick_params(colors=_GREY, labelsize=8, length=3)
    for side in ("top", "right"):
        panel.spines[side].set_visible(False)
    for side in ("left", "bottom"):
        panel.spines[side].set_color("#bbbbbb")


def _save(figure: Any, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.tight_layout()
    figure.savefig(path, facecolor="white", bbox_inches="tight", metadata={"Date": None})
    pyplot.close(figure)


def main() -> None:
    """Draw all."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("figures", type=Path, help="what run.py wrote")
    parser.add_argument("folder", type=Path, help="where the pictures go")
    options = parser.parse_args()
    matplotlib.rcParams["svg.hashsalt"] = "loccit"
    figures = json.loads(options.figures.read_text(encoding="utf-8"))
    recall_by_budget(figures, options.folder)
    risk_by_coverage(figures, options.folder)
    answered_by_threshold(figures, options.folder)
    training(_LOG, options.folder)


if __name__ == "__main__":
    main()
