"""``loccit ask`` with a chat model: what is printed where, and with which exit code."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from chat import misbehaving as servers
from chat.misbehaving import Exchange, Misbehaving, misbehaving
from chat.writing import BANKS, FEAR, SANCTIONS
from loccit.index import Index
from loccit.ui.cli import main as cli

pytest.importorskip("langchain_openai")

Run = Callable[..., tuple[int, str, str]]
REPLY = f"{SANCTIONS} [1]. They fear 47 dragons [1]. {BANKS} [1]."


def with_usage(exchange: Exchange) -> None:
    exchange.begin()
    for word in REPLY.split(" "):
        exchange.delta(content=f"{word} ")
    exchange.delta("stop")
    usage = {"prompt_tokens": 2000, "completion_tokens": 100, "total_tokens": 2100}
    exchange.line("data: " + json.dumps({"id": "1", "choices": [], "usage": usage}))
    exchange.end()


@pytest.fixture(scope="module")
def server() -> Iterator[Misbehaving]:
    with misbehaving() as running:
        yield running


@pytest.fixture
def run(
    server: Misbehaving,
    corpus_index: Index,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Run the command in a folder whose loccit.toml has models; gives exit code and outputs."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.chdir(home)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("LOCCIT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    monkeypatch.setattr(Index, "open", lambda *args, **options: corpus_index)
    monkeypatch.setitem(servers.BEHAVIOURS, "prose", with_usage)
    configure(
        server, good='"openai:prose"\ndefault = true\nprice_in = 1.0\nprice_out = 2.0',
        bad='"openai:m500"\nretries = 0', lost='"openai:mlength"', quiet='"openai:m401"',
    )  # fmt: skip
    server.requests.clear()

    def call(*arguments: str) -> tuple[int, str, str]:
        code = cli.run(["ask", *arguments, "--index", "elsewhere"])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return call


def configure(server: Misbehaving, **models: str) -> None:
    tables = (
        f'[models.{name}]\nmodel = {model}\nbase_url = "{server.url}"\n'
        for name, model in models.items()
    )
    Path("loccit.toml").write_text("\n".join(tables))


def test_the_default_model_writes_the_answer(run: Run) -> None:
    code, out, err = run(FEAR)
    assert code == 0
    assert out.startswith(f"{SANCTIONS}. [1]\n{BANKS}. [2]\n\n[1] What Tehran Wants")
    assert err.splitlines() == [
        "the question and 8 passages of 2 documents stay on this machine",
        "not shown: 1 sentence of the model; --json tells which and why",
        "model good: 2,000 tokens of prompts, 100 of replies, cost 0.0022",
    ]
    again = run(FEAR)
    assert again[:2] == (code, out)
    assert again[2].splitlines()[-1] == "model good: a kept reply, no tokens"
    assert "stay on this machine" not in again[2], "nothing was sent"


def test_json_is_the_answer_and_nothing_else(run: Run) -> None:
    code, out, err = run(FEAR, "--json")
    answer = json.loads(out)
    assert code == 0
    assert answer["text"] == f"{SANCTIONS}. {BANKS}."
    assert answer["usage"] == {
        "tokens_in": 2000, "tokens_out": 100, "cost": 0.0022, "cached": False,
    }  # fmt: skip
    assert answer["dropped"][0].keys() == {"text", "why", "code"}
    assert "progress" not in answer
    assert "2,000 tokens" in err


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("bad", "the model's server failed (500)"),
        ("quiet", "the API key is missing or refused (401)"),
        ("lost", "the reply reached its longest length"),
    ],
)
def test_a_failing_model_is_no_failure(run: Run, name: str, cause: str) -> None:
    code, out, err = run(FEAR, "--model", name)
    assert code == 0
    assert f"model {name}: {cause}" in err
    assert "; answered from the documents alone" in err
    assert out == run(FEAR, "--no-model")[1]


def test_without_a_model_nothing_is_asked(run: Run, server: Misbehaving) -> None:
    code, out, err = run(FEAR, "--no-model")
    assert (code, err) == (0, "")
    assert "have nothing to\nshow for" in out
    assert not server.requests


def test_an_abstention_keeps_its_exit_code(run: Run, server: Misbehaving) -> None:
    code, out, _ = run("How do I bake bread?")
    assert code == 3
    assert out.startswith("The documents do not say.")
    assert not server.requests


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--model", "nope"], "there is no chat model 'nope'; expected one of good, bad"),
        (["--model", "good", "--no-model"], "--model and --no-model came together"),
    ],
)
def test_wrong_usage(run: Run, arguments: list[str], message: str) -> None:
    code, out, err = run(FEAR, *arguments)
    assert (code, out) == (2, "")
    assert message in err


def test_no_configured_model_is_no_model(run: Run) -> None:
    Path("loccit.toml").unlink()
    code, out, err = run(FEAR)
    assert (code, err) == (0, "")
    assert "[1]" in out
    code, _, err = run(FEAR, "--model", "good")
    assert code == 2
    assert "no chat model is configured" in err
