"""The measures of the quality benchmark against independent ones."""

from __future__ import annotations

import json
import math
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import ndcg_score, roc_auc_score

sys.path.append(str(ROOT))
from benchmarks.prose.scripted import REPLIES, numbered_passages, written
from benchmarks.quality.measures import auroc, mean, ndcg, recall, reciprocal_rank, risk_by_coverage
from benchmarks.sets.collections import squad2_gaps

scores = st.lists(st.integers(-5, 5).map(float), min_size=1, max_size=12)


@given(scores, scores)
def test_auroc_is_that_of_scikit_learn(ups: list[float], downs: list[float]) -> None:
    truth = [1] * len(ups) + [0] * len(downs)
    assert auroc(ups, downs).value == pytest.approx(roc_auc_score(truth, ups + downs))


@given(st.permutations(list("abcdefgh")), st.sets(st.sampled_from("abcdefgh"), min_size=1))
def test_ndcg_is_that_of_scikit_learn(ranked: list[str], right: set[str]) -> None:
    relevance = [[float(document in right) for document in ranked]]
    falling = [[float(-n) for n in range(len(ranked))]]
    assert ndcg(ranked, right, 5) == pytest.approx(ndcg_score(relevance, falling, k=5))


def test_recall_and_reciprocal_rank_count_what_was_found() -> None:
    assert recall(["a", "b", "c"], {"b", "z"}, 2) == 0.5
    assert reciprocal_rank(["a", "b"], {"b"}) == 0.5
    assert reciprocal_rank(["a", "b"], {"z"}) == 0.0


@given(st.lists(st.booleans(), min_size=1, max_size=30))
def test_risk_at_full_coverage_is_the_share_of_wrong_answers(right: list[bool]) -> None:
    risk = risk_by_coverage([float(n) for n in range(len(right))], right)
    assert len(risk) == len(right)
    assert risk[-1] == pytest.approx(right.count(False) / len(right))
    assert risk[0] == float(not right[-1])


def test_a_mean_has_its_number_and_an_interval_of_the_right_width() -> None:
    figure = mean([0.0, 1.0] * 200)
    width = 1.96 * math.sqrt(0.25 / 400)
    assert figure.value == 0.5
    assert figure.n == 400
    assert figure.high - figure.low == pytest.approx(2 * width, rel=0.1)


def test_gaps_keep_places_and_leave_questions_without_an_answer(tmp_path: Path) -> None:
    def paragraph(text: str, answer: str) -> dict[str, Any]:
        answers = [{"text": answer, "answer_start": text.index(answer)}]
        return {"context": text, "qas": [{"question": f"{answer}?", "answers": answers}]}

    paragraphs = [
        paragraph("A kept harbour.", "harbour"),
        paragraph("A lost mill.", "mill"),
        paragraph("A kept bridge.", "bridge"),
        paragraph("A lost harbour.", "harbour"),
    ]
    dataset = {"data": [{"title": "Town", "paragraphs": paragraphs}]}
    (tmp_path / "squad2").mkdir()
    (tmp_path / "squad2/dev-v2.0.json").write_text(json.dumps(dataset), encoding="utf-8")
    collection = squad2_gaps(tmp_path)
    text = collection.texts["Town.txt"]
    assert text == "A kept harbour.\n\nA kept bridge.\n\n"
    # The lost harbour's question is left out: what is kept has the words of its answer.
    assert [(question.text, question.answerable) for question in collection.asked] == [
        ("harbour?", True),
        ("mill?", False),
        ("bridge?", True),
    ]
    for question in collection.asked:
        assert [text[place.start : place.end] for place in question.places] == list(
            question.answers
        )


def test_a_written_reply_names_the_passages_that_it_means() -> None:
    texts = "[1] Mill · 1998\nIt ground\nrye.\n\n[2] Ferry\nIt leaves at eight.\n"
    prompt = f"<passages>\n{texts}</passages>"
    passages = numbered_passages(prompt)
    sentences = [
        {"text": "It ground rye.", "cites": "ground rye"},
        {"text": "It leaves early.", "cites": "at eight", "wrong": True},
        {"text": "Nothing more is known.", "cites": ""},
    ]
    reply = "It ground rye [1]. It leaves early [1]. Nothing more is known."
    assert written(sentences, passages) == reply
    with pytest.raises(ValueError, match="no passage"):
        written([{"text": "It sank.", "cites": "sank"}], passages)


def test_written_replies_are_labelled_and_each_asks_something_else() -> None:
    replies = tomllib.loads(REPLIES.read_text(encoding="utf-8"))["reply"]
    assert len({reply["question"] for reply in replies}) == len(replies) == 20
    sentences = [sentence for reply in replies for sentence in reply["sentences"]]
    expected = {sentence["expect"] for sentence in sentences}
    assert expected == {"shown", "recited", "dropped", "note", "not stated"}
    about = (REPLIES.parent / "README.md").read_text(encoding="utf-8")
    assert f"{len(sentences)} sentences" in about
    for sentence in sentences:
        assert sentence.keys() >= {"text", "cites", "expect", "kind"}
        assert sentence["expect"] == "recited" or not sentence.get("wrong")
