"""Chat models in ``loccit.toml``: what is taken, what is refused, and where questions go."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import ROOT, Write
from loccit.index import UsageError
from loccit.rag.prose.models.config import ModelConfig, Models, destination, load_models

KEY = "sk-proj-SECRET1234567890"

TWO = """
[models."GPT, small"]
model = "openai:gpt-5-mini"
temperature = 0
max_tokens = 500
price_in = 0.25
price_out = 2
max_cost_per_day = 1.5
max_questions_per_account = 20

[models.local]
model = "ollama:qwen3:8b"
default = true
base_url = "http://localhost:11434"
"""


def test_models_are_offered_as_configured(write: Write, tmp_path: Path) -> None:
    write("loccit.toml", TWO)
    models = load_models(tmp_path)
    assert models.names == ("GPT, small", "local")
    assert models.choose() is models.default is models.configs[1]
    small = models.choose("GPT, small")
    assert (small.model, small.temperature, small.max_tokens) == ("openai:gpt-5-mini", 0, 500)
    assert (small.prompt_tokens, small.max_questions_per_account) == (3000, 20)
    with pytest.raises(UsageError, match="no chat model 'gpt'; expected one of GPT, small, local"):
        models.choose("gpt")


def test_without_models_none_can_be_chosen(tmp_path: Path) -> None:
    assert load_models(tmp_path) == Models()
    assert Models().default is None
    with pytest.raises(UsageError, match=r"no chat model is configured; expected a table \[models"):
        Models().choose()


def test_the_only_model_is_the_default() -> None:
    config = ModelConfig("a", "openai:gpt-5-mini")
    assert Models((config,)).choose() is config
    other = ModelConfig("b", "openai:gpt-5-mini")
    with pytest.raises(UsageError, match="a, b, 0 have default = true; expected exactly one"):
        Models((config, other))


@pytest.mark.parametrize(
    ("setting", "message"),
    [
        ("colour = 1", r"\[models.m\] has no setting 'colour'; expected one of model, default"),
        ("timeout = '5'", "timeout is '5'; expected a value of type float. Correct timeout"),
        ("max_tokens = 1.5", "max_tokens is 1.5; expected a value of type int"),
        ("max_tokens = true", "max_tokens is True; expected a value of type int"),
        ("default = 1", "default is 1; expected a value of type bool"),
        ("max_tokens = 0", "max_tokens is 0; expected a number from 1 to 1,000,000"),
        ("temperature = 2.5", "temperature is 2.5; expected a number from 0 to 2"),
        ("stall = nan", "stall is nan; expected a number from 0.01"),
        ("timeout = inf", "timeout is inf; expected a number"),
        ("retries = 11", "retries is 11; expected a number from 0 to 10"),
        ("prompt_tokens = 99", "prompt_tokens is 99; expected a number from 100"),
        ("price_in = -1", "price_in is -1; expected a number from 0"),
        ("max_cost_per_day = 1", "limits costs without prices; expected price_in and price_out"),
        ("base_url = 'localhost:80'", "base_url is 'localhost:80'; expected http://HOST or https"),
        ("base_url = 'http://[::1'", "base_url is .*; expected http://HOST or https"),
        ("base_url = 'http://h:99999'", "base_url is .*; expected http://HOST or https"),
    ],
)
def test_wrong_settings_are_refused(
    write: Write, tmp_path: Path, setting: str, message: str
) -> None:
    write("loccit.toml", f"[models.m]\nmodel = 'openai:gpt-5-mini'\n{setting}\n")
    with pytest.raises(UsageError, match=message):
        load_models(tmp_path)


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("[models.m]\n", r"\[models.m\] has no model; expected model = 'PROVIDER:MODEL'"),
        ("[models.m]\nmodel = 'gpt-5'", "model is 'gpt-5'; expected PROVIDER:MODEL, such as"),
        ("[models.m]\nmodel = 'gpt-oss:20b'", "model is 'gpt-oss:20b'; expected PROVIDER:MODEL"),
        ("[models]\nmodel = 'openai:gpt-5'", r"\[models\] model is 'str'; expected a table"),
        ("[models.' ']\nmodel = 'openai:gpt-5'", "is called ' '; expected 1 to 60 printable"),
        ("models = 1", r"'models' is 1; expected a table \[models\]"),
    ],
)
def test_wrong_tables_are_refused(write: Write, tmp_path: Path, toml: str, message: str) -> None:
    write("loccit.toml", toml)
    with pytest.raises(UsageError, match=message):
        load_models(tmp_path)


@pytest.mark.parametrize(
    "setting",
    [
        f"api_key = '{KEY}'",
        f"openai_token = '{KEY}'",
        f"headers.Authorization = 'Bearer {KEY}'\nauth = 1",
        f"'{KEY}' = 1",
        f"base_url = 'https://user:{KEY}@example.com/v1'",
        f"base_url = 'https://example.com/v1?key={KEY}'",
        f"base_url = 'https://example.com/{KEY}/v1'",
        f"max_tokens = '{KEY}'",
        f"temperature = ['{KEY}']",
    ],
)
def test_a_key_in_the_file_is_refused_and_not_repeated(
    write: Write, tmp_path: Path, setting: str
) -> None:
    write("loccit.toml", f"[models.m]\nmodel = 'openai:gpt-5-mini'\n{setting}\n")
    with pytest.raises(UsageError) as caught:
        load_models(tmp_path)
    assert "SECRET" not in str(caught.value)
    if "headers" not in setting:
        assert "looks like an API key" in str(caught.value)
        assert "environment variable" in str(caught.value)


def test_a_file_among_the_documents_may_not_say_where_questions_go(
    write: Write, tmp_path: Path
) -> None:
    write("docs/inner/loccit.toml", TWO)
    inner = tmp_path / "docs" / "inner"
    with pytest.raises(UsageError, match="lies in an indexed folder and sets base_url; expected"):
        load_models(inner, [tmp_path / "elsewhere", tmp_path / "docs"])
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "loccit.toml").symlink_to(inner / "loccit.toml")
    with pytest.raises(UsageError, match="lies in an indexed folder"):
        load_models(tmp_path / "work", [tmp_path / "docs"])
    assert load_models(inner, [inner / "corpus", inner / "loccit.tom"]).names
    write("docs/inner/loccit.toml", TWO.replace("base_url", "# base_url"))
    assert load_models(inner, [inner]).names


@pytest.mark.parametrize(
    ("model", "base_url", "place"),
    [
        ("openai:gpt-5-mini", None, "api.openai.com"),
        ("anthropic:claude-haiku-4-5", None, "api.anthropic.com"),
        ("openai:qwen", "https://LLM.example.com:8443/v1", "llm.example.com"),
        ("openai:qwen", "http://192.168.0.7:8000/v1", "192.168.0.7"),
        ("openai:qwen", "http://localhost.example.com/v1", "localhost.example.com"),
        ("openai:qwen", "http://127.0.0.1:8000/v1", "this machine"),
        ("openai:qwen", "http://[::1]:8000/v1", "this machine"),
        ("openai:qwen", "http://[::ffff:127.0.0.1]:8000/v1", "this machine"),
        ("openai:qwen", "http://localhost:8000", "this machine"),
        ("ollama:qwen3:8b", None, "this machine"),
        ("ollama:qwen3:8b", "http://gpu.example.com:11434", "gpu.example.com"),
        ("ollama:gpt-oss:120b-cloud", None, "ollama.com, through this machine"),
        ("fireworks:qwen", None, "the servers of fireworks"),
    ],
)
def test_it_is_told_where_questions_go(model: str, base_url: str | None, place: str) -> None:
    assert destination(ModelConfig("m", model, base_url=base_url)) == place


def test_no_package_of_models_is_loaded_before_one_is_opened(write: Write, tmp_path: Path) -> None:
    write("loccit.toml", TWO)
    program = (
        "import sys\n"
        "from loccit.rag.prose.models import call, opening, spending\n"
        "from loccit.rag.prose.models.config import destination, load_models\n"
        "assert destination(load_models().choose()) == 'this machine'\n"
        "heavy = {'langchain', 'langchain_core', 'langchain_openai', 'langsmith', 'openai'}\n"
        "assert not heavy & {name.split('.')[0] for name in sys.modules}\n"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT / ".ci/path")}
    subprocess.run([sys.executable, "-c", program], check=True, cwd=tmp_path, env=environment)
