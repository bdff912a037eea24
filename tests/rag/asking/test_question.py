"""What a question is held against: names, figures, dates and denials that a text lacks."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from fakes import FakeEncoder
from loccit.index import Index, build_index
from loccit.rag.asking.question import Question
from loccit.rag.evidence.features import FEATURES, features
from loccit.text import lexicon
from notes import Notes

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


@pytest.mark.parametrize(
    ("question", "text", "missing"),
    [
        ("Did the mill of Orm fall?", "A mill.", 1),
        ("Did mill, Orm and 7 IDs fall?", "A mill.", 3),
        ("Did mill; Orm: Ida fall?", "A mill.", 2),
        ("Orm?", "A mill.", 0),
        ("ORM?", "A mill.", 1),
        ("Did the mill of Orm fall?", "Orm’s mill.", 0),
        ("Did 3.5 or 1,200 mills fall?", "3.5 of 1,200.", 0),
        ("Did 3.5 or 1,200 mills fall?", "3.6 of 1,300.", 2),
        ("Did the mill fall in May 2018?", "A mill.", 0),
        ("Did the mill fall after June 2018?", "A mill.", 2),  # a bound is no date to be about
    ],
)
def test_names_are_words_with_a_capital_within_the_question(
    question: str, text: str, missing: int
) -> None:
    assert Notes().question(question).names_missing(text) == missing


@pytest.mark.parametrize("word", sorted(lexicon.words("questions.bounds")))
def test_each_bound_is_a_word_of_time_before_a_date(word: str) -> None:
    assert Notes().question(f"Did it rain {word} May 2018?").dates == []
    assert Notes().question(f"Did it rain {word.upper()} May 2018?").dates == []
    assert Notes().question(f"Did it rain x{word} in May 2018?").dates != []


def test_bounds() -> None:
    expected = "between from since before after until till by during throughout"
    assert lexicon.words("questions.bounds") == set(expected.split())


def test_a_text_holds_a_share_of_the_topic_by_weight() -> None:
    question = Notes(mill=3.0).question("Did the red mill burn?")
    assert question.share("A mill.") == pytest.approx(3 / 5)
    assert question.share("Red and burnt: burning red.") == pytest.approx(2 / 5)
    assert question.share("A boat.") == 0
    assert question.share("The red mills burnt and burn.") == 1
    assert Notes().question("?").share("A mill.") == 0
    assert question.missing(["A mill.", "It is red."]) == ("burn",)
    assert question.missing([]) == ("red", "mill", "burn")


@pytest.mark.parametrize(
    ("question", "text", "number"),
    [
        ("Who sold the mill?", "Orm sold it.", 1),
        ("Who sold the mill?", "It was Orm.", 2),
        ("Who sold the mill?", "The mill: Orm.", 2),
        ("Who sold the mill?", "Not-Orm.", 2),
        ("Who sold the mill?", "It was a b c.", 0),
        ("Who sold the mill?", "It was the mill.", 0),
        ("Who sold the mill?", "It was old bread.", 2),
        ("How many mills are there?", "It was 7.", 2),
        ("How many mills are there?", "It was 1,200.", 2),
        ("How many mills are there?", "Those are 7 mills.", 2),
        ("How many mills are there?", "Those are Two.", 2),
        # A statement answers a question for yes or no, though it adds nothing.
        ("Is the mill red?", "The mill is red.", 2),
        ("Is the mill red?", "The mill is red!", 2),
        ("Is the mill red?", "“The mill is red.”)", 2),
        ("Is the mill red?", "The mill is red.'\"’", 2),
        ("Is the mill red?", "The red mill", 0),
        ("Is the mill red?", "Old red bread mill of the town", 3),
        ("Which mill is red?", "The mill is red.", 0),
    ],
)
def test_words_that_an_answer_adds(question: str, text: str, number: int) -> None:
    assert Notes().question(question).new_words(text) == number


def test_number_words_are_amounts_and_add_twice() -> None:
    words = (
        "two three nine twelve nineteen twenty ninety dozen hundred thousand million billion half"
    )
    for word in [*words.split(), "twice"]:
        assert Notes().question("Who sold the mill?").new_words(f"It was {word}.") == 2, word
        assert Notes().question("How many mills?").type_match(f"It was {word}.") == 1, word


@pytest.mark.parametrize(
    ("question", "text", "match"),
    [
        ("How many mills?", "7", 1), ("How many mills?", "many", -1), ("When?", "in 2015", 1),
        ("When?", "then", -1), ("Where?", "in Orm", 0), ("What is a mill?", "in 2015", 0),
    ],
)  # fmt: skip
def test_whether_a_text_has_the_kind_of_answer(question: str, text: str, match: int) -> None:
    assert Notes().question(question).type_match(text) == match


def test_the_rarest_form_does_not_make_a_word_rare() -> None:
    notes = Notes(mill=3.0, miller=2.0)
    notes.variants = lambda stem_: ["miller", stem_] if stem_ == "mill" else [stem_]  # type: ignore[method-assign]
    (term,) = notes.question("mill").topic
    assert (term.word, term.stems, term.rarity) == ("mill", {"mill", "miller"}, 2.0)


def test_a_question_is_negated_or_not() -> None:
    assert Notes().question("Who did not come?").is_negated
    assert not Notes().question("Who came?").is_negated
