"""Questions that the sample corpus does not answer, each beside one that it does.

Each line of ``twins.jsonl`` is a question of ours with the sentence that answers it, and its twin
about the same things: another relation ("Who was the *last* president?"), another entity or time,
or a false premise. Where a document contradicts the premise, ``denied`` quotes it, and an answer
that cites this sentence is no wrong one. Nothing is fitted on them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from loccit.index import Index

from ..sets.collections import Asked
from .answers import Judged, judged
from .measures import Mean, auroc, mean
from .tables import Row

_TWINS = Path(__file__).parents[1] / "data" / "twins.jsonl"
KINDS = ("relation", "entity", "time", "premise")


def twins() -> list[dict[str, Any]]:
    """The lines of the set."""
    return [json.loads(line) for line in _TWINS.read_text(encoding="utf-8").splitlines()]


def twin_rows(index: Index) -> Iterator[Row]:
    """How well support tells the twins apart, and how many of them are answered wrongly.

    Args:
        index: of the sample corpus.
    """
    pairs = twins()
    answered = judged(index, [_asked(pair["question"], pair["evidence"]) for pair in pairs])
    refused = judged(index, [_asked(pair["twin"], pair.get("denied", [])) for pair in pairs])
    scores = [judgement.score for judgement in answered]
    cited, gone = [float(any(a.right)) for a in answered], [float(a.abstained) for a in answered]
    yield Row("twins", "a right sentence cited", "Loccit", mean(cited))
    yield Row("twins", "refused though answerable", "Loccit", mean(gone))
    yield Row(
        "twins", "AUROC, twins", "Loccit", auroc(scores, [judgement.score for judgement in refused])
    )
    yield Row("twins", "answered wrongly, twins", "Loccit", _wrong(refused))
    for kind in KINDS:
        some = [
            judgement
            for judgement, pair in zip(refused, pairs, strict=True)
            if pair["kind"] == kind
        ]
        yield Row("twins", f"answered wrongly, {kind}", "Loccit", _wrong(some))


def _asked(question: str, evidence: Sequence[dict[str, str]]) -> Asked:
    return Asked(
        question,
        "report",
        tuple(piece["document"] for piece in evidence),
        answers=tuple(piece["quote"] for piece in evidence),
        answerable=bool(evidence),
    )


def _wrong(judgements: Sequence[Judged]) -> Mean:
    """The share answered without a right sentence."""
    return mean(
        [float(not judgement.abstained and not any(judgement.right)) for judgement in judgements]
    )
