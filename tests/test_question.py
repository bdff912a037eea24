"""What a question is held against: names, figures, dates and denials that a text lacks."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from fakes import FakeEncoder
from loccit.index import Index, build_index
from loccit.rag.asking.question import Question
from loccit.rag.evidence.features import FEATURES, features

TEXT = (
    "On 3 October 2018 the court in The Hague ruled for Iran. France did not appeal. "
    "Seven judges of the court sat on 16 July 2018."
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    folder = tmp_path_factory.mktemp("question")
    texts: Path = folder / "texts"
    texts.mkdir()
    (texts / "court.txt").write_text(TEXT, encoding="utf-8")
    build_index([texts], folder / "index", encoder=FakeEncoder())
    return Index.open(folder / "index", encoder=FakeEncoder())


def asked(index: Index, text: str) -> Question:
    return Question(text, np.zeros(index.encoder.dimension, dtype=np.float32), index)


@pytest.mark.parametrize(
    ("question", "missing"),
    [
        ("What did the court rule for Iran?", 0),
        ("What did the court rule for Russia?", 1),
        ("Did 7 judges rule for Russia and Poland?", 3),
        ("Who ruled?", 0),
        ("Russia wants what?", 0),  # the word that opens a question is capital anyway
        ("What happened on 3 October 2018?", 0),  # a date is judged as a date
    ],
)
def test_names_and_figures_that_a_text_lacks(index: Index, question: str, missing: int) -> None:
    assert asked(index, question).names_missing(TEXT) == missing


@pytest.mark.parametrize(
    ("question", "text", "match"),
    [
        ("What did the court say in October 2018?", "On 3 October 2018 it ruled.", 1),
        ("What did the court say in October 2018?", "On 16 July 2018 it sat.", -1),
        ("What did the court say in October 2018?", "It ruled for Iran.", 0),
        ("What did the court say?", "On 3 October 2018 it ruled.", 0),
        ("What was said on 3 October 2018?", "2018-10-03: a ruling.", 1),
        ("What did the court say after October 2018?", "On 16 July 2019 it sat.", 0),
    ],
)
def test_the_date_that_is_asked_of(index: Index, question: str, text: str, match: int) -> None:
    assert asked(index, question).date_match(text) == match


def test_a_denial_is_missed_in_a_sentence_that_has_none(index: Index) -> None:
    (hit,) = index.search("court")
    column = FEATURES.index("negation_missing")
    assert features(asked(index, "Who did not appeal?"), hit)[:, column].tolist() == [1, 0, 1]
    assert not features(asked(index, "Who appealed?"), hit)[:, column].any()
