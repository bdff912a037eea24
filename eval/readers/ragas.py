"""RAGAS test sets: JSON lines with a question, a reference answer and reference contexts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..datasets.dataset import Dataset, checked, example_of
from ..errors import DatasetError
from .source import id_or, items, records_of, shown, text_at

_QUESTIONS = ("user_input", "question")
_MARKS = frozenset(
    "user_input reference reference_contexts ground_truth ground_truths contexts".split()
)
_OUTPUTS = ("answer", "response")
_TAGS = ("synthesizer_name", "evolution_type")
_HOP = re.compile(r"\s*<\d+-hop>\s*")


def is_ragas(record: Mapping[str, Any]) -> bool:
    """Whether a JSON object has a field name that only RAGAS uses."""
    return bool(_MARKS & record.keys()) and any(key in record for key in _QUESTIONS)


def read_ragas(path: Path) -> Dataset:
    """Read the samples in order, their reference contexts as quotes without a document.

    Older field names are read too: ``question``, ``ground_truth`` or ``ground_truths``, and
    ``contexts``. With a system's ``answer`` beside them, contexts are what that system retrieved,
    and no evidence.

    Raises:
        DatasetError: if a line is not a sample.
    """
    examples = []
    for number, (where, record) in enumerate(records_of(path), start=1):
        key = next((column for column in _QUESTIONS if column in record), _QUESTIONS[0])
        if isinstance(record.get(key), list):
            raise DatasetError(
                f"{where} is a conversation; expected one question. Use Loccit's format, with the "
                "earlier turns as history"
            )
        plain = {
            "id": id_or(record.get("id"), path.stem, number),
            "question": text_at(record, key, where),
            "answers": _answers(record, where),
            "evidence": [{"document": "", "quote": quote} for quote in _quotes(record, where)],
            "tags": [text for tag in _TAGS if (text := text_at(record, tag, where))],
        }
        examples.append(example_of(plain, where))
    return checked(Dataset(path.name, tuple(examples)))


def _answers(record: Mapping[str, Any], where: str) -> list[Any]:
    single = [text_at(record, key, where) for key in ("reference", "ground_truth")]
    references = [*single, *_texts(record, "ground_truths", where)]
    return list(dict.fromkeys(reference.strip() for reference in references if reference.strip()))


def _quotes(record: Mapping[str, Any], where: str) -> list[str]:
    contexts = _texts(record, "reference_contexts", where)
    if not contexts and not any(record.get(key) for key in _OUTPUTS):
        contexts = _texts(record, "contexts", where)
    # Multi-hop questions have their contexts numbered by such marks.
    return [plain for context in contexts if (plain := _HOP.sub("", context, count=1).strip())]


def _texts(record: Mapping[str, Any], key: str, where: str) -> list[str]:
    texts = items(record, key, where)
    if not all(isinstance(text, str) for text in texts):
        raise DatasetError(
            f"{where} has {key} {shown(texts)}; expected a list of strings. Correct the line"
        )
    return texts
