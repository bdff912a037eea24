"""The verifier evaluated on the documents of an index: how many planted errors it detects.

True sentences are changed in one place (a number, a date, a name …), or paired with a passage of
another document; the verifier should reject them. It should accept sentences that are unchanged or
reworded. No labels are needed, so every report can say how reliable the verifier is on its own
documents.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

import numpy as np

from ...index.search import Index
from ...rag.verify.check import verify_claim
from ...rag.verify.types import Encode
from ..scoring.grounding import encoding
from ..scoring.statistics import UNMEASURED, Floats, Mean, columns, figure, means
from .cast import Names, collect_names
from .mutation import mutations
from .variation import variations

WRONG_SOURCE = "wrong source"
# Printed by benchmarks/claims/run.py, with vectors, on the halves that nothing was fitted on.
PUBLISHED = {
    "BEGIN": Mean(0.951, 543, 0.934, 0.968),
    "WiCE": Mean(0.786, 170, 0.710, 0.856),
}
"""AUROC of ``Verdict.support`` on claims with labels, from public development sets."""

_VERBATIM = "word for word"
_MOST_SENTENCES = 1000
_SHORTEST = 30
_ENDS = tuple('.!"”’)')


class _SourceSentence(NamedTuple):
    """A true sentence with its passage and its document."""

    text: str
    passage: str
    document: str


class _Trial(NamedTuple):
    kind: str
    claim: str
    source: str


def judge_verifier(index: Index, most: int = 40) -> dict[str, dict[str, Any]]:
    """Evaluate the verifier on the documents of an index, configured as for the scores.

    Args:
        index: the documents; their first thousand sentences are used.
        most: the maximum number of trials of each kind, 1 or more. Their choice depends on the
            sentences alone.

    Returns:
        ``mutations``: by kind, the share of false claims rejected (recall). ``false_alarms``: by
        kind, the share of true claims rejected. ``precision``: by kind of mutation, the share of
        rejections that are correct, among its claims and as many true ones. Each is a figure with
        ``value``, ``n``, ``low`` and ``high``.
    """
    sentences = list(islice(_sentences(index), _MOST_SENTENCES))
    names = collect_names(sentence.text for sentence in sentences)
    planted = _rejections(_planted(sentences, names), most, encoding(index))
    true = _rejections(_true(sentences, names), most, encoding(index))
    pooled = [rejection for kind in true.values() for rejection in kind]
    return {
        "mutations": {kind: _figure(rejections) for kind, rejections in planted.items()},
        "false_alarms": {kind: _figure(rejections) for kind, rejections in true.items()},
        "precision": {kind: _precision(rejections, pooled) for kind, rejections in planted.items()},
    }


def _rejections(trials: Iterator[_Trial], most: int, encode: Encode) -> dict[str, list[float]]:
    """Whether the verifier rejects each sampled trial, 1 or 0, by kind."""
    kinds: dict[str, list[_Trial]] = {}
    for trial in trials:
        kinds.setdefault(trial.kind, []).append(trial)
    rejections = {}
    for kind, trials_of_kind in sorted(kinds.items()):
        drawn = sorted(trials_of_kind, key=lambda trial: _hash(f"{trial.claim}\n{trial.source}"))[
            :most
        ]
        rejections[kind] = [
            float(not verify_claim(trial.claim, [trial.source], encode).supported)
            for trial in drawn
        ]
    return rejections


def _precision(rejections: Sequence[float], true: Sequence[float]) -> dict[str, Any]:
    """The share of correct rejections, with true claims weighted as if they were as many."""
    scale = len(rejections) / len(true) if true else 0.0
    right, wrong = sum(rejections), sum(true) * scale
    if not right + wrong:
        return _plain(UNMEASURED)
    values = np.array(
        [[rejection, 0.0] for rejection in rejections]
        + [[0.0, rejection * scale] for rejection in true]
    )
    return _plain(figure(values, _share_right))


def _share_right(weights: Floats, values: Floats) -> Floats:
    right, wrong = (weights @ values).T
    with np.errstate(invalid="ignore"):
        return np.asarray(right / (right + wrong))


def _figure(rejections: Sequence[float]) -> dict[str, Any]:
    return _plain(means(columns([[rejection] for rejection in rejections]))[0])


def _planted(sentences: Sequence[_SourceSentence], names: Names) -> Iterator[_Trial]:
    for number, sentence in enumerate(sentences):
        for mutation in mutations(sentence.text, names):
            yield _Trial(mutation.kind, mutation.text, sentence.passage)
        passage = _elsewhere(sentences, number)
        if passage is not None:
            yield _Trial(WRONG_SOURCE, sentence.text, passage)


def _true(sentences: Sequence[_SourceSentence], names: Names) -> Iterator[_Trial]:
    for sentence in sentences:
        yield _Trial(_VERBATIM, sentence.text, sentence.passage)
        for variation in variations(sentence.text, names):
            yield _Trial(variation.kind, variation.text, sentence.passage)


def _elsewhere(sentences: Sequence[_SourceSentence], number: int) -> str | None:
    """A passage of another document that does not contain a sentence."""
    sentence = sentences[number]
    start = _hash(sentence.text)
    for step in range(len(sentences)):
        candidate = sentences[(start + step) % len(sentences)]
        if candidate.document != sentence.document and sentence.text not in " ".join(
            candidate.passage.split()
        ):
            return candidate.passage
    return None


def _sentences(index: Index) -> Iterator[_SourceSentence]:
    """The declarative sentences of prose, each once."""
    seen: set[str] = set()
    for listed in index.listing():
        document = index.document(listed.name)
        for hit in index.passages(listed):
            for span in hit.chunk.sentences:
                text = " ".join(document.text[span.start : span.end].split())
                is_prose = "\t" not in text and text.endswith(_ENDS) and len(text) >= _SHORTEST
                if is_prose and not span.interrogative and text not in seen:
                    seen.add(text)
                    yield _SourceSentence(text, hit.chunk.text, listed.name)


def _hash(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "replace")).digest()[:8], "big")


def _plain(mean: Mean) -> dict[str, Any]:
    return {key: round(x, 4) if isinstance(x, float) else x for key, x in mean._asdict().items()}
