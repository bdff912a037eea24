"""Change the rules one at a time and count how many changes the tests notice.

    pip install cosmic-ray
    python -m benchmarks.mutation [--sample 60] [--seed 0] [--out FILE] [TEST ...]

A sample of the mutants of ``text/`` and of the rooms that decide (``rag/verify``,
``rag/disagreement``, ``rag/asking``) is tried: the file is changed in place, the tests run until
the first failure, the file is restored. Run it in a checkout of its own. Mutants that cannot be
told from the program (the size of a cache, a bound that only saves time) survive rightly: the
figure is a lower bound.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import time
from collections import Counter
from pathlib import Path

from .mutants import Mutant, all_mutants

ROOMS = ["text", "rag/verify", "rag/disagreement", "rag/asking"]
SLOW = ("browser", "serve", "crash", "hostile", "wheel", "doctor", "watch", "app", "page", "export")
"""Tests of other rooms, which take longest."""
_PATIENCE = 300
"""Seconds after which the tests of a mutant count as failed."""


def main() -> None:
    """Print the outcome of each mutant, then the counts."""
    options = _parser().parse_args()
    rng = random.Random(options.seed)
    mutants = list(all_mutants(options.rooms, rng))
    print(f"{len(mutants)} mutants: {dict(Counter(mutant.kind for mutant in mutants))}")
    outcomes: list[dict[str, str]] = []
    for mutant in rng.sample(mutants, min(options.sample, len(mutants))):
        outcome = "killed" if is_killed(mutant, options.tests or _tests()) else "survived"
        print(f"{outcome:9}{mutant.kind:8}{mutant.path} {mutant.what}", flush=True)
        where = {"kind": mutant.kind, "path": str(mutant.path), "what": mutant.what}
        outcomes.append({**where, "outcome": outcome})
    for kind in ("code", "table", "list", "numbers"):
        tried = [outcome["outcome"] for outcome in outcomes if outcome["kind"] == kind]
        if tried:
            print(f"{kind}: {tried.count('killed')} of {len(tried)} killed")
    if options.out:
        options.out.write_text(json.dumps(outcomes, indent=1) + "\n", encoding="utf-8")


def is_killed(mutant: Mutant, tests: list[str]) -> bool:
    """Whether the tests fail, or do not end in time, on the program with a change."""
    source = mutant.path.read_bytes()
    try:
        mutant.path.write_text(mutant.content, encoding="utf-8", newline="\n")
        return _run(tests) != 0
    finally:
        mutant.path.write_bytes(source)


def _run(tests: list[str]) -> int:
    """The exit code of the tests, run in a child: what is slow to import is imported once."""
    import faiss
    import hypothesis
    import langchain_core.runnables
    import onnxruntime
    import pytest
    import tantivy

    assert all((faiss, hypothesis, langchain_core, onnxruntime, tantivy))
    child = os.fork()
    if child == 0:
        os.setsid()
        sys.dont_write_bytecode = True  # a cached mutant would outlive it
        silence = os.open(os.devnull, os.O_RDWR)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        os._exit(int(pytest.main(["-x", "-q", "-p", "no:cacheprovider", *tests])))
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.05)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return -1


def _tests() -> list[str]:
    """The tests that may notice, the smallest files first."""
    paths = [path for path in Path("tests").rglob("test_*.py") if "attacks" not in path.parts]
    chosen = [path for path in paths if not any(word in path.stem for word in SLOW)]
    return [str(path) for path in sorted(chosen, key=lambda path: path.stat().st_size)]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.mutation", description=__doc__.splitlines()[0]
    )
    parser.add_argument("tests", nargs="*", help="tests to run, the quickest first")
    parser.add_argument("--rooms", nargs="+", default=ROOMS, metavar="DIR")
    parser.add_argument("--sample", type=int, default=60, metavar="N", help="mutants to try")
    parser.add_argument("--seed", type=int, default=0, help="of the sample")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the outcomes as JSON")
    return parser


if __name__ == "__main__":
    main()
