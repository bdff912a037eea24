"""The evaluation runs stored with an index, as far as they can be read.

LoccitError
└── NoRun                 no such evaluation run
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...eval.report.failures import Failure, failures
from ...eval.report.headline import system_name
from ...eval.report.numbers import mean_of
from ...eval.run_folder import read_run
from ...eval.scoring.metrics import HEADLINE
from ...eval.scoring.statistics import Mean
from ...index.errors import LoccitError, echoed
from ...index.generations.current import KEPT

RUNS = "evals"
"""Folder of the runs, inside the ``KEPT`` folder of the index."""
MOST = 100
"""How many runs are listed, newest first."""
BROKEN = (
    LoccitError,
    OSError,
    ValueError,
    TypeError,
    AttributeError,
    LookupError,
    ArithmeticError,
    RecursionError,
)
"""Errors of reading or showing a run that is incomplete or was written by another program."""
SUMMARY, REPORT = "summary.json", "report.html"
_FILES = ("run.json", "results.jsonl")
_NAME = re.compile(r"\w[\w.-]{0,99}", re.ASCII)
_MOST_BYTES = 300_000_000
"""Largest file that is read, in bytes."""


class NoRun(LoccitError):  # noqa: N818 - named after the state, as NoOriginal is
    """No evaluation run has this name, or it has no report."""


@dataclass(frozen=True, slots=True)
class Run:
    """The results of an evaluation run.

    Attributes:
        name: name of its folder.
        dataset: name of the dataset.
        system: name of the evaluated system.
        questions: number of questions.
        score: the grounded score.
        credit: share of the answerable questions answered correctly with citations.
        restraint: share of the unanswerable questions left unanswered.
        summary: the full summary, as returned by ``summarize``.
    """

    name: str
    dataset: str
    system: str
    questions: int
    score: Mean
    credit: Mean
    restraint: Mean
    summary: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Runs:
    """The evaluation runs of an index.

    Attributes:
        listed: newest first, at most ``MOST``.
        older: number of runs not listed.
        unreadable: names of folders without a finished run.
    """

    listed: tuple[Run, ...] = ()
    older: int = 0
    unreadable: tuple[str, ...] = ()

    def named(self, name: str) -> Run | None:
        """The run of this name, or else the newest; ``None`` if there are no runs."""
        matching = (run for run in self.listed if run.name == name)
        return next(matching, self.listed[0] if self.listed else None)


def kept_runs(folder: Path) -> Runs:
    """The runs stored in an index folder; unreadable folders are listed, not raised."""
    listed: list[Run] = []
    unreadable: list[str] = []
    names = _names(folder)
    for place, name in enumerate(names):
        if len(listed) == MOST:
            return Runs(tuple(listed), len(names) - place, tuple(unreadable))
        try:
            listed.append(_read(folder, name))
        except BROKEN:
            unreadable.append(name)
    return Runs(tuple(listed), 0, tuple(unreadable))


def read_failures(folder: Path, name: str) -> list[Failure]:
    """The failures of a run, most serious first.

    Raises:
        DatasetError: if its results cannot be read.
        Exception: one of ``BROKEN`` if its results are malformed.
    """
    place = _place(folder, name)
    for file in _FILES:
        _check(place / file)
    return failures(read_run(place)[1])


def read_report(folder: Path, name: str) -> bytes:
    """The HTML report of a run.

    The name is looked up among the runs and never used as a path.

    Raises:
        NoRun: if no readable run has this name, or it has no report.
    """
    try:
        if name not in _names(folder):
            raise FileNotFoundError(name)
        _read(folder, name)
        return _bytes(_place(folder, name) / REPORT)
    except BROKEN as error:
        raise NoRun(
            f"no evaluation {echoed(name)} with a report; choose one listed on the page, "
            "or create one with `loccit eval run`"
        ) from error


def _names(folder: Path) -> list[str]:
    """Folders that may be runs: numbered ones first, highest number first."""
    try:
        places = [path for path in (folder / KEPT / RUNS).iterdir() if path.is_dir()]
    except OSError:
        return []
    names = sorted(place.name for place in places if not place.name.startswith("."))
    numbered = [name for name in names if _is_number(name)]
    return [
        *sorted(numbered, key=int, reverse=True),
        *(name for name in names if not _is_number(name)),
    ]


def _is_number(name: str) -> bool:
    return name.isascii() and name.isdecimal() and len(name) < 20


def _place(folder: Path, name: str) -> Path:
    """The folder of a run, if its name is valid and it is not a link."""
    place = folder / KEPT / RUNS / name
    if not _NAME.fullmatch(name) or place.is_symlink():
        raise FileNotFoundError(name)
    return place


def _read(folder: Path, name: str) -> Run:
    place = _place(folder, name)
    for file in _FILES:
        _check(place / file)
    saved = json.loads(_bytes(place / SUMMARY))
    about, summary = saved["about"], saved["summary"]
    figures = summary["figures"]
    score, credit, restraint = (
        mean_of(figures.get(metric)) for metric in (HEADLINE, "credit", "restraint")
    )
    dataset = str(about["dataset"]["name"])
    questions = int(summary["examples"])
    return Run(name, dataset, system_name(about), questions, score, credit, restraint, summary)


def _check(path: Path) -> None:
    """Refuse what is not a regular file or is too large to read."""
    if path.is_symlink() or not path.is_file() or path.stat().st_size > _MOST_BYTES:
        raise FileNotFoundError(path.name)


def _bytes(path: Path) -> bytes:
    _check(path)
    return path.read_bytes()
