"""The weights of the gate for a chat model's sentences (``rag/prose/gate/weights.json``).

A logistic model of whether one passage bears a sentence out, over what its words and the exact
checks say (``rag.prose.gate.score``). True and false are the fit half of our own claims, the trial
claims and the paraphrases of the corpus's fit half; false as well is each true claim of ours under
a passage of another question. A false claim weighs twice as much as a true one. Of several passages
the likeliest counts, so the fit is repeated. The least probability is the twentieth at which the
claims of our own, each ninth of the questions left out in turn, are best told apart, where a false
one shown costs as much as three true ones dropped. The checks themselves were made with the same
claims in view: what is reached is for the report half to say (``benchmarks.claims.prose``).
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from loccit.rag.prose.gate.absence import split_absence
from loccit.rag.prose.gate.covering import Covering
from loccit.rag.prose.gate.reading.likeness import Likeness
from loccit.rag.prose.gate.reading.notation import regular
from loccit.rag.prose.gate.reading.units import read_passage
from loccit.rag.prose.gate.refusals import without_lead_in
from loccit.rag.prose.gate.score import FEATURES
from loccit.rag.prose.gate.verify import examine, quoted_unit
from loccit.text.reading import read_facts
from sklearn.linear_model import LogisticRegression

from ..claims.cases import corpus_cases
from ..claims.passages import passages
from ..claims.prose import OWN, Labelled, labelled
from ..quality.indexes import opened
from ..sets.collections import SETS
from .record import ExampleSet, Fit, named

Rows = npt.NDArray[np.float64]
_PATH = "benchmarks/data/claims/"
_FITTED_ON = ("fit", "trials", "trials2", "trials3")
_FOLDS = 9
_PENALTY = 0.3
"""The inverse weight of the L2 term."""
_FALSE, _ELSEWHERE, _CORPUS = 2.0, 0.6, 0.5
"""What a false claim weighs, one under a passage of another question, and one of the corpus."""
_COST = 3
_ROUNDS = 4


class Example(NamedTuple):
    """A claim to fit on.

    Attributes:
        name: of its set.
        is_true: whether it is borne out.
        fold: of its question.
        weight: how much it counts.
        rows: the features for each passage without an exact problem: shape (p, f).
    """

    name: str
    is_true: bool
    fold: int
    weight: float
    rows: Rows


class Model(NamedTuple):
    """A logistic model: weights of shape (f,) and a bias."""

    weights: Rows
    bias: float

    def support(self, example: Example) -> float:
        """The greatest probability of some rows, in [0, 1); 0 for none."""
        if not len(example.rows):
            return 0.0
        return float(1 / (1 + np.exp(-(example.rows @ self.weights + self.bias).max())))


def rows(item: Labelled, likeness: Likeness) -> Rows | None:
    """The rows of a claim; ``None`` if it is a note or verbatim, which is not scored."""
    _, stated = split_absence(without_lead_in(item.claim))
    if not stated:
        return None
    found = []
    for passage in passages(item.sources):
        source = read_passage(passage.hit, passage.columns)
        if quoted_unit(stated, source):
            return None
        covering = Covering(read_facts(regular(stated)), source, likeness)
        examined = examine(covering, item.question)
        if examined and not examined.exact:
            found.append(examined.row)
    return np.array(found).reshape(-1, len(FEATURES))


def examples(bench: Path, work: Path) -> Iterator[Example]:
    """Everything that is fitted on."""
    index = opened(SETS["corpus"](bench), work)
    likeness = Likeness(index.encoder)
    ours = [item for name in _FITTED_ON for item in labelled(OWN / f"{name}.jsonl")]
    for item in ours:
        yield from _example("ours", item, likeness, 1.0 if item.is_true else _FALSE)
    for item in _elsewhere(ours):
        yield from _example("elsewhere", item, likeness, _ELSEWHERE)
    for case in corpus_cases(index):
        if case.half == "fit" and "paraphrase" in case.group:
            item = Labelled(case.document, "", case.sources, case.claim, case.is_true, case.kind)
            weight = _CORPUS * (1.0 if case.is_true else _FALSE)
            yield from _example("corpus", item, likeness, weight)


def _example(name: str, item: Labelled, likeness: Likeness, weight: float) -> Iterator[Example]:
    scored = rows(item, likeness)
    if scored is not None:
        fold = hashlib.sha256(item.id.encode()).digest()[1] % _FOLDS
        yield Example(name, item.is_true, fold, weight, scored)


def _elsewhere(ours: Sequence[Labelled]) -> Iterator[Labelled]:
    """Each true claim under a passage of another question."""
    drawn = random.Random(0)
    sources = sorted({(item.id, source) for item in ours for source in item.sources})
    for item in ours:
        if item.is_true:
            foreign = [source for name, source in sources if name != item.id]
            yield item._replace(sources=(drawn.choice(foreign),), is_true=False)


def fit(cases: Sequence[Example]) -> Model:
    """A model of some examples."""
    scored = [case for case in cases if len(case.rows)]
    truth = [case.is_true for case in scored]
    weights = [case.weight for case in scored]
    model = Model(np.array([1.0, 0.0, 0.0, -1.0, -1.0]), 0.0)
    for _ in range(_ROUNDS):
        chosen = np.array([case.rows[(case.rows @ model.weights).argmax()] for case in scored])
        spread = chosen.std(axis=0) + 1e-9
        fitted = LogisticRegression(max_iter=5000, C=_PENALTY)
        fitted.fit(chosen / spread, truth, sample_weight=weights)
        model = Model(fitted.coef_[0] / spread, float(fitted.intercept_[0]))
    return model


def held_out(cases: Sequence[Example]) -> Rows:
    """The support of each example by a model of the questions of other folds: shape (n,)."""
    models = [fit([case for case in cases if case.fold != fold]) for fold in range(_FOLDS)]
    return np.array([models[case.fold].support(case) for case in cases])


def least(cases: Sequence[Example], supports: Rows) -> float:
    """The twentieth at which some examples are best told apart by their supports."""
    truth = np.array([case.is_true for case in cases])

    def gain(bound: float) -> int:
        shown = supports >= bound
        return int((shown & truth).sum() - _COST * (shown & ~truth).sum())

    return max((round(step / 20, 2) for step in range(1, 20)), key=gain)


def fit_prose(bench: Path, work: Path) -> Fit:
    """Fit the weights, the bias and the least probability.

    Args:
        bench: the folder of the public sets, of which none is needed.
        work: keeps the index of the sample corpus.
    """
    cases = list(examples(bench, work))
    exact = fit(cases)
    model = Model(exact.weights.round(2), round(exact.bias, 2))
    ours = [case for case in cases if case.name == "ours"]
    supports = held_out(cases)
    bound = least(ours, supports[[case.name == "ours" for case in cases]])
    numbers = {"weights": named(FEATURES, model.weights), "bias": model.bias, "least": bound}
    reaches = dict(_reached(cases, supports, bound))
    return Fit("rag/prose/gate/weights.json", numbers, _example_sets(cases), reaches)


def _reached(cases: Sequence[Example], supports: Rows, bound: float) -> Iterator[tuple[str, float]]:
    for name in ("ours", "elsewhere", "corpus"):
        for is_true, measure in ((True, "true claims kept"), (False, "false claims shown")):
            shown = [
                support >= bound
                for case, support in zip(cases, supports, strict=True)
                if (case.name, case.is_true) == (name, is_true)
            ]
            if shown:
                yield (
                    f"{measure}, {name}, each fold left out (n = {len(shown)})",
                    sum(shown) / len(shown),
                )


def _example_sets(cases: Sequence[Example]) -> list[ExampleSet]:
    def count(*names: str) -> int:
        return sum(case.name in names for case in cases)

    files = [f"{_PATH}{name}.jsonl" for name in _FITTED_ON]
    return [
        ExampleSet("claims", count("ours", "elsewhere"), files, "fit half and trials"),
        ExampleSet("corpus", count("corpus"), ["eval/data/paraphrases.jsonl"]),
    ]
