"""Questions of our own over documents of many subjects; see ``data/subjects/README.md``."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, NamedTuple

from .collections import Half

FOLDER = Path(__file__).parents[1] / "data" / "subjects"
Part = Literal["train", "calibrate"]
"""The fit half is parted: nothing is trained on what decisions are calibrated on."""
_CALIBRATED = 6
"""One subject in so many calibrates."""
REPORTED = ("paraphrase", "several", "table", "followup", "twin", "false_premise", "list")
"""Tags that are reported one by one."""


class Quoted(NamedTuple):
    """A sentence, item or row of a document, as it is cited."""

    document: str
    quote: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question over the documents of one subject.

    Attributes:
        id: unique in the set.
        text: as asked.
        history: the turns before it, pairs of question and answer.
        evidence: what carries the answer; empty if the documents do not answer.
        answers: short answers, each inside a quote of ``evidence``; may be empty.
        contradicted_by: what denies a false premise.
        tags: what it tries.
        today: the day of asking in ISO form, where it matters.
    """

    id: str
    text: str
    history: tuple[tuple[str, str], ...]
    evidence: tuple[Quoted, ...]
    answers: tuple[str, ...]
    contradicted_by: tuple[Quoted, ...]
    tags: frozenset[str]
    today: str | None

    @property
    def answerable(self) -> bool:
        """Whether the documents answer it."""
        return bool(self.evidence)


class Subject(NamedTuple):
    """The folder of the documents of a subject, and its questions."""

    name: str
    documents: Path
    questions: tuple[Question, ...]


def subjects(half: Half, part: Part | None = None) -> Iterator[Subject]:
    """The subjects of a half, by style and name: no document is in both.

    Args:
        half: of the set.
        part: of the half; the whole if ``None``.
    """
    for folder in sorted((FOLDER / half).glob("*/*")):
        if part and part != _part(folder.name):
            continue
        lines = (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()
        questions = tuple(_question(json.loads(line)) for line in lines)
        yield Subject(folder.name, folder / "documents", questions)


def _part(name: str) -> Part:
    number = int(hashlib.sha256(name.encode()).hexdigest(), 16)
    return "train" if number % _CALIBRATED else "calibrate"


def _question(record: dict[str, Any]) -> Question:
    return Question(
        id=record["id"],
        text=record["question"],
        history=tuple((asked, answer) for asked, answer in record["history"]),
        evidence=tuple(Quoted(**place) for place in record["evidence"]),
        answers=tuple(record["answers"]),
        contradicted_by=tuple(Quoted(**place) for place in record.get("contradicted_by", [])),
        tags=frozenset(record["tags"]),
        today=record.get("today"),
    )
