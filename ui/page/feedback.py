"""Ratings of answers, stored with the index as examples that the evaluation can read."""

from __future__ import annotations

import json
import os
import threading
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from ...index.errors import UsageError
from ...index.generations.current import KEPT
from ...index.search import Index
from .turns import Turn

FILE = "feedback.jsonl"
"""File name inside the ``KEPT`` folder of the index."""
_LONGEST_NOTE, _LONGEST_TEXT = 2_000, 10_000
_MOST_BYTES, _MOST_OF_ONE = 20_000_000, 1_000_000
"""Bytes of the file, and bytes that one account or address may add per server run."""


class Feedback:
    """The feedback file. The browser's copy of a conversation is not trusted: an answer is stored
    only if every citation matches the documents.

    Args:
        folder: the index folder.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / KEPT / FILE
        self._lock = threading.Lock()
        self._added: Counter[str] = Counter()

    def keep(self, index: Index, turn: Turn, is_good: bool, note: str, payer: str) -> None:
        """Append an evaluation example: the question, the citations and the rating.

        Args:
            index: the index that the answer is from.
            turn: a turn with an answer.
            is_good: whether the answer was rated good.
            note: a comment; cut after 2,000 characters.
            payer: the account or address whose quota is used.

        Raises:
            UsageError: if a citation does not match the documents, the payer's quota is used up,
                or the file is full.
        """
        answer = turn["answer"]
        assert answer is not None
        true = [citation for citation in answer["citations"] if _is_true(index, citation)]
        if len(true) < len(answer["citations"]):
            raise UsageError(
                "the documents have changed since this answer; ask again, then rate the new answer"
            )
        line = json.dumps(_example(turn, true, is_good, note), ensure_ascii=False) + "\n"
        encoded = line.encode("utf-8", "replace")
        with self._lock:
            if self._added[payer] + len(encoded) > _MOST_OF_ONE:
                raise UsageError(
                    "you have rated too many answers; try again after the server restarts"
                )
            self._append(encoded)
            self._added[payer] += len(encoded)

    def _append(self, line: bytes) -> None:
        self._file.parent.mkdir(exist_ok=True)
        handle = os.open(self._file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        with os.fdopen(handle, "ab") as out:
            size = os.fstat(out.fileno()).st_size
            if size + len(line) > _MOST_BYTES:
                raise UsageError(
                    f"the feedback file is {size:,} bytes; the limit is {_MOST_BYTES:,}. "
                    f"Ask the server's operator to move {FILE} away"
                )
            out.write(line)


def _is_true(index: Index, citation: Mapping[str, Any]) -> bool:
    """Whether the quote is at the cited place of a document in the index."""
    try:
        text = index.document(citation["document"]).text
    except (KeyError, TypeError):
        return False
    quote = citation.get("quote")
    start, end = citation["start"], citation["end"]
    return isinstance(quote, str) and 0 <= start < end and text[start:end] == quote


def _example(turn: Turn, true: list[Mapping[str, Any]], is_good: bool, note: str) -> dict[str, Any]:
    answer = turn["answer"] or {}
    now = datetime.now(UTC)
    return {
        "id": f"feedback-{now:%Y%m%dT%H%M%S%f}",
        "question": turn["question"][:_LONGEST_TEXT],
        "answerable": not answer["abstained"],
        "answers": [],
        "evidence": [
            {"document": citation["document"], "quote": citation["quote"][:_LONGEST_TEXT]}
            for citation in true[:20]
        ],
        "history": [],
        "tags": ["liked" if is_good else "disliked"],
        "note": note[:_LONGEST_NOTE],
        "text": str(answer["text"])[:_LONGEST_TEXT],
        "asked_as": str(answer["standalone_question"])[:_LONGEST_TEXT],
    }
