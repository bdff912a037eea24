"""What the gate makes of a sentence, with the encoder that is shipped."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from loccit.index import Encoder
from loccit.rag.prose.events import LineKind, ReplySentence
from loccit.rag.prose.gate.gate import Gate
from loccit.rag.prose.gate.outcomes import Dropped, Note, Outcome, Shown

sys.path.append(str(Path(__file__).resolve().parents[3]))
from benchmarks.claims.passages import passages

Judge = Callable[..., Outcome]
"""Judges a sentence by the texts of passages."""


@pytest.fixture(scope="session")
def judge(real_encoder: Encoder) -> Judge:
    """Judge a sentence that cites all passages, or those of some numbers."""

    def judged(
        sentence: str,
        *sources: str,
        question: str = "",
        cites: Sequence[int] | None = None,
        shown: Sequence[str] = (),
        kind: LineKind = LineKind.PARAGRAPH,
        is_piece: bool = False,
    ) -> Outcome:
        prompt = passages(sources)
        numbers = tuple(range(1, len(prompt) + 1)) if cites is None else tuple(cites)
        reply = ReplySentence(sentence, numbers, kind, "next", is_piece)
        return Gate(prompt, question, real_encoder).judge(reply, shown)

    return judged


@pytest.fixture(scope="session")
def verdict(judge: Judge) -> Callable[..., str]:
    """``shown``, ``note``, or the code of the reason why a sentence is dropped."""

    def named(*texts: str, **options: Any) -> str:
        match judge(*texts, **options):
            case Shown():
                return "shown"
            case Note():
                return "note"
            case Dropped(code=code):
                return code
        raise AssertionError

    return named
