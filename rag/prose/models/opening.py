"""Open a configured chat model. Only this module imports ``langchain``."""

from __future__ import annotations

import math
import os
import re
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from ....index.errors import UsageError
from .config import ModelConfig
from .providers import constructor_arguments, is_loopback, provider_called

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_NO_KEY = "none"
"""Sent as the key to a server on this machine where there is none: clients insist on a key."""


def open_model(config: ModelConfig) -> BaseChatModel:
    """Make LangChain's client of a model; nothing is sent yet.

    The client's own retries are off. Its time limit is a little above ``stall``, so that a thread
    which waits for a silent server ends soon after the reply is given up.

    Args:
        config: the model's settings.

    Raises:
        ImportError: if the provider's package is not installed; it names the pip line.
        UsageError: if the API key is missing, or LangChain takes no such provider or setting.
    """
    package = provider_called(config.provider_name).package
    if package and find_spec(package) is None:
        raise _missing_package(config, package)
    arguments = _arguments(config)
    from langchain.chat_models import init_chat_model

    name = config.model.partition(":")[2]
    try:
        model: BaseChatModel = init_chat_model(
            name, model_provider=config.provider_name, **arguments
        )
    except ImportError as error:
        raise _missing_package(config, _package_named(str(error))) from error
    except Exception as error:
        raise _cannot_open(config, error) from None  # the error's text may hold the arguments
    return model


def lacking(config: ModelConfig) -> str | None:
    """What is missing to open a model: its provider's package or API key; nothing is sent.

    Args:
        config: the model's settings.
    """
    package = provider_called(config.provider_name).package
    for name in filter(None, (package, "langchain")):
        if find_spec(name) is None:
            return str(_missing_package(config, name))
    try:
        _api_key(config)
    except UsageError as error:
        return str(error)
    return None


def _arguments(config: ModelConfig) -> dict[str, Any]:
    settings: dict[str, Any] = {
        "base_url": config.url,
        "temperature": config.temperature,
        "max_tokens": config.max_tokens,
        "timeout": math.ceil(config.stall) + 1,
        "api_key": _api_key(config),
    }
    is_counted = config.base_url is None or config.price_in is not None
    if config.provider_name == "openai" and is_counted:
        settings["stream_usage"] = True  # with a base URL its client would not ask for the usage
    return constructor_arguments(config.provider_name, settings)


def _api_key(config: ModelConfig) -> str | None:
    """The API key of the environment; ``None`` if the package shall look for it, or needs none.

    Raises:
        UsageError: if there is none, and the server is not on this machine.
    """
    variables = provider_called(config.provider_name).key_variables
    if not variables:
        return None
    if key := next(filter(None, map(os.environ.get, variables)), None):
        return key
    if config.url and is_loopback(config.url):
        return _NO_KEY
    raise UsageError(
        f"[models.{config.name}] needs an API key, and there is none; expected it in the "
        f"environment variable {' or '.join(variables)}. Set it and start Loccit again"
    )


def _package_named(message: str) -> str:
    """The package that LangChain's message asks to install."""
    match = re.search(r"pip install [\"']?([A-Za-z0-9][\w.\[\],-]*)", message)
    return match[1] if match else "langchain"


def _missing_package(config: ModelConfig, package: str) -> ImportError:
    name = package.replace("_", "-")
    return ImportError(
        f"the chat model {config.name} ({config.model}) needs the package {name}, which is not "
        f"installed; run: pip install {name}"
    )


def _cannot_open(config: ModelConfig, error: Exception) -> UsageError:
    return UsageError(
        f"[models.{config.name}] cannot be opened ({type(error).__name__}); expected a provider "
        "that LangChain's init_chat_model takes, such as openai, anthropic, ollama, google_genai "
        "or openrouter, and its API key. Correct model in loccit.toml, or set the environment "
        "variable that the provider's package reads"
    )
