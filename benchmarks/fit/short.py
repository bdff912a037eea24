"""The weights of short answers (``rag/short/weights.json``).

Two logistic models. The first says of each span of the right sentence whether it is the answer,
one for each word that asks. The second says whether the likeliest span of what an answer cites is
right, questions included that the documents do not answer, at a third of the weight. The least
confidence is the lowest at which 87 % of the answers to answerable questions are near a right
one, each judged by a model that has not seen its document (5 folds): two points above the goal,
since the lowest is picked; 0.75 where fewer than 20 would be given so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from loccit.rag.asking.kinds import AnswerType
from loccit.rag.short import choose as short
from loccit.rag.short.candidates import candidates
from loccit.rag.short.cues import Asking, Scene, cues
from sklearn.linear_model import LogisticRegression

from ..quality.indexes import opened
from ..quality.short_cases import Case, found_cases, gold_cases, is_near
from ..sets.collections import FILES, SETS
from .record import ExampleSet, Fit

GROUPS = ("who", "when", "where", "how many")
FOLDS = 5
GOAL = 0.87
LEAST_GIVEN = 20
UNANSWERABLE = 0.3
FALLBACK = 0.75
Weights = dict[str, float]
Row = tuple[Weights, bool, float]


def span_rows(cases: Sequence[Case]) -> list[Row]:
    """The cues of each span of the right sentences, and whether it is near the answer."""
    rows = []
    for case in cases:
        scene = Scene(Asking(case.asked.text, case.kind), case.cited[0].text)
        spans = candidates(scene.asking, scene)
        for number, span in enumerate(spans):
            near = is_near(span.of(scene.sentence), case.asked.answers)
            rows.append((cues(scene, spans, number), near, 1.0))
    return rows


def doubt_rows(cases: Sequence[Case]) -> list[Row]:
    """The doubts of each likeliest span, and whether it is near the answer."""
    return [row for case in cases if (row := doubt_row(case))]


def doubt_row(case: Case) -> Row | None:
    """One of them; ``None`` if there is no span."""
    asking = Asking(case.asked.text, case.kind)
    chosen = short.first_with_span(asking, case.cited, case.others)
    if chosen is None:
        return None
    text = chosen.span.of(case.cited[chosen.number].text)
    right = case.asked.answerable and is_near(text, case.asked.answers)
    weight = 1.0 if case.asked.answerable else UNANSWERABLE
    return chosen.doubts | {case.kind.group: 1.0}, right, weight


def fitted(rows: Sequence[Row]) -> Weights:
    """The weights of a logistic model without a bias of its own, two decimals."""
    names = sorted({name for values, _, _ in rows for name in values})
    table = np.array([[values.get(name, 0.0) for name in names] for values, _, _ in rows])
    model = LogisticRegression(C=1.0, max_iter=5000, fit_intercept=False)
    model.fit(table, [right for _, right, _ in rows], [weight for _, _, weight in rows])
    weights_by_name = zip(names, model.coef_[0], strict=True)
    return {name: round(float(weight), 2) for name, weight in weights_by_name}


def fit(gold: Sequence[Case], cited: Sequence[Case]) -> None:
    """Fit both models and set them in ``loccit.rag.short.choose``."""
    rows = {
        group: span_rows([case for case in gold if case.kind.group == group]) for group in GROUPS
    }
    short.SPAN.clear()
    short.SPAN.update({group: fitted(rows[group]) for group in GROUPS})
    short.CONFIDENCE.clear()
    short.CONFIDENCE.update(fitted(doubt_rows(cited)))


def judged(cases: Sequence[Case]) -> list[tuple[str, float, bool]]:
    """The group, the confidence and whether it is near, of each case that has a span."""
    out = []
    for case in cases:
        answer = short.likeliest(case.asked.text, case.cited, case.others)
        if answer and case.asked.answerable:
            text = answer.span.of(case.cited[answer.number].text)
            near = is_near(text, case.asked.answers)
            out.append((case.kind.group, answer.confidence, near))
    return out


def least_confidence(judgements: Sequence[tuple[str, float, bool]], group: str) -> float:
    """The lowest confidence from which on the goal is reached; ``FALLBACK`` if it is not."""
    ordered = sorted(
        ((sure, near) for kind, sure, near in judgements if kind == group), reverse=True
    )
    shares = np.cumsum([near for _, near in ordered]) / np.arange(1, len(ordered) + 1)
    reached = [n for n, share in enumerate(shares) if n + 1 >= LEAST_GIVEN and share >= GOAL]
    return round(ordered[reached[-1]][0], 3) if reached else FALLBACK


def fit_short(bench: Path, work: Path) -> Fit:
    """Fit both models, and the least confidence of each word that asks.

    Args:
        bench: the folder of the public sets.
        work: keeps the sets' indexes.
    """
    gold: list[Case] = []
    cited_cases: list[Case] = []
    examples: list[ExampleSet] = []
    for name in ("squad2", "nq_oracle"):
        collection = SETS[name](bench)
        cited = _spanned(found_cases(collection, "fit", opened(collection, work)))
        gold += _spanned(gold_cases(collection, "fit"))
        cited_cases += cited
        examples.append(ExampleSet(name, len(cited), [FILES[name]], "fit half; questions cited"))
    documents = sorted({fold_name(case) for case in (*gold, *cited_cases)})
    fold = {name: number % FOLDS for number, name in enumerate(documents)}
    judgements = []
    for number in range(FOLDS):
        fit(*(_only(cases, fold, lambda n, out=number: n != out) for cases in (gold, cited_cases)))
        judgements += judged(_only(cited_cases, fold, lambda n, out=number: n == out))
    least = {group: least_confidence(judgements, group) for group in GROUPS}
    fit(gold, cited_cases)
    numbers = {"span": dict(short.SPAN), "confidence": dict(short.CONFIDENCE), "least": least}
    by_hand = {
        f"least.{group}": f"fewer than {LEAST_GIVEN} answers reach {GOAL}"
        for group in GROUPS
        if least[group] == FALLBACK
    }
    return Fit("rag/short/weights.json", numbers, examples, _reached(judgements, least), by_hand)


def _spanned(cases: Iterable[Case]) -> list[Case]:
    """The cases that ask for a span of a sentence."""
    return [case for case in cases if case.kind is not AnswerType.YES_NO]


def _reached(judgements: Sequence[tuple[str, float, bool]], least: Weights) -> dict[str, float]:
    """For each word that asks, the share answered in short and the share of those near a right one.

    Of answerable questions, each judged by a model that has not seen its document.
    """
    reached: dict[str, float] = {}
    for group in GROUPS:
        asked = [(sure, near) for kind, sure, near in judgements if kind == group]
        answered = [near for sure, near in asked if sure >= least[group]]
        reached[f"{group}, share given (n = {len(asked)})"] = len(answered) / max(1, len(asked))
        reached[f"{group}, near (n = {len(answered)})"] = (
            float(np.mean(answered)) if answered else 0.0
        )
    return reached


def fold_name(case: Case) -> str:
    """By what a case is put into a fold: its document, else its words."""
    return case.asked.documents[0] if case.asked.documents else case.asked.text


def _only(cases: Sequence[Case], fold: dict[str, int], keep: Callable[..., Any]) -> list[Case]:
    return [case for case in cases if keep(fold[fold_name(case)])]
