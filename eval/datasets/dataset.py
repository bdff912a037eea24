"""Datasets: examples as JSON lines, checked, and their quotes as spans of the documents."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ...index import echoed
from ..errors import DatasetError
from ..types import Example, Gold
from .corpus import Corpus

_HALF = re.compile("[\ud800-\udfff]")
_ESCAPED_HALF = re.compile(r"\\u[dD][89a-fA-F]")
"""What only a pair makes a character of, and how JSON writes it."""
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Dataset:
    """Examples in the order of their source.

    Attributes:
        name: of the file or folder.
        examples: with ids that differ.
        left_out: lines of the source that are no examples, each with the reason.
    """

    name: str
    examples: tuple[Example, ...]
    left_out: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 over the examples, in hex: two datasets of one digest ask the same."""
        lines = "".join(to_line(one) for one in self.examples)
        return hashlib.sha256(lines.encode("utf-8", "surrogatepass")).hexdigest()

    def of_tag(self, *tags: str) -> Dataset:
        """The examples that have one of these tags; all of them without any."""
        kept = (one for one in self.examples if not tags or set(tags) & set(one.tags))
        return replace(self, examples=tuple(kept))

    def first(self, most: int | None) -> Dataset:
        """The first so many examples."""
        return self if most is None else replace(self, examples=self.examples[:most])


def parse_lines(text: str, name: str) -> Dataset:
    """A dataset in our own form: ``docs/how-to/evaluation.md`` describes it.

    Raises:
        DatasetError: if a line is no example; it names the line.
    """
    examples = []
    # Other separators that ``splitlines`` knows may stand within a text of the JSON.
    for number, line in enumerate(_LINE_END.split(text), start=1):
        if line.strip():
            where = f"{name}, line {number}"
            examples.append(example_of(parse_json(line, where), where))
    return checked(Dataset(name, tuple(examples)))


def checked(dataset: Dataset) -> Dataset:
    """The same dataset, if there are examples and their ids differ.

    Raises:
        DatasetError: if not.
    """
    if not dataset.examples:
        why = f" ({dataset.left_out[0]})" if dataset.left_out else ""
        raise DatasetError(
            f"{dataset.name} holds no example{why}; expected one at least. Add one, or give "
            "another dataset"
        )
    seen: set[str] = set()
    for one in dataset.examples:
        if one.id in seen:
            raise DatasetError(
                f"{dataset.name} has the id {echoed(one.id)} twice; give each its own"
            )
        seen.add(one.id)
    return dataset


def resolve(dataset: Dataset, corpus: Corpus) -> Dataset:
    """The dataset with the place of every quote.

    Raises:
        DatasetError: if a quote or a document is not in the corpus; it tells the nearest.
    """
    return replace(dataset, examples=tuple(_placed(one, corpus) for one in dataset.examples))


def to_line(example: Example) -> str:
    """An example as a line of JSON, as ``parse_lines`` reads it."""
    told: dict[str, Any] = {
        "id": example.id,
        "question": example.question,
        "answerable": example.answerable,
        "answers": list(example.answers),
        "evidence": [{"document": one.document, "quote": one.quote} for one in example.evidence],
        "history": [list(turn) for turn in example.history],
        "tags": list(example.tags),
    }
    if example.standalone is not None:
        told["standalone"] = example.standalone
    return json.dumps(told, ensure_ascii=False) + "\n"


def write_lines(path: Path, examples: Iterable[Example]) -> None:
    """Write examples in our own form."""
    path.write_text("".join(map(to_line, examples)), encoding="utf-8")


def parse_json(text: str, where: str) -> Any:
    """What a text in JSON says, with a sign for each half of a character in it.

    Args:
        text: the whole of it.
        where: what it is called in messages: ``faq.jsonl, line 3``.

    Raises:
        DatasetError: if it is no JSON.
    """
    try:
        told = json.loads(text)
        return _whole(told) if _ESCAPED_HALF.search(text) else told
    except (ValueError, RecursionError) as error:
        raise DatasetError(
            f"{where} is no JSON: {error}. Expected one object; mend it, or name the kind of the "
            "dataset if it is another one"
        ) from error


def _whole(told: Any) -> Any:
    """The same without halves of characters, which no file and no encoder takes."""
    if isinstance(told, str):
        return _HALF.sub("\ufffd", told)
    if isinstance(told, list):
        return [_whole(one) for one in told]
    return {_whole(k): _whole(v) for k, v in told.items()} if isinstance(told, dict) else told


def example_of(told: Any, where: str) -> Example:
    """An example from an object in our own form; what else the object holds is passed over.

    Args:
        told: what the source says.
        where: the place of it in the source, for messages; the id where it has none.

    Raises:
        DatasetError: if it is no example.
    """
    if not isinstance(told, Mapping):
        raise DatasetError(f"{where} is {type(told).__name__}; expected an object with a question")
    question = told.get("question")
    if not isinstance(question, str) or not any(letter.isalnum() for letter in question):
        raise DatasetError(
            f"{where} has the question {echoed(question)}; expected one in words. "
            "Complete the drafts of `loccit eval init`, or remove the line"
        )
    answerable = told.get("answerable", True)
    if not isinstance(answerable, bool):
        raise DatasetError(f"{where} has answerable {echoed(answerable)}; expected true or false")
    evidence = tuple(_gold(one, where) for one in _list(told, "evidence", where))
    if evidence and not answerable:
        raise DatasetError(f"{where} has evidence and is not answerable; expected one of the two")
    standalone = told.get("standalone")
    return Example(
        id=str(told.get("id") or where),
        question=question,
        answerable=answerable,
        answers=_texts(told, "answers", where),
        evidence=evidence,
        history=tuple(_turn(one, where) for one in _list(told, "history", where)),
        tags=_texts(told, "tags", where),
        standalone=standalone if isinstance(standalone, str) else None,
    )


def _gold(told: Any, where: str) -> Gold:
    if not isinstance(told, Mapping) or not isinstance(told.get("quote", ""), str):
        raise DatasetError(
            f"{where} has evidence {echoed(told)}; expected a document and its quote"
        )
    document, quote = told.get("document") or "", told.get("quote", "")
    if not isinstance(document, str) or not (document or quote.strip()):
        raise DatasetError(
            f"{where} has evidence {echoed(told)}; expected a document and its quote"
        )
    return Gold(document, quote)


def _turn(told: Any, where: str) -> tuple[str, str]:
    if not isinstance(told, Sequence) or len(told) != 2 or isinstance(told, str):
        raise DatasetError(f"{where} has a turn {echoed(told)}; expected a question and its answer")
    return str(told[0]), str(told[1])


def _list(told: Mapping[str, Any], key: str, where: str) -> Sequence[Any]:
    found = told.get(key) or []
    if not isinstance(found, list):
        raise DatasetError(f"{where} has {key} {echoed(found)}; expected a list")
    return found


def _texts(told: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    found = _list(told, key, where)
    if not all(isinstance(one, str) for one in found):
        raise DatasetError(f"{where} has {key} {echoed(found)}; expected a list of texts")
    return tuple(found)


def _placed(example: Example, corpus: Corpus) -> Example:
    placed = []
    for one in example.evidence:
        if not one.quote.strip():
            corpus.check_name(one.document, f"example {echoed(example.id)}")
            placed.append(one)
            continue
        place = corpus.located(one.quote, one.document, f"example {echoed(example.id)}")
        quote = corpus.text(place.document)[place.start : place.end]
        placed.append(Gold(place.document, quote, place.start, place.end))
    return replace(example, evidence=tuple(placed))
