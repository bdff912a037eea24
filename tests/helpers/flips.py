"""A byte of an index flipped, many times over: what opening and searching make of it."""

from __future__ import annotations

import multiprocessing
import os
import random
import resource
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

from corpora import QUESTIONS, write_states
from fakes import FakeEncoder
from loccit.index import Index, IndexFolderError, build_index
from loccit.index.generations.current import current_generation
from loccit.index.stores import faiss_store as dense
from loccit.rag import answer_question

PATTERNS = (0x01, 0x80, 0xFF)
HEAD = 256
"""All of a file's first bytes are flipped, and a sample of the others."""

_PATIENCE = 20.0
_MOST_MEMORY = 1_000_000_000
_BATCH = 400

WORKS, REFUSED = "works", "refused"


class Flip(NamedTuple):
    """One byte to change: ``path`` is relative to the generation."""

    path: str
    position: int
    pattern: int


def build(folder: Path, graph: bool) -> None:
    """A small index below ``folder``, its vectors in a graph if ``graph``."""
    states = write_states(folder / "docs", documents=12, sentences=8)
    write = partial(dense.write, flat_limit=4) if graph else dense.write
    with mock.patch.object(dense, "write", write):
        build_index([states["a"]], folder / "index", encoder=FakeEncoder())


def choose(folder: Path, sample: int, seed: int) -> list[Flip]:
    """All bytes of each file's head and ``sample`` later ones, each with every pattern."""
    rng = random.Random(seed)
    generation = current_generation(folder)
    flips = []
    for path in sorted(generation.rglob("*")):
        size = path.stat().st_size
        if not path.is_file() or "lock" in path.name:
            continue
        later = range(min(HEAD, size), size)
        positions = [*range(min(HEAD, size)), *sorted(rng.sample(later, min(sample, len(later))))]
        name = path.relative_to(generation).as_posix()
        flips += [Flip(name, position, pattern) for position in positions for pattern in PATTERNS]
    return flips


def run(folder: Path, flips: Sequence[Flip]) -> Iterator[tuple[Flip, str]]:
    """Try each flip in a process that may die of it; gives what came of each."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["flips"])
    whole = {
        path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }
    at = 0
    while at < len(flips):
        here, there = context.Pipe()
        worker = context.Process(target=_work, args=(folder, flips[at : at + _BATCH], there))
        worker.start()
        there.close()
        end = min(at + _BATCH, len(flips))
        while at < end:
            outcome = _received(here, worker)
            yield flips[at], outcome
            at += 1
            if outcome.startswith(("died", "hung", "took")):
                break
        worker.kill()
        worker.join()
        for name, content in whole.items():
            (folder / name).write_bytes(content)


def _received(here: Connection, worker: Any) -> str:
    if not here.poll(_PATIENCE):
        return "hung"
    try:
        return str(here.recv())
    except EOFError:
        worker.join()
        return f"died {worker.exitcode}"


def _work(folder: Path, flips: Sequence[Flip], there: Connection) -> None:
    generation = current_generation(folder)
    with tempfile.TemporaryFile() as errors:
        os.dup2(errors.fileno(), 2)
        first = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        resource.setrlimit(resource.RLIMIT_AS, (16 << 30, 16 << 30))
        for flip in flips:
            with flipped(generation, flip):
                outcome = look(folder)
            if os.fstat(2).st_size:
                outcome += " with words on stderr"
                os.ftruncate(2, 0)
            grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - first) * 1024
            if grown > _MOST_MEMORY:
                outcome = f"took {grown >> 20} MiB"
            there.send(outcome)


class flipped:  # noqa: N801 - used as a context manager
    """A generation with one byte changed; whole again at the end."""

    def __init__(self, generation: Path, flip: Flip) -> None:
        self.path, self.flip = generation / flip.path, flip

    def __enter__(self) -> None:
        self._change()

    def __exit__(self, *error: object) -> None:
        self._change()

    def _change(self) -> None:
        with self.path.open("r+b") as file:
            file.seek(self.flip.position)
            byte = file.read(1)[0]
            file.seek(self.flip.position)
            file.write(bytes([byte ^ self.flip.pattern]))


def look(folder: Path) -> str:
    """What opening, searching and answering give: ``works``, ``refused``, or what is wrong."""
    try:
        index = Index.open(folder, FakeEncoder())
        for question in QUESTIONS:
            for hit in index.search(question, 20):
                text = index.document(hit.chunk.document).text
                if text[hit.chunk.start : hit.chunk.end] != hit.chunk.text:
                    return "wrong slice"
            answer = answer_question(index, question)
            for citation in answer.citations:
                if (
                    index.document(citation.document).text[citation.start : citation.end]
                    != citation.quote
                ):
                    return "wrong citation"
        index.close()
        return WORKS
    except IndexFolderError:
        return REFUSED
    except BaseException as error:
        return f"raises {type(error).__name__}"


def campaign(home: Path, sample: int, seed: int = 0) -> dict[str, Counter[str]]:
    """Flip bytes of a flat index and of one with a graph; outcomes by kind of file."""
    outcomes: dict[str, Counter[str]] = {}
    for graph in (False, True):
        folder = home / ("graph" if graph else "flat")
        build(folder, graph)
        for flip, outcome in run(folder / "index", choose(folder / "index", sample, seed)):
            suffix = Path(flip.path).suffix or Path(flip.path).name
            outcomes.setdefault(f"{folder.name} {suffix}", Counter())[outcome] += 1
    return outcomes
