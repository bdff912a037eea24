"""A short answer inside a cited sentence; none rather than a wrong one."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

from ...text.signs import fold
from ...text.spans import Span
from ..asking.kinds import AnswerType, answer_type
from ..reader.types import Evidence
from .candidates import candidates
from .clause import deciding_clause
from .cues import Asking, Scene, cues
from .weights import CONFIDENCE, LEAST, SPAN

_WIDEST_GAP = 2.0
_RIVALS = 8
_NAME = re.compile(r"\b[A-Z0-9]\w*")


@dataclass(frozen=True, slots=True)
class Stated:
    """A sentence that may hold the answer.

    Attributes:
        text: the sentence.
        support: of its evidence, in [0, 1].
        order: of its evidence; higher is better.
        about: the title and heading that it stands under.
    """

    text: str
    support: float = 1.0
    order: float = 0.0
    about: str = ""

    @classmethod
    def by(cls, evidence: Evidence) -> Self:
        """From evidence, its text folded."""
        about = fold(f"{evidence.hit.title}\n{evidence.hit.chunk.context}")
        return cls(fold(evidence.text), evidence.support, evidence.order, about)


@dataclass(frozen=True, slots=True)
class Found:
    """A span of a sentence that is a short answer.

    Attributes:
        number: index of the sentence, from 0.
        span: its range in the sentence.
        confidence: how likely it is right, in [0, 1].
    """

    number: int
    span: Span
    confidence: float


def find_short(
    question: str, cited: Sequence[Stated], others: Sequence[Stated] = ()
) -> Found | None:
    """The span of a cited sentence that answers a question; ``None`` if none is sure enough.

    Args:
        question: as asked.
        cited: the sentences of the answer, the best first.
        others: sentences that were not cited, the best first; they may raise doubts.
    """
    kind = answer_type(question)
    if kind is AnswerType.YES_NO:
        clauses = (deciding_clause(question, sentence.text) for sentence in cited)
        return next((Found(n, clause, 1.0) for n, clause in enumerate(clauses) if clause), None)
    best = likeliest(question, cited, others)
    return best if best and kind and best.confidence >= LEAST[kind.group] else None


def likeliest(
    question: str, cited: Sequence[Stated], others: Sequence[Stated] = ()
) -> Found | None:
    """The likeliest span however unsure; ``None`` if no sentence has one of the kind."""
    kind = answer_type(question)
    if kind is None or kind is AnswerType.YES_NO:
        return None
    best = first_with_span(Asking(question, kind), cited, others)
    if best is None:
        return None
    total = sum(CONFIDENCE[name] * value for name, value in best.doubts.items())
    return Found(best.number, best.span, _logistic(total + CONFIDENCE[kind.group]))


class Likeliest(NamedTuple):
    """The likeliest span of the first sentence that has one: which, where, and the doubts."""

    number: int
    span: Span
    doubts: dict[str, float]


def first_with_span(
    asking: Asking, cited: Sequence[Stated], others: Sequence[Stated]
) -> Likeliest | None:
    """The likeliest span of the first cited sentence that has one, with its doubts."""
    for number, sentence in enumerate(cited):
        if best := best_span(asking, sentence.text):
            rivals = [*cited[:number], *cited[number + 1 :], *others][:_RIVALS]
            return Likeliest(number, best[0], doubts(asking, sentence, best, rivals))
    return None


def best_span(asking: Asking, sentence: str) -> tuple[Span, float] | None:
    """The likeliest span of a sentence, and how likely it is if the sentence is the right one."""
    scene = Scene(asking, sentence)
    spans = candidates(asking, scene)
    weights = SPAN[asking.kind.group]
    scores = [
        sum(weights[name] * value for name, value in cues(scene, spans, number).items())
        for number in range(len(spans))
    ]
    if not scores:
        return None
    best = max(range(len(spans)), key=lambda n: (scores[n], -n))
    return spans[best], _logistic(scores[best])


def doubts(
    asking: Asking, sentence: Stated, best: tuple[Span, float], rivals: Sequence[Stated]
) -> dict[str, float]:
    """Features for and against a span as the answer, its likelihood among them.

    Args:
        asking: the question.
        sentence: the sentence.
        best: its likeliest span, and how likely it is.
        rivals: further sentences, the best first.
    """
    span, likely = best
    scene = Scene(asking, sentence.text)
    topic = {word.text for word in asking.topic}
    names = [name for name in _NAME.findall(asking.text) if name.casefold() in topic]
    context = f"{sentence.text} {sentence.about}".casefold()
    gap = min([_WIDEST_GAP, *(sentence.order - rival.order for rival in rivals)])
    verb_held = not asking.focus or asking.focus[0].root in scene.roots
    return {
        "likely": math.log(likely / (1 - likely)),
        "support": sentence.support,
        "gap": max(-_WIDEST_GAP, gap),
        "names_missing": min(3, sum(name.casefold() not in context for name in names)),
        "words_missing": math.log1p(len(asking.topic) * (1 - scene.coverage())),
        "clause_coverage": scene.coverage(scene.clause(span)),
        "verb_held": float(verb_held),
        "rival": max([0.0, *(_likelihood(asking, sentence, span, rival) for rival in rivals)]),
    }


def _likelihood(asking: Asking, sentence: Stated, span: Span, rival: Stated) -> float:
    """How likely the best span of a rival is; 0 if it says the same."""
    best = best_span(asking, rival.text)
    if not best:
        return 0.0
    ours, theirs = (_wording(text) for text in (span.of(sentence.text), best[0].of(rival.text)))
    if ours in theirs or theirs in ours:
        return 0.0
    return best[1] * math.exp(min(0.0, rival.order - sentence.order))


def _wording(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-max(-9.0, min(9.0, value))))
