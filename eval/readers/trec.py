"""TREC: judgements as lines ``topic 0 document relevance``, and a file of topics beside them.

Columns are separated by tabs or, in a line without any, by white space. A relevant document as a
whole is evidence, under the name that the judgements give it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ..datasets.dataset import Dataset, parse_json
from ..errors import DatasetError
from .judged import Judgement, judged_dataset, relevance
from .source import lines_of, mapping, shown, text_at

TOPICS = ("queries.tsv", "topics.tsv", "queries.jsonl")
_JUDGEMENT = re.compile(r"\S+[ \t]+\S+[ \t]+\S.*[ \t]-?\d+[ \t]*")
_ENDINGS = ("*qrel*", "qrels/*")
_IDS = ("_id", "id", "qid", "query_id", "query-id", "topic")
_TEXTS = ("text", "query", "question", "title")


def is_judgement(line: str) -> bool:
    """Whether a line looks like a TREC judgement."""
    return _JUDGEMENT.fullmatch(line.strip("\r\n")) is not None and len(_columns(line)) == 4


def judgement_files(path: Path) -> list[Path]:
    """The file itself, or the files of a folder that are named as judgements, sorted."""
    if not path.is_dir():
        return [path]
    files = {file for pattern in _ENDINGS for file in path.glob(pattern) if file.is_file()}
    return sorted(file for file in files if not file.name.startswith("."))


def read_trec(path: Path) -> Dataset:
    """Read the topics with judgements, in the order of their file.

    Args:
        path: a file of judgements, or a folder with one or more: ``qrels.txt``, ``qrels/dev.txt``.

    Raises:
        DatasetError: if there are no judgements or no topics, or if a line is malformed.
    """
    files = judgement_files(path)
    if not files:
        raise DatasetError(
            f"{path} contains no judgements; expected a file such as qrels.txt, with lines such as "
            "'7 0 report.txt 1'. Choose the file itself if it has another name"
        )
    judgements = [judgement for file in files for judgement in _judgements(file)]
    topics = _topics_beside(path)
    return judged_dataset(path.name, topics.name, _topics(topics), judgements)


def _topics_beside(path: Path) -> Path:
    folder = path if path.is_dir() else path.parent
    above = [folder.parent] if folder.name == "qrels" else []
    for place in (folder, *above):
        for name in TOPICS:
            if (place / name).is_file():
                return place / name
    raise DatasetError(
        f"there are no topics in {folder}; expected one of {', '.join(TOPICS)} beside the "
        "judgements. Put the questions there, an id and a text on each line"
    )


def _judgements(file: Path) -> Iterator[Judgement]:
    for where, line in lines_of(file):
        parts = _columns(line)
        if len(parts) != 4:
            raise DatasetError(
                f"{where} is {shown(line)}; expected topic, 0, document and relevance. "
                "Correct the line"
            )
        yield Judgement(parts[0], parts[2], relevance(parts[3], where), where)


def _columns(line: str) -> list[str]:
    return [column.strip() for column in line.split("\t")] if "\t" in line else line.split()


def _topics(file: Path) -> Iterator[tuple[str, str, str]]:
    """The topics, each with its id, its text and its position."""
    is_json = file.suffix == ".jsonl"
    for number, (where, line) in enumerate(lines_of(file)):
        if is_json:
            record = mapping(parse_json(line, where), where)
            topic_id = next((record[key] for key in _IDS if record.get(key) is not None), "")
            key = next((key for key in _TEXTS if record.get(key) is not None), _TEXTS[0])
            parts = [str(topic_id).strip(), text_at(record, key, where)]
        else:
            parts = [column.strip() for column in line.split("\t")]
        if number == 0 and not is_json and parts[0].casefold() in _IDS:
            continue
        if len(parts) != 2 or not parts[0]:
            raise DatasetError(
                f"{where} is {shown(line)}; expected an id, a tab and a question. Correct it"
            )
        yield parts[0], parts[1], where
