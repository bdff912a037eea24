"""Opening a chat model: its key, its package, and the names and units of its provider."""

from __future__ import annotations

from importlib import util
from typing import Any

import pytest
from loccit.index import UsageError
from loccit.rag.prose.models import opening
from loccit.rag.prose.models.config import ModelConfig
from loccit.rag.prose.models.opening import open_model

KEY = "sk-proj-SECRET1234567890"


def opened(monkeypatch: pytest.MonkeyPatch, config: ModelConfig) -> dict[str, Any]:
    """What LangChain is asked to make of a configuration."""
    calls: list[dict[str, Any]] = []

    def init_chat_model(model: str, **arguments: Any) -> None:
        calls.append({"model": model, **arguments})

    monkeypatch.setattr("langchain.chat_models.init_chat_model", init_chat_model)
    monkeypatch.setattr(opening, "find_spec", lambda package: True)
    open_model(config)
    return calls[0]


def test_keys_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    config = ModelConfig("m", "openai:gpt-5-mini")
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    assert opened(monkeypatch, config)["api_key"] == KEY
    monkeypatch.delenv("OPENAI_API_KEY")
    with pytest.raises(UsageError, match=r"needs an API key.* variable OPENAI_API_KEY"):
        opened(monkeypatch, config)
    far = ModelConfig("m", "openai:qwen", base_url="http://192.168.0.7/v1")
    with pytest.raises(UsageError, match="needs an API key"):
        opened(monkeypatch, far)
    near = ModelConfig("m", "openai:qwen", base_url="http://127.0.0.1:8000/v1")
    assert opened(monkeypatch, near)["api_key"] == "none"


def test_no_variable_of_a_package_redirects_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    asked = opened(monkeypatch, ModelConfig("m", "openai:gpt-5-mini"))
    assert asked["base_url"] == "https://api.openai.com/v1"
    assert (asked["model"], asked["model_provider"]) == ("gpt-5-mini", "openai")
    asked = opened(monkeypatch, ModelConfig("m", "ollama:qwen3:8b"))
    assert (asked["model"], asked["base_url"]) == ("qwen3:8b", "http://127.0.0.1:11434")


def test_settings_have_the_names_and_units_of_the_provider(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("OPENAI", "GOOGLE", "OPENROUTER"):
        monkeypatch.setenv(f"{name}_API_KEY", KEY)
    asked = opened(monkeypatch, ModelConfig("m", "openai:gpt-5-mini", stall=30.5))
    assert (asked["timeout"], asked["max_retries"], asked["max_tokens"]) == (32, 0, 2000)
    assert "temperature" not in asked
    assert asked["stream_usage"]
    asked = opened(monkeypatch, ModelConfig("m", "ollama:qwen3:8b", stall=30.5, temperature=0.5))
    assert (asked["num_predict"], asked["client_kwargs"]) == (2000, {"timeout": 32})
    assert not asked.keys() & {"timeout", "max_tokens", "max_retries", "api_key"}
    asked = opened(monkeypatch, ModelConfig("m", "google_genai:gemini", stall=30.5))
    assert asked["max_retries"] == 1
    asked = opened(monkeypatch, ModelConfig("m", "openrouter:x/y", stall=30.5))
    assert asked["timeout"] == 32_000


def test_a_missing_package_names_its_pip_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "find_spec", lambda package: None)
    with pytest.raises(ImportError, match=r"not installed; run: pip install langchain-openai$"):
        open_model(ModelConfig("m", "openai:gpt-5-mini"))
    if util.find_spec("langchain_fireworks") is None:
        with pytest.raises(ImportError, match=r"run: pip install langchain-fireworks$"):
            open_model(ModelConfig("m", "fireworks:qwen"))


def test_what_langchain_does_not_know_is_refused() -> None:
    with pytest.raises(UsageError, match=r"\[models.m\] cannot be opened \(ValueError\); expected"):
        open_model(ModelConfig("m", "nobody:qwen"))
