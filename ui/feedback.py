"""What people say of answers, kept beside the index as examples that the evaluation can read."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ..index import KEPT
from .turns import Turn

FILE = "feedback.jsonl"
"""Its name in the folder ``KEPT`` of the index."""
_LONGEST_NOTE = 2000


def keep_feedback(folder: Path, turn: Turn, is_good: bool, note: str) -> None:
    """Append an evaluation example: the question, what was cited, and what was said of it.

    Args:
        folder: the index folder.
        turn: a turn with an answer.
        is_good: whether the answer was called good.
        note: words to it; cut after 2,000 characters.
    """
    answer = turn["answer"]
    if answer is None:
        return
    now = datetime.now(UTC)
    example: dict[str, Any] = {
        "id": f"feedback-{now:%Y%m%dT%H%M%S%f}",
        "question": turn["question"],
        "answerable": not answer["abstained"],
        "answers": [],
        "evidence": [
            {"document": one["document"], "quote": one["quote"]} for one in answer["citations"]
        ],
        "history": [],
        "tags": ["liked" if is_good else "disliked"],
        "note": note[:_LONGEST_NOTE],
        "text": answer["text"],
        "asked_as": answer["standalone_question"],
    }
    line = json.dumps(example, ensure_ascii=False) + "\n"
    (folder / KEPT).mkdir(exist_ok=True)
    file = os.open(folder / KEPT / FILE, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    with os.fdopen(file, "a", encoding="utf-8") as out:
        out.write(line)
