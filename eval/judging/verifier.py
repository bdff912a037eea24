"""The judge judged: what the verifier finds of faults that are planted in these very documents.

True sentences are changed in one place (a number, a date, a name …), or given another document's
passage as their source; the verifier should object. Sentences that stay as they are, or are told
otherwise without a change of meaning, it should let pass. No labels are needed, so every report
can say how far its own judge can be trusted on its own documents.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Any, NamedTuple

import numpy as np

from ...index import Index
from ...rag import Encode, verify_claim
from ..scoring.grounding import encoding
from ..scoring.statistics import NOTHING, Floats, Mean, columns, figure, means
from .cast import Names, collect_names
from .mutation import mutations
from .variation import variations

WRONG_SOURCE = "wrong source"
# Printed by benchmarks/claims/run.py, on the halves that nothing was fitted on.
PUBLISHED = {
    "BEGIN": Mean(0.951, 543, 0.934, 0.968),
    "WiCE": Mean(0.781, 170, 0.701, 0.855),
}
"""AUROC of ``Verdict.support`` on claims with labels, from public development sets."""

_VERBATIM = "word for word"
_MOST_SENTENCES = 1000
_SHORTEST = 30
_ENDS = tuple('.!"”’)')


class _Told(NamedTuple):
    """A true sentence and the passage that it stands in."""

    text: str
    passage: str
    document: str


class _Trial(NamedTuple):
    kind: str
    claim: str
    source: str


def judge_verifier(index: Index, most: int = 40) -> dict[str, dict[str, Any]]:
    """The verifier's own figures on the documents of an index, asked as the scores ask it.

    Args:
        index: whose sentences are taken, of a thousand at most.
        most: trials of one kind, 1 or more; which ones are taken depends on the sentences alone.

    Returns:
        ``mutations``: by kind, the share of false claims that are found (recall).
        ``false_alarms``: by kind, the share of true ones that are objected to. ``precision``: by
        kind of mutation, of the objections to its claims and to as many true ones, the share that
        is right. Each with ``value``, ``n``, ``low`` and ``high``.
    """
    told = list(islice(_sentences(index), _MOST_SENTENCES))
    names = collect_names(one.text for one in told)
    planted = _objections(_planted(told, names), most, encoding(index))
    true = _objections(_true(told, names), most, encoding(index))
    pooled = [one for kind in true.values() for one in kind]
    return {
        "mutations": {kind: _figure(found) for kind, found in planted.items()},
        "false_alarms": {kind: _figure(found) for kind, found in true.items()},
        "precision": {kind: _precision(found, pooled) for kind, found in planted.items()},
    }


def _objections(trials: Iterator[_Trial], most: int, encode: Encode) -> dict[str, list[float]]:
    """Whether the verifier objects, 1 or 0, to each trial that is drawn, by kind."""
    kinds: dict[str, list[_Trial]] = {}
    for one in trials:
        kinds.setdefault(one.kind, []).append(one)
    found = {}
    for kind, all_ in sorted(kinds.items()):
        drawn = sorted(all_, key=lambda one: _dice(f"{one.claim}\n{one.source}"))[:most]
        found[kind] = [
            float(not verify_claim(one.claim, [one.source], encode).supported) for one in drawn
        ]
    return found


def _precision(found: Sequence[float], true: Sequence[float]) -> dict[str, Any]:
    """Right objections among all, the true claims weighed as if they were as many."""
    scale = len(found) / len(true) if true else 0.0
    right, wrong = sum(found), sum(true) * scale
    if not right + wrong:
        return _plain(NOTHING)
    values = np.array([[one, 0.0] for one in found] + [[0.0, one * scale] for one in true])
    return _plain(figure(values, _share_right))


def _share_right(weights: Floats, values: Floats) -> Floats:
    right, wrong = (weights @ values).T
    with np.errstate(invalid="ignore"):
        return np.asarray(right / (right + wrong))


def _figure(found: Sequence[float]) -> dict[str, Any]:
    return _plain(means(columns([[one] for one in found]))[0])


def _planted(told: Sequence[_Told], names: Names) -> Iterator[_Trial]:
    for number, one in enumerate(told):
        for made in mutations(one.text, names):
            yield _Trial(made.kind, made.text, one.passage)
        other = _elsewhere(told, number)
        if other is not None:
            yield _Trial(WRONG_SOURCE, one.text, other)


def _true(told: Sequence[_Told], names: Names) -> Iterator[_Trial]:
    for one in told:
        yield _Trial(_VERBATIM, one.text, one.passage)
        for made in variations(one.text, names):
            yield _Trial(made.kind, made.text, one.passage)


def _elsewhere(told: Sequence[_Told], number: int) -> str | None:
    """A passage of another document that does not hold a sentence."""
    own = told[number]
    start = _dice(own.text)
    for step in range(len(told)):
        other = told[(start + step) % len(told)]
        if other.document != own.document and own.text not in " ".join(other.passage.split()):
            return other.passage
    return None


def _sentences(index: Index) -> Iterator[_Told]:
    """The declarative sentences of running text, each once."""
    seen: set[str] = set()
    for listed in index.listing():
        document = index.document(listed.name)
        for hit in index.passages(listed):
            for one in hit.chunk.sentences:
                text = " ".join(document.text[one.start : one.end].split())
                is_prose = "\t" not in text and text.endswith(_ENDS) and len(text) >= _SHORTEST
                if is_prose and not one.interrogative and text not in seen:
                    seen.add(text)
                    yield _Told(text, hit.chunk.text, listed.name)


def _dice(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "replace")).digest()[:8], "big")


def _plain(one: Mean) -> dict[str, Any]:
    return {key: round(x, 4) if isinstance(x, float) else x for key, x in one._asdict().items()}
