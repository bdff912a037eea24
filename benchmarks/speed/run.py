"""How fast Loccit is, and how small, beside the pipeline of LangChain's retrieval tutorial.

    python -m benchmarks.speed.run --documents DIR --texts DIR [--out speed.json]

Both run here, in turns (A B A B), in processes of their own; what counts are the ratios. Wall time
is in seconds from the start to the end of a process, memory is its peak resident size in MB (10^6
bytes). A figure is a median, with the least and the greatest in brackets; a ratio is one of
medians.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..sets.texts import QUESTIONS, SUFFIXES, characters, copy, files, first, mixed
from .figures import Row, Samples, latency, machine, rows_to_list, table
from .processes import (
    Process,
    Programs,
    Runs,
    alternate,
    loccit_command,
    make_environment,
    say,
)

SETTINGS = {
    "repeats": (5, "runs of each side for cold questions and unchanged texts"),
    "build-repeats": (3, "runs of each side for indexing, rebuilding and warm questions"),
    "passages": (10_000, "passages for warm questions"),
    "chunk-tokens": (48, "word pieces of a chunk of Loccit for warm questions"),
    "questions": (500, "warm questions in each process"),
    "index-characters": (600_000, "source characters to index"),
}
"""Settings that are numbers, with their defaults and what they say."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What every measure needs.

    Attributes:
        programs: the two programs.
        folder: a folder to write in.
        options: the arguments.
        notes: facts worth a line under the table; the measures add to them.
        versions: of packages, by side; the measures add to them.
    """

    programs: Programs
    folder: Path
    options: argparse.Namespace
    notes: dict[str, str] = field(default_factory=dict)
    versions: dict[str, Any] = field(default_factory=dict)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print the table, write the JSON."""
    options = _parser().parse_args(arguments)
    for folder in (options.documents, options.texts):
        if not files(folder):
            sys.exit(f"{folder} holds no {', '.join(sorted(SUFFIXES))} file; name another folder")
    described, start = machine(), time.perf_counter()
    if described["load_before"] > 0.5:
        say(f"other programs are running (load {described['load_before']}): expect noise")
    with tempfile.TemporaryDirectory(prefix="loccit-speed-") as scratch:
        folder = Path(scratch)
        kept = options.work.resolve() if options.work else folder
        python = options.tutorial_python or make_environment(kept)
        programs = Programs(loccit_command(options.loccit), python.absolute(), folder)
        bench = Bench(programs, folder, options)
        rows = [*cold(bench), *warm(bench)]
        indexing, rebuilds = throughput(bench)
        rows += [*indexing, *unchanged(bench, rebuilds)]
    bench.notes["took"] = f"{(time.perf_counter() - start) / 60:.1f} minutes"
    print(table(rows))
    print("\n" + "\n".join(f"{name}: {note}" for name, note in bench.notes.items()))
    if options.out:
        settings = {name: getattr(options, name.replace("-", "_")) for name in SETTINGS}
        record = {
            "machine": described,
            "settings": {"question": options.question, **settings},
            "notes": bench.notes,
            "versions": bench.versions,
            "rows": rows_to_list(rows),
        }
        text = json.dumps(record, ensure_ascii=False, indent=2)
        options.out.write_text(text + "\n", encoding="utf-8")


def cold(bench: Bench) -> list[Row]:
    """A question in a new process, on an index or a store that is there already."""
    say("cold question")
    options, programs = bench.options, bench.programs
    documents = copy(files(options.documents), options.documents, bench.folder / "few")
    index, store = bench.folder / "few-index", bench.folder / "few-store"
    programs.command("index", documents, "--index", index)()
    programs.pipeline("build", documents, store)()
    runs = alternate(
        options.repeats,
        programs.command("ask", options.question, "--index", index, "--json"),
        programs.pipeline("ask", store, options.question),
        warm_up=True,
    )
    answer = runs[0][-1].output
    outcome = "abstains" if answer["abstained"] else f"cites {len(answer['citations'])} sentences"
    bench.notes["cold question"] = (
        f"{options.question!r} over {len(files(documents))} documents; Loccit {outcome}, the "
        f"tutorial's pipeline retrieves {len(runs[1][-1].output['passages'])} passages"
    )
    return [
        Row("cold question", "s", _seconds(runs), "tutorial/loccit", "≥ 8"),
        Row("cold question, peak memory", "MB", _memory(runs), "loccit/tutorial", "≤ 0.35"),
    ]


def warm(bench: Bench) -> list[Row]:
    """Many questions in one process, at about as many passages as are wanted."""
    options, programs = bench.options, bench.programs
    texts, passages = choose_texts(bench)
    index, store, asked = (bench.folder / name for name in ("many-index", "many-store", "asked"))
    say(f"building an index of {passages:,} passages for warm questions")
    programs.inprocess("build", texts, index, "--chunk-tokens", options.chunk_tokens)()
    built = programs.pipeline("build", texts, store, "--passages", passages)().output
    questions = choose_questions(options, texts)
    asked.write_text(json.dumps(questions), encoding="utf-8")
    say(f"{len(questions)} warm questions")
    ours, theirs = runs = alternate(
        options.build_repeats,
        programs.inprocess("warm", index, asked),
        programs.pipeline("warm", store, asked),
    )
    bench.notes["warm questions"] = (
        f"{len(questions)} at {passages:,} passages of Loccit (chunk_tokens "
        f"{options.chunk_tokens}) and {built['passages']:,} of the tutorial's "
        f"({built['chunk_characters']} characters); Loccit abstains on "
        f"{ours[-1].output['abstained']}"
    )
    retrieval = [process.output["milliseconds"] for process in theirs]
    answers = [process.output["milliseconds"] for process in ours]
    hits = [process.output["retrieve_milliseconds"] for process in ours]
    return [
        *latency("warm question (Loccit: whole answer)", (answers, retrieval)),
        *latency("warm question, retrieval alone", (hits, retrieval)),
        Row("warm questions, peak memory", "MB", _memory(runs), "loccit/tutorial"),
    ]


def throughput(bench: Bench) -> tuple[list[Row], list[Process]]:
    """Indexing from nothing; and the tutorial's processes, which are its rebuilds too."""
    say("indexing")
    options, programs = bench.options, bench.programs
    chosen = first(mixed(options.texts), options.index_characters)
    texts = copy(chosen, options.texts, bench.folder / "some")
    index, store = bench.folder / "some-index", bench.folder / "some-store"

    def fresh() -> Process:
        shutil.rmtree(index, ignore_errors=True)
        return programs.inprocess("build", texts, index)()

    runs = alternate(options.build_repeats, fresh, programs.pipeline("build", texts, store))
    ours, theirs = (side[-1].output for side in runs)
    number = characters(texts)
    bench.notes["indexing"] = (
        f"{len(chosen)} documents, {number:,} characters: {ours['passages']:,} passages of Loccit, "
        f"{theirs['passages']:,} of the tutorial's"
    )
    bench.versions.update(loccit=ours["versions"], tutorial=theirs["versions"])
    rates, starts = (
        (tuple(map(of, runs[0])), tuple(map(of, runs[1])))
        for of in (
            lambda process: number / process.output["seconds"],
            lambda process: process.seconds - process.output["seconds"],
        )
    )
    return [
        Row("indexing", "characters/s", rates, "loccit/tutorial", "≥ 1"),
        Row("indexing, start-up apart", "s", starts, "tutorial/loccit"),
        Row("indexing, peak memory", "MB", _memory(runs), "loccit/tutorial"),
    ], runs[1]


def unchanged(bench: Bench, rebuilds: list[Process]) -> list[Row]:
    """A folder in which nothing changed, indexed again; the tutorial can only rebuild.

    For the larger texts the rebuilds are those of ``throughput``: the same work, done already.
    """
    say("unchanged folders")
    folder, programs = bench.folder, bench.programs
    few = programs.command("index", folder / "few", "--index", folder / "few-index")
    some = programs.command("index", folder / "some", "--index", folder / "some-index")
    rebuild = programs.pipeline("build", folder / "few", folder / "few-store")
    before = _generations(bench)
    documents = alternate(bench.options.build_repeats, few, rebuild, warm_up=True)
    some()
    texts = [some() for _ in range(bench.options.repeats)], rebuilds
    if _generations(bench) != before:
        sys.exit("loccit index wrote an unchanged folder anew; nothing was measured")
    name, goal = "unchanged folder again", "≥ 20"
    return [
        Row(f"{name}, documents", "s", _seconds(documents), "tutorial/loccit", goal),
        Row(f"{name}, texts", "s", _seconds(texts), "tutorial/loccit", goal),
    ]


def choose_texts(bench: Bench) -> tuple[Path, int]:
    """A folder with so many of the texts that Loccit makes about ``--passages`` of them.

    Whole texts, so to 5 % where they are short enough; where there are too few they are repeated
    under other names. At most four tries.
    """
    options, folder = bench.options, bench.folder / "many"
    count = bench.programs.inprocess("count", folder, "--chunk-tokens", options.chunk_tokens)
    passages, before, wanted = 0, -1, 200 * options.passages
    for _ in range(4):
        shutil.rmtree(folder, ignore_errors=True)
        copy(first(mixed(options.texts), wanted), options.texts, folder)
        passages = count().output["passages"]
        say(f"{characters(folder):,} characters give {passages:,} passages")
        if passages == before or abs(passages - options.passages) <= 0.05 * options.passages:
            break
        before, wanted = passages, round(characters(folder) * options.passages / passages)
    return folder, passages


def choose_questions(options: argparse.Namespace, folder: Path) -> list[str]:
    """Questions about the documents of a folder, evenly drawn, at most ``--questions``."""
    path = options.texts / QUESTIONS
    if not path.is_file():
        sys.exit(f"{path} is not there; texts.py writes it, or write it as its docstring shows")
    asked = json.loads(path.read_text(encoding="utf-8"))
    fitting = [
        question["question"] for question in asked if (folder / question["document"]).is_file()
    ]
    if not fitting:
        sys.exit(f"{path} holds no question about the chosen documents")
    count = min(options.questions, len(fitting))
    return [fitting[number * len(fitting) // count] for number in range(count)]


def _seconds(runs: Runs) -> tuple[Samples, Samples]:
    ours, theirs = (tuple(process.seconds for process in side) for side in runs)
    return ours, theirs


def _memory(runs: Runs) -> tuple[Samples, Samples]:
    ours, theirs = (tuple(process.megabytes for process in side) for side in runs)
    return ours, theirs


def _generations(bench: Bench) -> list[str]:
    """What the two indexes that are indexed again hold now."""
    indexes = (bench.folder / name / "CURRENT" for name in ("few-index", "some-index"))
    return [path.read_text(encoding="utf-8") for path in indexes]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description="Compare Loccit with the pipeline of LangChain's retrieval tutorial.",
        epilog="Close other programs first. With the defaults, two cores need 15 minutes.",
    )
    for name, required, metavar, text in (
        ("documents", True, "DIR", "a few small documents: cold question, unchanged folder"),
        ("texts", True, "DIR", "many texts and questions.json, as texts.py writes them"),
        ("out", False, "FILE", "write all samples as JSON"),
        ("work", False, "DIR", "keep the tutorial's environment here (default: nowhere)"),
        ("tutorial-python", False, "PATH", "an environment with tutorial-requirements.txt"),
    ):
        parser.add_argument(f"--{name}", required=required, metavar=metavar, help=text, type=Path)
    parser.add_argument("--loccit", metavar="COMMAND", help="default: this interpreter's loccit")
    parser.add_argument(
        "--question", default="What is Iran's strategy?", metavar="TEXT",
        help="cold question, one that the documents answer (default: %(default)s)",
    )  # fmt: skip
    for name, (default, text) in SETTINGS.items():
        help_ = f"{text} (default: %(default)s)"
        parser.add_argument(f"--{name}", type=int, default=default, metavar="N", help=help_)
    return parser


if __name__ == "__main__":
    main()
