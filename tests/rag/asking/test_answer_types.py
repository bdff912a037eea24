"""The kind of answer that a question asks for, and whether a text has one."""

from __future__ import annotations

import pytest
from loccit.rag.asking.kinds import AnswerType, answer_type, opens_with_auxiliary
from loccit.rag.evidence.select import refers_back
from loccit.text import lexicon

ASKED = [
    ("Is the bridge open?", AnswerType.YES_NO),
    ("“Didn't the ferry sink?”", AnswerType.YES_NO),
    ("May a child sail alone?", AnswerType.YES_NO),
    ("Does it say how many men he lost?", AnswerType.YES_NO),
    ("In what year was it signed?", AnswerType.YEAR),
    ("In which century did it burn?", AnswerType.CENTURY),
    ("Which month is it held in?", AnswerType.MONTH),
    ("On what day of the week is it held?", AnswerType.WEEKDAY),
    ("On which date did it end?", AnswerType.DATE),
    ("What percentage is that?", AnswerType.PERCENT),
    ("What share of the homes has gas?", AnswerType.PERCENT),
    ("By how many per cent did it grow?", AnswerType.PERCENT),
    ("How much money was paid?", AnswerType.MONEY),
    ("How much did it cost?", AnswerType.MONEY),
    ("How much water is there?", AnswerType.AMOUNT),
    ("What amount was lost?", AnswerType.AMOUNT),
    ("How long did the talks last?", AnswerType.DURATION),
    ("How wide is the strait?", AnswerType.LENGTH),
    ("How old is the bridge?", AnswerType.MEASURE),
    ("At what size is it sold?", AnswerType.MEASURE),
    ("How many ships were seized?", AnswerType.NUMBER),
    ("What is the population of Oslo?", AnswerType.NUMBER),
    ("When do the talks resume?", AnswerType.TIME),
    ("Since when has it been shut?", AnswerType.TIME),
    ("Where were they held?", AnswerType.PLACE),
    ("In which city were they held?", AnswerType.PLACE),
    ("Who leads the team?", AnswerType.PERSON),
    ("By whom was it signed?", AnswerType.PERSON),
    ("Whose boat sank?", AnswerType.PERSON),
    ("Which woman won?", AnswerType.PERSON),
    ("Was it a book or a film?", None),
    ("What did he say when he left?", None),
    ("Why do they wait?", None),
    ("How often does it sail?", None),
    ("What is a snowdrift?", None),
    ("The bridge is open.", None),
    ("", None),
]


def each(template: str, words: str) -> list[str]:
    """The questions that a template gives, with each of the words at its gap."""
    return [template.replace("_", word) for word in words.split("|")]


FORMS = {
    AnswerType.YES_NO: each(
        "_ it open?",
        "Is|are|was|were|do|does|did|has|have|had|can|could|may|must|will|would|should|shall|might|won't|can’t|don’t|donʼt|shan't",
    ),
    AnswerType.YEAR: each("_ was it?", "What year|which year|in what years"),
    AnswerType.CENTURY: each("_ was it?", "What century|which century|which decade"),
    AnswerType.MONTH: each("_ was it?", "What month|which month"),
    AnswerType.WEEKDAY: each("_ of the week was it?", "What day|which days"),
    AnswerType.DATE: each("_ was it?", "What date|which date|what day|which day"),
    AnswerType.PERCENT: each(
        "_ was it?",
        "What percent|which percentage|what per cent|what share|what proportion|which fraction"
        "|how many percent|how much per cent",
    ),
    AnswerType.MONEY: [
        "How much money was it?",
        *each("How much did he _?", "cost|pay|spend|earn|receive|raise|donate|offer"),
        *each("How much _ it cost?", "does|do|would|is"),
        *each("How much was it _?", "worth|paid|sold"),
        "How much is it worth?",
    ],
    AnswerType.AMOUNT: each("_ was it?", "How much|what amount|which amount"),
    AnswerType.DURATION: ["How long was it?"],
    AnswerType.LENGTH: each("How _ was it?", "tall|wide|deep|high|far|thick"),
    AnswerType.MEASURE: [
        *each("How _ was it?", "old|large|big|heavy|fast|hot|cold"),
        *each("_ was it?", "What size|which size"),
    ],
    AnswerType.NUMBER: [
        "How many were there?",
        *each("What _ the number of mills?", "is|was|are|were"),
        *each("What _ of it?", "number|population|is the population|was the population"),
    ],
    AnswerType.TIME: ["When was it?"],
    AnswerType.PLACE: [
        "Where was it?",
        *each("Which _ was it?",
              "country|city|town|village|state|province|county|region|continent|island|river"
              "|old town|Dutch city"),
        "What country was it?",
    ],
    AnswerType.PERSON: each("_ was it?", "Who|whom|whose|what person|which man|which woman"),
    None: each("_ was it?", "What yearling|which daybook|why|how|what|which|how often|what mill"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("question", "kind"), [(question, kind) for kind, asks in FORMS.items() for question in asks]
)
def test_each_form_of_a_question(question: str, kind: AnswerType | None) -> None:
    assert answer_type(question) is kind
    if kind is not AnswerType.YES_NO:
        assert answer_type(f"By {question[0].lower()}{question[1:]}") is kind


@pytest.mark.parametrize("kind", AnswerType)
def test_the_coarse_kinds(kind: AnswerType) -> None:
    when = {"time", "year", "century", "date", "month", "weekday"}
    groups = {"yes_no": "yes/no", "person": "who", "place": "where", **dict.fromkeys(when, "when")}
    assert kind.group == groups.get(kind.value, "how many")


@pytest.mark.parametrize(("question", "kind"), ASKED)
def test_the_kind_that_is_asked_for(question: str, kind: AnswerType | None) -> None:
    assert answer_type(question) is kind


def test_each_kind_is_asked_for_and_has_its_patterns() -> None:
    assert {kind for _, kind in ASKED} == {*AnswerType, None}
    patterns = lexicon.table("questions.answer_types")
    assert [*patterns] == [kind.value for kind in AnswerType if kind is not AnswerType.YES_NO]


def test_a_choice_opens_with_an_auxiliary_too() -> None:
    assert opens_with_auxiliary("Was it a book or a film?")
    assert opens_with_auxiliary("Haven't they left?")
    assert not opens_with_auxiliary("Which book is it?")


@pytest.mark.parametrize(
    ("kind", "text", "is_in"),
    [
        (AnswerType.TIME, "in 2015", True),
        (AnswerType.YEAR, "on 8 May", True),
        (AnswerType.DATE, "Nov. 29", True),
        (AnswerType.MONTH, "on the 3rd of June", True),
        (AnswerType.TIME, "we may go", False),
        (AnswerType.TIME, "some 300 ships", False),
        (AnswerType.TIME, "he will march on", False),
        (AnswerType.CENTURY, "we may go", None),
        (AnswerType.NUMBER, "some 300 ships", True),
        (AnswerType.AMOUNT, "a dozen", True),
        (AnswerType.PERCENT, "Half of it", True),
        (AnswerType.NUMBER, "many ships", False),
        (AnswerType.PERSON, "by Ada B. Lund", True),
        (AnswerType.PERSON, "by Ludwig van Beethoven", True),
        (AnswerType.PERSON, "by the mayor", False),
        (AnswerType.PERSON, "by Ada. Lund", False),
        (AnswerType.PERSON, "by Al-Amin O’Neill", True),
        (AnswerType.PERSON, "by Lund", False),
        (AnswerType.PERSON, "by Ludwig under Beethoven", False),
        (AnswerType.PLACE, "in Oslo", None),
        (AnswerType.YES_NO, "It is open.", None),
    ],
)
def test_whether_a_text_has_the_kind(kind: AnswerType, text: str, is_in: bool | None) -> None:
    assert kind.is_in(text) is is_in


@pytest.mark.parametrize(
    "opening",
    "This|that|these|those|it|its|they|their|them|he|his|she|her|such|both|neither|either"
    "|the latter|the former|the same".split("|"),
)
def test_openings_that_refer(opening: str) -> None:
    joints = "and|but|so|yet|or|however,|moreover,|meanwhile,|therefore,|thus,|also,".split("|")
    for joint in ("", *(f"{joint} " for joint in joints)):
        assert refers_back(f"{joint}{opening} rain".capitalize()), joint
    assert not refers_back(f"Rain and {opening} rain")


@pytest.mark.parametrize(
    ("sentence", "is_back"),
    [
        ("They sailed on.", True),
        ("But the latter sank.", True),
        ("However, this is rare.", True),
        ("Secondly, the crane is old.", True),
        ("Third, it rains.", True),
        ("Fourthly, it rains.", True),
        ("Fifth, it rains.", False),
        ("The crane is old.", False),
        ("But the crane is old.", False),
        ("Thesis is old.", False),
        ("Second helpings are free.", False),
    ],
)
def test_openings_that_refer_to_the_sentence_before(sentence: str, is_back: bool) -> None:
    assert refers_back(sentence) is is_back
