"""Builds killed at random moments: afterwards a whole index, the old or the new, and no heap."""

from __future__ import annotations

import multiprocessing
import random
import time
from collections import Counter
from collections.abc import Sequence
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from corpora import check_truth, said_by, said_by_clean_build, write_states
from fakes import FakeEncoder
from loccit.index import Index, IndexBusy, IndexMissing, build_index
from loccit.index.generations.current import current_generation
from loccit.index.generations.debris import find_debris

_PATIENCE = 60.0


def _context() -> Any:
    """Children of a process that has neither searched nor built: it has no threads to lose."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["kills"])
    return context


def build_forever(roots: Sequence[Path], folder: Path, tell: Connection) -> None:
    """Build an index of one root after the other; tells each that is done, ``start`` at first."""
    tell.send("start")
    while True:
        for root in roots:
            build_index([root], folder, encoder=FakeEncoder())
            tell.send(root.name)


class Trial:
    """An index folder, what it may hold by now, and readers: the first one and the last."""

    def __init__(self, home: Path, states: dict[str, Path], truth: dict[str, Any]) -> None:
        self.folder = home / "index"
        self.states, self.truth = states, truth
        self.allowed: set[str | None] = {None}
        self.readers: list[tuple[Index, str]] = []
        self.most = 0

    def kill_one(self, rng: random.Random, seconds: float) -> int:
        """Start a child that builds, kill it within ``seconds``; how many builds it ended."""
        first = rng.choice(["a", "b"])
        order = [first, "b" if first == "a" else "a"]
        here, there = _context().Pipe()
        roots = [self.states[name] for name in order]
        child = _context().Process(target=build_forever, args=(roots, self.folder, there))
        child.start()
        there.close()
        if not here.poll(_PATIENCE) or here.recv() != "start":
            raise AssertionError("the child did not start")
        time.sleep(rng.uniform(0, seconds))
        child.kill()
        child.join()
        done = []
        while here.poll():
            try:
                done.append(here.recv())
            except EOFError:
                break
        if done:
            self.allowed = {done[-1]}
        self.allowed.add(order[len(done) % 2])
        return len(done)

    def check(self) -> str | None:
        """Which state the index is in, after all that must be true of it was looked at."""
        try:
            index = Index.open(self.folder, FakeEncoder())
        except IndexMissing:
            assert None in self.allowed, "an index that was there is gone"
            self._check_leftovers()
            return None
        contents = said_by(index)
        states = [name for name, truth in self.truth.items() if truth == contents]
        assert states, "the index says what neither state does"
        assert states[0] in self.allowed, f"the index is {states}, not one of {self.allowed}"
        check_truth(index, FakeEncoder())
        self.allowed = {states[0]}
        for reader, name in self.readers:
            assert said_by(reader) == self.truth[name], "an open reader's answers changed"
        self._check_leftovers()
        self.readers = [*self.readers[:1], (index, states[0])]
        return states[0]

    def _check_leftovers(self) -> None:
        """Beside the current generation at most one, half written, about to go or come."""
        leftovers = find_debris(self.folder)
        assert len([leftover for leftover in leftovers if leftover.path.name != ".current"]) <= 1, (
            leftovers
        )
        self.most = max(self.most, sum(leftover.size for leftover in leftovers))
        assert {path.name for path in self.folder.glob("*")} <= {"CURRENT", "LOCK", "generations"}

    def build(self, name: str) -> None:
        """A build that ends: nothing is left beside the current generation."""
        build_index([self.states[name]], self.folder, encoder=FakeEncoder())
        assert find_debris(self.folder) == []
        self.allowed = {name}
        assert self.check() == name


def campaign(home: Path, count: int, seed: int = 0) -> Counter[str]:
    """Kill ``count`` builds, every fifth of them a first one; what was found, by kind."""
    rng = random.Random(seed)
    states = write_states(home / "docs")
    seconds = 0.0
    truth = {}
    for name, root in states.items():
        started = time.perf_counter()
        truth[name] = said_by_clean_build(root, home / "clean" / name)
        seconds = max(seconds, time.perf_counter() - started)
    counts: Counter[str] = Counter()
    grown = Trial(home / "grown", states, truth)
    for number in range(count):
        is_first = number % 5 == 4
        trial = Trial(home / f"first-{number}", states, truth) if is_first else grown
        if is_first and number % 2:
            trial.folder.mkdir(parents=True)
        ended = trial.kill_one(rng, seconds * (1.1 if is_first else 2.2))
        kind = "first build" if is_first else "later build"
        leftovers = len(find_debris(trial.folder)) if trial.folder.exists() else 0
        state = trial.check()
        counts[f"{kind}, {'ended one' if ended else 'ended none'}: {state or 'no index'}"] += 1
        counts["with something left"] += bool(leftovers)
        if is_first or rng.random() < 0.3:
            trial.build(rng.choice(["a", "b"]))
    largest = max(_size(current_generation(home / "clean" / name)) for name in states)
    assert grown.most <= 1.1 * largest, f"{grown.most} bytes left, a generation has {largest}"
    counts["most bytes left"], counts["bytes of a generation"] = grown.most, largest
    return counts


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def build_once(root: Path, folder: Path, tell: Connection) -> None:
    """Build; tells ``writing`` and then waits for a word if it got the lock."""

    def progress(stage: str, done: int, total: int) -> None:
        if stage == "Embedding" and not done:
            tell.send("writing")
            tell.recv()

    try:
        build_index([root], folder, encoder=FakeEncoder(), progress=progress)
        tell.send("done")
    except IndexBusy:
        tell.send("busy")


def second_writer(home: Path) -> list[str]:
    """Two processes build one index: what each of them is told."""
    states = write_states(home / "docs", documents=6)
    folder = home / "index"
    errors = []
    ends = []
    for name in ("a", "b"):
        here, there = _context().Pipe()
        child = _context().Process(target=build_once, args=(states[name], folder, there))
        child.start()
        assert here.poll(_PATIENCE)
        errors.append(here.recv())
        ends.append((here, child))
    here, _ = ends[0]
    here.send("go on")
    errors.append(here.recv())
    for _, child in ends:
        child.join()
    assert said_by(Index.open(folder, FakeEncoder())) == said_by_clean_build(
        states["a"], home / "clean"
    )
    return errors
