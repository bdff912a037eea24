"""The evaluations that are kept beside an index, as far as they can be read.

LoccitError
└── NoRun                 there is no such evaluation
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...eval import HEADLINE, Failure, Mean, failures, mean_of, read_run, system_name
from ...index import KEPT, LoccitError, echoed

RUNS = "evals"
"""Where evaluations are kept, in the folder ``KEPT`` of the index."""
MOST = 100
"""How many runs are listed; the oldest are left out."""
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
"""What reading or showing a run raises that another program, or half of ours, has written."""
SUMMARY, REPORT = "summary.json", "report.html"
_FILES = ("run.json", "results.jsonl")
_NAME = re.compile(r"\w[\w.-]{0,99}", re.ASCII)
_MOST_BYTES = 300_000_000
"""Bytes of a file that are read."""


class NoRun(LoccitError):  # noqa: N818 - named after the state, as NoOriginal is
    """There is no evaluation of this name, or it has no report."""


@dataclass(frozen=True, slots=True)
class Run:
    """What an evaluation came to.

    Attributes:
        name: of its folder.
        dataset: what was asked, as its source is called.
        system: who was asked.
        questions: how many.
        score: the grounded score.
        credit: how much of what can be answered is right and cited.
        restraint: how much of what cannot be answered was left unanswered.
        summary: all of it, as ``summarize`` made it.
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
    """The evaluations of an index.

    Attributes:
        listed: the newest first, at most ``MOST``.
        older: how many more there are.
        unreadable: names of folders that hold no finished run.
    """

    listed: tuple[Run, ...] = ()
    older: int = 0
    unreadable: tuple[str, ...] = ()

    def named(self, name: str) -> Run | None:
        """The run of this name; the newest if there is none, ``None`` if there are no runs."""
        found = (one for one in self.listed if one.name == name)
        return next(found, self.listed[0] if self.listed else None)


def kept_runs(folder: Path) -> Runs:
    """The evaluations kept in an index folder; what is none of them raises nothing."""
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
    """What went wrong in a run, the gravest first.

    Raises:
        DatasetError: if its results cannot be read.
        Exception: one of ``BROKEN`` if they hold what no run of ours does.
    """
    place = _place(folder, name)
    for one in _FILES:
        _check(place / one)
    return failures(read_run(place)[1])


def read_report(folder: Path, name: str) -> bytes:
    """The report of a run as a page.

    A name is looked up among the runs and never taken for a path.

    Raises:
        NoRun: if no run that can be read has this name, or it has no report.
    """
    try:
        if name not in _names(folder):
            raise FileNotFoundError(name)
        _read(folder, name)
        return _bytes(_place(folder, name) / REPORT)
    except BROKEN as error:
        raise NoRun(
            f"there is no evaluation {echoed(name)} with a report; expected one of those "
            "that the page lists. `loccit eval run` makes one"
        ) from error


def _names(folder: Path) -> list[str]:
    """Folders that may be runs: those that are numbered first, by falling number."""
    try:
        places = [one for one in (folder / KEPT / RUNS).iterdir() if one.is_dir()]
    except OSError:
        return []
    names = sorted(one.name for one in places if not one.name.startswith("."))
    numbered = [one for one in names if _is_number(one)]
    return [
        *sorted(numbered, key=int, reverse=True),
        *(one for one in names if not _is_number(one)),
    ]


def _is_number(name: str) -> bool:
    return name.isascii() and name.isdecimal() and len(name) < 20


def _place(folder: Path, name: str) -> Path:
    """The folder of a run, if it is one of ours by its name and no link to elsewhere."""
    place = folder / KEPT / RUNS / name
    if not _NAME.fullmatch(name) or place.is_symlink():
        raise FileNotFoundError(name)
    return place


def _read(folder: Path, name: str) -> Run:
    place = _place(folder, name)
    for one in _FILES:
        _check(place / one)
    told = json.loads(_bytes(place / SUMMARY))
    about, summary = told["about"], told["summary"]
    figures = summary["figures"]
    score, credit, restraint = (
        mean_of(figures.get(one)) for one in (HEADLINE, "credit", "restraint")
    )
    dataset = str(about["dataset"]["name"])
    questions = int(summary["examples"])
    return Run(name, dataset, system_name(about), questions, score, credit, restraint, summary)


def _check(path: Path) -> None:
    """Refuse what is no file, leads elsewhere, or is too large to read."""
    if path.is_symlink() or not path.is_file() or path.stat().st_size > _MOST_BYTES:
        raise FileNotFoundError(path.name)


def _bytes(path: Path) -> bytes:
    _check(path)
    return path.read_bytes()
