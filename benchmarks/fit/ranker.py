"""What stands for any ranker of passages: its pairs to be calibrated on, and its features.

    python -m benchmarks.fit.ranker

writes the pairs (``rag/reader/pairs.jsonl``): of every eighth of our own questions that calibrate,
the passage that answers it and the best that does not. The weights beside a ranker's log-odds are
part of ``fit.evidence``; there the shipped reader stands for a ranker, its best sentence's score
for a passage's.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

import numpy as np
from loccit.index import Hit
from loccit.rag.evidence.features import columns_of
from loccit.rag.reader.calibrate import Calibration

from .candidates import Candidates, Rows, own_retrieved, quotes
from .record import ROOT

PAIRS = ROOT / "rag" / "reader" / "pairs.jsonl"
_EVERY = 8


def pairs() -> Iterator[tuple[str, str, bool]]:
    """Questions with a passage each, and whether it answers."""
    answerable = (retrieved for retrieved in own_retrieved() if retrieved.asked.answerable)
    for number, (asked, question, hits) in enumerate(answerable):
        if number % _EVERY or question.joined:
            continue
        is_right = quotes(question.index, asked.evidence)
        verdicts = [any(is_right(hit, s) for s in hit.chunk.sentences) for hit in hits]
        if True in verdicts and False in verdicts:
            for verdict in (True, False):
                yield question.text, _passage(hits[verdicts.index(verdict)]), verdict


def _passage(hit: Hit) -> str:
    return f"{hit.chunk.context}\n{hit.chunk.text}".strip()


def ranked_as_passages(
    questions: Sequence[Candidates], calibration: Calibration | None = None
) -> tuple[list[Candidates], Calibration]:
    """Candidates whose passages alone are scored, all sentences of one alike.

    Args:
        questions: with what the reader sees of each sentence.
        calibration: of passages' scores; fitted on these if ``None``.

    Returns:
        The same with calibrated log-odds of passages as ``read``, and the calibration.
    """
    column = columns_of(["read"])[0]
    best = [_best_of_passages(question, question.rows[:, column]) for question in questions]
    if calibration is None:
        truth = [
            _best_of_passages(question, question.right.astype(float)) for question in questions
        ]
        calibration = Calibration.fitted(np.concatenate(best), np.concatenate(truth) > 0)
    scored = []
    for question, scores in zip(questions, best, strict=True):
        rows = question.rows.copy()
        rows[:, column] = calibration.slope * scores + calibration.bias
        scored.append(question._replace(rows=rows))
    return scored, calibration


def _best_of_passages(question: Candidates, values: Rows) -> Rows:
    """Of each sentence, the highest value in its passage."""
    highest: dict[int, float] = {}
    for (chunk, *_), value in zip(question.places, values, strict=True):
        highest[chunk] = max(highest.get(chunk, -np.inf), float(value))
    return np.array([highest[chunk] for chunk, *_ in question.places])


def main() -> None:
    """Write the pairs."""
    lines = [json.dumps(pair, ensure_ascii=False) for pair in pairs()]
    PAIRS.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    print(f"{PAIRS}: {len(lines)} pairs")


if __name__ == "__main__":
    main()
