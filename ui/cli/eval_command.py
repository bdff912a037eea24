"""``loccit eval``: evaluate a system, compare two runs, draft a dataset."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ...index.errors import UsageError, echoed
from ...index.generations.current import KEPT
from ..terminal import print_json, say, warn
from .options import (
    ANSWERED,
    DEFAULT_INDEX,
    FAILED,
    USAGE,
    IndexOption,
    JsonOption,
    build_on_first_use,
)

if TYPE_CHECKING:
    from ...index.search import Index

_GOLD = {"dev": Path("eval/data/dev.jsonl"), "report": Path("eval/data/report.jsonl")}
"""The halves of a checkout's gold set. Nothing may be chosen by the second one."""
_BOT = "bot:"

DatasetArgument = Annotated[
    Path | None,
    typer.Argument(
        metavar="DATASET",
        help="A dataset: questions with their correct answers and evidence; in a checkout also dev "
        "(the default) or report, the halves of the gold set.",
        show_default=False,
    ),
]
OutOption = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR", help="Output folder. Default: a new numbered folder inside the index."
    ),
]
GateOption = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Limits to enforce: exit with 1 if one is not met."),
]
SystemOption = Annotated[
    str | None,
    typer.Option(
        metavar="MODULE:NAME",
        help="The system to evaluate, as MODULE:NAME. Default: Loccit itself.",
    ),
]
KindOption = Annotated[
    str | None,
    typer.Option(metavar="KIND", help="Format of the dataset. Default: detected from its content."),
]
TagOption = Annotated[
    list[str] | None,
    typer.Option(metavar="TAG", help="Only examples with this tag; may be repeated."),
]
FirstOption = Annotated[
    int | None, typer.Option(min=1, metavar="N", help="Only the first N examples.")
]
JudgeOption = Annotated[
    bool, typer.Option(help="Also measure the verifier itself on these documents.")
]

ModelOption = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="Chat model in loccit.toml that writes the answers; they are compared with quoted "
        "ones. Default: none, whatever is set there.",
    ),
]
CostOption = Annotated[
    float | None,
    typer.Option(
        min=0, metavar="COST", help="The most that the chat model may cost; then it only quotes."
    ),
]

app = typer.Typer(
    help="Measure how well answers are supported by the documents.",
    invoke_without_command=True,
    rich_markup_mode=None,
)


@app.callback()
def overview(context: typer.Context) -> None:
    """Measure how well answers are supported by the documents."""
    if context.invoked_subcommand is None:
        say(context.get_help())
        raise typer.Exit(USAGE)


@app.command("run")
def run_(
    dataset: DatasetArgument = None,
    index: IndexOption = DEFAULT_INDEX,
    out: OutOption = None,
    gate: GateOption = None,
    system: SystemOption = None,
    kind: KindOption = None,
    tag: TagOption = None,
    first: FirstOption = None,
    judge: JudgeOption = True,
    model: ModelOption = None,
    max_cost: CostOption = None,
) -> int:
    """Ask the questions of a dataset and score the answers."""
    from ...eval.readers.read import read_dataset
    from ...eval.scoring.gate import read_gate
    from .eval_model import prose_system
    from .evaluating import evaluate_into, print_summary

    _check_model(model, system, max_cost)
    chosen = read_dataset(_dataset(dataset), kind).of_tag(*tag or ()).first(first)
    if not chosen.examples:
        raise UsageError(f"no example has the tag {' or '.join(tag or ())}; check --tag")
    limits = read_gate(gate) if gate else None
    build_on_first_use(index)
    opened = _opened(index)
    folder = out or _next_run(index)
    asked = prose_system(opened, model, max_cost, folder) if model else _system(system, opened)
    evaluated = evaluate_into(folder, asked, chosen, opened, limits, judge=judge)
    print_summary(evaluated, folder)
    return ANSWERED if evaluated.passed else FAILED


@app.command("compare")
def compare_(
    before: Annotated[Path, typer.Argument(metavar="A", help="Folder of the first run.")],
    after: Annotated[
        Path, typer.Argument(metavar="B", help="Folder of the run to compare against A.")
    ],
    as_json: JsonOption = False,
) -> int:
    """Show what changed between two runs, and which changes are noise."""
    from ...eval.run_folder import read_run
    from ...eval.scoring.comparison import compare, comparison_to_dict
    from .evaluating import print_comparison

    runs = [read_run(folder) for folder in (before, after)]
    comparison = compare(runs[0][1], runs[1][1])
    if as_json:
        print_json(comparison_to_dict(comparison))
    else:
        print_comparison(comparison, *(about["system"]["name"] for about, _ in runs))
    return ANSWERED


@app.command("init")
def init(
    file: Annotated[
        Path,
        typer.Argument(metavar="FILE", help="File to write the drafts to; must not exist yet."),
    ],
    index: IndexOption = DEFAULT_INDEX,
    most: Annotated[int, typer.Option("-n", min=1, metavar="N", help="Number of drafts.")] = 40,
) -> int:
    """Draft a dataset from your documents, for you to complete."""
    from ...eval.datasets.corpus import Corpus
    from ...eval.datasets.draft import draft_examples

    if file.exists():
        raise UsageError(f"{str(file)!r} already exists; choose another file name")
    build_on_first_use(index)
    drafts = draft_examples(Corpus(_opened(index)), most)
    lines = "".join(json.dumps(draft, ensure_ascii=False) + "\n" for draft in drafts)
    file.write_text(lines, encoding="utf-8")
    say(
        f"Wrote {len(drafts)} drafts to {file}. Write each question and delete the answers that do "
        f"not answer it, then run: loccit eval run {file}"
    )
    return ANSWERED


@app.command("texts")
def texts(
    dataset: Annotated[
        Path, typer.Argument(metavar="DATASET", help="A SQuAD file or a BEIR folder.")
    ],
    folder: Annotated[
        Path, typer.Argument(metavar="FOLDER", help="Folder to write the documents to.")
    ],
    kind: KindOption = None,
) -> int:
    """Extract the documents of a public dataset."""
    from ...eval.readers.texts import write_texts

    written = write_texts(dataset, folder, kind)
    say(f"Wrote {len(written)} documents to {folder}. Index them with: loccit index {folder}")
    return ANSWERED


def _check_model(model: str | None, system: str | None, max_cost: float | None) -> None:
    """Check the choice of a chat model before anything is opened."""
    from .asking import check_model

    if model is None and max_cost is not None:
        raise UsageError("--max-cost came without a chat model; expected --model NAME. Name one")
    if model is not None and system is not None:
        raise UsageError("--model and --system came together; expected one of them. Leave one out")
    check_model(model, without=False)


def _dataset(path: Path | None) -> Path:
    """The dataset of a path, or of the name of a half of the gold set; by default its first."""
    half = _GOLD.get("dev" if path is None else str(path))
    if half is not None and half.is_file() and not (path and path.exists()):
        return half
    if path is None:
        raise UsageError(
            "no dataset was given; name one, as in `loccit eval run questions.jsonl`. "
            "`loccit eval init questions.jsonl` drafts one from your documents"
        )
    return path


def _opened(index: Path) -> Index:
    from ...index.search import Index

    return Index.open(index, notify=warn)


def _next_run(index: Path) -> Path:
    """The folder for the next run, numbered after the existing ones."""
    from ..page.runs import RUNS

    runs = index / KEPT / RUNS
    numbers = [int(path.name) for path in runs.glob("*") if path.name.isdecimal()]
    return runs / f"{max(numbers, default=0) + 1:04}"


def _system(named: str | None, index: Index) -> Any:
    """The system to evaluate: the index itself, a bot, or an object of an importable module."""
    from ...eval.judging.bots import BOTS, make_bot

    if named is None:
        return index
    if named.startswith(_BOT):
        name = named.removeprefix(_BOT)
        if name not in BOTS:
            raise UsageError(f"unknown bot {echoed(name)}; expected one of {', '.join(BOTS)}")
        return make_bot(name, index)
    module, _, attribute = named.partition(":")
    sys.path.insert(0, str(Path.cwd()))
    try:
        return getattr(importlib.import_module(module), attribute)
    except (ImportError, AttributeError, ValueError) as error:
        raise UsageError(
            f"--system {named} cannot be imported: {error}; expected MODULE:NAME, such as "
            "my_app:chain for the name `chain` in my_app.py in the current folder"
        ) from error
