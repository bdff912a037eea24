"""Replies of any chat model of LangChain: what is passed on, limits of time, retries, giving up."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from chat.queued import QueuedModel, last, threads_of_replies
from langchain_core.messages import AIMessageChunk, HumanMessage
from langchain_core.tracers.context import collect_runs
from loccit.rag.errors import ModelFailed
from loccit.rag.prose.models import call
from loccit.rag.prose.models.call import stream_reply
from loccit.rag.prose.models.config import ModelConfig
from loccit.rag.prose.models.pieces import Finished, Piece, Quiet, TextPiece

ASKED = [HumanMessage("Is it so?")]
SECRET = "sk-SECRET1234"


@pytest.fixture(autouse=True)
def _short_pauses(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(call, "_FIRST_PAUSE", 0.01)
    yield
    assert not threads_of_replies()


def config(**settings: Any) -> ModelConfig:
    return ModelConfig(**{"name": "fake", "model": "openai:fake", "stall": 10.0, **settings})


def pieces(model: QueuedModel, **settings: Any) -> list[Piece]:
    """All but what is yielded while nothing comes."""
    reply = stream_reply(model, ASKED, config(**settings))
    return [piece for piece in reply if piece != Quiet()]


def failure(model: QueuedModel, **settings: Any) -> ModelFailed:
    with pytest.raises(ModelFailed) as caught:
        pieces(model, **settings)
    return caught.value


class RefusedError(Exception):
    """What a client raises: its text holds a key and the body of the response."""

    def __init__(self, status: int, text: str = "", **headers: str) -> None:
        super().__init__(f"{status} {text} Authorization: {SECRET} <html>body</html>")
        self.status_code = status
        self.response = type("Response", (), {"headers": headers})()


@pytest.mark.parametrize(
    ("settings", "cause"),
    [
        ({"stall": 0.1}, "sent nothing for 0.1 s (stall)"),
        ({"timeout": 0.1}, "than 0.1 s (timeout)"),
    ],
)
def test_a_silent_model_is_given_up(settings: dict[str, float], cause: str) -> None:
    done = threading.Event()
    model = QueuedModel(replies=[["It is", lambda: done.wait(2), " so."]] * 2)
    began = time.monotonic()
    raised = failure(model, **settings)
    done.set()
    assert cause in raised.cause
    assert raised.retryable
    assert time.monotonic() - began < 1.8
    assert len(model.asked) == 1


def test_empty_chunks_are_no_sign_of_life_and_the_whole_reply_is_limited() -> None:
    drip = [lambda: time.sleep(0.02), ""] * 100
    assert "(stall)" in failure(QueuedModel(replies=[drip]), stall=0.1).cause
    drip = [lambda: time.sleep(0.02), "a"] * 100
    assert "(timeout)" in failure(QueuedModel(replies=[drip]), stall=0.3, timeout=0.2).cause


def test_a_slow_reader_is_no_reason_to_give_up() -> None:
    model = QueuedModel(replies=[["It ", "is ", "so.", last()]])
    reply = stream_reply(model, ASKED, config(stall=0.3, timeout=0.3))
    assert next(reply) == TextPiece("It ")
    time.sleep(0.35)
    assert list(reply) == [TextPiece("is "), TextPiece("so."), Finished("stop")]


def test_a_reply_that_is_closed_ends_the_stream() -> None:
    model = QueuedModel(replies=[["It is", *([lambda: time.sleep(0.01), "so "] * 50)]])
    reply = stream_reply(model, ASKED, config())
    assert next(reply) == TextPiece("It is")
    reply.close()
    assert model.closed == [True]


class ThrottlingError(Exception):
    """What Amazon's client raises."""

    def __init__(self) -> None:
        self.response = {"ResponseMetadata": {"HTTPStatusCode": 429}}


class ModelRateLimitError(Exception):
    """LangChain's error has no status."""


@pytest.mark.parametrize(
    "error",
    [
        RefusedError(500),
        RefusedError(429),
        ThrottlingError(),
        ModelRateLimitError(),
        ConnectionError(),
        TimeoutError(),
    ],
)
def test_what_may_pass_is_tried_again_before_any_content(error: Exception) -> None:
    model = QueuedModel(replies=[[error], [error], ["Yes.", last()]])
    assert pieces(model) == [TextPiece("Yes."), Finished("stop")]
    assert failure(QueuedModel(replies=[[error]] * 2), retries=1).retryable
    reasoning = AIMessageChunk([{"type": "reasoning", "reasoning": "Hm"}])
    for content in ("Yes", reasoning):
        begun = QueuedModel(replies=[[content, error], []])
        assert failure(begun).retryable
        assert len(begun.asked) == 1


@pytest.mark.parametrize(
    "error",
    [RefusedError(status) for status in (301, 400, 401, 402, 403, 404, 418)]
    + [RefusedError(429, "insufficient_quota"), ValueError("no chunks"), ZeroDivisionError()],
)
def test_what_will_not_pass_is_not_tried_again(error: Exception) -> None:
    model = QueuedModel(replies=[[error]])
    raised = failure(model)
    assert not raised.retryable
    assert len(model.asked) == 1
    assert SECRET not in str(raised)
    assert "html" not in str(raised)
    assert raised.__context__ is None


def test_the_server_says_how_long_to_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr(call, "sleep", waited.append)
    monkeypatch.setattr(call, "_TICK", 9.0)
    soon = RefusedError(429, **{"retry-after": "0.05"})
    model = QueuedModel(replies=[[soon], ["Yes.", last()]])
    assert pieces(model)[-1] == Finished("stop")
    assert max(waited) == pytest.approx(0.05, abs=0.02)
    late = RefusedError(503, **{"retry-after": "Fri, 31 Dec 2100 23:59:59 GMT"})
    assert "it asks to wait" in failure(QueuedModel(replies=[[late]])).cause


def test_pauses_grow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(call, "_FIRST_PAUSE", 4.0)
    now = [0.0]
    monkeypatch.setattr(call, "monotonic", lambda: now[0])
    monkeypatch.setattr(call, "sleep", lambda seconds: now.__setitem__(0, now[0] + seconds))
    monkeypatch.setattr(call._Clock, "check", lambda self, arrival: None)
    model = QueuedModel(replies=[[RefusedError(500)]] * 4)
    failure(model, retries=3, timeout=100.0)
    assert now[0] == pytest.approx(4 + 8 + 8)


def test_a_temperature_that_is_refused_is_left_out_once() -> None:
    refused = RefusedError(400, "Unsupported value: 'temperature'")
    model = QueuedModel(replies=[[refused], ["Yes.", last()]], temperature=0.0)
    assert pieces(model)[-1] == Finished("stop", without_temperature=True)
    assert [asked["temperature"] for asked in model.asked] == [0.0, None]
    assert model.temperature == 0.0
    stubborn = QueuedModel(replies=[[refused], [refused]], temperature=0.0)
    assert "takes no such temperature" in failure(stubborn).cause
    assert "takes no such temperature" in failure(QueuedModel(replies=[[refused]])).cause


def test_callbacks_of_the_caller_do_not_see_an_unverified_reply() -> None:
    with collect_runs() as runs:
        pieces(QueuedModel(replies=[["Yes.", last()]]))
    assert not runs.traced_runs
