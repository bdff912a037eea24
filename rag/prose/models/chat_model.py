"""A chat model that answers are asked of."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Any, Self

from ....index.errors import UsageError
from .config import ModelConfig, load_models
from .settings import NAME_LENGTH
from .spending import Spending

_PROVIDER = re.compile(r"[^a-z0-9_]+")
_UNNAMED = "model"
_URLS = ("openai_api_base", "anthropic_api_url", "base_url", "endpoint")
"""What clients call the URL of their server."""


class ChatModel:
    """A chat model: its settings, and a client of LangChain that is opened when it is first asked.

    It may be used from many threads.

    Attributes:
        config: the settings.
        notify: called with a line that says what is about to be sent, and where, before it is.
        spending: what has been asked and spent today.
    """

    def __init__(
        self,
        config: ModelConfig,
        client: Any = None,
        notify: Callable[[str], None] | None = None,
        spending: Spending | None = None,
    ) -> None:
        """Nothing is opened or sent yet.

        Args:
            config: the settings.
            client: LangChain's ``BaseChatModel``; opened as the settings say if ``None``.
            notify: see the attribute.
            spending: counts questions and costs; those of this user if ``None``.
        """
        self.config = config
        self.notify = notify
        self.spending = spending or Spending()
        self._client = client
        self._lock = Lock()

    @classmethod
    def of(cls, model: Any, roots: Sequence[str | Path] = ()) -> Self:
        """Make a chat model of whatever names or is one.

        Args:
            model: what a model is called in ``loccit.toml`` in the working folder, its settings, a
                ``BaseChatModel`` of LangChain, or a ``ChatModel``.
            roots: the indexed files and folders; see ``load_models``.

        Raises:
            UsageError: if no such model is configured, or it is none of these.
        """
        if isinstance(model, cls):
            return model
        if isinstance(model, ModelConfig):
            return cls(model)
        if isinstance(model, str):
            return cls(load_models(roots=[Path(root) for root in roots]).choose(model))
        if callable(getattr(model, "stream", None)) and hasattr(model, "_llm_type"):
            return cls(_config_of(model), model)
        raise UsageError(
            f"the model is of type {type(model).__name__}; expected the name of a chat model in "
            "loccit.toml, a ModelConfig, or a BaseChatModel of LangChain. Pass one of these"
        )

    @property
    def name(self) -> str:
        """What it is called."""
        return self.config.name

    def client(self) -> Any:
        """LangChain's ``BaseChatModel``, opened at the first call; nothing is sent.

        Raises:
            ImportError: if the provider's package is not installed; it names the pip line.
            UsageError: if the API key is missing, or LangChain takes no such provider or setting.
        """
        with self._lock:
            if self._client is None:
                from .opening import open_model

                self._client = open_model(self.config)
            return self._client


def _config_of(client: Any) -> ModelConfig:
    """Settings of a client that was opened elsewhere, as far as it tells them.

    Its replies are not kept: what shapes them is not known.
    """
    top = type(client).__module__.partition(".")[0]
    provider = top.removeprefix("langchain_") if top.startswith("langchain_") else client._llm_type
    provider = _PROVIDER.sub("_", provider.lower()).strip("_0123456789") or _UNNAMED
    names = (getattr(client, key, None) for key in ("model_name", "model", "model_id"))
    name = next((name for name in names if isinstance(name, str) and name), _UNNAMED)
    plain = re.sub(r"[^!-~]+", "-", name)[:200]
    config = ModelConfig(plain[:NAME_LENGTH], f"{provider}:{plain}", cache=False)
    for url in filter(None, (getattr(client, key, None) for key in _URLS)):
        with suppress(UsageError):  # it only tells where questions go
            return replace(config, base_url=str(url))
    return config
