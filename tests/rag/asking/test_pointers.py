"""Which words of a question point outside it: each rule and each word of its list, both ways."""

from __future__ import annotations

import pytest
from loccit.rag.asking.pointers import Kind, pointers


def pointing(question: str) -> list[str]:
    """The words that point, a possessive with ``'s`` behind it and a bare one with ``*``."""
    return [
        question[pointer.start : pointer.end] + "'s" * pointer.possessive + "*" * pointer.bare
        for pointer in pointers(question)
    ]


@pytest.mark.parametrize(
    ("kind", "questions"),
    [
        (Kind.PERSON, ["Where is he?", "Why see him?", "Where is his mill?", "Where is she?",
                       "Where is her mill?", "Is the mill hers?"]),
        (Kind.THING, ["Where is it?", "Where is its roof?"]),
        (Kind.GROUP, ["Where are they?", "Why see them?", "Where is their mill?",
                      "Are these theirs?"]),
        (Kind.THIS, ["Why this?", "Why that?", "Why these?", "What of those?"]),
        (Kind.PLACE, ["Who lives there?"]),
        (Kind.TIME, ["And then?", "What next?", "What happened afterwards?"]),
        (Kind.MORE, ["What else?", "Which other?", "Which others?", "Some another?"]),
    ],
)  # fmt: skip
def test_each_word_points_to_its_kind(kind: Kind, questions: list[str]) -> None:
    for question in questions:
        assert kind in [pointer.kind for pointer in pointers(question)], question


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What about it?", "it"),
        ("What of IT?", ""),
        ("What of IT and him?", "him"),
        ("WHAT OF IT?", "IT"),
        ("How old is thıs?", "thıs*"),
        ("Where is hıs mill?", "hıs's"),
        ("What of its roof?", "its's"),
        ("What of it-girls?", ""),
        ("What of he’s?", ""),
        ("Who saw the mill?", ""),
        # Possessives.
        ("Why was his mill sold?", "his's"),
        ("Why was her mill sold?", "her's"),
        ("Why must we leave her?", "her"),
        ("Why must we leave her, and when?", "her"),
        ("Is the mill hers?", "hers's"),
        ("Is their mill red?", "their's"),
        # What stands for all that was said.
        ("Why is that?", "that*"),
        ("Why is that so?", "that*"),
        ("Is that a mill?", ""),
        ("Is this a mill?", "this"),
        ("Is this true?", "this*"),
        ("What happened during this?", "this*"),
        ("What happened in this mill?", "this"),
        ("What next?", "next*"),
        ("Who did it?", "it*"),
        ("Who was doing it?", "it*"),
        ("Who must do it?", "it*"),
        ("Who has done it?", "it*"),
        ("Who saw it?", "it"),
        # "This" and "these" always show; the others only where no conjunction can stand.
        ("Did this happen?", "this*"),
        ("Did these mills burn?", "these"),
        ("Did that happen?", "that*"),
        ("that?", ""),
        ("What happened in that mill?", "that"),
        ("What happened in that old mill of mine?", ""),
        ("What became of those?", "those*"),
        ("What became of those mills?", "those"),
        ("Why sell those?", ""),
        ("Why did Orm see this?", ""),
        ("Why did Orm see this mill?", ""),
        # A place and a time point at the end.
        ("Who lives there?", "there"),
        ("Who lives there today?", ""),
        ("What is there?", ""),
        ("there", ""),
        ("What happened then in the mill?", ""),
        ("What did bakers do next?", "next*"),
        ("What did the bakers do next?", ""),
        ("What did Orm do next?", ""),
        # More of the same, where the question says little else.
        ("Who else ran?", "else"),
        ("Who else ran the paper mill?", "else"),
        ("Who else ran the old paper mill?", ""),
        ("What else did Orm sell?", ""),
        ("What else than bread?", ""),
        ("Was the other side red?", ""),
        ("Bread else?", ""),
    ],
)
def test_words_that_point(question: str, expected: str) -> None:
    assert " ".join(pointing(question)) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        # A person named, or meant by a noun, is who "he" is.
        ("When did he leave?", "he"),
        ("Did Orm say when he left?", ""),
        ("Did the mill say when he left?", "he"),
        ("Did the baker lose his hat?", ""),
        ("Did the mill lose his hat?", "his's"),
        ("Who did he see?", "he"),
        ("Whose is his hat?", "his's"),
        ("Whom did he see?", "he"),
        ("And who did he see?", "he"),
        ("But who did he see?", "he"),
        ("So who did he see?", "he"),
        ("Who said when he left?", ""),
        # "It" needs its noun in an earlier clause.
        ("Did the public like it?", "it"),
        ("Did the public hope when it came?", ""),
        ("Did Orm like it?", "it"),
        ("What happened after it?", "it"),
        # A possessive needs it anywhere before, beside what is asked for and its own head.
        ("Did the mill lose its roof?", ""),
        ("Did Orm lose its roof?", ""),
        ("Which hall is its mill?", "its's"),
        ("What was the fate of its roof?", "its's"),
        ("Who sold its mill?", "its's"),
        ("And who sold its mill?", "its's"),
        ("But who sold its mill?", "its's"),
        ("So who sold its mill?", "its's"),
        ("Who sold its mill to Ann Orm?", ""),
        ("Who sold their mill?", ""),
        ("Who in the town sold its mill?", ""),
    ],
)
def test_what_the_question_itself_names_is_not_pointed_at(question: str, expected: str) -> None:
    assert " ".join(pointing(question)) == expected


def each(template: str, words: str) -> list[str]:
    """The questions that a template gives, with each of the words at its gap."""
    return [template.replace("_", word) for word in words.split("|")]


POINTS = [
    # Words of grammar, and light ones, are no subject.
    *each("_ their mill?", "many|much|more|most|happen|happens|happened|like|after|the|of"),
    # What is asked for is no subject.
    *each("_ which hall is their mill?", "And|but|so|in|at|on|by|to|for|from|of|with|during|under"),
    *each("_ old hall is their mill?", "What|which|whose|who|whom|where|when|why|how"),
    "Which very old dark stone hall is their mill?",
    *each("Which hall _ their mill?",
          "is|are|was|were|do|did|has|had|can|will|would|must|wasn't|wasnʼt|shan't"),
    # The head of a possessive is none.
    *each("The roof _ its mill?", "of|in|to|for|from|on|by|with|about"),
    *each("_ of its mill?", "Roof|A roof|An oak"),
    # A preposition shows all that was said.
    *each("Why must Orm stay _ that?",
          "in|on|at|during|after|before|from|of|about|with|for|by|to|like|is"),
    *each("What happened in that _ of old?",
          "year|time|period|album|song|film|movie|book|show|game|match|season|era|war|day|point"
          "|event|same year|same event"),
    *each("_ else?", "what|who|where|when|how|any|anyone|some|somebody|no|nobody|which|the"),
]  # fmt: skip
STANDS_ALONE = [
    "Bread their mill?",
    "The hall is their mill?",
    "Which very old dark red stone hall is their mill?",
    "Which hall sells their mill?",
    "The roof near its mill?",
    "Why must Orm see that?",
    "What happened in that mill of old?",
    # "It" of weather, of time, and of a clause that follows.
    *each("Is it clear _ we left?",
          "that|to|when|if|whether|for|who|which|where|like|because|called"),
    "Is it a very good old thing that we left?",
    *each("Is it _?",
          "raining|snowing|rain|snow|time|midnight|noon|late|early|cold|warm|hot|dark"),
    *each("Was it _ the red, old, dark mill that we spoke?", "about|in"),
    *each("What _ is it?", "time|day|date|year|month|season"),
    *each("What _ was it?", "time|day|date|year|month|season"),
    # An earlier clause names it.
    *each("Did the mill hope _ it fell?",
          "when|if|because|that|after|before|while|until|since|who|which|as|than|but|and|or|to"
          "|so|where|once|although|though|whether|unless|how|why|what|of seeing|by saying"
          "|for seeing|without saying|from seeing"),
    *each("Did the mill fall_ it burnt?", ",|;|:"),
    *each("_ the mill burnt it fell?", "If|although|though|because|while|once|after|when|since"),
    # A noun of a person is who "he" is.
    *each("Did the _ say he left?",
          "person|persons|people|man|men|woman|women|boy|girl|child|king|queen|prince|princess"
          "|emperor|pope|president|student|author|mother|father|wife|husband|son|daughter|citizen"
          "|citizens|patient|athlete|judge|bishop|general|saint"),
    *each("Did _ say he left?",
          "someone|somebody|anyone|anybody|everyone|everybody|nobody"),
    *each("Did _ say he left?",
          "a baker|an actor|each artist|every librarian|the tenant|a trainee|the old baker"),
    *each("Say _ he saw?", "who|whose|whom"),
    # Those of whom the question itself says more.
    *each("What became of those _ left?",
          "who|that|which|of|in|with|from|on|at|to|not|whose|responsible|running|retired"),
]  # fmt: skip


@pytest.mark.parametrize("question", POINTS)
def test_a_question_that_points(question: str) -> None:
    assert pointers(question)


@pytest.mark.parametrize("question", STANDS_ALONE)
def test_a_question_that_stands_alone(question: str) -> None:
    assert not pointers(question)


@pytest.mark.parametrize(
    "question",
    [
        "Is it a very good and old thing that we left?",
        "Was it about the red, old, dark mill?",
        "What colour is it?",
        "Why did its rain stop?",
        "Did the mill hope it fell?",
        "When did the mill burn it?",
        "Did the mill say he left?",
        "Did paper say he left?",
        "What became of those then left?",
    ],
)
def test_without_the_word_of_the_rule_it_points(question: str) -> None:
    assert pointers(question)


def test_as_many_words_are_examined_as_a_question_needs() -> None:
    assert len(pointers("Why this? " * 20)) == 20
