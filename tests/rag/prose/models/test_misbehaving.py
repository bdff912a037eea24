"""What becomes of each failure of a server, through the client of OpenAI's models."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from chat.misbehaving import BEHAVIOURS, KEY, Misbehaving, misbehaving
from chat.queued import threads_of_replies
from langchain_core.messages import HumanMessage
from loccit.rag.errors import ModelFailed
from loccit.rag.prose.models import call
from loccit.rag.prose.models.call import stream_reply
from loccit.rag.prose.models.config import ModelConfig
from loccit.rag.prose.models.opening import open_model
from loccit.rag.prose.models.pieces import Finished, Piece, TextPiece

pytest.importorskip("langchain_openai")

ASKED = [HumanMessage("Is it so?")]
SO = "It is so [1]."

ENDS = {
    "mempty": (1, "", "empty"),
    "mtool": (1, "", "tool_calls"),
    "mreason": (1, SO, "stop"),
    "mreason_only": (1, "", "length"),
    "mthink": (1, f"<think>So.</think>\n\n{SO}", "stop"),
    "mfilter": (1, "It is", "content_filter"),
    "mlength": (1, "It is so [1]. And the", "length"),
    "mrefusal": (1, "", "empty"),  # LangChain drops the words of a refusal
    "mnodone": (1, "It is so [1]. And", "missing"),
    "mnochoices": (1, "It is so", "stop"),
    "mevent": (1, SO, "stop"),
    "mnull": (1, "ok", "stop"),
    "mtemp": (2, SO, "stop"),
    "m429_once": (2, SO, "stop"),
    "m503_once": (2, SO, "stop"),
    "mcut_once": (2, SO, "stop"),
}
"""Replies with a stated end: the number of requests, the text and the reason."""

CAUSES = {
    "m401": (1, "", "API key is missing or refused (401); check OPENAI_API_KEY", False),
    "m403": (1, "", "access is refused (403)", False),
    "m404": (1, "", "no model 'm404' (404); check model and base_url", False),
    "m429": (3, "", "rate limit is reached (429)", True),
    "m429_long": (1, "", "rate limit is reached (429); it asks to wait 20 s", True),
    "m429quota": (1, "", "quota or credit is used up", False),
    "m500": (3, "", "server failed (500)", True),
    "m503": (3, "", "server failed (503)", True),
    "mctx": (1, "", "prompt is longer than the model takes; lower prompt_tokens", False),
    "mctx_llamacpp": (1, "", "prompt is longer than the model takes", False),
    "mfilter400": (1, "", "content filter refuses the question (400)", False),
    "mhtml": (1, "", "something else than a model's reply; check base_url", False),
    "mcut": (1, "It is so [1]. And", "connection to the model's server failed or was cut", True),
    "merrmid": (1, "It is so", "broke off with an error of its own", True),
    "mslow": (1, "It is so", "sent nothing for 0.3 s (stall)", True),
    "mbadjson": (1, "It is so", "something else than a model's reply", False),
    "msilent": (1, "", "sent nothing for 0.3 s (stall)", True),
    "malive": (1, "", "sent nothing for 0.3 s (stall)", True),
    "malive_late": (1, "It is so", "sent nothing for 0.3 s (stall)", True),
}
"""Failures: the number of requests, the text before, part of the cause, and if to ask again."""


@pytest.fixture(autouse=True)
def _no_threads() -> Iterator[None]:
    yield
    assert not threads_of_replies()


@pytest.fixture(scope="module")
def running() -> Iterator[Misbehaving]:
    with misbehaving() as server:
        yield server


@pytest.fixture
def server(running: Misbehaving, monkeypatch: pytest.MonkeyPatch) -> Misbehaving:
    monkeypatch.setattr(call, "_FIRST_PAUSE", 0.01)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    running.requests.clear()
    running.hung_up.clear()
    return running


def ask(server: Misbehaving, name: str) -> tuple[str, Finished | ModelFailed]:
    settings = {"stall": 0.3, "timeout": 5.0, "temperature": 0.0, "base_url": server.url}
    config = ModelConfig("local", f"openai:{name}", **settings)
    text = ""
    try:
        for piece in stream_reply(open_model(config), ASKED, config):
            if isinstance(piece, TextPiece):
                text += piece.text
            elif isinstance(piece, Finished):
                return text, piece
    except ModelFailed as failure:
        return text, failure
    raise AssertionError("no end")


@pytest.mark.parametrize("name", ENDS)
def test_a_reply_has_a_stated_end(server: Misbehaving, name: str) -> None:
    text, end = ask(server, name)
    assert isinstance(end, Finished)
    assert (server.requests[name], text, end.reason) == ENDS[name]
    assert end.without_temperature == (name == "mtemp")


@pytest.mark.parametrize("name", CAUSES)
def test_a_failure_has_a_plain_cause(server: Misbehaving, name: str) -> None:
    text, failure = ask(server, name)
    requests, before, cause, retryable = CAUSES[name]
    assert isinstance(failure, ModelFailed)
    assert (server.requests[name], text, failure.retryable) == (requests, before, retryable)
    assert cause in failure.cause
    assert KEY not in repr(failure)
    assert "\n" not in failure.cause
    assert failure.__cause__ is failure.__context__ is None


def test_every_behaviour_is_tested() -> None:
    assert {*ENDS, *CAUSES} == BEHAVIOURS.keys()


@pytest.mark.parametrize("name", ["mslow", "msilent", "malive", "malive_late"])
def test_a_reply_that_is_given_up_closes_its_connection(server: Misbehaving, name: str) -> None:
    ask(server, name)
    assert server.hung_up.wait(1)


@pytest.mark.parametrize("name", ["msilent", "malive"])
def test_nobody_waits_for_a_server_that_is_silent(
    server: Misbehaving, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """A reader may stop before any text came."""
    monkeypatch.setattr(call, "_TICK", 0.02)
    config = ModelConfig("local", f"openai:{name}", base_url=server.url)
    reply = stream_reply(open_model(config), ASKED, config)
    pieces: list[Piece] = [next(reply), next(reply)]
    began = time.monotonic()
    reply.close()
    assert server.hung_up.wait(1)
    assert time.monotonic() - began < 0.5
    assert not [piece for piece in pieces if isinstance(piece, TextPiece)]
