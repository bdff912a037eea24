"""Which two sentences contradict each other: each rule and bound by a pair on either side of it."""

from __future__ import annotations

import pytest
from loccit.index.formats.parsed import Metadata
from loccit.rag.disagreement.pairs import changed, contradicts, likeness
from notes import Notes

EMPLOY = "How many people does the mill employ?"
OPEN = "When did the mill open?"
LEAD = "Who leads the union?"


def clash(question: str, first: str, second: str, notes: Notes | None = None) -> bool:
    """Whether two sentences of two undated documents contradict each other, in either order."""
    return clash_dated(question, (first, None), (second, None), notes)


def clash_dated(
    question: str,
    first: tuple[str, str | None],
    second: tuple[str, str | None],
    notes: Notes | None = None,
) -> bool:
    notes = notes or Notes()
    asked = notes.question(question)
    ours = notes.sentence(first[0], "a.md", date=first[1])
    theirs = notes.sentence(second[0], "b.md", date=second[1])
    verdict = contradicts(asked, ours, theirs)
    assert verdict == contradicts(asked, theirs, ours)
    return verdict


@pytest.mark.parametrize(
    ("question", "first", "second", "expected"),
    [
        (EMPLOY, "The mill employs 340 people.", "The mill employs 285 people.", True),
        (EMPLOY, "The mill employs 340 people.", "A mill employs 340 people!", False),
        (OPEN, "The mill opened in 1884.", "The mill opened in 1891.", True),
        (LEAD, "The union is led by Tomas Reik.", "The union is led by Ida Maurer.", True),
        # One value in another kind differs too, so another matter may be meant.
        (EMPLOY, "The mill of Tomas Reik employs 340 people.",
         "The mill of Ida Maurer employs 285 people.", False),
        (OPEN, "The mill of Tomas Reik opened in 1884.",
         "The mill of Ida Maurer opened in 1891.", False),
        (OPEN, "The 3rd mill opened in 1884.", "The 4th mill opened in 1891.", False),
        (OPEN, "The 3rd mill opened in 1884.", "The mill opened in 1891.", True),
        (LEAD, "The 3rd union is led by Tomas Reik.", "The 4th union is led by Ida Maurer.", False),
        (LEAD, "In 1990 the union was led by Tomas Reik.",
         "In 2001 the union was led by Ida Maurer.", False),
        (EMPLOY, "In 1990 the mill employed 340 people.",
         "In 2001 the mill employed 285 people.", False),
        (EMPLOY, "In 1990 the mill employed 340 people.",
         "In 1990 the mill employed 285 people.", True),
        # What differs is not what is asked for.
        (EMPLOY, "The mill employs people since 1884.", "The mill employs people since 1891.",
         False),
        (OPEN, "The mill opened with 340 people.", "The mill opened with 285 people.", False),
        (LEAD, "The union is led since 1884.", "The union is led since 1891.", False),
        # The question names a value that one of the two does not have.
        ("Who owns the hotel with 40 rooms?", "The hotel with 40 rooms is owned by Tomas Reik.",
         "The hotel with 60 rooms is owned by Ida Maurer.", False),
        ("Who owns the hotel with 40 rooms?", "The hotel with 40 rooms is owned by Tomas Reik.",
         "The hotel with 40 rooms is owned by Ida Maurer.", True),
        ("Who leads the union after Tomas Reik?", "The union is led by Tomas Reik.",
         "The union is led by Ida Maurer.", False),
        # No kind is asked for: exactly one differs.
        ("What is the mill like?", "The mill has 340 people.", "The mill has 285 people.", True),
        ("What is the mill like?", "The mill runs since 1884.", "The mill runs since 1891.", True),
        ("What is the mill like?", "The mill is the 3rd.", "The mill is the 4th.", True),
        ("What is the mill like?", "The mill is run by Tomas Reik.",
         "The mill is run by Ida Maurer.", True),
        ("What is the mill like?", "The mill is run by Tomas Reik with 340 people.",
         "The mill is run by Ida Maurer with 285 people.", False),
        ("What is the mill like?", "The 3rd mill has 340 people.",
         "The 4th mill has 285 people.", False),
        ("What is the mill like?", "In 1884 the mill had 340 people.",
         "In 1891 the mill had 285 people.", False),
        ("What is the mill like?", "The mill was large.", "The mill was tall.", False),
    ],
)  # fmt: skip
def test_values_differ_in_the_kind_that_is_asked_for_and_in_no_other(
    question: str, first: str, second: str, expected: bool
) -> None:
    assert clash(question, first, second) == expected


BYPASS = "Did the council approve the bypass?"


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("The council approved the bypass.", "The council rejected the bypass.", True),
        ("The council approved the bypass.", "The council did not approve the bypass.", True),
        ("The council approved the bypass.", "The council did not reject the bypass.", False),
        ("The council of Tomas Reik approved the bypass.",
         "The council of Ida Maurer rejected the bypass.", False),
        ("The council approved the bypass of 12 km.", "The council rejected the bypass of 30 km.",
         False),
        ("In 1990 the council approved the bypass.", "In 2001 the council rejected the bypass.",
         False),
        *(
            (f"The council approved the bypass{joint} the mayor stayed away.",
             f"The council approved the bypass{joint} the mayor did not stay away.", False)
            for joint in (";", ", and", ", but", ", while", ", which", ", who", ", so",
                          ", whereas", ", although", " –", " —")
        ),
    ],
)  # fmt: skip
def test_outcomes_of_the_first_clauses_are_compared(
    first: str, second: str, expected: bool
) -> None:
    assert clash(BYPASS, first, second) == expected


def test_the_first_clause_ends_where_another_statement_begins() -> None:
    """Without a joint both halves are one clause, and the second one's denial counts."""
    first, second = "The mayor did speak here.", "The mayor did not speak here."
    assert clash("Did the mayor speak?", first, second)
    for joint in (";", ", and", ", but", ", while", ", which", ", who", ", so", ", whereas",
                  ", although", " –", " —"):  # fmt: skip
        tail = f"The mayor spoke here{joint} no one left."
        assert not clash("Did the mayor speak?", first, tail), joint
    assert clash("Did the mayor speak?", first, "The mayor spoke here when no one left.")


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        (("In 1990 the mill employed 340 people.", None),
         ("The mill employed 285 people.", "2001-05"), False),
        (("In 1990 the mill employed 340 people.", "2001"),
         ("The mill employed 285 people.", "1990-05"), True),
        (("In 1990 the mill employed 340 people.", "2001"),
         ("The mill employed 285 people.", None), True),
        (("On 5 May the mill employed 340 people.", "1990"),
         ("The mill employed 285 people.", "2001"), True),
        (("The mill employed 340 people.", "1990"),
         ("The mill employed 285 people.", "2001"), True),
        (("The mill employed 340 people, and in 1990 it burnt.", None),
         ("The mill employed 285 people, and in 2001 it burnt.", None), True),
    ],
)  # fmt: skip
def test_a_document_s_year_dates_a_sentence_without_one(
    first: tuple[str, str | None], second: tuple[str, str | None], expected: bool
) -> None:
    assert clash_dated(EMPLOY, first, second) == expected


@pytest.mark.parametrize(
    "question",
    [
        *(f"Who {verb} the union?" for verb in (
            "joined", "attended", "signed", "took", "takes", "visited", "met", "meets", "voted",
            "negotiates", "wants", "fears", "says", "said", "helped", "worked", "plays",
            "supports", "opposed")),
        "Who are the union?", "Who were the union?", "Who else are the union?",
        "Who all are the union?", "Who also joined the union?", "What towns joined the union?",
        "Which towns joined the union?",
    ],
)  # fmt: skip
def test_a_question_that_several_names_answer_has_no_rivals(question: str) -> None:
    first, second = "The union of towns is led by Tomas Reik.", "The union of towns is led by Ida."
    assert not clash(question, first, second)


def test_other_questions_have_rivals_though_they_hold_such_a_word() -> None:
    first, second = "The union is led by Tomas Reik.", "The union is led by Ida Maurer."
    for question in ("Who leads the union?", "Who of the union plays?"):
        assert clash(question, first, second)


CONTRASTS = """northern southern|east western|upper lower|middle upper|left right|inner outer
old new|old former|summer winter|men women|boys girls|children adults|male female|minimum maximum
average median|mean minimum|arrival departure|import export|imports exports|gross net
indoor outdoor|domestic foreign|international domestic|largest smallest|highest lowest
monthly yearly|annual daily|weekly quarterly|killed injured|dead wounded|passenger cargo
freight passenger|public private|planned actual|length width|height depth|long wide|high deep
morning evening|afternoon morning|budget cost|revenue profit|loss profit|opened closed
began ended|start end|born died|weekday weekend|urban rural|primary secondary|day night"""


@pytest.mark.parametrize("words", CONTRASTS.replace("\n", "|").split("|"))
def test_a_contrast_shows_that_the_subjects_differ(words: str) -> None:
    left_word, right_word = words.split()
    question = "What is the figure of the paper mill?"
    first = f"The {left_word} figure of the paper mill is 340."
    second = f"The {right_word} figure of the paper mill is 285."
    assert not clash(question, first, second)
    assert clash(question, first, second.replace(f"{right_word} ", ""))
    assert clash(question, first, second.replace(right_word, left_word))


def test_they_are_of_two_documents_and_no_rows_and_stand_alone() -> None:
    notes = Notes()
    asked = notes.question(EMPLOY)
    first = notes.sentence("The mill employs 340 people.", "a.md")
    other_text = "The mill employs 285 people."
    assert contradicts(asked, first, notes.sentence(other_text, "b.md", number=3))
    assert not contradicts(asked, first, notes.sentence(other_text, "a.md"))
    row = notes.sentence(other_text, "b.md", columns="name\tpeople")
    assert not contradicts(asked, first, row)
    assert not contradicts(asked, row, first)
    leaning = "Their mill employs 285 people."
    assert contradicts(asked, first, notes.sentence(leaning, "b.md", number=0))
    for number in (1, 2):
        behind = notes.sentence(leaning, "b.md", number=number)
        assert not contradicts(asked, first, behind)
        assert not contradicts(asked, behind, first)


@pytest.mark.parametrize(
    ("cleft", "stands_alone"),
    [
        ("It was Ida Maurer who founded the union.", True),
        ("It is Ida Maurer that founded the union.", True),
        ("It was Ida Maurer which founded the union.", True),
        ("It saw Ida Maurer, who founded the union.", False),
        ("It was a day when Ida Maurer founded the union.", False),
    ],
)
def test_a_cleft_sentence_leans_on_none_before_it(cleft: str, stands_alone: bool) -> None:
    notes = Notes()
    first = notes.sentence("Tomas Reik founded the union.", "a.md")
    second = notes.sentence(cleft, "b.md", number=1)
    assert contradicts(notes.question("Who founded it?"), first, second) == stands_alone


def test_how_alike_two_vectors_must_be() -> None:
    notes = Notes()
    asked = notes.question(EMPLOY)
    first = notes.sentence("The mill employs 340 people.", "a.md")
    for cosine, expected in ((0.6, True), (0.59, False), (-1.0, False)):
        second = notes.sentence("The mill employs 285 people.", "b.md", cosine=cosine)
        assert contradicts(asked, first, second) == expected


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        # 3 of the shorter one's 5 words, then 4 of 7; of all words more than 35 % each time.
        ("mill red blue green gold 340", "mill red blue iron zinc 285", True),
        ("mill red blue green gold grey pink 340", "mill red blue green iron zinc lead 285", False),
        # All 7 words of the shorter one: 35 % of 20 words in all, then less of 21.
        ("mill red blue green gold grey pink 340",
         "mill red blue green gold grey pink oak ash elm fir yew box bay hay fig sun sky fog ice"
         " 285", True),
        ("mill red blue green gold grey pink 340",
         "mill red blue green gold grey pink oak ash elm fir yew box bay hay fig sun sky fog ice"
         " rye 285", False),
    ],
)  # fmt: skip
def test_how_many_words_they_must_share(first: str, second: str, expected: bool) -> None:
    assert clash("mill", first, second) == expected


@pytest.mark.parametrize(
    ("question", "first", "second", "expected"),
    [
        # A share of the question's words that is 3/4 of the better one's, then less.
        ("mill red blue green", "mill red blue green 340", "mill red blue iron 285", True),
        ("mill red blue green", "mill red blue green 340", "mill red iron green coal 285", True),
        ("mill red blue green", "mill red blue green oak elm 340",
         "mill red blue oak elm 285", True),
        ("mill red blue green", "mill red blue green oak elm 340",
         "mill red fir oak elm 285", False),
        # Half of the question's words, then less.
        ("mill red blue green", "mill red oak 340", "mill red fir 285", True),
        ("mill red blue green gold", "mill red oak 340", "mill red fir 285", False),
        # Fewer will do where the sentences differ in values alone: 9 of 10 words, and 3 at least.
        ("mill red blue green gold", "mill red oak 340", "mill red oak 285", True),
        ("mill red blue green gold", "mill red 340", "mill red 285", False),
        ("mill red blue green gold", "mill red oak ash elm fir yew box bay 340",
         "mill red oak ash elm fir yew box bay fig 285", True),
        ("mill red blue green gold", "mill red oak ash elm fir yew box 340",
         "mill red oak ash elm fir yew box fig 285", False),
    ],
)  # fmt: skip
def test_how_much_of_the_question_they_must_hold(
    question: str, first: str, second: str, expected: bool
) -> None:
    assert clash(question, first, second) == expected


@pytest.mark.parametrize(
    "word", "many much number amount share date year name approved rejected won lost".split()
)
def test_words_for_the_kind_of_value_are_not_asked_of_a_sentence(word: str) -> None:
    rare = dict.fromkeys(Notes().stem_set(word), 9.0)
    assert clash(f"{word} mill", "mill red oak 340", "mill red fir 285", Notes(**rare))
    assert not clash("heavy mill", "mill red oak 340", "mill red fir 285", Notes(heavi=9.0))
    assert clash(word, f"{word} 340", f"{word} 285")  # nothing else is asked


def test_a_question_without_a_word_has_no_topic_to_be_on() -> None:
    assert not clash("?", "The mill has 340 people.", "The mill has 285 people.")


def test_rare_words_of_the_question_weigh_more() -> None:
    first, second = "mill red oak 340", "mill red fir 285"
    assert not clash("mill gold", first, second, Notes(mill=1.0, gold=1.5))
    assert clash("mill gold", first, second, Notes(mill=1.5, gold=1.0))


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("The paper mill pays 5 euros and 7 euros.", "The paper mill pays 5 euros and 9 euros.",
         True),
        ("The large paper mill pays 5 euros and 7 euros.",
         "The small paper mill pays 5 euros and 9 euros.", False),
        ("The paper mill burnt on 5 May 1990 and 7 June 1990.",
         "The paper mill burnt on 5 May 1990 and 9 June 1990.", True),
        ("The large paper mill burnt on 5 May 1990 and 7 June 1990.",
         "The small paper mill burnt on 5 May 1990 and 9 June 1990.", False),
        ("The paper mill has 12 halls and 340 people.", "The paper mill has 12 halls and 340 dogs.",
         False),
    ],
)  # fmt: skip
def test_what_both_state_is_no_difference_of_sentences_that_differ_in_values_alone(
    first: str, second: str, expected: bool
) -> None:
    assert clash("What is the paper mill like?", first, second) == expected


def test_likeness_is_the_cosine_and_the_share_of_words_in_common() -> None:
    notes = Notes()
    first = notes.sentence("red blue green 340", "a.md")
    second = notes.sentence("red blue gold 285", "b.md", cosine=0.5)
    assert likeness(notes.index, first, second) == pytest.approx(0.5 + 2 / 4)
    bare = [notes.sentence(text, "a.md") for text in ("340", "285")]
    assert likeness(notes.index, *bare) == pytest.approx(1.0)


def texts_of(changes: list[tuple[object, ...]]) -> list[tuple[str, ...]]:
    return [tuple(sentence.text for sentence in pair) for pair in changes]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("The mill employs 340 people.", "The mill employs 285 people.", True),
        ("The mill employs 340 people.", "The mill employs 340 people!", False),
        ("The mill employs 340 people.", "The mill employs 340 good people.", False),
        ("The mill is run by Tomas Reik.", "The mill is run by Ida Maurer.", True),
        ("The mill is run by Tomas Reik.", "The mill is run by Reik.", False),
        ("The mill opened in 1884.", "The mill opened in 1891.", True),
        ("The mill has 340 people and pays 5 euros.", "The mill has 285 people and pays 9 euros.",
         False),
        # The date of each document is no change.
        ("The mill ran on 5 May 2019.", "The mill ran on 6 June 2021.", False),
        ("The mill ran on 5 May 2019.", "The mill ran on 7 June 2021.", False),
        ("The mill ran on 4 May 2019.", "The mill ran on 7 June 2021.", True),
        ("340", "285", False),
        ("The mill employs 340 people.", "A farm owns 285 cows.", False),
    ],
)  # fmt: skip
def test_what_has_changed_between_two_documents(old: str, new: str, expected: bool) -> None:
    notes = Notes()
    before = [notes.sentence(old, "a.md", date="2019-05-05")]
    after = [notes.sentence(new, "b.md", date="2021-06-06")]
    assert bool(changed(notes.index, before, after)) == expected


def test_changes_pair_the_most_alike_and_each_sentence_once() -> None:
    notes = Notes()
    before = [
        notes.sentence("The paper mill employs 340 people.", "a.md", cosine=0.9),
        notes.sentence("The old paper mill employs 500 people.", "a.md", cosine=1.0),
        notes.sentence("The paper mill employs 100 people.", "a.md", number=-1),
    ]
    after = [
        notes.sentence("The paper mill employs 285 people.", "b.md", cosine=0.9),
        notes.sentence("The old paper mill employs 400 people.", "b.md", cosine=1.0),
        notes.sentence("The paper mill employs 200 people.", "b.md", number=-1),
    ]
    pairs = changed(notes.index, before, after)
    assert pairs == [(before[0], after[0]), (before[1], after[1])]
    assert changed(notes.index, before[2:], after) == []
    assert changed(notes.index, before, after[2:]) == []
    twice = [before[0], notes.sentence("The paper mill employs 341 people.", "a.md", cosine=0.9)]
    assert changed(notes.index, twice, after[:1]) == [(before[0], after[0])]
    assert changed(notes.index, after[:1], twice) == [(after[0], before[0])]


def test_the_date_of_a_document_may_be_missing() -> None:
    notes = Notes()
    old = notes.sentence("The mill opened in 1884.", "a.md")
    assert old.hit.metadata == Metadata()
    assert changed(notes.index, [old], [notes.sentence("The mill opened in 1891.", "b.md")])
