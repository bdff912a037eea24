"""Run whole processes and measure them; prepare the two programs that speed.py compares.

A program that uses this stays small on purpose: the system never counts a child's peak memory as
less than its parent's size at the time of the fork.
"""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
ANSWERED, ABSTAINED = 0, 3
RSS_UNIT = 1 if sys.platform == "darwin" else 1024
"""Bytes in which ``ru_maxrss`` counts."""


@dataclass(frozen=True, slots=True)
class Process:
    """One finished process: wall seconds, peak resident MB (10^6 bytes), and what it printed."""

    seconds: float
    megabytes: float
    output: dict[str, Any]


Task = Callable[[], Process]
Runs = tuple[list[Process], list[Process]]
"""What was run of Loccit, and of the tutorial's pipeline."""


@dataclass(frozen=True, slots=True)
class Programs:
    """The two programs, and the folder that they run in.

    Attributes:
        loccit: the ``loccit`` command.
        tutorial: the Python of the tutorial's environment.
        folder: the working folder; no settings file lies there.
    """

    loccit: tuple[str, ...]
    tutorial: Path
    folder: Path

    def command(self, *arguments: object) -> Task:
        """A run of the ``loccit`` command."""
        return lambda: run([*self.loccit, *map(str, arguments)], self.folder)

    def inprocess(self, *arguments: object) -> Task:
        """A run of inprocess.py by this interpreter."""
        program = [sys.executable, str(HERE / "inprocess.py")]
        return lambda: run([*program, *map(str, arguments)], self.folder)

    def pipeline(self, *arguments: object) -> Task:
        """A run of tutorial.py in its own environment."""
        program = [str(self.tutorial), str(HERE / "tutorial.py")]
        return lambda: run([*program, *map(str, arguments)], self.folder)


def run(command: Sequence[str], folder: Path) -> Process:
    """Run a process to its end; an exit code other than answered or abstained ends this one too.

    Both sides run offline and on the processor, also where there is an accelerator.
    """
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "CUDA_VISIBLE_DEVICES": ""}
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=errors,
            cwd=folder, env=environment,
        )  # fmt: skip
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        output.seek(0)
        errors.seek(0)
        if process.returncode not in (ANSWERED, ABSTAINED):
            error_text = errors.read().decode("utf-8", "replace")
            sys.exit(f"{shlex.join(command)} ended with {process.returncode}:\n{error_text}")
        printed = output.read().decode("utf-8", "replace").strip()
    parsed = json.loads(printed) if printed.startswith("{") else {"text": printed}
    return Process(seconds, usage.ru_maxrss * RSS_UNIT / 1e6, parsed)


def alternate(repeats: int, loccit: Task, tutorial: Task, warm_up: bool = False) -> Runs:
    """Run both in turns, ``repeats`` times each, after one run each that does not count."""
    if warm_up:
        loccit()
        tutorial()
    pairs = [(loccit(), tutorial()) for _ in range(repeats)]
    return [second for second, _ in pairs], [second for _, second in pairs]


def loccit_command(named: str | None) -> tuple[str, ...]:
    """The ``loccit`` command that was named, or else this interpreter's."""
    if named:
        return tuple(shlex.split(named))
    beside = Path(sys.executable).with_name("loccit")
    return (str(beside),) if beside.exists() else (sys.executable, "-m", "loccit.ui.cli.main")


def make_environment(folder: Path) -> Path:
    """The Python of the tutorial's environment below ``folder``; made if it is not there yet."""
    requirements = HERE / "tutorial-requirements.txt"
    name = sha256(requirements.read_bytes()).hexdigest()[:12]
    environment = folder / f"tutorial-{name}"
    python, done = environment / "bin" / "python", environment / "complete"
    if not done.exists():
        say("making the tutorial's environment (minutes, once per --work folder)")
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(environment)], check=True)
        install = ["-m", "pip", "install", "--quiet", "-r", str(requirements)]
        subprocess.run([str(python), *install], check=True)
        done.touch()
    return python


def say(message: str) -> None:
    """Tell how far the run is, on stderr."""
    print(f"… {message}", file=sys.stderr, flush=True)
