"""Whom or what a conversation is most about: each weight, bound and fade by either side of it."""

from __future__ import annotations

import pytest
from loccit.rag import QuestionError, RagConfig, make_standalone
from loccit.rag.asking.followups import check_history
from loccit.rag.asking.talk_names import defined_in, names_in

Turns = tuple[tuple[str, str], ...]
THEY, IT, HE = "Why did they leave?", "Why did it fall?", "Why did he leave?"


def meant(question: str, *turns: tuple[str, str]) -> str:
    """What the first word that points is replaced by."""
    text = make_standalone(question, turns).text
    pronoun = next(word for word in ("they", "it", "he") if f" {word} " in question)
    start, end = question.split(f"{pronoun} ")
    assert text.startswith(start), text
    return text.removeprefix(start).removesuffix(f" {end}")


@pytest.mark.parametrize(
    ("question", "turns", "name"),
    [
        # A name of the question weighs two of the answer; of equals the older one is meant.
        (THEY, (("What did Norway sell?", "It sailed to Sweden."),), "Norway"),
        (THEY, (("What did Norway sell?", "It sailed to Sweden, as Sweden did."),), "Norway"),
        (THEY, (("What did Norway sell?", "To Sweden, in Sweden, by Sweden."),), "Sweden"),
        # One word that opens a sentence may be no name and weighs half.
        (THEY, (("What did Norway sell?", "Zork won. Zork ran. Zork sat."),), "Norway"),
        (THEY, (("What did Norway sell?", "Zork won. Zork ran. Zork sat. Zork bet. Zork cut."),),
         "Zork"),
        # Names fade by 0.7 a turn, those that "it" may stand for by a half.
        (THEY, (("What did Norway do?", "It fished."), ("What did Sweden do?", "")), "Sweden"),
        (THEY, (("What did Norway do?", "Norway fished."), ("What did Sweden do?", "")), "Norway"),
        (IT, (("What did Norway do?", "Norway fished."), ("What did Sweden do?", "")), "Sweden"),
        (IT, (("What did Norway do?", "Norway fished in Norway."), ("What did Sweden do?", "")),
         "Norway"),
        # Who a question for a person is answered with weighs three more.
        (HE, (("Who followed Ida Maurer?", "It was Tomas Reik, for Ida Maurer."),), "Tomas Reik"),
        (HE, (("Who followed Ida Maurer?", "For Ida Maurer and Ida Maurer it was Tomas Reik."),),
         "Ida Maurer"),
        (HE, (("What did Ida Maurer say?", "That Tomas Reik left."),), "Ida Maurer"),
        (HE, (("Who followed Ida Maurer?", "In Norway, for Norway, Norway said, Ann Lee did."),),
         "Ann Lee"),
        # One word names a person half as likely as two.
        (HE, (("What did Zork say of old Ida Maurer?", ""),), "Ida Maurer"),
        (HE, (("What did Zork say of old Ida Maurer?", "Zork, with Zork, saw Zork."),), "Zork"),
        # A name is a person's if a quarter of its weight may be.
        (HE, (("What did Zork do?", "It fell in Zork and in Zork."),), "Zork"),
        # The longest form stands for all.
        (HE, (("What did Reik do?", "It says Tomas Reik and Reik left."),), "Tomas Reik"),
        (IT, (("What did Ida Maurer sell?", "Fish in Norway."),), "Norway"),
        (IT, (("What did Ida Maurer sell?", "Fish."),), "Ida Maurer"),
        # What the question names itself is not meant.
        ("Did he meet Ida Maurer?", (("What did Ida Maurer say?", "That Tomas Reik left."),),
         "Tomas Reik"),
        ("Did he meet IDA MAURER?", (("What did Ida Maurer say?", "That Tomas Reik left."),),
         "Tomas Reik"),
    ],
)  # fmt: skip
def test_the_name_that_is_meant(question: str, turns: Turns, name: str) -> None:
    assert meant(question, *turns) == name


@pytest.mark.parametrize(
    ("question", "turns", "expected"),
    [
        (HE, (("What did Zork do?", "It fell in Zork, in Zork and in Zork."),),
         "Why did he leave (Zork)?"),
        (HE, (("What did Norway do?", "It fished."),), "Why did he leave (Norway)?"),
        (HE, (("what happened to the mill?", "nothing"),),
         "Why did he leave (what happened to the mill)?"),
        ("Did he like it?", (("What did Tomas Reik do?", "He saw Norway."),),
         "Did Tomas Reik like Norway?"),
        ("Is his mill red?", (("What did Tomas Reik do?", "He ran."),),
         "Is Tomas Reik's mill red?"),
        ("Is his mill red?", (("What did Tom Davis do?", "He ran."),), "Is Tom Davis' mill red?"),
        ("Why is that?", (("What did Norway do?", "It fished."),),
         "Why is that (what did Norway do)?"),
        ("Who lives there?", (("What did Norway do?", "It fished."),), "Who lives there (Norway)?"),
        ("Who else?", (("What did Norway do?", "It fished."),), "What else did Norway do?"),
        ("Why did it fall?", (("Why did it fall?", ""),), "Why did it fall (why did it fall)?"),
        ("Why did it fall?", (), "Why did it fall?"),
    ],
)  # fmt: skip
def test_pronouns_give_way_to_names_or_the_topic_follows(
    question: str, turns: Turns, expected: str
) -> None:
    assert make_standalone(question, turns).text == expected


@pytest.mark.parametrize(
    ("turns", "expected"),
    [
        ((("What did Orm sell?", ""), ("Who ran?", "")), "What did Orm sell, and why"),
        ((("What did Orm sell?", ""), ("Who ran off?", "")), "Who ran off, and why"),
        ((("Did Orm sell bread?", ""), ("Why is that?", "")), "Why did Orm sell bread"),
        ((("Did Orm sell bread?", ""), ("Why is that so?", "")),
         "Why is that so (did Orm sell bread)"),
        ((("Did Orm sell bread?", ""), ("Did Ida sell bread?", "")), "Why did Ida sell bread"),
    ],
)  # fmt: skip
def test_what_the_next_question_leans_on(turns: Turns, expected: str) -> None:
    assert make_standalone("Why?", turns).text == f"{expected}?"


def test_the_first_turn_and_the_last_twelve_are_read() -> None:
    person, fillers = ("What did Tomas Reik do?", ""), [("Who ran?", "")]
    opening = ("What did the mill do?", "")
    assert meant(HE, opening, person, *fillers * 11) == "Tomas Reik"
    assert "Tomas" not in make_standalone(HE, [opening, person, *fillers * 12]).text
    assert meant(HE, person, *fillers * 40) == "Tomas Reik"


def test_a_thousand_characters_of_an_answer_are_read() -> None:
    answer = "so " * 330 + "Tomas Reik"
    assert len(answer) == 1000
    assert meant(HE, ("What did the mill do?", answer)) == "Tomas Reik"
    assert meant(HE, ("What did the mill do?", f" {answer}")) == "Tomas Rei"


def test_a_question_of_three_hundred_characters_can_be_leant_on() -> None:
    longest, longer = f"Did bread {'x' * 289}?", f"Did bread {'x' * 290}?"
    assert (len(longest), len(longer)) == (300, 301)
    assert make_standalone("Why?", [(longest, "")]).text == f"Why did bread {'x' * 289}?"
    assert make_standalone("Why?", [(longer, "")]).text == "Why?"
    assert meant(HE, (f"What did Tomas Reik do, {'x' * 300}?", "")) == "Tomas Reik"


def test_three_more_names_are_searched_for() -> None:
    answer = "Fish from Sweden, Finland, Iceland and Denmark."
    standalone = make_standalone(THEY, [("What did Norway sell?", answer)])
    assert standalone.text == "Why did Norway leave?"
    assert standalone.search == "Why did Norway leave? Sweden Finland Iceland"


def test_a_history_of_the_size_allowed_is_one() -> None:
    config = RagConfig(max_history=2, max_question=9)
    check_history([("123456789", "0" * 99), ["a", "b"]], config)
    check_history((), config)
    for history in ([("a", "b")] * 3, [("1234567890", "")], [("a",)], [("a", 1)], ["ab"], None):
        with pytest.raises(QuestionError):
            check_history(history, config)


@pytest.mark.parametrize(
    ("question", "noun", "words"),
    [
        ("What is snapback?", "snapback", ("snapback",)),
        ("what are mill wheels", "mill wheels", ("mill", "wheels")),
        ("What was the flood?", "the flood", ("flood",)),
        ("What were wheels?", "wheels", ("wheels",)),
        ("What is a mill?", "the mill", ("mill",)),
        ("What is an oak?", "the oak", ("oak",)),
    ],
)
def test_a_noun_that_is_asked_to_be_defined(
    question: str, noun: str, words: tuple[str, ...]
) -> None:
    (name,) = defined_in(question)
    assert (name.text, name.words) == (noun, words)
    assert question[name.start : name.end].split()[-1] == noun.split()[-1]
    assert not name.opens


@pytest.mark.parametrize(
    "question",
    ["What is Snapback?", "What is that?", "What is so good?", "What is red mill bread?",
     "Who is king?", "What is there?", "What has bread?", "Bread: what is it?"],
)  # fmt: skip
def test_other_questions_define_nothing(question: str) -> None:
    assert not list(defined_in(question))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By now Norway met the Dutch in May 2019.", ["Norway"]),
        ("By now Norwegian Royal Sea Fish Trade Board.", ["Norwegian Royal Sea Fish Trade Board"]),
        ("By now Norwegian Royal Sea Fish Trade Board Club.", []),
    ],
)
def test_the_names_that_a_conversation_may_be_about(text: str, names: list[str]) -> None:
    assert [name.text for name in names_in(text)] == names
