"""Follow-ups: what leans on the history is made whole, what stands alone is left as it is."""

from __future__ import annotations

import pytest
from conftest import Write
from fakes import FakeEncoder
from hypothesis import given
from hypothesis import strategies as st
from loccit.index import Index, build_index
from loccit.rag import (
    ChatInput,
    QuestionError,
    RagChain,
    RagConfig,
    answer_question,
    make_standalone,
    stream_answer,
)

GERMANY = (("What role does Germany want?", "It wants to mediate between both sides."),)
TEAM = (("Who leads Iran's negotiating team?", "Ali Bagheri Kani leads the team."),)
BAND = (
    ("Who founded the Mothers of Invention?", "Frank Zappa founded them in California."),
    ("When did the Mothers of Invention disband?", "In late 1969, Zappa broke up the band."),
)
IN_2015 = (("Did Iran comply in 2015?", "Yes."),)
SIGNED = (("What did Iran do in 2015?", "It signed."),)
TALKS = [GERMANY, TEAM, BAND]

ALONE = """What does Iran fear?
Is it true that Iran enriches uranium to 60 percent?
What time is it in Vienna?
How does the IAEA verify its budget?
How long does it take to build a centrifuge?
Is it possible to enrich uranium at Natanz?
Is it raining in Vienna?
Why is it important for Europe to mediate?
What happens to a company when it fails?
Did Germany say that it would mediate?
What do lions do when they are hungry?
How do plants get their energy?
Who deployed its army into Afghanistan in 1979?
Who sold his company to Google?
When did Luther say he could not recant?
What did the king leave to his son?
Which country changed its name in 1935?
What is the evidence that sanctions work?
Which countries are there in the Gulf?
How many members are there in the council?
Is there a deal?
What else does Iran want from Europe?
Why did the United States leave the JCPOA?
Who is the director of those who inspect Natanz?
And why did France refuse to sign the treaty?
What is THIS magazine about?
Tell me about the Vienna talks.
population of France
If a state breaks the treaty, what can it lose?
What is another name for Persia?""".splitlines()


@pytest.mark.parametrize("history", TALKS, ids=["germany", "team", "band"])
@pytest.mark.parametrize("question", ALONE)
def test_a_question_that_stands_alone_is_never_changed(
    question: str, history: tuple[tuple[str, str], ...]
) -> None:
    assert set(make_standalone(question, history)) == {question}


@pytest.mark.parametrize(
    ("history", "question", "expected"),
    [
        (GERMANY, "And France?", "What role does France want?"),
        (GERMANY, "What about France?", "What role does France want?"),
        (GERMANY, "How about the United States?", "What role does the United States want?"),
        (GERMANY, "And in 2015?", "What role does Germany want in 2015?"),
        (GERMANY, "And money?", "What role does Germany want, and what about money?"),
        (GERMANY, "Why?", "What role does Germany want, and why?"),
        (GERMANY, "What does it fear?", "What does Germany fear?"),
        (GERMANY, "Who leads its team?", "Who leads Germany's team?"),
        (GERMANY, "Why is that?", "Why is that (what role does Germany want)?"),
        (TEAM, "When did he take over?", "When did Ali Bagheri Kani take over?"),
        (TEAM, "Who is his deputy?", "Who is Ali Bagheri Kani's deputy?"),
        (TEAM, "Did he win, and how did he?", "Did Ali Bagheri Kani win, and how did he?"),
        (TEAM, "Tell me more about him.", "Tell me more about Ali Bagheri Kani."),
        (TEAM, "Can you say more?", "Can you say more (who leads Iran's negotiating team)?"),
        (TEAM, "Since when?", "Who leads Iran's negotiating team, and since when?"),
        (BAND, "Why?", "Why did the Mothers of Invention disband?"),
        (BAND, "Where was he born?", "Where was Frank Zappa born?"),
        (BAND, "And in 1975?", "When did the Mothers of Invention disband in 1975?"),
        (SIGNED, "What else?", "What else did Iran do in 2015?"),
        (SIGNED, "Anything else?", "What else did Iran do in 2015?"),
        (IN_2015, "And in 2018?", "Did Iran comply in 2018?"),
        (IN_2015, "Why?", "Why did Iran comply in 2015?"),
        ((("who plays the lute", "nobody"),), "why?", "who plays the lute, and why?"),
    ],
)  # fmt: skip
def test_a_follow_up_is_made_whole(
    history: tuple[tuple[str, str], ...], question: str, expected: str
) -> None:
    assert make_standalone(question, history).text == expected


def test_follow_ups_of_follow_ups_keep_the_topic() -> None:
    history = (*TEAM, ("When did he take over?", "In 2021."), ("And why?", "Nobody knows."))
    assert make_standalone("Where was he born?", history).text == "Where was Ali Bagheri Kani born?"
    assert (
        make_standalone("And Germany?", (*GERMANY, ("And France?", ""))).text
        == "What role does Germany want?"
    )


def test_a_chain_of_fragments_leans_on_the_last_question_that_says_something() -> None:
    talk = [("When was the U.S. drone shot down?", "On 20 June 2019."), ("Who did it?", "Iran.")]
    assert make_standalone("Where?", talk).text == "Where was the U.S. drone shot down?"
    talk += [("How did Trump react to that?", "He called a strike off.")]
    assert make_standalone("And Europe?", talk).text.startswith("How did Europe react to that (")
    assert (
        make_standalone("Is that true?", talk).text == "Is that true (how did Trump react to that)?"
    )


def test_what_was_defined_is_what_it_stands_for() -> None:
    talk = (("What is snapback?", "A procedure that restores UN sanctions."),)
    assert make_standalone("Who can trigger it?", talk).text == "Who can trigger snapback?"
    talk = (("What is a breakout?", "A race of Iran to a bomb."),)
    assert (
        make_standalone("How long does it last?", talk).text == "How long does the breakout last?"
    )


def test_retrieval_is_given_the_names_of_the_talk_too() -> None:
    standalone = make_standalone("When did he take over?", TEAM)
    assert standalone.search == f"{standalone.text} Iran"
    assert make_standalone("And France?", GERMANY).search == "What role does France want?"


turns = st.lists(st.tuples(st.text(max_size=60), st.text(max_size=120)), max_size=5)
words = st.sampled_from(
    "it he they that this there why what else who and of the Iran 2015 did is ? ! - ' ( )".split()
)
sentences = st.lists(words, max_size=12).map(" ".join)
spoken = st.lists(st.tuples(sentences, sentences), max_size=5)


@given(question=st.text(max_size=80) | sentences, history=turns | spoken)
def test_any_talk_gives_one_question_and_the_same_one_each_time(
    question: str, history: list[tuple[str, str]]
) -> None:
    standalone = make_standalone(question, history)
    assert standalone == make_standalone(question, tuple(history))
    assert standalone.search.startswith(standalone.text)


@given(question=st.text(max_size=80) | sentences)
def test_without_history_nothing_is_changed(question: str) -> None:
    assert set(make_standalone(question, ())) == {question}


@given(question=st.sampled_from(ALONE), history=turns | spoken)
def test_no_history_changes_a_question_that_stands_alone(
    question: str, history: list[tuple[str, str]]
) -> None:
    assert set(make_standalone(question, history)) == {question}


@given(history=turns | spoken)
def test_what_was_made_whole_is_whole(history: list[tuple[str, str]]) -> None:
    for question in ("And France?", "When did he take over?", "What does it fear?"):
        once = make_standalone(question, TEAM).text
        assert make_standalone(once, history).text == once


def test_a_long_talk_takes_little_time() -> None:
    long = "He said that Ali Bagheri Kani met Josep Borrell in Vienna. " * 2_000
    standalone = make_standalone("Where was he born?", [("Who leads the team?", long)] * 100)
    assert standalone.text in {
        f"Where was {name} born?" for name in ("Ali Bagheri Kani", "Josep Borrell")
    }


@pytest.fixture
def index(write: Write, fake_encoder: FakeEncoder, tmp_path: object) -> Index:
    write("docs/germany.txt", "Germany wants the role of a mediator between both sides.")
    write("docs/france.txt", "France wants the role of a guarantor of the whole treaty.")
    folder = write("docs/zoo.txt", "Lions sleep for twenty hours of every single day.").parent
    build_index([folder], folder.parent / "index", encoder=fake_encoder)
    return Index.open(folder.parent / "index", fake_encoder)


def test_an_answer_shows_what_was_asked_and_how_it_was_understood(index: Index) -> None:
    config = RagConfig(threshold=0.0, max_sentences=1)
    asked = ChatInput("And France?", history=GERMANY)
    answer = answer_question(index, asked, config)
    assert answer.question == "And France?"
    assert answer.standalone_question == "What role does France want?"
    assert [citation.document for citation in answer.citations] == ["france.txt"]
    alone = answer_question(index, answer.standalone_question, config)
    assert answer.text == alone.text
    assert {hit.chunk_id for hit in answer.hits} == {hit.chunk_id for hit in alone.hits}
    *_, streamed = stream_answer(index, asked, config)
    chained = RagChain(index, config).invoke(asked)
    assert streamed.without_timings() == answer.without_timings() == chained.without_timings()


def test_a_question_that_stands_alone_is_answered_the_same_after_any_talk(index: Index) -> None:
    config = RagConfig(threshold=0.0)
    question = "What role does France want?"
    plain = answer_question(index, question, config).without_timings()
    after = answer_question(index, ChatInput(question, history=TEAM), config)
    assert after.without_timings() == plain


def test_history_as_json_has_it_will_do(index: Index) -> None:
    lists = [list(turn) for turn in GERMANY]
    asked = ChatInput("And France?", history=lists)  # type: ignore[arg-type]
    assert answer_question(index, asked).standalone_question == "What role does France want?"


@pytest.mark.parametrize(
    ("history", "message"),
    [
        ("What role does Germany want?", "of type str; expected pairs"),
        ({"question": "a"}, "of type dict; expected pairs"),
        (("ab",), "turn 1 of the history is str; expected pairs"),
        ((("a", "b"), ("a", "b", "c")), "turn 2 of the history is 3 items; expected pairs"),
        ((("a", None),), "turn 1 of the history is str/NoneType; expected pairs"),
        ((("a", "b"),) * 101, "101 turns; expected at most 100. Send the latest"),
        ((("x" * 3_000, "b"),), "turn 1 of the history has 3,000 characters"),
    ],
)  # fmt: skip
def test_what_is_no_history_is_refused(index: Index, history: object, message: str) -> None:
    with pytest.raises(QuestionError, match=message):
        answer_question(index, ChatInput("And France?", history=history))  # type: ignore[arg-type]
