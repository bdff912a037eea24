"""``loccit eval run --model``: a chat model's answers beside quoted ones, within its costs."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from chat import misbehaving as servers
from chat.misbehaving import Exchange, Misbehaving, misbehaving
from chat.writing import BANKS, SANCTIONS
from loccit.index import Encoder, Index, build_index
from loccit.ui.cli import main as cli

pytest.importorskip("langchain_openai")

Run = Callable[..., tuple[int, str, str]]
QUOTE = (
    "Iran's leaders fear most that they will stay under sanctions and have nothing to show for "
    "the nuclear limits they kept."
)
LINES: tuple[dict[str, Any], ...] = (
    {"id": "fear", "question": "What does Iran fear?", "evidence": [{"quote": QUOTE}]},
    {"id": "most", "question": "What do Iran's leaders fear most?", "evidence": [{"quote": QUOTE}]},
    {"id": "people", "question": "What is the population of Iran?", "answerable": False},
)
REPLY = f"{SANCTIONS} [1]. They fear 47 dragons [1]. {BANKS} [1]."
COST = (1000 * 1.0 + 100 * 2.0) / 1e6
"""Of a reply, at the prices of the configured model; a question may take 0.006 at most."""


def with_usage(exchange: Exchange) -> None:
    exchange.begin()
    exchange.delta(content=REPLY)
    exchange.delta("stop")
    usage = {"prompt_tokens": 1000, "completion_tokens": 100, "total_tokens": 1100}
    exchange.line("data: " + json.dumps({"id": "1", "choices": [], "usage": usage}))
    exchange.end()


@pytest.fixture(scope="module")
def server() -> Iterator[Misbehaving]:
    with misbehaving() as running:
        yield running


@pytest.fixture(scope="module")
def index(
    tmp_path_factory: pytest.TempPathFactory, corpus_folder: Path, real_encoder: Encoder
) -> Index:
    folder = tmp_path_factory.mktemp("evaluated") / "index"
    names = ("interview-what-tehran-wants.md", "briefs/jcpoa-in-brief.md")
    build_index([corpus_folder / name for name in names], folder, encoder=real_encoder)
    return Index.open(folder, real_encoder)


@pytest.fixture
def run(
    server: Misbehaving,
    index: Index,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Run the command in a folder with two models; gives exit code, stdout and stderr."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LOCCIT_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(Index, "open", lambda *args, **options: index)
    monkeypatch.setitem(servers.BEHAVIOURS, "prose", with_usage)
    Path("q.jsonl").write_text("".join(json.dumps(line) + "\n" for line in LINES))
    tables = (
        f'[models.{name}]\nmodel = "openai:{model}"\nbase_url = "{server.url}"\n{more}\n'
        for name, model, more in (
            ("good", "prose", "default = true\nprice_in = 1.0\nprice_out = 2.0\n"
             "prompt_tokens = 2000\nmax_tokens = 2000"),
            ("bad", "m500", "retries = 0"),
        )
    )  # fmt: skip
    Path("loccit.toml").write_text("\n".join(tables))
    server.requests.clear()

    def call(*arguments: str) -> tuple[int, str, str]:
        code = cli.run(["eval", "run", "q.jsonl", "--index", "elsewhere", "--no-judge", *arguments])
        shown = capsys.readouterr()
        return code, shown.out, shown.err

    return call


def summary(name: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(Path(name, "summary.json").read_text(encoding="utf-8"))
    return content


def test_prose_is_evaluated_and_paired_with_quotations(run: Run, server: Misbehaving) -> None:
    code, out, err = run("--model", "good", "--out", "a")
    assert code == 0
    assert server.requests == {"prose": 2}, "the abstention asks nothing"
    assert err.splitlines() == [
        "the questions, their histories and the passages found for them stay on this machine"
    ]
    prose = summary("a")["prose"]
    shares = {name: figure["value"] for name, figure in prose["shares"].items()}
    assert shares == {
        "dropped": pytest.approx(1 / 3, abs=1e-4), "recited": 0.0, "quoted": 0.0, "cut_short": 0.0,
    }  # fmt: skip
    assert prose["took"] == {
        "tokens_in": 2000, "tokens_out": 200, "cost": pytest.approx(2 * COST), "kept": 0,
        "unknown": 0,
    }  # fmt: skip
    assert prose["seconds"]["n"] == 2
    assert prose["paired"]["differences"]["restraint"]["value"] == 0
    assert prose["paired"]["differences"]["evidence_f1"]["n"] == 2
    about = summary("a")["about"]["system"]
    assert about["name"] == "Loccit with good"
    assert about["settings"]["model"] == "openai:prose"
    assert server.url not in json.dumps(about)
    assert "The passage does not" in out or "It is" in out
    assert "Right and cited †" in out
    assert "From quotations to prose" in out
    assert "Of labelled sentences, the check that decides" in out


def test_the_quoted_run_is_one_that_can_be_compared(run: Run) -> None:
    run("--model", "good", "--out", "a")
    assert cli.run(["eval", "compare", "a/quoted", "a", "--json"]) == 0


def test_each_result_tells_what_was_dropped(run: Run) -> None:
    run("--model", "good", "--out", "a")
    lines = Path("a/results.jsonl").read_text(encoding="utf-8").splitlines()
    replies = [json.loads(line)["response"]["reply"] for line in lines]
    assert [reply["shown"] if reply else None for reply in replies] == [2, 2, None]
    assert replies[0]["dropped"][0]["text"] == "They fear 47 dragons."


def test_a_failing_model_leaves_the_quoted_answers(run: Run) -> None:
    code, out, _ = run("--model", "bad", "--out", "a")
    assert code == 0
    prose = summary("a")["prose"]
    assert prose["shares"]["quoted"]["value"] == 1.0
    assert list(prose["fallbacks"].values()) == [2]
    assert prose["paired"]["differences"]["credit"]["value"] == 0
    assert "the model's server failed" in out


def test_costs_are_limited_and_the_rest_is_quoted(run: Run, server: Misbehaving) -> None:
    code, out, _ = run("--model", "good", "--max-cost", "0.0065", "--out", "a")
    assert code == 0
    assert server.requests == {"prose": 1}
    prose = summary("a")["prose"]
    assert prose["shares"]["quoted"]["value"] == 0.5
    assert prose["took"]["cost"] == pytest.approx(COST)
    assert "the run may cost …" in out


def test_a_resumed_run_knows_what_it_has_spent(run: Run, server: Misbehaving) -> None:
    run("--model", "good", "--max-cost", "0.0065", "--out", "a")
    done = Path("a/results.jsonl").read_text(encoding="utf-8").splitlines()
    Path("a/results.jsonl").unlink()
    Path("a/progress.jsonl").write_text(f"{done[0]}\n", encoding="utf-8")
    server.requests.clear()
    run("--model", "good", "--max-cost", "0.0065", "--out", "a")
    assert not server.requests
    assert summary("a")["prose"]["took"]["cost"] == pytest.approx(COST)


def test_kept_replies_cost_and_time_nothing(run: Run, server: Misbehaving) -> None:
    run("--model", "good", "--out", "a")
    server.requests.clear()
    _, out, _ = run("--model", "good", "--max-cost", "0", "--out", "b")
    assert not server.requests
    assert summary("b")["prose"]["took"]["kept"] == 2
    assert summary("b")["prose"]["seconds"] == {"n": 0}
    assert "2 answers from kept replies" in out


def test_without_the_option_no_model_is_asked(run: Run, server: Misbehaving) -> None:
    code, out, _ = run("--out", "a")
    assert code == 0
    assert not server.requests
    assert "†" not in out
    assert not Path("a/quoted").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--model", "nope"], "there is no chat model 'nope'; expected one of good, bad"),
        (["--max-cost", "1"], "--max-cost came without a chat model"),
        (["--model", "good", "--system", "bot:random"], "--model and --system came together"),
        (["--model", "bad", "--max-cost", "1"], "[models.bad] has no prices"),
    ],
)
def test_wrong_usage(run: Run, server: Misbehaving, arguments: list[str], message: str) -> None:
    code, out, err = run(*arguments, "--out", "a")
    assert (code, out) == (2, "")
    assert message in err
    assert not server.requests
