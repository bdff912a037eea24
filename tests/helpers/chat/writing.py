"""Answers in prose from queued replies."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from chat.queued import QueuedModel, last
from loccit.index import Index
from loccit.rag import Answer, ChatInput, ChatModel, ModelConfig, RagConfig, stream_answer

FEAR = "What does Iran fear?"
SANCTIONS = "Iran's leaders fear most that they will stay under sanctions"
BANKS = "They also worry that foreign banks will stay away"


def queued(*replies: list[Any] | str, **settings: Any) -> tuple[ChatModel, QueuedModel]:
    """A chat model that plays replies, which are whole where they are texts; and its client.

    Replies are not kept unless ``cache`` says so.
    """
    events = [[reply, last()] if isinstance(reply, str) else list(reply) for reply in replies]
    client = QueuedModel(replies=events)
    return ChatModel(
        ModelConfig("tiny", "queued:tiny", **{"cache": False, **settings}), client
    ), client


def answers(
    index: Index,
    question: str,
    model: ChatModel,
    history: tuple[tuple[str, str], ...] = (),
    config: RagConfig | None = None,
    account: str | None = None,
) -> list[Answer]:
    """All items of a streamed answer."""
    asked = ChatInput(question, history)
    return list(stream_answer(index, asked, config, model, account))


def written(index: Index, question: str, *replies: list[Any] | str, **settings: Any) -> Answer:
    """The final answer to a question without a history."""
    model, _ = queued(*replies, **settings)
    return answers(index, question, model)[-1]


def untrue(index: Index, answer: Answer) -> Iterator[str]:
    """What of an answer's citations is not as it should be."""
    numbers: dict[tuple[str, int, int], int] = {}
    for citation in answer.citations:
        place = (citation.document, citation.start, citation.end)
        if index.document(citation.document).text[citation.start : citation.end] != citation.quote:
            yield f"{citation.number} is no quotation"
        if not 0 <= citation.answer_start < citation.answer_end <= len(answer.text):
            yield f"{citation.number} is for no part of the answer"
        if numbers.setdefault(place, citation.number) != citation.number:
            yield f"{place} has two numbers"
    if sorted(numbers.values()) != list(range(1, len(numbers) + 1)):
        yield "sources are not numbered from 1"
    if list(numbers.values()) != sorted(numbers.values()):
        yield "sources are not numbered in the order of their first use"
    spans = sorted({(citation.answer_start, citation.answer_end) for citation in answer.citations})
    if uncited := _uncited(answer, spans):
        yield f"{uncited!r} is not cited"


def _uncited(answer: Answer, spans: list[tuple[int, int]]) -> str:
    text, at = "", 0
    for start, end in spans:
        text += answer.text[at:start]
        at = end
    return (text + answer.text[at:]).strip()
