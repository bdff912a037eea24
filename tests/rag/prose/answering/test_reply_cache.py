"""Kept replies: whole ones only, verified again, bounded, and for nobody else's eyes."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from chat.queued import last, threads_of_replies
from chat.writing import BANKS, FEAR, SANCTIONS, answers, queued
from conftest import powerless
from loccit.index import Index
from loccit.rag import ModelConfig, Usage
from loccit.rag.prose.answering.cache import ReplyCache, reply_key
from loccit.rag.prose.prompt.wording import ChatMessage

REPLY = f"{SANCTIONS} [1]. They fear 47 dragons [1]."
ASKED = [ChatMessage("human", "Is it so?")]


@pytest.fixture(autouse=True)
def _alone(corpus_index: Index, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("LOCCIT_CACHE_DIR", str(tmp_path / "cache"))
    yield
    assert not threads_of_replies()


def asked_again(index: Index, *replies: Any, **settings: Any) -> tuple[Any, Any, int]:
    """The answers to a question that is asked twice, and how often the model was asked."""
    model, client = queued(*replies, cache=None, **settings)
    first, second = (answers(index, FEAR, model)[-1] for _ in range(2))
    return first, second, len(client.asked)


def test_a_kept_reply_is_verified_again_and_costs_nothing(corpus_index: Index) -> None:
    counted = {"input_tokens": 2000, "output_tokens": 100, "total_tokens": 2100}
    reply = [REPLY, last(usage_metadata=counted)]
    first, second, requests = asked_again(corpus_index, reply, price_in=1.0, price_out=1.0)
    assert requests == 1
    assert (first.text, first.citations, first.dropped) == (
        second.text, second.citations, second.dropped,
    )  # fmt: skip
    assert len(second.dropped) == 1
    assert first.usage == Usage(2000, 100, 0.0021)
    assert second.usage == Usage(0, 0, 0.0, cached=True)


def test_a_kept_reply_needs_no_room_in_the_limits(corpus_index: Index) -> None:
    _, second, requests = asked_again(corpus_index, REPLY, max_questions_per_day=1)
    assert (requests, second.fallback) == (1, None)


def test_a_reply_that_broke_off_is_not_kept(corpus_index: Index) -> None:
    _, second, requests = asked_again(
        corpus_index, [f"{SANCTIONS} [1]. And", last("length")], f"{BANKS} [1]."
    )
    assert requests == 2
    assert second.text == f"{BANKS}."


def test_a_setting_turns_it_off(corpus_index: Index) -> None:
    for _ in range(2):
        model, client = queued(REPLY, cache=False)
        answers(corpus_index, FEAR, model)
        assert len(client.asked) == 1


@pytest.mark.parametrize(
    ("url", "cache", "account", "is_kept"),
    [
        ("http://127.0.0.1:8000/v1", None, "ann", True),
        ("https://models.example/v1", None, None, True),
        ("https://models.example/v1", None, "ann", False),
        ("https://models.example/v1", True, "ann", True),
        ("http://127.0.0.1:8000/v1", False, None, False),
    ],
)
def test_accounts_share_no_replies_of_models_elsewhere(
    corpus_index: Index,
    tmp_path: Path,
    url: str,
    cache: bool | None,
    account: str | None,
    is_kept: bool,
) -> None:
    model, _ = queued(REPLY, base_url=url, cache=cache)
    answers(corpus_index, FEAR, model, account=account)
    assert bool(list(tmp_path.rglob("replies/*.json"))) == is_kept


def test_the_key_holds_all_that_shapes_a_reply() -> None:
    plain = ModelConfig("m", "openai:qwen")
    others = [
        (ModelConfig("m", "openai:qwen3"), ASKED),
        (ModelConfig("m", "openai:qwen", temperature=0.5), ASKED),
        (ModelConfig("m", "openai:qwen", max_tokens=10), ASKED),
        (ModelConfig("m", "openai:qwen", base_url="http://127.0.0.1:1/v1"), ASKED),
        (plain, [ChatMessage("human", "Is it not?")]),
        (plain, [ChatMessage("system", "Is it so?")]),
    ]
    keys = {reply_key(config, messages) for config, messages in [(plain, ASKED), *others]}
    assert len(keys) == 7
    assert reply_key(plain, ASKED) == reply_key(ModelConfig("n", "openai:qwen", retries=1), ASKED)


def test_the_oldest_go_first(tmp_path: Path) -> None:
    cache = ReplyCache(tmp_path / "replies", most=3)
    for number in range(5):
        cache.keep(f"{number}", f"reply {number}")
        os.utime(tmp_path / "replies" / f"{number}.json", (number, number))
    assert [cache.find(str(number)) for number in range(5)] == [
        None, None, "reply 2", "reply 3", "reply 4",
    ]  # fmt: skip


def test_kept_replies_are_for_their_owner(tmp_path: Path) -> None:
    ReplyCache(tmp_path / "replies").keep("1", "It is so.")
    assert stat.S_IMODE((tmp_path / "replies").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "replies" / "1.json").stat().st_mode) == 0o600
    assert os.listdir(tmp_path / "replies") == ["1.json"]


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"reply": 7}', "\udcff"])
def test_a_damaged_file_is_no_reply(tmp_path: Path, content: str) -> None:
    (tmp_path / "1.json").write_bytes(content.encode("utf-8", "surrogateescape"))
    assert ReplyCache(tmp_path).find("1") is None


def test_a_folder_that_cannot_be_written_costs_no_answer(reachable: Path) -> None:
    reachable.chmod(0o555)
    with powerless():
        ReplyCache(reachable / "replies").keep("1", "It is so.")
        assert ReplyCache(reachable / "replies").find("1") is None


def test_any_text_is_kept_as_it_is(tmp_path: Path) -> None:
    text = "“It” is\r\n so \ud800🙂\x00"
    ReplyCache(tmp_path).keep("1", text)
    assert ReplyCache(tmp_path).find("1") == text
    assert json.loads((tmp_path / "1.json").read_text()) == {"reply": text}
