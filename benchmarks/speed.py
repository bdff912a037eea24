"""How fast Loccit is, and how small, beside the pipeline of LangChain's retrieval tutorial.

    python benchmarks/speed.py --documents DIR --texts DIR [--out speed.json]

Both run here, in turns (A B A B), as processes of their own; what counts are the ratios. Wall time
is in seconds from start to end of a process, memory is the peak resident size of that process in
MB (10^6 bytes). Every figure is a median, with the least and the greatest in brackets; a ratio is
one of medians. This program itself stays small on purpose: a child's peak is never counted as less
than its parent's size at the time of the fork.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shlex
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

HERE = Path(__file__).resolve().parent
SUFFIXES = {".txt", ".md", ".html"}
QUESTIONS = "questions.json"
SIDES = ("loccit", "tutorial")
ANSWERED, ABSTAINED = 0, 3
RSS_UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes in which ``ru_maxrss`` counts."""


@dataclass(frozen=True, slots=True)
class Process:
    """One finished process: wall seconds, peak resident MB, and the JSON that it printed."""

    seconds: float
    megabytes: float
    output: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table.

    Attributes:
        measure: what was measured.
        unit: ``s``, ``ms``, ``MB`` or ``characters/s``.
        loccit: the samples of Loccit, in the order taken.
        tutorial: those of the tutorial's pipeline.
        over: which median the ratio divides by the other.
        goal: the least (``≥``) or greatest (``≤``) ratio aimed at; empty where there is none.
    """

    measure: str
    unit: str
    loccit: tuple[float, ...]
    tutorial: tuple[float, ...]
    over: Literal["tutorial/loccit", "loccit/tutorial"]
    goal: str = ""

    @property
    def ratio(self) -> float:
        """The ratio of the medians."""
        ours, theirs = statistics.median(self.loccit), statistics.median(self.tutorial)
        return theirs / ours if self.over == "tutorial/loccit" else ours / theirs


@dataclass
class Bench:
    """What every measure needs: the two programs, the folders, and how often to repeat.

    Attributes:
        loccit: the ``loccit`` command.
        tutorial: the Python of the tutorial's environment.
        work: a folder to write in.
        notes: facts worth a line under the table, by their name.
    """

    loccit: list[str]
    tutorial: Path
    work: Path
    options: argparse.Namespace
    notes: dict[str, Any] = field(default_factory=dict)

    def command(self, *arguments: object) -> Callable[[], Process]:
        """A run of the ``loccit`` command. An abstention is an answer too."""
        return lambda: self._run([*self.loccit, *map(str, arguments)])

    def inprocess(self, *arguments: object) -> Callable[[], Process]:
        """A run of inprocess.py by this interpreter."""
        program = str(HERE / "inprocess.py")
        return lambda: self._run([sys.executable, program, *map(str, arguments)])

    def pipeline(self, *arguments: object) -> Callable[[], Process]:
        """A run of tutorial.py in its own environment."""
        program = str(HERE / "tutorial.py")
        return lambda: self._run([str(self.tutorial), program, *map(str, arguments)])

    def _run(self, command: Sequence[str]) -> Process:
        """Run a process to its end; its working folder is ``work``, where no settings file lies."""
        environment = {**os.environ, "HF_HUB_OFFLINE": "1", "CUDA_VISIBLE_DEVICES": ""}
        with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
            start = time.perf_counter()
            process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=output, stderr=errors,
                cwd=self.work, env=environment,
            )  # fmt: skip
            _, status, usage = os.wait4(process.pid, 0)
            seconds = time.perf_counter() - start
            process.returncode = os.waitstatus_to_exitcode(status)
            output.seek(0)
            errors.seek(0)
            if process.returncode not in (ANSWERED, ABSTAINED):
                told = errors.read().decode("utf-8", "replace")
                sys.exit(f"{shlex.join(command)} ended with {process.returncode}:\n{told}")
            printed = output.read().decode("utf-8", "replace").strip()
        parsed = json.loads(printed) if printed.startswith("{") else {"text": printed}
        return Process(seconds, usage.ru_maxrss * RSS_UNIT / 1e6, parsed)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print the table, write the JSON."""
    options = _parser().parse_args(arguments)
    for folder in (options.documents, options.texts):
        if not files(folder):
            sys.exit(f"{folder} holds no {', '.join(sorted(SUFFIXES))} file; name another folder")
    options.work = options.work and options.work.resolve()
    with tempfile.TemporaryDirectory(prefix="loccit-speed-") as scratch:
        cache = options.work or Path(scratch)
        tutorial = options.tutorial_python or make_environment(cache)
        bench = Bench(loccit_command(options), tutorial.absolute(), Path(scratch), options)
        start = time.perf_counter()
        rows = cold(bench) + warm(bench)
        indexing, rebuilds = throughput(bench)
        rows += indexing + unchanged(bench, rebuilds)
        bench.notes["minutes"] = round((time.perf_counter() - start) / 60, 1)
    print(table(rows))
    print("\n" + "\n".join(f"{name}: {one}" for name, one in bench.notes.items()))
    if options.out:
        text = json.dumps(record(bench, rows), ensure_ascii=False, indent=2)
        options.out.write_text(text + "\n", encoding="utf-8")


def cold(bench: Bench) -> list[Row]:
    """A question in a new process, on an index or a store that is there already."""
    say("cold question")
    documents = copy(files(bench.options.documents), bench.options.documents, bench.work / "few")
    index, store, question = bench.work / "few-index", bench.work / "few-store", bench.options.question
    bench.command("index", documents, "--index", index)()
    bench.pipeline("build", documents, store)()
    runs = alternate(
        bench.options.repeats,
        bench.command("ask", question, "--index", index, "--json"),
        bench.pipeline("ask", store, question),
        warm_up=True,
    )
    answer = runs[0][-1].output
    bench.notes["cold question"] = (
        f"{question!r} over {len(files(documents))} documents; "
        + ("abstained" if answer["abstained"] else f"{len(answer['citations'])} citations")
        + "; the tutorial's pipeline retrieves 4 passages"
    )
    return [
        Row("cold question", "s", *seconds(runs), "tutorial/loccit", "≥ 8"),
        Row("cold question, peak memory", "MB", *memory(runs), "loccit/tutorial", "≤ 0.35"),
    ]


def warm(bench: Bench) -> list[Row]:
    """Many questions in one process, at about as many passages as are wanted."""
    options = bench.options
    texts, passages = choose(bench)
    index, store, asked = bench.work / "many-index", bench.work / "many-store", bench.work / "asked"
    say(f"building an index of {passages:,} passages for warm questions")
    bench.inprocess("build", texts, index, "--chunk-tokens", options.chunk_tokens)()
    built = bench.pipeline("build", texts, store, "--passages", passages)().output
    questions = choose_questions(options, texts)
    asked.write_text(json.dumps(questions), encoding="utf-8")
    say(f"{len(questions)} warm questions")
    runs = alternate(
        options.build_repeats,
        bench.inprocess("warm", index, asked),
        bench.pipeline("warm", store, asked),
    )
    bench.notes["warm questions"] = (
        f"{len(questions)} at {passages:,} passages of Loccit (chunk_tokens "
        f"{options.chunk_tokens}) and {built['passages']:,} of the tutorial's "
        f"(chunks of {built['chunk_characters']} characters); "
        f"Loccit abstained on {runs[0][-1].output['abstained']}"
    )
    whole = (spent(runs[0], "milliseconds"), spent(runs[1], "milliseconds"))
    retrieval = (spent(runs[0], "retrieve_milliseconds"), whole[1])
    return [
        *latency("warm question (Loccit: cited answer)", whole),
        *latency("warm question, retrieval alone", retrieval),
        Row("warm questions, peak memory", "MB", *memory(runs), "loccit/tutorial"),
    ]


def throughput(bench: Bench) -> tuple[list[Row], list[Process]]:
    """Indexing from nothing, and the tutorial's whole processes, which are its rebuilds too."""
    say("indexing")
    options = bench.options
    chosen = first(mixed(options.texts), options.index_characters)
    texts = copy(chosen, options.texts, bench.work / "some")
    number = characters(texts)
    index, store = bench.work / "some-index", bench.work / "some-store"

    def fresh() -> Process:
        shutil.rmtree(index, ignore_errors=True)
        return bench.inprocess("build", texts, index)()

    runs = alternate(options.build_repeats, fresh, bench.pipeline("build", texts, store))
    ours, theirs = runs[0][-1].output, runs[1][-1].output
    bench.notes["indexing"] = (
        f"{len(chosen)} documents, {number:,} characters: {ours['passages']:,} passages of Loccit, "
        f"{theirs['passages']:,} of the tutorial's"
    )
    bench.notes["versions"] = {
        side: one["versions"] for side, one in zip(SIDES, (ours, theirs), strict=True)
    }
    rates = [tuple(number / one.output["seconds"] for one in side) for side in runs]
    started = [tuple(one.seconds - one.output["seconds"] for one in side) for side in runs]
    return [
        Row("indexing", "characters/s", *rates, "loccit/tutorial", "≥ 1"),
        Row("indexing, process start-up apart", "s", *started, "tutorial/loccit"),
        Row("indexing, peak memory", "MB", *memory(runs), "loccit/tutorial"),
    ], runs[1]


def unchanged(bench: Bench, rebuilds: Sequence[Process]) -> list[Row]:
    """A folder in which nothing changed, indexed again; the tutorial can only rebuild."""
    rows = []
    for name, what in (("few", "the documents"), ("some", "the texts")):
        say(f"unchanged folder, {what}")
        folder, index = bench.work / name, bench.work / f"{name}-again"
        again = bench.command("index", folder, "--index", index)
        again()
        if name == "few":
            store = bench.work / "few-store"
            rebuild = bench.pipeline("build", folder, store)
            runs = alternate(bench.options.build_repeats, again, rebuild, warm_up=True)
        else:
            runs = [again() for _ in range(bench.options.repeats)], list(rebuilds)
        rows.append(
            Row(f"unchanged folder again, {what}", "s", *seconds(runs), "tutorial/loccit", "≥ 20")
        )
    return rows


def alternate(
    repeats: int,
    loccit: Callable[[], Process],
    tutorial: Callable[[], Process],
    warm_up: bool = False,
) -> tuple[list[Process], list[Process]]:
    """Run both in turns, ``repeats`` times each, after one run each that does not count."""
    if warm_up:
        loccit(), tutorial()
    pairs = [(loccit(), tutorial()) for _ in range(repeats)]
    return [one for one, _ in pairs], [one for _, one in pairs]


def choose(bench: Bench) -> tuple[Path, int]:
    """A folder with so many of the texts that Loccit makes about ``--passages`` of them.

    Where there are too few they are repeated under other names. At most four tries, to 5 %.
    """
    options, folder = bench.options, bench.work / "many"
    all_texts, wanted = mixed(options.texts), 200 * options.passages
    passages = 0
    for _ in range(4):
        shutil.rmtree(folder, ignore_errors=True)
        copy(first(all_texts, wanted), options.texts, folder)
        passages = bench.inprocess("count", folder, "--chunk-tokens", options.chunk_tokens)().output[
            "passages"
        ]
        say(f"{wanted:,} characters give {passages:,} passages of {options.chunk_tokens} tokens")
        if abs(passages - options.passages) <= 0.05 * options.passages:
            break
        wanted = round(characters(folder) * options.passages / passages)
    return folder, passages


def choose_questions(options: argparse.Namespace, folder: Path) -> list[str]:
    """Questions about the documents of a folder, evenly drawn, at most ``--questions``."""
    path = options.texts / QUESTIONS
    if not path.is_file():
        sys.exit(f"{path} is not there; texts.py writes it, or write it as its docstring shows")
    asked = json.loads(path.read_text(encoding="utf-8"))
    fitting = [one["question"] for one in asked if (folder / one["document"]).is_file()]
    if not fitting:
        sys.exit(f"{path} holds no question about the chosen documents")
    count = min(options.questions, len(fitting))
    return [fitting[number * len(fitting) // count] for number in range(count)]


def files(folder: Path) -> list[Path]:
    """The documents below a folder, in the order of their names."""
    return sorted(path for path in folder.rglob("*") if path.suffix in SUFFIXES)


def characters(folder: Path) -> int:
    """Source characters of a folder."""
    return sum(size(path) for path in files(folder))


def size(path: Path) -> int:
    """Source characters of a file."""
    return len(path.read_text(encoding="utf-8", errors="replace"))


def mixed(folder: Path) -> list[Path]:
    """The documents of a folder in an order that mixes its parts, always the same."""
    return sorted(files(folder), key=lambda path: sha256(path.name.encode()).digest())


def first(paths: Sequence[Path], wanted: int) -> list[Path]:
    """The first documents that together have ``wanted`` characters; repeated if too few."""
    chosen: list[Path] = []
    sizes = [size(path) for path in paths]
    number = 0
    while wanted > 0:
        chosen.append(paths[number % len(paths)])
        wanted -= sizes[number % len(paths)]
        number += 1
    return chosen


def copy(paths: Sequence[Path], base: Path, folder: Path) -> Path:
    """Copy documents below ``folder``; one that comes again gets a folder of its own."""
    for path in paths:
        target = folder / path.relative_to(base)
        again = 1
        while target.exists():
            again += 1
            target = folder / f"again-{again}" / path.relative_to(base)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    return folder


def seconds(runs: tuple[list[Process], list[Process]]) -> list[tuple[float, ...]]:
    """Wall seconds of both sides."""
    return [tuple(one.seconds for one in side) for side in runs]


def memory(runs: tuple[list[Process], list[Process]]) -> list[tuple[float, ...]]:
    """Peak resident MB of both sides."""
    return [tuple(one.megabytes for one in side) for side in runs]


def spent(side: Sequence[Process], name: str) -> list[list[float]]:
    """Per process, the milliseconds of each question."""
    return [one.output[name] for one in side]


def latency(measure: str, sides: tuple[list[list[float]], list[list[float]]]) -> list[Row]:
    """Rows of the median and of the 95th percentile, one sample per process."""
    rows = []
    for name, at in (("p50", 49), ("p95", 94)):
        samples = [
            tuple(statistics.quantiles(one, n=100, method="inclusive")[at] for one in side)
            for side in sides
        ]
        rows.append(Row(f"{measure}, {name}", "ms", *samples, "tutorial/loccit"))
    return rows


def table(rows: Sequence[Row]) -> str:
    """The rows as aligned plain text."""
    lines = [("measure", "unit", "Loccit", "tutorial", "ratio", "", "goal")]
    for row in rows:
        ratio = f"{row.ratio:.2f}" if row.ratio < 10 else f"{row.ratio:.1f}"
        meaning = "× as fast" if row.over == "tutorial/loccit" or "/s" in row.unit else "× the size"
        cells = (summary(row.loccit), summary(row.tutorial))
        lines.append((row.measure, row.unit, *cells, ratio, meaning, row.goal))
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    lines.insert(1, tuple("-" * width for width in widths))
    left = {0, 1, 5}
    return "\n".join(
        "  ".join(
            cell.ljust(width) if number in left else cell.rjust(width)
            for number, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def summary(samples: Sequence[float]) -> str:
    """Median [least – greatest], with the digits that matter."""
    return f"{short(statistics.median(samples))} [{short(min(samples))} – {short(max(samples))}]"


def short(value: float) -> str:
    """A number with about three digits."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def record(bench: Bench, rows: Sequence[Row]) -> dict[str, Any]:
    """Everything measured, for a file; no paths of this machine."""
    options = bench.options
    settings = {
        name: getattr(options, name)
        for name in ("question", "repeats", "build_repeats", "passages", "chunk_tokens",
                     "questions", "index_characters")
    }  # fmt: skip
    return {
        "machine": machine(),
        "settings": settings,
        "notes": bench.notes,
        "rows": [
            {
                "measure": row.measure,
                "unit": row.unit,
                "loccit": statistics_of(row.loccit),
                "tutorial": statistics_of(row.tutorial),
                "ratio": round(row.ratio, 4),
                "ratio_is": row.over,
                "goal": row.goal or None,
            }
            for row in rows
        ],
    }


def statistics_of(samples: Sequence[float]) -> Mapping[str, Any]:
    """Median, least, greatest and the samples themselves, in the row's unit."""
    return {
        "median": round(statistics.median(samples), 4),
        "min": round(min(samples), 4),
        "max": round(max(samples), 4),
        "samples": [round(one, 4) for one in samples],
    }


def machine() -> dict[str, Any]:
    """What the figures were taken on. Memory in 10^9 bytes."""
    memory_size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "cores": os.cpu_count(),
        "memory_gb": round(memory_size / 1e9, 1),
        "python": platform.python_version(),
    }


def loccit_command(options: argparse.Namespace) -> list[str]:
    """The ``loccit`` command of this interpreter, or the one that was named."""
    if options.loccit:
        return shlex.split(options.loccit)
    beside = Path(sys.executable).with_name("loccit")
    return [str(beside)] if beside.exists() else [sys.executable, "-m", "loccit.ui.cli"]


def make_environment(folder: Path) -> Path:
    """The Python of the tutorial's environment below ``folder``; made if it is not there yet."""
    requirements = HERE / "tutorial-requirements.txt"
    name = sha256(requirements.read_bytes()).hexdigest()[:12]
    environment = folder / f"tutorial-{name}"
    python = environment / "bin" / "python"
    done = environment / "complete"
    if not done.exists():
        say("making the tutorial's environment (minutes, once per --work folder)")
        subprocess.run([sys.executable, "-m", "venv", "--clear", environment], check=True)
        install = [python, "-m", "pip", "install", "--quiet", "-r", requirements]
        subprocess.run(install, check=True)
        done.touch()
    return python


def say(message: str) -> None:
    """Tell how far the run is, on stderr."""
    print(f"… {message}", file=sys.stderr, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        description="Compare Loccit with the pipeline of LangChain's retrieval tutorial.",
        epilog="Close other programs first; with the defaults and two cores it takes 15 minutes.",
    )
    folders = parser.add_argument_group("documents")
    folders.add_argument(
        "--documents", type=Path, required=True, metavar="DIR",
        help="a few small documents: cold question, unchanged folder",
    )  # fmt: skip
    folders.add_argument(
        "--texts", type=Path, required=True, metavar="DIR",
        help="many texts with questions.json, as texts.py writes: warm questions, indexing",
    )  # fmt: skip
    folders.add_argument("--out", type=Path, metavar="FILE", help="write all samples as JSON")
    folders.add_argument(
        "--question", default="What is Iran's strategy?", metavar="TEXT",
        help="cold question, one that --documents answer (default: %(default)s)",
    )  # fmt: skip
    programs = parser.add_argument_group("programs")
    programs.add_argument(
        "--work", type=Path, metavar="DIR",
        help="keep the tutorial's environment here (default: a temporary folder)",
    )  # fmt: skip
    programs.add_argument(
        "--tutorial-python", type=Path, metavar="PATH",
        help="use this environment, with tutorial-requirements.txt installed, instead",
    )  # fmt: skip
    programs.add_argument(
        "--loccit", metavar="COMMAND", help="the loccit command (default: this interpreter's)"
    )
    sizes = parser.add_argument_group("sizes")
    for name, default, text in (
        ("--repeats", 5, "runs of each side for cold questions and unchanged texts"),
        ("--build-repeats", 3, "runs of each side for indexing, rebuilding and warm questions"),
        ("--passages", 10_000, "passages for warm questions"),
        ("--chunk-tokens", 48, "word pieces of a chunk of Loccit for warm questions"),
        ("--questions", 500, "warm questions in each process"),
        ("--index-characters", 600_000, "source characters to index"),
    ):
        help_ = f"{text} (default: %(default)s)"
        sizes.add_argument(name, type=int, default=default, metavar="N", help=help_)
    return parser


if __name__ == "__main__":
    main()
