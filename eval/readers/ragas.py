"""Test sets of ragas: JSON lines with a question, a reference answer and reference contexts."""

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


def is_ragas(told: Mapping[str, Any]) -> bool:
    """Whether an object has a name of a column that only ragas uses."""
    return bool(_MARKS & told.keys()) and any(key in told for key in _QUESTIONS)


def read_ragas(path: Path) -> Dataset:
    """The samples in order, their reference contexts as quotes without a document.

    The older names are known too: ``question``, ``ground_truth`` or ``ground_truths``,
    ``contexts``. Beside a system's ``answer`` such contexts are what that system retrieved, and no
    evidence.

    Raises:
        DatasetError: if a line is no sample.
    """
    examples = []
    for number, (where, told) in enumerate(records_of(path), start=1):
        key = next((one for one in _QUESTIONS if one in told), _QUESTIONS[0])
        if isinstance(told.get(key), list):
            raise DatasetError(
                f"{where} is a conversation; expected one question. Write it in the form of "
                "Loccit, with the turns before the question as its history"
            )
        plain = {
            "id": id_or(told.get("id"), path.stem, number),
            "question": text_at(told, key, where),
            "answers": _answers(told, where),
            "evidence": [{"document": "", "quote": one} for one in _quotes(told, where)],
            "tags": [one for tag in _TAGS if (one := text_at(told, tag, where))],
        }
        examples.append(example_of(plain, where))
    return checked(Dataset(path.name, tuple(examples)))


def _answers(told: Mapping[str, Any], where: str) -> list[Any]:
    single = [text_at(told, key, where) for key in ("reference", "ground_truth")]
    found = [*single, *_texts(told, "ground_truths", where)]
    return list(dict.fromkeys(one.strip() for one in found if one.strip()))


def _quotes(told: Mapping[str, Any], where: str) -> list[str]:
    found = _texts(told, "reference_contexts", where)
    if not found and not any(told.get(key) for key in _OUTPUTS):
        found = _texts(told, "contexts", where)
    # Questions over several documents have their contexts numbered by such marks.
    return [plain for one in found if (plain := _HOP.sub("", one, count=1).strip())]


def _texts(told: Mapping[str, Any], key: str, where: str) -> list[str]:
    found = items(told, key, where)
    if not all(isinstance(one, str) for one in found):
        raise DatasetError(f"{where} has {key} {shown(found)}; expected a list of texts")
    return found
