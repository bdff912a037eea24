"""Short answers: a piece of the cited sentence, of the kind that is asked for, or none."""

from __future__ import annotations

from itertools import pairwise

import pytest
from conftest import ROOT
from hypothesis import given
from hypothesis import strategies as st
from loccit.index import Index
from loccit.rag import answer_question, render_text, stream_answer
from loccit.rag.asking.kinds import AnswerType, answer_type
from loccit.rag.short.candidates import candidates
from loccit.rag.short.choose import Stated, find_short, likeliest
from loccit.rag.short.clause import deciding_clause
from loccit.rag.short.cues import Asking, Scene
from loccit.rag.short.spans import spans_of
from loccit.rag.short.weights import LEAST
from loccit.text.words import read_words

QUESTIONS = [
    "Who shot down the drone?",
    "When did Iran pass both caps?",
    "Where was the drone shot down?",
    "How many ships were seized?",
    "How much did the ship cost?",
    "How long did the talks last?",
    "What percentage of uranium was enriched?",
    "What year did the talks begin?",
    "Did Iran shoot down the drone?",
    "Why did Iran leave?",
]
WORDS = st.sampled_from(
    "Iran Ali Bagheri Kani the drone was shot down in by Vienna , . ( ) and 2019 May 21 3.67 "
    "percent 60-percent 17 ships $5 million of to from President talks U.S. \u00a0 it's Tehran’s "
    "12th century two days ; — \t \n é 北京 1,300 10th – –".split(" ")
)
SENTENCES = st.one_of(st.text(max_size=80), st.lists(WORDS, max_size=25).map(" ".join))


def short(question: str, *sentences: str) -> str | None:
    cited = [Stated(sentence) for sentence in sentences]
    answer = find_short(question, cited)
    return answer.span.of(cited[answer.number].text) if answer else None


def spans(kind: AnswerType, sentence: str) -> list[str]:
    return [span.of(sentence) for span in spans_of(kind, sentence)]


# Properties.


@given(st.sampled_from(QUESTIONS), st.lists(SENTENCES, min_size=1, max_size=3))
def test_a_short_answer_is_a_slice_of_its_sentence(question: str, sentences: list[str]) -> None:
    cited = [Stated(sentence) for sentence in sentences]
    for answer in (find_short(question, cited), likeliest(question, cited)):
        if answer:
            text = cited[answer.number].text
            assert 0 <= answer.span.start < answer.span.end <= len(text)
            piece = answer.span.of(text)
            assert piece == piece.strip()
            assert "\t" not in piece
            assert 0 <= answer.confidence <= 1


@given(st.sampled_from(list(AnswerType)), SENTENCES)
def test_spans_stand_in_order_and_apart(kind: AnswerType, sentence: str) -> None:
    if kind is AnswerType.YES_NO:
        return
    spans_ = spans_of(kind, sentence)
    assert all(span.start < span.end for span in spans_)
    assert all(span.end <= following.start for span, following in pairwise(spans_))


@given(st.sampled_from(QUESTIONS[:8]), SENTENCES)
def test_no_candidate_repeats_the_question(question: str, sentence: str) -> None:
    kind = answer_type(question)
    assert kind
    asking = Asking(question, kind)
    for span in candidates(asking, Scene(asking, sentence)):
        words = {word.root for word in read_words(span.of(sentence)) if word.is_content}
        assert not words & {word.root for word in asking.topic}


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_sentence_without_the_kind_gives_none(question: str) -> None:
    assert short(question, "it was left as it had been, and nobody spoke of that again.") is None
    assert short(question, "") is None


@given(st.sampled_from(QUESTIONS), SENTENCES)
def test_a_shown_one_is_as_sure_as_it_has_to_be(question: str, sentence: str) -> None:
    kind = answer_type(question)
    answer = find_short(question, [Stated(sentence)])
    if answer and kind and kind is not AnswerType.YES_NO:
        assert answer.confidence >= LEAST[kind.group]


# How a sentence writes it.


@pytest.mark.parametrize(
    ("kind", "sentence", "expected"),
    [
        (AnswerType.TIME, "It began on 21 May 2018, and again on Nov. 29.",
         ["21 May 2018", "Nov. 29"]),
        (AnswerType.TIME, "On 8\u00a0May 2018 he left.", ["8\u00a0May 2018"]),
        (AnswerType.TIME, "Held in the 10th and 11th centuries.", ["10th and 11th centuries"]),
        (AnswerType.TIME, "It lasted from 1299 to 1923.", ["1299 to 1923"]),
        (AnswerType.TIME, "He may march on 300 ships.", []),
        (AnswerType.YEAR, "Signed on 14 July 2015 for $2018.", ["2015"]),
        (AnswerType.PERCENT, "Up to 3.67 percent, later 60-percent purity, then 20%.",
         ["3.67 percent", "60-percent", "20%"]),
        (AnswerType.PERCENT, "It costs 20 to 30 per cent more.", ["20 to 30 per cent"]),
        (AnswerType.NUMBER, "In 2019 some 5,060 machines and two ships.", ["5,060", "two"]),
        (AnswerType.NUMBER, "A four-year term at 3.67 percent for $5.", []),
        (AnswerType.NUMBER, "It has 62.8 kg of it, or 50 to 60 bars.", ["62.8", "50 to 60"]),
        (AnswerType.MONEY, "It paid $1.7 billion, then £1, and 200,000 Danish krone.",
         ["$1.7 billion", "£1", "200,000 Danish krone"]),
        (AnswerType.DURATION, "After 18 months it lasted five to ten years.",
         ["18 months", "five to ten years"]),
        (AnswerType.LENGTH, "It is 21 miles wide and 190 km long.", ["21 miles", "190 km"]),
        (AnswerType.PERSON, "The Normans met Hassan Rouhani, Iran's President, in May.",
         ["Normans", "Hassan Rouhani", "Iran", "President"]),
        (AnswerType.PERSON, "A Spanish architect met William the Conqueror.",
         ["William the Conqueror"]),
    ],
)  # fmt: skip
def test_spans_of_a_kind(kind: AnswerType, sentence: str, expected: list[str]) -> None:
    assert spans(kind, sentence) == expected


# Answers.


@pytest.mark.parametrize(
    ("question", "sentence", "answer"),
    [
        ("When did Iran pass both caps?", "Iran passed both caps in July 2019.", "July 2019"),
        ("When did Pompeo list twelve demands?",
         "On 21 May 2018 Pompeo listed twelve demands in a speech.", "21 May 2018"),
        ("When do talks resume in Vienna?",
         "Indirect talks with the United States resume in Vienna on Nov. 29.", "Nov. 29"),
        ("In what year did Britain leave the mission?",
         "Britain left the mission in 2019.", "2019"),
        ("Who leads Iran's negotiating team?",
         "Ali Bagheri Kani leads Iran's negotiating team.", "Ali Bagheri Kani"),
        ("Who is the president of Iran?", "The president of Iran is Hassan Rouhani.",
         "Hassan Rouhani"),
        ("Who designed the bridge?", "The bridge was designed by Ann Lee and Bob Ray.",
         "Ann Lee and Bob Ray"),
        ("How wide is the Strait of Hormuz at its narrowest point?",
         "The Strait of Hormuz is 21 miles wide at its narrowest point.", "21 miles"),
        ("How many ships were seized?", "In 2019 five ships were seized off Fujairah.", "five"),
        ("What percentage of the vote did the party win?", "The party won 51.6% of the vote.",
         "51.6%"),
    ],
)  # fmt: skip
def test_a_clear_sentence_is_answered(question: str, sentence: str, answer: str) -> None:
    assert short(question, sentence) == answer


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        ("Why did Iran pass both caps?", "Iran passed both caps in July 2019."),
        ("Who was Chopin?", "Chopin was a pupil of Józef Elsner."),
        ("Who did not sign the treaty?", "The treaty was signed by Queen Anne."),
        ("How many weeks did it last?", "It lasted 28 days."),
        ("Who was acting director in 2019?", "IAEA\tCornel Feruta\tActing Director\t2019-07"),
        ("Who shot down the drone?", "They shot down a U.S. drone."),
        ("When did it end?", "It began in 1911, moved in 1920, paused in 1931 and grew in 1940."),
    ],
)
def test_an_unclear_one_is_not(question: str, sentence: str) -> None:
    assert short(question, sentence) is None


def test_of_two_dates_the_one_beside_the_questions_words_is_likelier() -> None:
    sentence = (
        "The accord was signed in Geneva on 24 November 2013, and the caps were passed in 2019."
    )
    answer = likeliest("When were the caps passed?", [Stated(sentence)])
    assert answer
    assert answer.span.of(sentence) == "2019"


def test_the_one_who_acts_is_likelier_than_the_one_who_suffers() -> None:
    sentence = "Joe Hill defeated Sam Roe at the election."
    answer = likeliest("Who defeated Sam Roe?", [Stated(sentence)])
    assert answer
    assert answer.span.of(sentence) == "Joe Hill"


@pytest.mark.parametrize(
    ("question", "sentence", "numbers"),
    [
        ("How many metres high is it?", "The tower is 50 m and 3 km away.", ["50"]),
        ("How many metres high is it?", "The tower is 50m.", ["50"]),
        ("How many feet high is it?", "The tower is 50 foot.", ["50"]),
        ("How many days did it last?", "It took 28 long ones, and 3 weeks.", []),
        ("How many days did it last?", "It took 28.", ["28"]),
        ("How many days did it last?", "It took 3 to 5 days.", ["3 to 5"]),
        ("How many ships were there?", "There were 50 m of 3 boats.", ["50", "3"]),
    ],
)
def test_a_number_counts_the_unit_that_is_asked_for(
    question: str, sentence: str, numbers: list[str]
) -> None:
    asking = Asking(question, AnswerType.NUMBER)
    spans_ = candidates(asking, Scene(asking, sentence))
    assert [span.of(sentence) for span in spans_] == numbers


def test_a_sign_belongs_to_the_short_answer() -> None:
    assert spans(AnswerType.MEASURE, "At night it was −5 °C.") == ["−5 °C"]
    assert short("How cold was the night?", "The night was -5 °C cold.") in {None, "-5 °C"}


def test_one_end_of_a_range_if_that_is_asked() -> None:
    sentence = "The empire lasted from 1299 to 1923."
    for question, year in (
        ("When did the empire begin?", "1299"),
        ("When did the empire fall?", "1923"),
        ("When was there an empire?", "1299 to 1923"),
    ):
        asking = Asking(question, AnswerType.TIME)
        assert [span.of(sentence) for span in candidates(asking, Scene(asking, sentence))] == [year]


def test_another_sentence_that_says_otherwise_is_a_doubt() -> None:
    question, sentence = "When did the talks end?", Stated("The talks ended in March 2019.")
    alone = likeliest(question, [sentence])
    doubted = likeliest(question, [sentence], [Stated("The talks ended in June 2021.")])
    agreed = likeliest(question, [sentence], [Stated("It was in March 2019 that the talks ended.")])
    assert alone and doubted and agreed  # noqa: PT018
    assert doubted.confidence < min(agreed.confidence, alone.confidence)


def test_the_clause_that_decides() -> None:
    sentence = "Iran never left the treaty, but it limited inspections after 2021."
    question = "Did Iran leave the treaty?"
    assert short(question, sentence) == "Iran never left the treaty"
    assert short(question, "Iran left the treaty.") is None, "the sentence itself is short"


@pytest.mark.parametrize(
    "sentence",
    [
        "If Iran left the treaty, inspections would end within a few months of that day.",
        "The minister said that Iran left the treaty, while others waited for the report.",
        "Iran left the treaty, and inspections ended, according to a report of the Agency.",
        "Britain left the treaty, but it limited what Iran may do in the years thereafter.",
        "The treaty left Iran alone, but it limited inspections in the years that followed.",
    ],
)
def test_no_clause_that_is_a_view_a_condition_or_another_matter(sentence: str) -> None:
    assert deciding_clause("Did Iran leave the treaty?", sentence) is None


def test_every_word_of_a_yes_or_no_question_counts() -> None:
    sentence = "The packet header can be small, as it only has to contain this code."
    assert short("Is the packet header long?", sentence) is None
    assert short("Is the packet header small?", sentence) == "The packet header can be small"


def test_a_number_is_not_cut_into_clauses() -> None:
    sentence = "Iran left 3,000 machines at Natanz, and inspectors counted them in the same week."
    assert short("Did Iran leave machines at Natanz?", sentence) == (
        "Iran left 3,000 machines at Natanz"
    )


def test_what_is_too_long_for_a_sentence_is_not_looked_at() -> None:
    sentence = "Iran passed both caps in July 2019."
    assert short("When did Iran pass both caps?", sentence + " " * 3000) is None
    assert likeliest("How many are there?", [Stated("1 2 3 " * 10)]) is None


# In an answer.

ASKED = {
    "When did Iran pass both caps?": "July 2019",
    "When did Naftali Bennett become prime minister of Israel?": "13 June 2021",
    "When was the U.S. drone shot down?": "20 June 2019",
    "Who leads Iran's negotiating team?": "Ali Bagheri Kani",
    "How wide is the Strait of Hormuz at its narrowest point?": "21 miles",
}


@pytest.mark.parametrize(("question", "expected"), ASKED.items())
def test_the_sample_corpus_is_answered_in_short(
    corpus_index: Index, question: str, expected: str
) -> None:
    answer = answer_question(corpus_index, question)
    assert answer.short
    assert answer.short.text == expected
    cited = answer.citations[answer.short.citation - 1]
    assert expected in cited.quote
    assert answer.to_dict()["short"] == {"text": expected, "citation": cited.number}
    assert render_text(answer).startswith(f"{expected} [{cited.number}]\n\n")


def test_the_quickstart_shows_what_the_terminal_prints(corpus_index: Index) -> None:
    page = (ROOT / "docs/quickstart.md").read_text(encoding="utf-8")
    shown = page.split("```text\n")[1].split("```")[0]
    question = "When did Naftali Bennett become prime minister of Israel?"
    assert render_text(answer_question(corpus_index, question)).startswith(shown)


def test_only_the_last_item_of_a_stream_has_it(corpus_index: Index) -> None:
    *before, last = stream_answer(corpus_index, "When did Iran pass both caps?")
    assert all(answer.short is None for answer in before)
    assert last.short


@pytest.mark.parametrize(
    "question", ["What does Iran fear?", "Who won the football world cup?", "What is snapback?"]
)
def test_what_asks_for_no_span_or_is_not_said_has_none(corpus_index: Index, question: str) -> None:
    assert answer_question(corpus_index, question).short is None


@given(st.sampled_from(["Who", "When did", "Where is", "How many"]), st.text(max_size=40))
def test_a_short_answer_of_any_question_is_in_its_quote(
    fake_index: Index, opening: str, ending: str
) -> None:
    answer = answer_question(fake_index, f"{opening} {ending}")
    if answer.short:
        assert answer.short.text in answer.citations[answer.short.citation - 1].quote
