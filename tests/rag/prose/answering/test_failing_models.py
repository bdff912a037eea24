"""However a model fails, there is an answer from the documents, and a plain cause."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from chat.misbehaving import BEHAVIOURS, KEY, Misbehaving, misbehaving
from chat.queued import QueuedModel, threads_of_replies
from chat.writing import FEAR, SANCTIONS, answers, queued, written
from loccit.index import Index
from loccit.rag import Answer, ChatInput, ChatModel, ModelConfig, answer_question
from loccit.rag.prose.models import call, opening
from loccit.rag.prose.models.spending import Spending

HISTORY = (("Who leads Iran's team?", "Ali Bagheri Kani leads Iran's team in the talks."),)
CAUSES = {
    "m401": "the API key is missing or refused (401)",
    "m403": "access is refused (403)",
    "m404": "the server has no model 'm404' (404)",
    "m429": "the provider's rate limit is reached (429)",
    "m429_long": "the provider's rate limit is reached (429); it asks to wait 20 s",
    "m429quota": "the account's quota or credit is used up",
    "m500": "the model's server failed (500)",
    "m503": "the model's server failed (503)",
    "mctx": "the prompt is longer than the model takes",
    "mctx_llamacpp": "the prompt is longer than the model takes",
    "mfilter400": "the provider's content filter refuses the question (400)",
    "mhtml": "the server sent something else than a model's reply",
    "mcut": "the connection to the model's server failed or was cut",
    "merrmid": "the model's server broke off with an error of its own",
    "mslow": "the model sent nothing for 1 s (stall)",
    "mbadjson": "the server sent something else than a model's reply",
    "msilent": "the model sent nothing for 1 s (stall)",
    "malive": "the model sent nothing for 1 s (stall)",
    "malive_late": "the model sent nothing for 1 s (stall)",
    "mempty": "the reply is empty",
    "mtool": "the model called a tool, and there is none",
    "mreason_only": "the reply reached its longest length, 2,000 tokens (max_tokens)",
    "mfilter": "the provider's content filter stopped the reply",
    "mlength": "the reply reached its longest length, 2,000 tokens (max_tokens)",
    "mrefusal": "the reply is empty",
    "mnodone": "the server did not say that the reply is complete",
}
"""Replies that break off or never come. Their sentence, "It is so", is in no document."""

WHOLE = "none of its sentences could be shown (1 dropped)"


@pytest.fixture(autouse=True)
def _alone(corpus_index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("LOCCIT_CACHE_DIR", str(tmp_path))
    yield
    assert not threads_of_replies()


@pytest.fixture(scope="module")
def running() -> Iterator[Misbehaving]:
    with misbehaving() as server:
        yield server


@pytest.fixture
def server(running: Misbehaving, monkeypatch: pytest.MonkeyPatch) -> Misbehaving:
    pytest.importorskip("langchain_openai")
    monkeypatch.setattr(call, "_FIRST_PAUSE", 0.01)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    running.requests.clear()
    return running


def check_quoted(index: Index, answer: Answer) -> None:
    """The answer is the extractive one."""
    quoted = answer_question(index, FEAR)
    assert (answer.text, answer.citations, answer.hits) == (
        quoted.text, quoted.citations, quoted.hits,
    )  # fmt: skip
    assert answer.model["answerer"] == "extractive"


@pytest.mark.parametrize("name", sorted(BEHAVIOURS))
def test_an_answer_comes_whatever_the_server_does(
    corpus_index: Index, server: Misbehaving, name: str
) -> None:
    stall = 1.0 if "(stall)" in CAUSES.get(name, "") else 30.0
    config = ModelConfig(
        "local", f"openai:{name}", stall=stall, timeout=15.0, temperature=0.0, base_url=server.url
    )
    model = ChatModel(config)
    answer = answers(corpus_index, FEAR, model)[-1]
    check_quoted(corpus_index, answer)
    assert answer.fallback is not None
    assert answer.fallback.startswith(CAUSES.get(name, WHOLE))
    assert KEY not in repr(answer)
    assert "\n" not in answer.fallback


def test_sentences_shown_before_a_failure_are_kept(corpus_index: Index) -> None:
    broken = [f"{SANCTIONS} [1]. They also worry", OSError(f"cut {KEY}")]
    answer = written(corpus_index, FEAR, broken)
    assert answer.text == f"{SANCTIONS}."
    assert answer.fallback == (
        "the reply broke off: the connection to the model's server failed or was cut"
    )
    assert [dropped.text for dropped in answer.dropped] == ["They also worry"]
    assert answer.usage is None


def test_a_missing_package_is_told(corpus_index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "find_spec", lambda package: None)
    model = ChatModel(ModelConfig("gpt", "openai:gpt-5-mini"))
    answer = answers(corpus_index, FEAR, model)[-1]
    check_quoted(corpus_index, answer)
    assert answer.fallback is not None
    assert answer.fallback.endswith("run: pip install langchain-openai")


def test_a_missing_key_is_told(corpus_index: Index, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.setattr(opening, "find_spec", lambda package: True)
    answer = answers(corpus_index, FEAR, ChatModel(ModelConfig("gpt", "openai:gpt-5-mini")))[-1]
    check_quoted(corpus_index, answer)
    assert "needs an API key, and there is none" in (answer.fallback or "")


def test_a_limit_that_is_reached_is_told(corpus_index: Index, tmp_path: Path) -> None:
    limited = {"max_questions_per_day": 1}
    first = written(corpus_index, FEAR, f"{SANCTIONS} [1].", **limited)
    assert first.fallback is None
    second = written(corpus_index, FEAR, f"{SANCTIONS} [1].", **limited)
    check_quoted(corpus_index, second)
    assert "max_questions_per_day of the chat model tiny is 1" in (second.fallback or "")


def test_a_prompt_without_room_is_told(corpus_index: Index) -> None:
    answer = written(corpus_index, FEAR, "", prompt_tokens=100)
    check_quoted(corpus_index, answer)
    assert "leave 100 tokens for a prompt" in (answer.fallback or "")


def test_each_account_has_its_own_limit(corpus_index: Index) -> None:
    for account, is_admitted in (("ann", True), ("bob", True), ("ann", False)):
        model, client = queued(f"{SANCTIONS} [1].", max_questions_per_account=1)
        answer = answers(corpus_index, FEAR, model, account=account)[-1]
        assert (answer.fallback is None) == is_admitted
        assert len(client.asked) == is_admitted


def test_a_model_makes_a_follow_up_stand_alone(corpus_index: Index) -> None:
    model, client = queued("What does Iran's team fear?", f"{SANCTIONS} [1].")
    items = answers(corpus_index, "And what does it fear?", model, HISTORY)
    assert items[0].progress == "waiting"
    assert items[-1].standalone_question == "What does Iran's team fear?"
    assert items[-1].timings_ms.keys() == {"condense", "retrieve", "answer", "write"}
    assert len(client.asked) == 2
    counts = Spending()._read(Spending()._day())
    assert counts["tiny"]["all"][0] == 1, "a follow-up is one question"


@pytest.mark.parametrize(
    "reply", ["It fears Paris and Rome in 1931, does it?", "I cannot do that.", "One?\nTwo?"]
)
def test_a_bad_question_gives_way_to_that_of_the_rules(corpus_index: Index, reply: str) -> None:
    question = "What do they fear?"
    model, _ = queued(reply, "NOT STATED")
    answer = answers(corpus_index, question, model, ((FEAR, f"{SANCTIONS}."),))[-1]
    by_rules = answer_question(corpus_index, ChatInput(question, ((FEAR, f"{SANCTIONS}."),)))
    assert answer.standalone_question == by_rules.standalone_question
    assert "Iran" in answer.standalone_question


def test_a_model_that_fails_at_the_follow_up_is_not_asked_again(corpus_index: Index) -> None:
    model, client = queued([OSError("cut")], f"{SANCTIONS} [1].", retries=0)
    answer = answers(corpus_index, "What do they fear?", model, ((FEAR, f"{SANCTIONS}."),))[-1]
    assert len(client.asked) == 1
    assert answer.fallback == "the connection to the model's server failed or was cut"
    assert answer.text
    assert answer.model["answerer"] == "extractive"


def test_a_client_that_knows_no_stream_fails_plainly(corpus_index: Index) -> None:
    client = QueuedModel(replies=[[ValueError(f"no {KEY}")]])
    answer = answers(corpus_index, FEAR, ChatModel.of(client))[-1]
    check_quoted(corpus_index, answer)
    assert KEY not in repr(answer)
