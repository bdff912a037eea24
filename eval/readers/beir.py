"""BEIR: a folder with ``corpus.jsonl``, ``queries.jsonl`` and judgements in ``qrels/*.tsv``.

A relevant document is evidence as a whole, under the name that ``write_texts`` gives it. Each
example is tagged with the splits that judge it (``dev``, ``test``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from ..datasets.dataset import Dataset
from ..errors import DatasetError
from .judged import Judgement, judged_dataset, relevance
from .names import file_names
from .source import lines_of, records_of, shown, text_at

CORPUS, QUERIES, QRELS = "corpus.jsonl", "queries.jsonl", "qrels"


class Entry(NamedTuple):
    """A document of the corpus: its id, its file's name, and where it stands."""

    id: str
    name: str
    where: str
    record: Mapping[str, Any]


def is_beir(path: Path) -> bool:
    """Whether a folder has the files of BEIR, or a file is one of its judgements."""
    folder = folder_of(path)
    return (folder / CORPUS).is_file() and (folder / QUERIES).is_file()


def folder_of(path: Path) -> Path:
    """The dataset's folder, also for one file of its judgements."""
    return path.parent.parent if path.is_file() and path.parent.name == QRELS else path


def read_beir(path: Path) -> Dataset:
    """The judged queries in the order of ``queries.jsonl``.

    Args:
        path: the folder, for all of its splits, or one file of ``qrels``.

    Raises:
        DatasetError: if a file is missing or has another shape.
    """
    folder = folder_of(path)
    splits = [path] if path.is_file() else sorted((folder / QRELS).glob("*.tsv"))
    if not splits or not is_beir(path):
        raise DatasetError(
            f"{folder} lacks one of {CORPUS}, {QUERIES} and {QRELS}/*.tsv; expected a folder in "
            "the form of BEIR. Give one that has all three"
        )
    names = {entry.id: entry.name for entry in documents(folder)}
    judgements = [judgement for split in splits for judgement in _judgements(split, names)]
    queries = (
        (_id(record, where), text_at(record, "text", where), where)
        for where, record in records_of(folder / QUERIES)
    )
    return judged_dataset(path.name, QUERIES, queries, judgements)


def documents(path: Path) -> Iterator[Entry]:
    """The documents of the corpus in order.

    Raises:
        DatasetError: if a line is no document, or an id is there twice.
    """
    corpus = folder_of(path) / CORPUS
    ids: dict[str, str] = {}
    for where, record in records_of(corpus):
        document_id = _id(record, where)
        if document_id in ids:
            raise DatasetError(
                f"{where} has the _id {shown(document_id)} of {ids[document_id]}; give each its own"
            )
        ids[document_id] = where
    # Read twice, since a corpus may be larger than what memory should hold.
    for name, (where, record) in zip(file_names(ids), records_of(corpus), strict=True):
        yield Entry(_id(record, where), name, where, record)


def _id(record: Mapping[str, Any], where: str) -> str:
    value = record.get("_id")
    if isinstance(value, bool) or not isinstance(value, str | int) or not str(value).strip():
        raise DatasetError(f"{where} has the _id {shown(value)}; expected a text that names it")
    return str(value).strip()


def _judgements(split: Path, names: Mapping[str, str]) -> Iterator[Judgement]:
    for number, (where, line) in enumerate(lines_of(split)):
        parts = [part.strip() for part in line.split("\t")]
        if number == 0 and parts[0] in ("query-id", "query_id", "qid"):
            continue
        if len(parts) != 3:
            raise DatasetError(
                f"{where} is {shown(line)}; expected query-id, corpus-id and score, with tabs "
                "between them"
            )
        if parts[1] not in names:
            raise DatasetError(
                f"{where} judges the document {shown(parts[1])}, which {CORPUS} does not hold; "
                "remove the line, or add the document"
            )
        score = relevance(parts[2], where)
        yield Judgement(parts[0], names[parts[1]], score, where, split.stem)
