"""A real small model streams a cited answer end to end: that it works, never how well it writes.

Runs only where ``LOCCIT_TEST_MODEL`` names a model; see CONTRIBUTING.md.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from chat.local_server import VARIABLE, served_model
from chat.queued import threads_of_replies
from chat.writing import FEAR, answers, untrue
from loccit.index import Index
from loccit.rag import Answer, ChatModel, ModelConfig, stream_answer
from loccit.ui.cli import main as cli

pytestmark = [
    pytest.mark.skipif(VARIABLE not in os.environ, reason=f"{VARIABLE} names no model"),
    pytest.mark.reads,
]


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ChatModel]:
    pytest.importorskip("langchain_openai")
    with pytest.MonkeyPatch.context() as patch, served_model() as url:
        patch.setenv("LOCCIT_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        patch.setenv("NO_PROXY", "127.0.0.1")
        config = ModelConfig(
            "small", "openai:small", base_url=url, prompt_tokens=2000, max_tokens=200,
            temperature=0.0, timeout=1800.0, stall=900.0, price_in=0.0, price_out=0.0,
        )  # fmt: skip
        yield ChatModel(config)


@pytest.fixture(scope="module")
def items(model: ChatModel, corpus_index: Index) -> list[Answer]:
    return answers(corpus_index, FEAR, model)


def test_an_answer_comes_and_all_of_it_is_cited(items: list[Answer], corpus_index: Index) -> None:
    answer = items[-1]
    assert answer.text
    assert not answer.abstained
    assert answer.progress is None
    assert not list(untrue(corpus_index, answer))
    is_written = answer.model["answerer"] == "small"
    assert is_written or answer.fallback, "the documents are quoted only for a reason"
    assert all(dropped.why.endswith(".") for dropped in answer.dropped)


def test_it_is_streamed_and_only_grows(items: list[Answer]) -> None:
    assert len(items) > 2
    assert {item.progress for item in items[:-1]} <= {"waiting", "thinking", "checking"}
    texts = [item.text for item in items]
    if items[-1].model["answerer"] == "small":
        assert all(after.startswith(before) for before, after in pairwise(texts))
    else:
        assert not any(texts[:-1])


def test_the_server_counts_the_tokens_of_the_prompt(items: list[Answer]) -> None:
    usage = items[-1].usage
    assert usage, items[-1].fallback
    assert 500 < usage.tokens_in < 4096
    assert 0 < usage.tokens_out <= 200


def test_a_whole_reply_is_kept(model: ChatModel, items: list[Answer], corpus_index: Index) -> None:
    if "longest length" in (items[-1].fallback or ""):
        pytest.skip("the model did not come to an end")
    again = answers(corpus_index, FEAR, model)[-1]
    assert again.usage, again.fallback
    assert again.usage.cached
    assert (again.text, again.dropped) == (items[-1].text, items[-1].dropped)


def test_hanging_up_ends_the_reply(model: ChatModel, corpus_index: Index) -> None:
    stream = stream_answer(corpus_index, "What do Iran's leaders fear most?", model=model)
    next(stream)
    stream.close()
    assert not threads_of_replies()


def test_the_command_prints_it(
    model: ChatModel,
    corpus_index: Index,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    config = model.config
    lines = (
        "[models.small]", f'model = "{config.model}"', f'base_url = "{config.base_url}"',
        "prompt_tokens = 2000", "max_tokens = 200", "temperature = 0.0", "timeout = 1800",
        "stall = 900",
    )  # fmt: skip
    (tmp_path / "loccit.toml").write_text("\n".join(lines))
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.setattr(Index, "open", lambda *args, **options: corpus_index)
    assert cli.run(["ask", FEAR, "--model", "small", "--index", "elsewhere"]) == 0
    shown = capsys.readouterr()
    assert "\n[1] " in shown.out
    assert "model small: " in shown.err
