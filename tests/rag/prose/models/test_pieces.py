"""What is passed on of the replies of any chat model of LangChain, and how their ends are told."""

from __future__ import annotations

from typing import Any

import pytest
from chat.queued import QueuedModel, WholeModel, last
from langchain_core.messages import AIMessageChunk, HumanMessage
from loccit.rag import Usage
from loccit.rag.prose.models.call import stream_reply
from loccit.rag.prose.models.config import ModelConfig
from loccit.rag.prose.models.pieces import Finished, Piece, Quiet, TextPiece

ASKED = [HumanMessage("Is it so?")]
TOOL = {"type": "tool_call_chunk", "name": "f", "args": "", "id": "1", "index": 0}


def pieces(model: QueuedModel) -> list[Piece]:
    """All but what is yielded while nothing comes."""
    config = ModelConfig("fake", "openai:fake")
    return [piece for piece in stream_reply(model, ASKED, config) if piece != Quiet()]


def test_text_is_passed_on_as_it_comes_with_its_end_and_usage() -> None:
    usage = {"input_tokens": 7, "output_tokens": 2, "total_tokens": 9}
    more = {"input_tokens": 0, "output_tokens": 3, "total_tokens": 3}
    model = QueuedModel(
        replies=[
            [
                "It is",
                "",
                " so.",
                last("end_turn", usage_metadata=usage),
                last(None, usage_metadata=more),
            ]
        ]
    )
    assert pieces(model) == [
        TextPiece("It is"),
        TextPiece(" so."),
        Finished("stop", Usage(7, 5)),
    ]
    assert model.asked[0]["messages"] == ASKED


def test_reasoning_is_signalled_but_not_passed_on() -> None:
    blocks = [{"type": "reasoning", "reasoning": "Well."}]
    both = [{"type": "reasoning", "reasoning": "So"}, {"type": "text", "text": "Yes."}]
    hidden = AIMessageChunk("", additional_kwargs={"reasoning_content": "Hm."})
    model = QueuedModel(
        replies=[[AIMessageChunk(blocks), hidden, AIMessageChunk(both), last("STOP")]]
    )
    thinks = Quiet(is_reasoning=True)
    assert pieces(model) == [thinks, thinks, TextPiece("Yes."), Finished("stop")]


@pytest.mark.parametrize(
    ("metadata", "reason"),
    [
        ({"finish_reason": "stop"}, "stop"),
        ({"stop_reason": "stop_sequence"}, "stop"),
        ({"stopReason": "end_turn"}, "stop"),
        ({"done_reason": "stop"}, "stop"),
        ({"finish_reason": "COMPLETE"}, "stop"),
        ({"status": "completed"}, "stop"),
        ({"status": "incomplete", "incomplete_details": {"reason": "max_output_tokens"}}, "length"),
        ({"finish_reason": "MAX_TOKENS"}, "length"),
        ({"done_reason": "length"}, "length"),
        ({"finish_reason": "SAFETY"}, "content_filter"),
        ({"stop_reason": "refusal"}, "refusal"),
        ({"stop_reason": "tool_use"}, "tool_calls"),
        ({"stop_reason": "pause_turn"}, "pause_turn"),
        ({"finish_reason": "sk-SECRET1234<b>"}, "unknown"),
        ({"finish_reason": None}, "missing"),
        ({}, "missing"),
    ],
)
def test_the_words_of_providers_for_an_end_are_one(metadata: dict[str, Any], reason: str) -> None:
    model = QueuedModel(replies=[["Yes.", AIMessageChunk("", response_metadata=metadata)]])
    assert pieces(model) == [TextPiece("Yes."), Finished(reason)]


@pytest.mark.parametrize(
    ("chunk", "reason"),
    [
        (
            AIMessageChunk("", tool_call_chunks=[{"name": "f", "args": "", "id": "1", "index": 0}]),
            "tool_calls",
        ),
        (AIMessageChunk([{"type": "refusal", "refusal": "No."}]), "refusal"),
        (AIMessageChunk(" \n"), "empty"),
    ],
)
def test_an_end_without_an_answer_is_told(chunk: AIMessageChunk, reason: str) -> None:
    assert pieces(QueuedModel(replies=[[chunk, last()]]))[-1] == Finished(reason)


def test_a_model_that_cannot_stream_replies_at_once() -> None:
    assert pieces(WholeModel(replies=[["It is so."]])) == [TextPiece("It is so."), Finished("stop")]
