"""Ratings of answers from the web chat.

Liked answers become examples; disliked ones are skipped, as their correct answer is unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..datasets.dataset import Dataset, checked, example_of
from ..errors import DatasetError
from ..types import Example
from .source import id_or, items, records_of, shown, text_at

_LIKED, _DISLIKED = "liked", "disliked"


def is_feedback(record: Mapping[str, Any]) -> bool:
    """Whether a JSON object is a rating from the chat."""
    tags = record.get("tags")
    return isinstance(tags, list) and "note" in record and (_LIKED in tags or _DISLIKED in tags)


def read_feedback(path: Path) -> Dataset:
    """Read the liked answers in order; the last rating of an answer counts.

    A follow-up becomes the standalone question of the chat, as earlier turns are not kept.

    Raises:
        DatasetError: if a line is not a rating from the chat, or if no answer is liked.
    """
    last: dict[tuple[str, str], int] = {}
    read = []
    for number, (where, record) in enumerate(records_of(path), start=1):
        if not is_feedback(record):
            raise DatasetError(
                f"{where} is {shown(dict(record))}; expected a rating with a note and the tag "
                f"{_LIKED} or {_DISLIKED}. Use the chat's feedback.jsonl"
            )
        read.append((number, where, record))
        last[_rated(record, where)] = number
    examples: list[Example] = []
    left_out: list[str] = []
    for number, where, record in read:
        if last[_rated(record, where)] != number:
            left_out.append(f"{where} is replaced by a later rating")
        elif _DISLIKED in items(record, "tags", where):
            left_out.append(_complaint(record, where))
        else:
            examples.append(_example(record, where, id_or(record.get("id"), path.stem, number)))
    if not examples:
        raise DatasetError(
            f"{path.name} has {len(read)} ratings and no liked answer; expected at least 1. Rate "
            "good answers in the chat, or write examples for the bad ones"
        )
    return checked(Dataset(path.name, tuple(examples), tuple(left_out)))


def _rated(record: Mapping[str, Any], where: str) -> tuple[str, str]:
    """The question and the answer that a line rates."""
    return text_at(record, "question", where), text_at(record, "text", where)


def _complaint(record: Mapping[str, Any], where: str) -> str:
    note = " ".join(text_at(record, "note", where).split())
    suffix = f"; the note says: {note}" if note else ""
    question = shown(text_at(record, "question", where))
    return f"{where} was disliked, so the correct answer is unknown, to {question}{suffix}"


def _example(record: Mapping[str, Any], where: str, example_id: str) -> Example:
    question = text_at(record, "question", where)
    asked_as = text_at(record, "asked_as", where).strip()
    plain = {**record, "id": example_id, "question": asked_as or question}
    if record.get("answerable") is False:
        plain["evidence"] = []
    return example_of(plain, where)
