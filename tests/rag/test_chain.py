"""The LangChain runnable: every way to call it gives the same answer."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.runnables import RunnableGenerator, RunnableLambda
from loccit.index import Index
from loccit.rag import Answer, ChatInput, QuestionError, RagChain, RagConfig, answer_question

QUESTION = "What does Iran fear?"


@pytest.fixture
def chain(corpus_index: Index) -> RagChain:
    return RagChain(corpus_index)


@pytest.fixture
def expected(corpus_index: Index) -> Answer:
    return answer_question(corpus_index, QUESTION).without_timings()


def test_invoke(chain: RagChain, expected: Answer) -> None:
    assert chain.invoke(QUESTION).without_timings() == expected
    assert chain.invoke(ChatInput(QUESTION)).without_timings() == expected


async def test_ainvoke(chain: RagChain, expected: Answer) -> None:
    assert (await chain.ainvoke(QUESTION)).without_timings() == expected


def test_batch(chain: RagChain, expected: Answer) -> None:
    answers = chain.batch([QUESTION, "What is snapback?", QUESTION])
    assert [answer.question for answer in answers] == [QUESTION, "What is snapback?", QUESTION]
    assert answers[2].without_timings() == expected


def test_stream_items_are_answers_and_the_last_is_final(chain: RagChain, expected: Answer) -> None:
    items = list(chain.stream(QUESTION))
    assert len(items) == len(expected.citations) > 1
    assert all(isinstance(item, Answer) for item in items)
    assert items[-1].without_timings() == expected


async def test_astream(chain: RagChain, expected: Answer) -> None:
    items = [item async for item in chain.astream(QUESTION)]
    assert len(items) == len(expected.citations)
    assert items[-1].without_timings() == expected


def test_streaming_through_a_larger_chain(chain: RagChain, expected: Answer) -> None:
    def texts(answers: Iterator[Answer]) -> Iterator[str]:
        for answer in answers:
            yield f"<{len(answer.citations)}>"

    def in_pieces(questions: Iterator[str]) -> Iterator[str]:
        for question in questions:
            yield from (question[:5], question[5:])

    larger = RunnableGenerator(in_pieces) | chain | RunnableGenerator(texts)
    numbers = range(1, len(expected.citations) + 1)
    assert list(larger.stream(QUESTION)) == [f"<{number}>" for number in numbers]
    assert (RunnableLambda(str.strip) | chain).invoke(f" {QUESTION} ").text == expected.text


def test_callbacks_see_one_run_with_its_final_answer(chain: RagChain) -> None:
    class Recorder(BaseCallbackHandler):
        ended: list[object]

        def __init__(self) -> None:
            self.ended = []

        def on_chain_end(self, outputs: object, **kwargs: object) -> None:
            self.ended.append(outputs)

    for call in (chain.invoke, lambda *args: list(chain.stream(*args))):
        recorder = Recorder()
        call(QUESTION, {"callbacks": [recorder]})
        assert len(recorder.ended) == 1
        assert isinstance(recorder.ended[0], Answer)


def test_many_threads_share_one_index(chain: RagChain, expected: Answer) -> None:
    async def ask_all() -> list[Answer]:
        return await asyncio.gather(*(chain.ainvoke(QUESTION) for _ in range(16)))

    assert {answer.without_timings().text for answer in asyncio.run(ask_all())} == {expected.text}


def test_settings_and_errors_pass_through(corpus_index: Index) -> None:
    chain = RagChain(corpus_index, RagConfig(max_sentences=1))
    assert len(chain.invoke(QUESTION).citations) == 1
    with pytest.raises(QuestionError):
        chain.invoke(" ")
