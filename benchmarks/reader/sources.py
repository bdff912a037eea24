"""The public sets that the reader is trained on, as documents and labelled questions."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple


class Source(NamedTuple):
    """A set.

    Attributes:
        name: of the set, and of its file ``NAME.jsonl.gz``.
        weight: how often each of its questions is read in one pass.
        is_joined: whether passages of one title are joined to one document; else each passage is
            a document of its own, and questions are held against all of them.
    """

    name: str
    weight: float
    is_joined: bool


SOURCES = (
    Source("squad1-train", 1.0, True),
    Source("squad2-train-unans", 1.0, True),
    Source("squad2-dev-other", 1.0, True),
    Source("squad1-dev-other", 1.0, True),
    Source("squadshifts-newwiki", 1.0, True),
    Source("fairytaleqa", 1.0, True),
    Source("afriqa-en", 1.5, False),
    Source("selqa-dev-test", 2.0, False),
    Source("tatqa-text", 1.0, False),
    Source("quoref-part", 0.5, False),
    Source("policyqa-test", 0.2, True),
    Source("boolq-part", 0.5, False),
    Source("clapnq-train-pairs", 1.0, False),
    Source("qamr-dev-test", 0.1, True),
)


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question and where it is answered.

    Attributes:
        set: the set that it comes from.
        text: the question.
        document: the number of the document that it was asked of.
        within: the span of the passage that it was asked of.
        spans: the short answers' spans in the document; empty if not known.
        sentences: spans of answering sentences where the set marks them; else empty.
        answerable: whether the passage answers it.
        near: the span of a plausible wrong answer, if the set gives one.
        weight: how often it is read in one pass.
    """

    set: str
    text: str
    document: int
    within: tuple[int, int]
    spans: tuple[tuple[int, int], ...]
    sentences: tuple[tuple[int, int], ...]
    answerable: bool
    near: tuple[int, int] | None
    weight: float


@dataclass(frozen=True, slots=True)
class Text:
    """A document to train on: passages joined by blank lines, and the pool that it belongs to.

    Questions are held against other passages of the same pool.
    """

    pool: str
    title: str
    passages: tuple[tuple[int, int], ...]
    text: str


def read_sources(folder: Path) -> tuple[list[Text], list[Labelled]]:
    """Read all sets of ``SOURCES`` from a folder of ``NAME.jsonl.gz``."""
    texts: list[Text] = []
    questions: list[Labelled] = []
    joined: dict[str, list[dict[str, Any]]] = {}
    for source in SOURCES:
        records = list(_records(folder / f"{source.name}.jsonl.gz"))
        for record in records:
            record["source"] = source
        if source.is_joined:
            for record in records:
                joined.setdefault(_title(record), []).append(record)
        else:
            _add_apart(records, texts, questions)
    for title, records in sorted(joined.items()):
        _add_joined(title, records, texts, questions)
    return texts, questions


def _records(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _title(record: Mapping[str, Any]) -> str:
    return str(record["title"] or record["group"]).replace("_", " ")


def _add_joined(
    title: str, records: list[dict[str, Any]], texts: list[Text], questions: list[Labelled]
) -> None:
    starts: dict[str, int] = {}
    passages, parts, at = [], [], 0
    for record in records:
        context = record["context"]
        if context not in starts:
            starts[context] = at
            passages.append((at, at + len(context)))
            parts.append(context)
            at += len(context) + 2
    number = len(texts)
    texts.append(Text(title, title, tuple(passages), "\n\n".join(parts)))
    questions += [_labelled(record, number, starts[record["context"]]) for record in records]


def _add_apart(records: list[dict[str, Any]], texts: list[Text], questions: list[Labelled]) -> None:
    numbers: dict[str, int] = {}
    for record in records:
        context = record["context"]
        if context not in numbers:
            numbers[context] = len(texts)
            title = str(record["title"] or "")
            pool = record["source"].name
            texts.append(Text(pool, title, ((0, len(context)),), context))
        questions.append(_labelled(record, numbers[context], 0))


def _labelled(record: Mapping[str, Any], document: int, at: int) -> Labelled:
    answers = record["answers"] or []
    near = record.get("plausible_near") or None
    marked = record["sentence_labels"] or []
    return Labelled(
        set=record["set"],
        text=record["question"],
        document=document,
        within=(at, at + len(record["context"])),
        spans=tuple(_span(answer, at) for answer in answers),
        sentences=tuple((at + start, at + end) for start, end, label in marked if label),
        answerable=record["answerable"] is not False,
        near=_span(near, at) if near and near.get("start") is not None else None,
        weight=record["source"].weight,
    )


def _span(answer: Mapping[str, Any], at: int) -> tuple[int, int]:
    return at + answer["start"], at + answer["start"] + len(answer["text"])
