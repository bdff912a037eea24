"""The weights of support (``rag/verify/weights.json``).

A logistic model of whether a claim is borne out, with and without vectors. True are the supported
claims of the fit halves of WiCE's and BEGIN's development sets and, of the fit half of the
corpus, paraphrases and variations; false are the others of those sets, WiCE's training claims
with marked words, mutations, false paraphrases and wrong sources. Each set weighs the same, and
in it true as much as false. Of a text of several sentences the one of least support counts, so
the fit is repeated. The penalty is the mildest of ``PENALTIES`` that comes within 0.001 of the
best mean AUROC over the public sets when each fifth of the sources is left out in turn. The least
support is the greatest hundredth that refuses at most 1 % of the paraphrases and variations. What
they reach on the other halves is for ``benchmarks.claims.run`` to say.
"""

from __future__ import annotations

import hashlib
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from loccit.rag import split_claims
from loccit.rag.verify.check import examine
from loccit.rag.verify.claims import plain
from loccit.rag.verify.score import FEATURES, features
from loccit.rag.verify.sources import read_sources
from loccit.rag.verify.types import Encode
from loccit.rag.verify.verbatim import is_verbatim
from loccit.text.reading import read_facts
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

from ..claims.cases import corpus_cases
from ..claims.public_sets import Judged, begin_sets, wice
from ..claims.vectors import kept_vectors
from ..quality.indexes import opened
from ..sets.collections import SETS
from .record import ExampleSet, Fit, named

Rows = npt.NDArray[np.float64]
PENALTIES = (0.1, 0.01, 0.003, 0.001)
_ROUNDS = 4
_REFUSED = 0.01
_NEARLY_BEST = 0.001


class Example(NamedTuple):
    """A claim to fit on: its set, what is true of it, the fifth its source is in, and its rows.

    ``rows`` has one row of features for each sentence: shape (s, f). ``is_clean`` says that no
    sentence has a problem.
    """

    name: str
    is_true: bool
    fold: int
    rows: Rows
    is_clean: bool


class Model(NamedTuple):
    """A logistic model: weights of shape (f,) and a bias."""

    weights: Rows
    bias: float

    def support(self, rows: Rows) -> float:
        """The least support of some rows: in (0, 1)."""
        return float(1 / (1 + np.exp(-(rows @ self.weights + self.bias).min())))


def example(
    name: str, claim: str, sources: Sequence[str], is_true: bool, encode: Encode
) -> Example | None:
    """An example, unless the claim is verbatim or the sources are empty: nothing is scored then."""
    rows, clean = [], True
    for start, end in split_claims(claim):
        part = claim[start:end]
        facts, read = read_facts(plain(part)), read_sources(tuple(sources))
        examined = examine(facts, read)
        if examined is not None and not is_verbatim(part, sources):
            rows.append(features(facts, *examined, read, encode))
            clean = clean and not examined[1]
    fold = hashlib.sha256("".join(sources).encode()).digest()[1] % 5
    return Example(name, is_true, fold, np.array(rows), clean) if rows else None


def examples(bench: Path, work: Path) -> Iterator[Example | None]:
    """Everything that may be fitted on."""
    index = opened(SETS["corpus"](bench), work)
    encode = kept_vectors(index)
    public: dict[str, list[Judged]] = {
        "wice": [
            *wice(bench / "wice" / "tokens_train.jsonl"),
            *(item for item in wice(bench / "wice" / "claims_dev.jsonl") if item.half == "fit"),
        ]
    }
    for name, items in begin_sets(bench).items():
        public[name] = [item for item in items if item.half == "fit"]
    for name, items in public.items():
        for item in items:
            yield example(name, item.claim, item.sources, item.label == "supported", encode)
    for case in corpus_cases(index):
        if case.half == "fit" and case.group != "verbatim":
            name = "elsewhere" if case.kind == "wrong source" else "corpus"
            yield example(name, case.claim, case.sources, case.is_true, encode)


def fit(cases: Sequence[Example], penalty: float, width: int) -> Model:
    """A model of the first ``width`` features; ``penalty`` is the inverse weight of the L2 term."""
    truth = np.array([case.is_true for case in cases])
    names = np.array([case.name for case in cases])
    shares = np.zeros(len(cases))
    for name, side in {(case.name, case.is_true) for case in cases}:
        which = (names == name) & (truth == side)
        shares[which] = 1 / which.sum()
    shares *= len(cases) / shares.sum()
    model: Model | None = None
    for _ in range(_ROUNDS):
        rows = np.array([_chosen(case.rows[:, :width], model) for case in cases])
        spread = rows.std(axis=0) + 1e-9
        fitted = LogisticRegression(max_iter=5000, C=penalty)
        fitted.fit(rows / spread, truth, sample_weight=shares)
        model = Model(fitted.coef_[0] / spread, float(fitted.intercept_[0]))
    assert model is not None
    return model


def _chosen(rows: Rows, model: Model | None) -> Rows:
    """The row of least support; before there is a model, the mean."""
    chosen: Rows = rows.mean(axis=0)
    return chosen if model is None else rows[int(np.argmin(rows @ model.weights))]


def held_out(cases: Sequence[Example], penalty: float, width: int) -> float:
    """Mean AUROC over the public sets, each fifth of the sources scored by a model of the rest."""
    scores = np.zeros(len(cases))
    for fold in range(5):
        model = fit([case for case in cases if case.fold != fold], penalty, width)
        for n, case in enumerate(cases):
            if case.fold == fold:
                scores[n] = model.support(case.rows[:, :width])
    truth = np.array([case.is_true for case in cases])
    names = np.array([case.name for case in cases])
    public = sorted({case.name for case in cases} - {"corpus", "elsewhere"})
    return float(np.mean([roc_auc_score(truth[names == n], scores[names == n]) for n in public]))


def fit_verifier(bench: Path, work: Path) -> Fit:
    """Fit the model with vectors and the one without.

    Args:
        bench: the folder of the public sets.
        work: keeps the index of the sample corpus.
    """
    cases = [case for case in examples(bench, work) if case is not None]
    numbers: dict[str, Any] = {}
    reaches: dict[str, float] = {}
    for prefix, width in (("", len(FEATURES)), ("lexical_", len(FEATURES) - 1)):
        reached = {penalty: held_out(cases, penalty, width) for penalty in PENALTIES}
        best = max(reached.values()) - _NEARLY_BEST
        penalty = max(tried for tried, auroc in reached.items() if auroc >= best)
        exact = fit(cases, penalty, width)
        model = Model(exact.weights.round(2), round(exact.bias, 2))
        numbers[f"{prefix}weights"] = named(FEATURES[:width], model.weights)
        numbers[f"{prefix}bias"] = model.bias
        reaches[f"mean AUROC, each fifth left out, {prefix or 'with vectors '}weights"] = reached[
            penalty
        ]
        least = least_support(cases, model, width)
        numbers[f"{prefix}least_support"] = least
        wrong = [case for case in cases if case.name == "elsewhere" and case.is_clean]
        refused = [model.support(case.rows[:, :width]) < least for case in wrong]
        measure = f"wrong sources refused by {prefix}least_support (n = {len(wrong)})"
        reaches[measure] = float(np.mean(refused))
    return Fit("rag/verify/weights.json", numbers, _example_sets(cases), reaches)


def least_support(cases: Sequence[Example], model: Model, width: int) -> float:
    """The greatest hundredth that refuses at most ``_REFUSED`` of the corpus's true claims."""
    true = [case for case in cases if case.name == "corpus" and case.is_true]
    supports = [model.support(case.rows[:, :width]) for case in true]
    return math.floor(float(np.quantile(supports, _REFUSED)) * 100) / 100


def _example_sets(cases: Sequence[Example]) -> list[ExampleSet]:
    """What was fitted on: BEGIN's three sets together, and both kinds of the corpus's cases."""
    counts = Counter("begin" if case.name.startswith("begin") else case.name for case in cases)
    begin = [f"begin/begin_dev_{source}.tsv" for source in ("cmu", "tc", "wow")]
    return [
        ExampleSet(
            "wice",
            counts["wice"],
            ["wice/claims_dev.jsonl", "wice/tokens_train.jsonl"],
            "fit half of the claims; all tokens",
        ),
        ExampleSet("begin", counts["begin"], begin),
        ExampleSet(
            "corpus", counts["corpus"] + counts["elsewhere"], ["eval/data/paraphrases.jsonl"]
        ),
    ]
