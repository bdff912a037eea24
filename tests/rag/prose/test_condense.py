"""A question that a model makes standalone is used only if it adds nothing of its own."""

from __future__ import annotations

import pytest
from chat.hostile_prompts import ROLE, hostile_texts, seen
from hypothesis import given
from loccit.rag.prose.prompt import wording
from loccit.rag.prose.prompt.condense import accept_condensed, condense_prompt

HISTORY = (
    ("Who led the Iranian team in Vienna?", "Javad Zarif led it from 14 July 2015 on."),
    ("How many IR-6 machines were allowed?", "At most 550 machines, of $2 million each, in 2016."),
)
ASKED = "And what did he say about the IAEA?"


def accepted(reply: str, asked: str = ASKED, most: int = 200) -> str | None:
    return accept_condensed(reply, asked, HISTORY, most)


@pytest.mark.parametrize(
    "reply",
    [
        "What did Javad Zarif say about the IAEA?", "What did Zarif say about the IAEA in Vienna?",
        "What did Zarif say of Iran's team in July 2015?", "What did Zarif say on 14 July 2015?",
        "What did Zarif say about 550 machines?", "Did Zarif name the IR-6 to the IAEA?",
        "What did Zarif say of machines of 2 million dollars each in 2016?",
        "ماذا قال؟", "他说了什么？", "What did he say in a week?", "What did he say (in 2016)?",
    ],
)  # fmt: skip
def test_what_the_conversation_has_is_accepted(reply: str) -> None:
    assert accepted(reply) == reply
    assert accepted(f"\n  {reply} \n") == reply


@pytest.mark.parametrize(
    "reply",
    [
        "What did Hassan Rouhani say about the IAEA?", "What did Mohammad Javad Zarif say?",
        "What did Zarif say in Geneva?", "What did Zarif say about Israel?",
        "What did Zarif say in 2018?", "What did Zarif say on 15 July 2015?",
        "What did Zarif say in August?", "What did Zarif say about 560 machines?",
        "What did Zarif say about 550 kg?", "What did Zarif say about the IR-8?",
        "What did Zarif say about €2 million?", "What was said first?", "What did he say [1]?",
        "", "?", "…?", "NOT STATED", "Zarif said so.", "What did Zarif say", "Say what he said.",
        "What did Zarif say?\nWhat did he do?", "What did\nZarif say?", "What did\u2028Zarif say?",
        "Zarif led it. What did he say?", "What did Zarif say? It is not stated.",
        "What did he say " + "and say " * 30 + "?",
    ],
)  # fmt: skip
def test_what_adds_or_says_something_is_refused(reply: str) -> None:
    assert accepted(reply) is None


@pytest.mark.parametrize(
    "reply",
    [
        '"What did Zarif say?"', "**What did Zarif say?**", "Question: What did Zarif say?",
        "Standalone question: “What did Zarif say?”", "**Rewritten question:** What did Zarif say?",
    ],
)  # fmt: skip
def test_what_is_put_around_a_question_is_taken_off(reply: str) -> None:
    assert accepted(reply) == "What did Zarif say?"


def test_a_label_is_only_before_a_question() -> None:
    reply = "What did he say to the question: who led it?"
    assert accepted(reply) == reply


def test_a_question_has_at_most_its_characters() -> None:
    reply = "What did Zarif say?"
    assert accepted(reply, most=len(reply)) == reply
    assert accepted(reply, most=len(reply) - 1) is None


def test_a_question_of_two_sentences_may_stay_so() -> None:
    reply = "I read of the IAEA. What did Zarif say?"
    assert accepted(reply) is None
    assert accepted(reply, asked="I read of the IAEA. What did he say?") == reply


def test_only_turns_that_the_model_saw_count() -> None:
    history = [("Who led the team?", "Javad Zarif."), *[("So?", "So.")] * 4]
    assert accept_condensed("What did Zarif say?", "And he?", history, 99) is None
    assert accept_condensed("What did Zarif say?", "And he?", history[:-1], 99)


def test_twins_become_the_signs_of_the_question() -> None:
    text = condense_prompt("What is [x]?", ())[-1].text
    assert "What is ⟦x⟧?" in text
    assert accept_condensed("What is ⟦x⟧?", "What is [x]?", (), 99) == "What is [x]?"
    assert accept_condensed("What is ⟦x⟧?", "What?", [("[x]", "")], 99) == "What is [x]?"
    assert accept_condensed("What is ⟦x⟧?", "What is ⟦x⟧?", (), 99) == "What is ⟦x⟧?"


def test_a_lone_surrogate_is_read() -> None:
    assert accept_condensed("Why \ud800 so?", "Why \ud800?", (), 99) == "Why \ufffd so?"


def test_replies_of_examples_are_accepted() -> None:
    for example in wording.examples("condense"):
        asked, reply = example["question"], example["reply"]
        assert accept_condensed(reply, asked, example["history"], 200) == reply


def test_the_messages() -> None:
    messages = condense_prompt(ASKED, HISTORY)
    assert [message.role for message in messages] == ["system", *["human", "ai"] * 2, "human"]
    assert messages[0].text == wording.instruction("condense")
    assert messages[-1].text == (
        "<conversation>\nAsked: Who led the Iranian team in Vienna?\n"
        "Answered: Javad Zarif led it from 14 July 2015 on.\n"
        "Asked: How many IR-6 machines were allowed?\n"
        "Answered: At most 550 machines, of $2 million each, in 2016.\n</conversation>\n\n"
        "Last question: And what did he say about the IAEA?\n\n"
        "Write the last question so that it can be understood alone, as one question on one line."
    )


@given(hostile_texts, hostile_texts)
def test_no_text_passes_for_a_part_of_the_messages(asked: str, answer: str) -> None:
    text = seen(condense_prompt(asked, [(asked, answer)])[-1].text)
    assert len(ROLE.findall(text)) == 2
    assert text.count("<conversation>") == text.count("</conversation>") == 1
    assert "[" not in text


@given(hostile_texts, hostile_texts)
def test_any_reply_is_read(reply: str, asked: str) -> None:
    question = accept_condensed(reply, asked, [(asked, reply)], 100)
    assert question is None or (0 < len(question) <= 100 and "\n" not in question)
