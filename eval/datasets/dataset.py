"""Datasets: examples read from JSON lines, validated, and located in the documents."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ...index.errors import echoed
from ..errors import DatasetError
from ..types import Example, Gold
from .corpus import Corpus

_SURROGATE = re.compile("[\ud800-\udfff]")
_ESCAPED_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
"""A lone surrogate as JSON writes it."""
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Dataset:
    """Examples in the order of their source.

    Attributes:
        name: of its file or folder.
        examples: each with a unique id.
        left_out: entries of the source that are skipped, each with the reason.
    """

    name: str
    examples: tuple[Example, ...]
    left_out: tuple[str, ...] = ()

    @property
    def digest(self) -> str:
        """SHA-256 of the examples, in hex: datasets with the same digest are the same."""
        lines = "".join(to_line(example) for example in self.examples)
        return hashlib.sha256(lines.encode("utf-8", "surrogatepass")).hexdigest()

    def of_tag(self, *tags: str) -> Dataset:
        """The examples with any of these tags; all examples if no tag is given."""
        kept = (example for example in self.examples if not tags or set(tags) & set(example.tags))
        return replace(self, examples=tuple(kept))

    def first(self, most: int | None) -> Dataset:
        """The first ``most`` examples; all if ``None``."""
        return self if most is None else replace(self, examples=self.examples[:most])


def parse_lines(text: str, name: str) -> Dataset:
    """Parse a dataset in Loccit's format, which ``docs/how-to/evaluation.md`` describes.

    Args:
        text: JSON lines.
        name: the name of the dataset, for messages and reports.

    Raises:
        DatasetError: if a line is not a valid example; the message names the line.
    """
    examples = []
    # Not splitlines: strings in JSON may contain other line separators.
    for number, line in enumerate(_LINE_END.split(text), start=1):
        if line.strip():
            where = f"{name}, line {number}"
            examples.append(example_of(parse_json(line, where), where))
    return checked(Dataset(name, tuple(examples)))


def checked(dataset: Dataset) -> Dataset:
    """Check that a dataset has examples and that their ids are unique; return it.

    Raises:
        DatasetError: if not.
    """
    if not dataset.examples:
        why = f" ({dataset.left_out[0]})" if dataset.left_out else ""
        raise DatasetError(
            f"{dataset.name} contains no examples{why}; expected at least 1. Add one, or choose "
            "another dataset"
        )
    seen: set[str] = set()
    for example in dataset.examples:
        if example.id in seen:
            raise DatasetError(
                f"{dataset.name} has the id {echoed(example.id)} twice; expected unique ids. "
                "Change one of the two"
            )
        seen.add(example.id)
    return dataset


def resolve(dataset: Dataset, corpus: Corpus) -> Dataset:
    """Locate the evidence of every example in the documents.

    Raises:
        DatasetError: if a quote or a document is not found; the message has the closest one.
    """
    return replace(
        dataset, examples=tuple(_located(example, corpus) for example in dataset.examples)
    )


def to_line(example: Example) -> str:
    """An example as a line of JSON, readable by ``parse_lines``."""
    record: dict[str, Any] = {
        "id": example.id,
        "question": example.question,
        "answerable": example.answerable,
        "answers": list(example.answers),
        "evidence": [{"document": gold.document, "quote": gold.quote} for gold in example.evidence],
        "history": [list(turn) for turn in example.history],
        "tags": list(example.tags),
    }
    if example.standalone is not None:
        record["standalone"] = example.standalone
    return json.dumps(record, ensure_ascii=False) + "\n"


def write_lines(path: Path, examples: Iterable[Example]) -> None:
    """Write examples to a file in Loccit's format."""
    path.write_text("".join(map(to_line, examples)), encoding="utf-8")


def parse_json(text: str, where: str) -> Any:
    """Parse JSON; lone surrogates are relocated by U+FFFD.

    Args:
        text: a JSON document.
        where: its name in messages: ``faq.jsonl, line 3``.

    Raises:
        DatasetError: if it is not valid JSON.
    """
    try:
        value = json.loads(text)
        return _without_surrogates(value) if _ESCAPED_SURROGATE.search(text) else value
    except (ValueError, RecursionError) as error:
        raise DatasetError(
            f"{where} is not valid JSON: {error}. Expected one object. Correct it, or name the "
            "kind of the dataset with --kind"
        ) from error


def _without_surrogates(value: Any) -> Any:
    """A JSON value without lone surrogates, which no file and no encoder accepts."""
    if isinstance(value, str):
        return _SURROGATE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_without_surrogates(element) for element in value]
    return (
        {_without_surrogates(k): _without_surrogates(v) for k, v in value.items()}
        if isinstance(value, dict)
        else value
    )


def example_of(record: Any, where: str) -> Example:
    """Validate a JSON object in Loccit's format as an example; unknown keys are ignored.

    Args:
        record: the JSON object.
        where: its position in the source, for messages; also its id if it has none.

    Raises:
        DatasetError: if it is not a valid example.
    """
    if not isinstance(record, Mapping):
        raise DatasetError(
            f"{where} is {type(record).__name__}; expected an object with a question. Correct it"
        )
    question = record.get("question")
    if not isinstance(question, str) or not any(letter.isalnum() for letter in question):
        raise DatasetError(
            f"{where} has the question {echoed(question)}; expected one with words. "
            "Complete the drafts of `loccit eval init`, or remove the line"
        )
    answerable = record.get("answerable", True)
    if not isinstance(answerable, bool):
        raise DatasetError(
            f"{where} has answerable {echoed(answerable)}; expected true or false. Correct it"
        )
    evidence = tuple(_gold(piece, where) for piece in _list(record, "evidence", where))
    if evidence and not answerable:
        raise DatasetError(
            f"{where} has evidence and is not answerable; expected either. Correct one of them"
        )
    standalone = record.get("standalone")
    return Example(
        id=str(record.get("id") or where),
        question=question,
        answerable=answerable,
        answers=_texts(record, "answers", where),
        evidence=evidence,
        history=tuple(_turn(turn, where) for turn in _list(record, "history", where)),
        tags=_texts(record, "tags", where),
        standalone=standalone if isinstance(standalone, str) else None,
    )


def _gold(record: Any, where: str) -> Gold:
    fields = record if isinstance(record, Mapping) else {}
    document, quote = fields.get("document") or "", fields.get("quote", "")
    is_text = isinstance(document, str) and isinstance(quote, str)
    if not is_text or not (document or quote.strip()):
        raise DatasetError(
            f"{where} has evidence {echoed(record)}; expected a document and its quote. Correct it"
        )
    return Gold(document, quote)


def _turn(turn: Any, where: str) -> tuple[str, str]:
    if not isinstance(turn, Sequence) or len(turn) != 2 or isinstance(turn, str):
        raise DatasetError(
            f"{where} has a turn {echoed(turn)}; expected a question and its answer. Correct it"
        )
    return str(turn[0]), str(turn[1])


def _list(record: Mapping[str, Any], key: str, where: str) -> Sequence[Any]:
    values = record.get(key) or []
    if not isinstance(values, list):
        raise DatasetError(f"{where} has {key} {echoed(values)}; expected a list. Correct it")
    return values


def _texts(record: Mapping[str, Any], key: str, where: str) -> tuple[str, ...]:
    texts = _list(record, key, where)
    if not all(isinstance(text, str) for text in texts):
        raise DatasetError(f"{where} has {key} {echoed(texts)}; expected a list of strings")
    return tuple(texts)


def _located(example: Example, corpus: Corpus) -> Example:
    located = []
    for gold in example.evidence:
        if not gold.quote.strip():
            corpus.check_name(gold.document, f"example {echoed(example.id)}")
            located.append(gold)
            continue
        place = corpus.locate(gold.quote, gold.document, f"example {echoed(example.id)}")
        quote = corpus.text(place.document)[place.start : place.end]
        located.append(Gold(place.document, quote, place.start, place.end))
    return replace(example, evidence=tuple(located))
