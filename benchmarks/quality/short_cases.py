"""Questions that ask for a short answer, with the sentences that may hold it."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loccit.index import Index, Span
from loccit.index.chunking.sentences import split_sentences
from loccit.rag import RagConfig
from loccit.rag.asking.kinds import AnswerType, answer_type
from loccit.rag.asking.question import Question
from loccit.rag.evidence.features import find_evidence
from loccit.rag.evidence.select import select
from loccit.rag.short.choose import Stated

from ..sets.collections import Asked, Collection

_SIGNS = str.maketrans("", "", string.punctuation)
_LEAST_F1 = 0.6


@dataclass(frozen=True, slots=True)
class Case:
    """A question of a kind and the sentences of its answer.

    Attributes:
        asked: the question with what is right.
        kind: what it asks for.
        cited: sentences of the answer, the best first.
        others: what was found and not cited, the best first.
    """

    asked: Asked
    kind: AnswerType
    cited: tuple[Stated, ...]
    others: tuple[Stated, ...] = ()


def gold_cases(collection: Collection, half: str) -> Iterator[Case]:
    """Questions with the sentence that holds the answer.

    Where a set does not say where the answer stands, only if one sentence alone has its words.
    """
    spans = {name: list(_sentences(text)) for name, text in collection.texts.items()}
    for question, kind in _of_a_kind(collection, half):
        if not question.answerable:
            continue
        document = question.documents[0]
        text = collection.texts[document]
        if question.places:
            start = question.places[0].start
            right = [span for span in spans[document] if span.start <= start < span.end]
        else:
            right = [
                span
                for span in spans[document]
                if any(answer in span.of(text) for answer in question.answers)
            ]
        if len(right) == 1:
            yield Case(question, kind, (Stated(right[0].of(text)),))


def found_cases(collection: Collection, half: str, index: Index) -> Iterator[Case]:
    """Questions with the sentences that an answer cites; without those that are abstained from."""
    config = RagConfig()
    for question, kind in _of_a_kind(collection, half):
        vector = index.encode_question(question.text)
        encoded = Question(question.text, vector, index)
        evidence = find_evidence(encoded, index.search(question.text, config.hits, vector))
        if not evidence or evidence[0].support < config.threshold:
            continue
        chosen = select(evidence, config.max_sentences, config.threshold, encoded.answer_type)
        ranked = sorted(chosen, key=lambda sentence: -sentence.order)
        cited = {sentence.text for sentence in chosen}
        uncited = [Stated.by(sentence) for sentence in evidence if sentence.text not in cited]
        yield Case(question, kind, tuple(map(Stated.by, ranked)), tuple(uncited[:8]))


def _of_a_kind(collection: Collection, half: str) -> Iterator[tuple[Asked, AnswerType]]:
    for question in collection.asked:
        kind = answer_type(question.text)
        if question.half == half and kind is not None:
            yield question, kind


def _sentences(text: str) -> Iterator[Span]:
    for line in re.finditer(r"[^\n]+", text):
        for sentence in split_sentences(line[0]):
            yield Span(line.start() + sentence.start, line.start() + sentence.end)


def normal(text: str) -> str:
    """A text as SQuAD's evaluation compares it: lower case, no punctuation, no articles."""
    plain = text.lower().translate(_SIGNS)
    return " ".join(re.sub(r"\b(?:a|an|the)\b", " ", plain).split())


def is_right(text: str, answers: Sequence[str]) -> bool:
    """Whether a text is one of the answers, both as SQuAD's evaluation compares them."""
    return normal(text) in map(normal, answers)


def is_near(text: str, answers: Sequence[str]) -> bool:
    """Whether it shares with an answer 0.6 of the words (F1), or one contains the other."""
    return any(_f1(text, answer) >= _LEAST_F1 or _contains(text, answer) for answer in answers)


def _f1(text: str, answer: str) -> float:
    ours, theirs = normal(text).split(), normal(answer).split()
    common = sum((Counter(ours) & Counter(theirs)).values())
    return 2 * common / (len(ours) + len(theirs)) if common else 0.0


def _contains(text: str, answer: str) -> bool:
    ours, theirs = f" {normal(text)} ", f" {normal(answer)} "
    return bool(ours.strip() and theirs.strip()) and (ours in theirs or theirs in ours)
