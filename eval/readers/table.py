"""Tables of questions: delimited files whose first row names the columns."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from ..datasets.dataset import Dataset, checked, example_of
from ..errors import DatasetError
from .source import id_or, read_text, shown

COLUMNS = ("question", "answer", "answers", "document", "quote", "answerable", "tags", "id")
_SEPARATORS = (",", ";", "\t")
_YES = frozenset(("", "true", "yes", "y", "1"))
_NO = frozenset(("false", "no", "n", "0"))
_TAGS = re.compile(r"[|,]")


def is_table(head: str) -> bool:
    """Whether a first line has the column ``question``."""
    return COLUMNS[0] in _header(head, _separator(head))


def read_table(path: Path) -> Dataset:
    """Read the rows in order; blank rows and unknown columns are skipped.

    Several answers or tags in one cell are separated by ``|``.

    Raises:
        DatasetError: if there is no column ``question``, or if a row is not a valid example.
    """
    text = read_text(path)
    head = text.lstrip("\r\n").split("\n", 1)[0]
    rows = _rows(text, path.name, _separator(head))
    names = [_plain(name) for name in next(rows, ("", []))[1]]
    if COLUMNS[0] not in names:
        raise DatasetError(
            f"{path.name} has the columns {shown(names)}; expected one called question. "
            "Name the columns in the first row"
        )
    twice = sorted({name for name in names if name in COLUMNS and names.count(name) > 1})
    if twice:
        raise DatasetError(
            f"{path.name} has the column {twice[0]!r} twice; expected it once. Remove one"
        )
    examples = []
    for number, (where, cells) in enumerate(rows, start=1):
        if len(cells) > len(names):
            raise DatasetError(
                f"{where} has {len(cells)} cells under {len(names)} columns; expected as many "
                "cells as columns. Put cells that contain a separator in double quotes"
            )
        row = dict(zip(names, (cell.strip() for cell in cells), strict=False))
        record = {**_record(row, where), "id": id_or(row.get("id"), path.stem, number)}
        examples.append(example_of(record, where))
    unread = [name for name in names if name and name not in COLUMNS]
    left_out = [f"{path.name}: the column {name!r} is not read" for name in unread]
    return checked(Dataset(path.name, tuple(examples), tuple(left_out)))


def _rows(text: str, name: str, separator: str) -> Iterator[tuple[str, Sequence[str]]]:
    """The non-blank rows, each with the position of its end."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield f"{name}, line {reader.line_num}", row
    except csv.Error as error:
        raise DatasetError(
            f"{name}, line {reader.line_num} is not a valid row: {error}. Expected cells separated "
            f"by {separator!r}, in double quotes if they contain it. Correct the quotes"
        ) from error


def _separator(head: str) -> str:
    """The separator that gives the most known columns; the comma if none gives any."""
    return max(_SEPARATORS, key=lambda separator: len(set(COLUMNS) & set(_header(head, separator))))


def _header(head: str, separator: str) -> list[str]:
    try:
        return [_plain(cell) for cell in next(csv.reader([head], delimiter=separator), [])]
    except csv.Error:
        return []


def _plain(name: str) -> str:
    return name.strip().casefold()


def _record(row: Mapping[str, str], where: str) -> dict[str, Any]:
    """A row as a record in Loccit's format."""
    answerable = row.get("answerable", "").casefold()
    if answerable not in _YES | _NO:
        raise DatasetError(
            f"{where} has answerable {shown(answerable)}; expected true or false. Correct it"
        )
    answers = [*row.get("answer", "").split("|"), *row.get("answers", "").split("|")]
    document, quote = row.get("document", ""), row.get("quote", "")
    return {
        "question": row.get("question"),
        "answerable": answerable in _YES,
        "answers": list(dict.fromkeys(answer.strip() for answer in answers if answer.strip())),
        "evidence": [{"document": document, "quote": quote}] if document or quote else [],
        "tags": [tag.strip() for tag in _TAGS.split(row.get("tags", "")) if tag.strip()],
    }
