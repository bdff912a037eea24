"""Queries with judgements of whole documents, as BEIR and TREC have them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ..datasets.dataset import Dataset, checked
from ..errors import DatasetError
from ..types import Example, Gold
from .source import shown


class Judgement(NamedTuple):
    """How relevant a document is to a query; more than 0 is relevant."""

    query: str
    document: str
    score: float
    where: str
    split: str = ""


def judged_dataset(
    name: str, source: str, queries: Iterable[tuple[str, str, str]], judgements: Sequence[Judgement]
) -> Dataset:
    """The queries that have a relevant document, in order; the others are left out.

    Args:
        name: of the dataset.
        source: what the queries' file is called.
        queries: of each its id, its text, and where it stands.
        judgements: of all splits.

    Raises:
        DatasetError: if a judged query is missing, or has no text.
    """
    judged: dict[str, list[Judgement]] = defaultdict(list)
    for one in judgements:
        judged[one.query].append(one)
    examples, unjudged = [], []
    for own, text, where in queries:
        relevant = [one for one in judged.get(own, ()) if one.score > 0]
        if not relevant:
            unjudged.append(own)
        elif not text.strip():
            raise DatasetError(f"{where} has no text; expected the question that it stands for")
        else:
            examples.append(_example(own, text.strip(), relevant))
    missing = judged.keys() - {one.id for one in examples} - set(unjudged)
    if missing:
        first = next(one for one in judgements if one.query in missing)
        raise DatasetError(
            f"{first.where} judges the query {shown(first.query)}, which {source} does not hold; "
            "remove the line, or add the query"
        )
    left_out = []
    if unjudged:
        count = f"{len(unjudged)} without a relevant document"
        left_out.append(f"{source}: {count}, such as {shown(unjudged[0])}")
    return checked(Dataset(name, tuple(examples), tuple(left_out)))


def relevance(text: str, where: str) -> float:
    """A judgement's number.

    Raises:
        DatasetError: if it is none.
    """
    try:
        return float(text)
    except ValueError as error:
        raise DatasetError(f"{where} has the relevance {shown(text)}; expected a number") from error


def _example(own: str, text: str, relevant: Sequence[Judgement]) -> Example:
    documents = dict.fromkeys(one.document for one in relevant)
    return Example(
        id=own,
        question=text,
        evidence=tuple(Gold(one, "") for one in documents),
        tags=tuple(dict.fromkeys(one.split for one in relevant if one.split)),
    )
