"""Detection of the format of a dataset."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..datasets.dataset import parse_json
from ..errors import DatasetError
from .beir import CORPUS, QUERIES, is_beir
from .feedback import is_feedback
from .ragas import is_ragas
from .source import lines_of, read_text, shown
from .table import is_table
from .trec import is_judgement, judgement_files

KINDS = ("loccit", "squad", "beir", "trec", "csv", "ragas", "feedback")
_NEXT = f"Name its kind, one of {', '.join(KINDS)}, or save it as one of them"


def kind_of(path: Path, kind: str | None = None) -> str:
    """The given kind, or else the one detected from the content.

    Raises:
        DatasetError: if there is no such kind, or if none is detected.
    """
    if kind is not None:
        if kind not in KINDS:
            raise DatasetError(
                f"unknown kind of dataset {kind!r}; expected one of {', '.join(KINDS)}"
            )
        return kind
    try:
        return _recognised(path)
    except OSError as error:
        raise DatasetError(
            f"{path} cannot be read: {error.strerror or error}; expected a file or a folder. "
            "Check the path and its permissions"
        ) from error


def _recognised(path: Path) -> str:
    if is_beir(path):
        return "beir"
    if path.is_dir():
        if judgement_files(path):
            return "trec"
        raise DatasetError(
            f"the folder {path} is not a dataset; expected {CORPUS}, {QUERIES} and qrels/*.tsv, or "
            "judgements such as qrels.txt beside queries.tsv. Choose a file, or such a folder"
        )
    return _of_file(path)


def _of_file(path: Path) -> str:
    head = next(lines_of(path), None)
    if head is None:
        raise DatasetError(f"{path.name} is empty; expected examples. Choose another file")
    where, line = head
    if line.lstrip()[:1] in ("{", "["):
        return _of_json(path, where, line)
    if is_judgement(line):
        return "trec"
    if is_table(line):
        return "csv"
    raise DatasetError(
        f"{where} is {shown(line)}, which matches no known dataset format; expected JSON, "
        f"judgements, or column names with question among them. {_NEXT}"
    )


def _of_json(path: Path, where: str, line: str) -> str:
    """The kind of JSON lines by the first of them, or of a file with one JSON value."""
    try:
        value = parse_json(line, where)
    except DatasetError as error:
        try:
            value = parse_json(read_text(path), path.name)
        except DatasetError:
            raise error from None
    if not isinstance(value, dict):
        raise DatasetError(
            f"{path.name} is a list; expected an object on each line, or SQuAD's object with "
            f"'data'. {_NEXT}"
        )
    return _of_object(value, path)


def _of_object(record: dict[str, Any], path: Path) -> str:
    if isinstance(record.get("data"), list):
        return "squad"
    if is_feedback(record):
        return "feedback"
    if "question" in record and ("answerable" in record or "evidence" in record):
        return "loccit"
    if is_ragas(record):
        return "ragas"
    if "question" in record:
        return "loccit"
    if path.name in (CORPUS, QUERIES):
        raise DatasetError(
            f"{path.name} is part of a dataset; expected its folder, with {CORPUS}, {QUERIES} "
            "and qrels/*.tsv. Choose the folder"
        )
    raise DatasetError(
        f"{path.name} starts with an object of {shown(sorted(record))}; expected one with "
        f"question, user_input or data. {_NEXT}"
    )
