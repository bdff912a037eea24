"""Questions that leave out their topic, completed from the one before: each form, both ways."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from loccit.rag.asking.ellipsis import completed, with_aside

SOLD = "What did Orm sell"
DID_SELL = "Did Orm sell the mill"
WHO_SOLD = "Who sold the mill"


@pytest.mark.parametrize(
    ("question", "stem", "expected"),
    [
        # A bare question word asks for something else of the same event.
        ("Why?", DID_SELL, "Why did Orm sell the mill?"),
        ("And where?", DID_SELL, "Where did Orm sell the mill?"),
        ("When?", "Is Orm rich", "When is Orm rich?"),
        ("How?", "Orm's mill burnt", "Orm's mill burnt, and how?"),
        ("Why?", "When did Orm sell the mill", "Why did Orm sell the mill?"),
        ("When?", "Where did Orm sell the mill", "When did Orm sell the mill?"),
        ("Where?", "Why did Orm sell the mill", "Where did Orm sell the mill?"),
        ("How?", "How did Orm sell the mill", "How did Orm sell the mill?"),
        ("Why?", "What did Orm sell", "What did Orm sell, and why?"),
        ("Why?", "Whether Orm sold it is what", "Whether Orm sold it is what, and why?"),
        ("Who?", DID_SELL, "Did Orm sell the mill, and who?"),
        ("What?", "Where did Orm live", "Where did Orm live, and what?"),
        ("Why not?", DID_SELL, "Did Orm sell the mill, and why not?"),
        # A question cut behind its auxiliary, and a wish for more, get the topic in brackets.
        ("Did it?", "Orm sold the mill", "Did it (Orm sold the mill)?"),
        ("Why did they?", SOLD, "Why did they (what did Orm sell)?"),
        ("Has she not?", SOLD, "Has she not (what did Orm sell)?"),
        ("Any old mills?", SOLD, "Any old mills (what did Orm sell)?"),
        # "Else" follows the question word that asks for an object, or the whole question.
        ("What else?", SOLD, "What else did Orm sell?"),
        ("Anything else?", "Who did Orm see", "Who else did Orm see?"),
        ("Any more?", "Where did Orm live", "Where else did Orm live?"),
        ("What others?", "Whom did Orm see", "Whom else did Orm see?"),
        ("What else?", "When did Orm leave", "When did Orm leave, and what else?"),
        ("Who else?", WHO_SOLD, "Who sold the mill, and who else?"),
        # A name stands for one of its kind, at the same preposition if it has one.
        ("And Ida?", "Who did Orm see", "Who did Ida see?"),
        ("What about Ida?", "Where did Orm meet Ann", "Where did Ida meet Ann?"),
        ("And Ida?", "When was the Orm family rich", "When was the Ida family rich?"),
        ("And Ida?", "What of Orm", "What of Ida?"),
        ("And Ida?", "Which mill sold to Orm and Ann", "Which mill sold to Ida and Ann?"),
        ("And to Ida?", "What did Orm sell to Ann Lee", "What did Orm sell to Ida?"),
        ("And of the United States?", "What is the flag of Norway",
         "What is the flag of the United States?"),
        ("And the Vikings?", "What did the Romans sell", "What did the Vikings sell?"),
        ("And the United States?", "What did Norway sell", "What did the United States sell?"),
        ("And with Ida?", "What did Orm sell to Ann Lee", "What did Orm sell to Ann Lee with Ida?"),
        ("And in 1990?", "Did Orm live in 1980", "Did Orm live in 1990?"),
        ("And 1990?", "Did Orm live in 1980 or 2015", "Did Orm live in 1990 or 2015?"),
        ("And 1990?", "Did Orm sell 3000 mills", "Did Orm sell 3000 mills, and what about 1990?"),
        ("And on Sunday?", SOLD, "What did Orm sell on Sunday?"),
        ("And bread?", SOLD, "What did Orm sell, and what about bread?"),
        ("And old Ida?", SOLD, "What did Orm sell, and what about old Ida?"),
        ("And Ida?", "Orm sold what", "Orm sold what, and what about Ida?"),
        ("How about one two three four five?", SOLD,
         "What did Orm sell, and what about one two three four five?"),
    ],
)  # fmt: skip
def test_a_question_is_completed(question: str, stem: str, expected: str) -> None:
    assert completed(question, stem) == expected


def each(template: str, words: str) -> list[str]:
    """The questions that a template gives, with each of the words at its gap."""
    return [template.replace("_", word) for word in words.split("|")]


BARE = [
    *each("_?", "What|which|who|whom|whose|where|when|why|how"),
    *each("_ why?", "And|but|so|or|ok|okay|And,|So:"),
    *each("_ when?", "Since|until|by|from|for|to|with|in"),
    *each("How _?", "many|much|long|far|often|old|so"),
    *each("Which _?", "one|ones"),
    *each("Why _?", "not|exactly"),
]
ASIDE = [
    *each("_ it?", "Did|is|was|has|can|will|would|should|didn't"),
    *each("Did _?", "he|she|it|they|we|I|you"),
    *each("_ did it?", "And|but|so|or|ok|okay|Why|and how"),
    *each("Any _?", "mills|old mills|x-rays"),
    "Is there?",
    "Did it not?",
    *each("Tell me _.", "more|some more"),
    *each("_.", "Say more|Elaborate|Go on|Continue|Explain|Please explain|More|Explain please"),
    *each("_ explain?", "Can you|Could you|Would you|Please can you|Can you please"),
    *each("Is there _?", "more|else|any more|anything more|something else|something more"),
    *each("_ there more?", "Was|are"),
    *each("Give me more_", "| details| detail"),
    "More details?",
]
ELSE = [
    *each("_ else?", "What|who|where|when|how|anything|anyone|something|nothing|and what"),
    *each("Any _?", "other|others|more"),
    *each("What _?", "more|other|others"),
]


@pytest.mark.parametrize("question", BARE)
def test_bare_question_words(question: str) -> None:
    stem = "Which mill burnt"
    words = question.removesuffix("?").lower()
    for joint in ("and", "but", "so", "or", "ok", "okay"):
        if words.split()[0].strip(",:") == joint and words != joint:
            words = words.split(" ", 1)[1]
    assert completed(question, stem) == f"{stem}, and {words}?"


@pytest.mark.parametrize("question", ASIDE)
def test_questions_that_go_on(question: str) -> None:
    assert completed(question, SOLD) == f"{question.rstrip('?.')} (what did Orm sell)?"


@pytest.mark.parametrize("question", ELSE)
def test_questions_for_more(question: str) -> None:
    assert completed(question, SOLD) == "What else did Orm sell?"


@pytest.mark.parametrize("opening", "And|But|So|Or|What about|How about|And what about".split("|"))
def test_openings_of_an_exchange(opening: str) -> None:
    assert completed(f"{opening} Ida?", "Who did Orm see") == "Who did Ida see?"


@pytest.mark.parametrize(
    "preposition",
    "in on at by for from of to with under about after before during".split(),
)
def test_prepositions_of_an_exchange(preposition: str) -> None:
    stem = f"Who bakes {preposition} Orm"
    assert completed(f"And {preposition} Ida?", stem) == f"Who bakes {preposition} Ida?"
    assert completed(f"And {preposition} it all?", SOLD) == f"{SOLD} {preposition} it all?"


@pytest.mark.parametrize(
    "question",
    [
        "How about one two three four five six?",
        "And what is bread?",
        "And is it so?",
        "bread",
        "Ida?",
        "Why did Orm sell it?",
        "Did the mill burn?",
        "What did they sell else?",
        "More mills of Orm?",
        "Explain bread to me.",
        "How many mills?",
        "",
    ],
)
def test_other_questions_are_left_alone(question: str) -> None:
    assert completed(question, SOLD) is None


@pytest.mark.parametrize("question", ["Why?", "What else?", "Go on", "And Ida?"])
def test_without_a_question_before_there_is_nothing_to_complete(question: str) -> None:
    assert completed(question, "") is None


@pytest.mark.parametrize(
    ("question", "aside", "expected"),
    [
        ("Why?", SOLD, "Why (what did Orm sell)?"),
        ("Why ?!.", "Did Orm", "Why (did Orm)?"),
        ("Why?", "Orm's mill", "Why (Orm's mill)?"),
        ("Why?", "Whatever Orm sold", "Why (Whatever Orm sold)?"),
        ("Why?", "What is that (the mill of Orm)", "Why (what is that)?"),
        ("Why?", "(the mill)", "Why ((the mill))?"),
        ("Why?", "What (the mill) is", "Why (what (the mill) is)?"),
    ],
)
def test_the_topic_follows_in_brackets(question: str, aside: str, expected: str) -> None:
    assert with_aside(question, aside) == expected


@given(st.sampled_from([*BARE, *ASIDE, *ELSE]), st.sampled_from([SOLD, DID_SELL, WHO_SOLD]))
def test_what_is_completed_says_all_that_its_stem_does(question: str, stem: str) -> None:
    text = completed(question, stem)
    assert text is not None
    assert text.endswith("?")
    assert {"sell", "sold"} & set(text.rstrip("?)").replace(",", "").split())
