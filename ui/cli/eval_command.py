"""``loccit eval``: judge a system, compare two runs, draft a dataset."""

from __future__ import annotations

import importlib
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ...index import KEPT, UsageError, echoed
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
    from ...index import Index

_GOLD = Path("eval/data/report.jsonl")
_BOT = "bot:"

app = typer.Typer(
    help="Measure whether answers tell the truth about the documents.",
    invoke_without_command=True,
    rich_markup_mode=None,
)


@app.callback()
def overview(context: typer.Context) -> None:
    """Measure whether answers tell the truth about the documents."""
    if context.invoked_subcommand is None:
        say(context.get_help())
        raise typer.Exit(USAGE)


@app.command("run")
def run_(
    dataset: Annotated[
        Path | None, typer.Argument(metavar="[DATASET]", help="Questions with what is right.")
    ] = None,
    index: IndexOption = DEFAULT_INDEX,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where reports go; none: beside the index.")
    ] = None,
    gate: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Limits; exit 1 if one is broken.")
    ] = None,
    system: Annotated[
        str | None,
        typer.Option(metavar="MODULE:NAME", help="What is judged; none: Loccit itself."),
    ] = None,
    kind: Annotated[
        str | None, typer.Option(metavar="KIND", help="Form of the dataset; none: by its content.")
    ] = None,
    tag: Annotated[
        list[str] | None, typer.Option(metavar="TAG", help="Only examples with such a tag.")
    ] = None,
    first: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Only the first N examples.")
    ] = None,
    judge: Annotated[
        bool, typer.Option(help="Measure the verifier itself on these documents too.")
    ] = True,
) -> int:
    """Ask a dataset's questions and report how true the answers are."""
    from ...eval import read_dataset, read_gate
    from .evaluating import evaluate_into, print_summary

    chosen = read_dataset(dataset or _gold(), kind).of_tag(*tag or ()).first(first)
    if not chosen.examples:
        raise UsageError(f"no example has the tag {' or '.join(tag or ())}; expected one at least")
    limits = read_gate(gate) if gate else None
    build_on_first_use(index)
    opened = _opened(index)
    place = out or _next_run(index)
    asked = _system(system, opened)
    done = evaluate_into(place, asked, chosen, opened, limits, judge=judge)
    print_summary(done, place)
    return ANSWERED if done.passed else FAILED


@app.command("compare")
def compare_(
    before: Annotated[Path, typer.Argument(metavar="A", help="The folder of a run.")],
    after: Annotated[Path, typer.Argument(metavar="B", help="That of another run.")],
    as_json: JsonOption = False,
) -> int:
    """Say what changed between two runs, and what is noise."""
    from ...eval import compare, comparison_to_dict, read_run
    from .evaluating import print_comparison

    runs = [read_run(one) for one in (before, after)]
    found = compare(runs[0][1], runs[1][1])
    if as_json:
        print_json(comparison_to_dict(found))
    else:
        print_comparison(found, *(one["system"]["name"] for one, _ in runs))
    return ANSWERED


@app.command("init")
def init(
    file: Annotated[Path, typer.Argument(help="Where the drafts go; it must not be there yet.")],
    index: IndexOption = DEFAULT_INDEX,
    most: Annotated[int, typer.Option("-n", min=1, metavar="N", help="How many drafts.")] = 40,
) -> int:
    """Draft examples from the documents, for a person to complete."""
    from ...eval import Corpus, draft_examples

    if file.exists():
        raise UsageError(f"{str(file)!r} is there already; name a file that is not")
    build_on_first_use(index)
    drafts = draft_examples(Corpus(_opened(index)), most)
    lines = "".join(json.dumps(one, ensure_ascii=False) + "\n" for one in drafts)
    file.write_text(lines, encoding="utf-8")
    say(
        f"{len(drafts)} drafts in {file}. Write each question, delete the answers that do not "
        f"answer it, then run: loccit eval run {file}"
    )
    return ANSWERED


@app.command("texts")
def texts(
    dataset: Annotated[Path, typer.Argument(help="A SQuAD file or a BEIR folder.")],
    folder: Annotated[Path, typer.Argument(help="Where the documents go.")],
    kind: Annotated[
        str | None, typer.Option(metavar="KIND", help="Form of the dataset; none: by its content.")
    ] = None,
) -> int:
    """Write the documents that a public dataset brings along."""
    from ...eval import write_texts

    written = write_texts(dataset, folder, kind)
    say(f"{len(written)} documents in {folder}. Index them with: loccit index {folder}")
    return ANSWERED


def _gold() -> Path:
    if not _GOLD.is_file():
        raise UsageError(
            "no dataset was given; name one, such as loccit eval run questions.jsonl. "
            "`loccit eval init questions.jsonl` drafts one from your documents"
        )
    return _GOLD


def _opened(index: Path) -> Index:
    from ...index import Index

    return Index.open(index, notify=warn)


def _next_run(index: Path) -> Path:
    """A new folder, numbered after those that are there."""
    from ..page.runs import RUNS

    runs = index / KEPT / RUNS
    numbers = [int(one.name) for one in runs.glob("*") if one.name.isdecimal()]
    return runs / f"{max(numbers, default=0) + 1:04}"


def _system(named: str | None, index: Index) -> Any:
    """What is judged: the index itself, a bot, or what an importable module holds."""
    from ...eval import BOTS, make_bot

    if named is None:
        return index
    if named.startswith(_BOT):
        name = named.removeprefix(_BOT)
        if name not in BOTS:
            raise UsageError(f"there is no bot {echoed(name)}; expected one of {', '.join(BOTS)}")
        return make_bot(name, index)
    module, _, attribute = named.partition(":")
    sys.path.insert(0, str(Path.cwd()))
    try:
        return getattr(importlib.import_module(module), attribute)
    except (ImportError, AttributeError, ValueError) as error:
        raise UsageError(
            f"--system {named} cannot be imported: {error}; expected MODULE:NAME, such as "
            "my_app:chain for `chain` in my_app.py of this folder"
        ) from error
