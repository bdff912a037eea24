"""Fitted numbers are used as they are written, and any fit of them must order plain cases."""

from __future__ import annotations

import math
from collections.abc import Mapping

import numpy as np
import pytest
from conftest import Write
from fakes import FakeEncoder
from loccit.index import Index, build_index
from loccit.rag.asking.kinds import AnswerType
from loccit.rag.asking.question import Question
from loccit.rag.evidence.features import (
    FEATURES,
    PLAIN,
    RANKED,
    WITH_READER,
    Weights,
    columns_of,
    features,
    find_evidence,
)
from loccit.rag.short.choose import Stated, best_span, doubts, likeliest
from loccit.rag.short.cues import Asking
from loccit.rag.short.weights import CONFIDENCE, LEAST, SPAN

TEXT = """The old mill burned down in May 1990. Nobody was hurt by the fire. The mill ground rye.

The harbour opened in June 1985. Did the mill burn? It burned for two days in Bergen."""
ANSWER = {
    "sentence_cosine": 0.7, "chunk_cosine": 0.7, "sentence_words": 1.0, "passage_words": 1.0,
    "answer_type": 1.0, "date_match": 1.0, "names_missing": 0.0, "negation_missing": 0.0,
}  # fmt: skip
NO_ANSWER = {
    "sentence_cosine": 0.1, "chunk_cosine": 0.1, "passage_words": 0.0, "answer_type": -1.0,
    "date_match": -1.0, "names_missing": 1.0, "negation_missing": 1.0,
}  # fmt: skip


@pytest.fixture
def index(write: Write) -> Index:
    path = write("docs/mill.txt", TEXT)
    folder = path.parent.parent / "index"
    build_index([path.parent], folder, encoder=FakeEncoder())
    return Index.open(folder, encoder=FakeEncoder())


def test_evidence_is_scored_by_its_weights(index: Index) -> None:
    text = "Did the old mill burn down in May 1990?"
    question = Question(text, index.encoder.encode_questions([text])[0], index)
    hits = index.search(text)
    evidence = find_evidence(question, hits)
    assert len(evidence) > 2
    for scored in evidence:
        row = features(question, scored.hit)[scored.number]
        total = float(row[columns_of(FEATURES)] @ np.array(PLAIN.support)) + PLAIN.bias
        assert scored.support == pytest.approx(1 / (1 + math.exp(-total)))
        order = float(row[columns_of(RANKED)] @ np.array(PLAIN.ranking))
        assert scored.order == pytest.approx(order)
    assert [-scored.order for scored in evidence] == sorted(-scored.order for scored in evidence)
    assert evidence[0].text == "The old mill burned down in May 1990."


def support(row: Mapping[str, float], weights: Weights = PLAIN) -> float:
    named = zip(weights.supporting, weights.support, strict=True)
    total = sum(weight * row[name] for name, weight in named)
    return 1 / (1 + math.exp(-total - weights.bias))


def test_each_feature_that_speaks_against_evidence_lowers_its_support() -> None:
    assert support(ANSWER) > 0.8
    assert support(ANSWER | NO_ANSWER) < 0.01
    for name, worse in NO_ANSWER.items():
        assert support(ANSWER | {name: worse}) < support(ANSWER) - 0.001, name
    assert support(ANSWER | {"sentence_words": 0, "passage_words": 0}) < support(ANSWER)


def test_what_a_reader_sees_decides_more_than_likeness() -> None:
    read = ANSWER | {
        "read": 4.0, "read_short": 6.0, "row_words": 0.0, "read_lead": 4.0, "read_total": 4.0,
        "denied": -6.0,
    }  # fmt: skip
    assert support(read, WITH_READER) > 0.7
    unread = {"read": -4.0, "read_short": -6.0, "read_lead": -1.0, "read_total": -3.0}
    assert support(read | unread, WITH_READER) < 0.5
    assert support(read | {"denied": 4.0}, WITH_READER) < support(read, WITH_READER) - 0.05
    ranking = dict(zip(WITH_READER.ranked, WITH_READER.ranking, strict=True))
    assert min(ranking["read"], ranking["read_short"]) > 0
    likely = {"read": 4.0, "read_short": 6.0}
    gain = sum(ranking[name] * (value - unread[name]) for name, value in likely.items())
    assert gain > ranking["sentence_cosine"] * 0.5


def test_a_sentence_is_ranked_by_itself_more_than_by_its_passage() -> None:
    weights = dict(zip(RANKED, PLAIN.ranking, strict=True))
    assert min(weights.values()) > 0
    assert weights["sentence_cosine"] > weights["chunk_cosine"]
    assert weights["sentence_cosine"] > weights["date_match"]


@pytest.mark.parametrize(
    ("kind", "question", "sentence", "answer", "rejected"),
    [
        (AnswerType.PERSON, "Who painted the mill?",
         "Ada Lund painted the mill, and Bo Dahl saw the pier.", "Ada Lund", "Bo Dahl"),
        (AnswerType.PERSON, "Who painted the mill?",
         "Bo Dahl saw that the mill was painted by Ada Lund.", "Ada Lund", "Bo Dahl"),
        (AnswerType.TIME, "When did the mill burn?",
         "The mill burned in 1990, while the pier had opened in 1985.", "1990", "1985"),
        (AnswerType.TIME, "When did the mill burn?",
         "The pier had opened in 1985, long before the mill burned in 1990.", "1990", "1985"),
        (AnswerType.PLACE, "Where did the mill burn?",
         "Norway said that the mill burned in Bergen.", "Bergen", "Norway"),
        (AnswerType.PLACE, "Where did the mill burn?",
         "The mill burned in Bergen, and Norway's minister came.", "Bergen", "Norway"),
        (AnswerType.NUMBER, "How many mills burned?",
         "The town has 40 piers, of which two leaned, and 12 mills burned.", "12", "40"),
        (AnswerType.NUMBER, "How many mills burned?",
         "In the storm 12 mills burned, and 40 piers (of 55) leaned.", "12", "40"),
    ],
)  # fmt: skip
def test_the_span_that_does_what_is_asked_is_the_likeliest(
    kind: AnswerType, question: str, sentence: str, answer: str, rejected: str
) -> None:
    best = best_span(Asking(question, kind), sentence)
    assert best
    assert best[0].of(sentence) == answer
    assert rejected in sentence
    assert best[1] > 0.5


def test_a_span_alone_is_likelier_than_among_others() -> None:
    for kind, question, spans in (
        (AnswerType.PERSON, "Who painted the mill?", ("Ada Lund", "Bo Dahl", "Anna Holm")),
        (AnswerType.TIME, "When was the mill painted?", ("1990", "1985", "1970")),
        (AnswerType.PLACE, "Where was the mill painted?", ("Bergen", "Oslo", "Geneva")),
        (AnswerType.NUMBER, "How many mills were painted?", ("40", "12", "55")),
    ):
        weights = SPAN[kind.group]
        assert weights["alone"] > max(0.5, weights["alone_in_clause"])
        assert weights["clause_coverage"] > weights["coverage"]
        assert weights["length"] < 0
        sentence = f"There was {spans[0]}."
        alone = best_span(Asking(question, kind), sentence)
        among = best_span(Asking(question, kind), f"There was {', '.join(spans)}.")
        assert alone
        assert among
        assert alone[1] > among[1]


def test_a_doubt_lowers_confidence_and_each_kind_has_its_own_bound() -> None:
    assert min(CONFIDENCE["likely"], CONFIDENCE["support"], CONFIDENCE["verb_held"]) > 0
    assert max(CONFIDENCE["names_missing"], CONFIDENCE["rival"]) < 0
    assert set(LEAST) == set(SPAN) == {"who", "when", "where", "how many"}
    assert len(set(LEAST.values())) > 2
    assert all(0.5 < least < 1 and CONFIDENCE[kind] < 0 for kind, least in LEAST.items())
    sentence = Stated("The mill burned in May 1990.", support=0.9)
    question = "When did the mill burn?"
    answer = likeliest(question, [sentence])
    unsure = likeliest(question, [Stated(sentence.text, support=0.1)])
    rivals = [Stated("The mill burned in June 1985.")]
    doubted = likeliest(question, [sentence], rivals)
    assert answer
    assert unsure
    assert doubted
    assert answer.confidence >= LEAST["when"]
    assert doubted.confidence < answer.confidence
    assert unsure.confidence < answer.confidence
    asking = Asking(question, AnswerType.TIME)
    best = best_span(asking, sentence.text)
    assert best
    total = CONFIDENCE["when"] + sum(
        CONFIDENCE[name] * value for name, value in doubts(asking, sentence, best, []).items()
    )
    assert answer.confidence == pytest.approx(1 / (1 + math.exp(-total)))
