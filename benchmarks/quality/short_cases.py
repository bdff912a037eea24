"""Questions that ask for a short answer, with the sentences that may hold it."""

from __future__ import annotations

import re
import string
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from loccit.index import Index, Span, split_sentences
from loccit.rag import Question, RagConfig, find_evidence
from loccit.rag.asking.kinds import Sought, sought
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
    kind: Sought
    cited: tuple[Stated, ...]
    others: tuple[Stated, ...] = ()


def gold_cases(collection: Collection, half: str) -> Iterator[Case]:
    """Questions with the sentence that holds the answer.

    Where a set does not say where the answer stands, only if one sentence alone has its words.
    """
    spans = {name: list(_sentences(text)) for name, text in collection.texts.items()}
    for one, kind in _of_a_kind(collection, half):
        if not one.answerable:
            continue
        document = one.documents[0]
        text = collection.texts[document]
        if one.places:
            start = one.places[0].start
            right = [span for span in spans[document] if span.start <= start < span.end]
        else:
            right = [
                span
                for span in spans[document]
                if any(answer in span.of(text) for answer in one.answers)
            ]
        if len(right) == 1:
            yield Case(one, kind, (Stated(right[0].of(text)),))


def found_cases(collection: Collection, half: str, index: Index) -> Iterator[Case]:
    """Questions with the sentences that an answer cites; without those that are abstained from."""
    config = RagConfig()
    for one, kind in _of_a_kind(collection, half):
        vector = index.encode_question(one.text)
        question = Question(one.text, vector, index)
        evidence = find_evidence(question, index.search(one.text, config.hits, vector))
        if not evidence or evidence[0].support < config.threshold:
            continue
        chosen = select(evidence, config.max_sentences, config.threshold, question.wants)
        ranked = sorted(chosen, key=lambda found: -found.order)
        said = {found.text for found in chosen}
        rest = [Stated.by(found) for found in evidence if found.text not in said]
        yield Case(one, kind, tuple(map(Stated.by, ranked)), tuple(rest[:8]))


def _of_a_kind(collection: Collection, half: str) -> Iterator[tuple[Asked, Sought]]:
    for one in collection.asked:
        kind = sought(one.text)
        if one.half == half and kind is not None:
            yield one, kind


def _sentences(text: str) -> Iterator[Span]:
    for line in re.finditer(r"[^\n]+", text):
        for one in split_sentences(line[0]):
            yield Span(line.start() + one.start, line.start() + one.end)


def normal(text: str) -> str:
    """A text as SQuAD's evaluation compares it: lower case, no punctuation, no articles."""
    plain = text.lower().translate(_SIGNS)
    return " ".join(re.sub(r"\b(?:a|an|the)\b", " ", plain).split())


def is_right(text: str, answers: Sequence[str]) -> bool:
    """Whether a text is one of the answers, both as SQuAD's evaluation compares them."""
    return normal(text) in map(normal, answers)


def is_near(text: str, answers: Sequence[str]) -> bool:
    """Whether it shares with an answer 0.6 of the words (F1), or one contains the other."""
    return any(_f1(text, one) >= _LEAST_F1 or _contains(text, one) for one in answers)


def _f1(one: str, other: str) -> float:
    ours, theirs = normal(one).split(), normal(other).split()
    common = sum((Counter(ours) & Counter(theirs)).values())
    return 2 * common / (len(ours) + len(theirs)) if common else 0.0


def _contains(one: str, other: str) -> bool:
    ours, theirs = f" {normal(one)} ", f" {normal(other)} "
    return bool(ours.strip() and theirs.strip()) and (ours in theirs or theirs in ours)
