"""BEIR: a folder with ``corpus.jsonl``, ``queries.jsonl`` and judgements in ``qrels/*.tsv``.

A relevant document as a whole is evidence, under the name that ``write_texts`` gives it. Each
example is tagged with the splits that have judgements of it (``dev``, ``test``).
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
    """A document of the corpus: its id, its file name, its line, and its JSON object."""

    id: str
    name: str
    where: str
    record: Mapping[str, Any]


def is_beir(path: Path) -> bool:
    """Whether a folder has the files of BEIR, or a file has judgements of such a folder."""
    folder = folder_of(path)
    return (folder / CORPUS).is_file() and (folder / QUERIES).is_file()


def folder_of(path: Path) -> Path:
    """The folder of a dataset that is given by its folder or by one file of judgements."""
    return path.parent.parent if path.is_file() and path.parent.name == QRELS else path


def read_beir(path: Path) -> Dataset:
    """Read the queries with judgements, in the order of ``queries.jsonl``.

    Args:
        path: the folder, for all of its splits, or one file in ``qrels``.

    Raises:
        DatasetError: if a file is missing or malformed.
    """
    folder = folder_of(path)
    splits = [path] if path.is_file() else sorted((folder / QRELS).glob("*.tsv"))
    if not splits or not is_beir(path):
        raise DatasetError(
            f"{folder} lacks {CORPUS}, {QUERIES} or {QRELS}/*.tsv; expected a BEIR folder. "
            "Choose one that has all three"
        )
    names = {entry.id: entry.name for entry in documents(folder)}
    judgements = [judgement for split in splits for judgement in _judgements(split, names)]
    queries = (
        (_id(record, where), text_at(record, "text", where), where)
        for where, record in records_of(folder / QUERIES)
    )
    return judged_dataset(path.name, QUERIES, queries, judgements)


def documents(path: Path) -> Iterator[Entry]:
    """Read the documents of the corpus in order.

    Raises:
        DatasetError: if a line is not a document, or an id occurs twice.
    """
    corpus = folder_of(path) / CORPUS
    ids: dict[str, str] = {}
    for where, record in records_of(corpus):
        document_id = _id(record, where)
        if document_id in ids:
            raise DatasetError(
                f"{where} has the _id {shown(document_id)} of {ids[document_id]}; expected unique "
                "ids. Change one of the two"
            )
        ids[document_id] = where
    # Read twice, since a corpus may not fit in memory.
    for name, (where, record) in zip(file_names(ids), records_of(corpus), strict=True):
        yield Entry(_id(record, where), name, where, record)


def _id(record: Mapping[str, Any], where: str) -> str:
    value = record.get("_id")
    if isinstance(value, bool) or not isinstance(value, str | int) or not str(value).strip():
        raise DatasetError(
            f"{where} has the _id {shown(value)}; expected a non-empty string. Add one"
        )
    return str(value).strip()


def _judgements(split: Path, names: Mapping[str, str]) -> Iterator[Judgement]:
    for number, (where, line) in enumerate(lines_of(split)):
        parts = [part.strip() for part in line.split("\t")]
        if number == 0 and parts[0] in ("query-id", "query_id", "qid"):
            continue
        if len(parts) != 3:
            raise DatasetError(
                f"{where} is {shown(line)}; expected query-id, corpus-id and score, separated by "
                "tabs. Correct the line"
            )
        if parts[1] not in names:
            raise DatasetError(
                f"{where} judges the document {shown(parts[1])}, which is not in {CORPUS}. "
                "Remove the line, or add the document"
            )
        score = relevance(parts[2], where)
        yield Judgement(parts[0], names[parts[1]], score, where, split.stem)
