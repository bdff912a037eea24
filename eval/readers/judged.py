"""Queries with relevance judgements of whole documents, as in BEIR and TREC."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ..datasets.dataset import Dataset, checked
from ..errors import DatasetError
from ..types import Example, Gold
from .source import shown


class Judgement(NamedTuple):
    """How relevant a document is to a query; a score above 0 means relevant."""

    query: str
    document: str
    score: float
    where: str
    split: str = ""


def judged_dataset(
    name: str, source: str, queries: Iterable[tuple[str, str, str]], judgements: Sequence[Judgement]
) -> Dataset:
    """Build a dataset of the queries with a relevant document, in order; others are skipped.

    Args:
        name: the name of the dataset.
        source: the name of the file of queries.
        queries: the id, the text and the position of each.
        judgements: the judgements of all splits.

    Raises:
        DatasetError: if a judged query is missing or has no text.
    """
    judged: dict[str, list[Judgement]] = defaultdict(list)
    for judgement in judgements:
        judged[judgement.query].append(judgement)
    examples, unjudged = [], []
    for query_id, text, where in queries:
        relevant = [judgement for judgement in judged.get(query_id, ()) if judgement.score > 0]
        if not relevant:
            unjudged.append(query_id)
        elif not text.strip():
            raise DatasetError(
                f"{where} has no text; expected a question. Add it, or remove the line"
            )
        else:
            examples.append(_example(query_id, text.strip(), relevant))
    missing = judged.keys() - {example.id for example in examples} - set(unjudged)
    if missing:
        first = next(judgement for judgement in judgements if judgement.query in missing)
        raise DatasetError(
            f"{first.where} judges the query {shown(first.query)}, which is not in {source}. "
            "Remove the line, or add the query"
        )
    left_out = []
    if unjudged:
        count = f"{len(unjudged)} without a relevant document"
        left_out.append(f"{source}: {count}, such as {shown(unjudged[0])}")
    return checked(Dataset(name, tuple(examples), tuple(left_out)))


def relevance(text: str, where: str) -> float:
    """Parse the relevance of a judgement.

    Raises:
        DatasetError: if it is not a number.
    """
    try:
        return float(text)
    except ValueError as error:
        raise DatasetError(
            f"{where} has the relevance {shown(text)}; expected a number. Correct the line"
        ) from error


def _example(query_id: str, text: str, relevant: Sequence[Judgement]) -> Example:
    documents = dict.fromkeys(judgement.document for judgement in relevant)
    return Example(
        id=query_id,
        question=text,
        evidence=tuple(Gold(document, "") for document in documents),
        tags=tuple(dict.fromkeys(judgement.split for judgement in relevant if judgement.split)),
    )
