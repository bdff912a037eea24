"""Providers of chat models: their packages, hosts, API keys, and what they call the settings."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any, NamedTuple
from urllib.parse import urlsplit

THIS_MACHINE = "this machine"


class Provider(NamedTuple):
    """What is needed to ask the models of a provider.

    Attributes:
        package: the import name of LangChain's package for it; ``""`` if only LangChain knows.
        base_url: where its models are asked; ``None`` if only its package knows.
        key_variables: environment variables, any of which may hold the API key; none if it takes
            no key, or only its package knows.
    """

    package: str
    base_url: str | None
    key_variables: tuple[str, ...]


_PROVIDERS = {
    "anthropic": ("https://api.anthropic.com", "ANTHROPIC_API_KEY"),
    "deepseek": ("https://api.deepseek.com/v1", "DEEPSEEK_API_KEY"),
    "google_genai": (
        "https://generativelanguage.googleapis.com",
        "GOOGLE_API_KEY",
        "GEMINI_API_KEY",
    ),
    "groq": ("https://api.groq.com", "GROQ_API_KEY"),
    "mistralai": ("https://api.mistral.ai/v1", "MISTRAL_API_KEY"),
    "ollama": ("http://127.0.0.1:11434",),
    "openai": ("https://api.openai.com/v1", "OPENAI_API_KEY"),
    "openrouter": ("https://openrouter.ai/api/v1", "OPENROUTER_API_KEY"),
    "xai": ("https://api.x.ai/v1/", "XAI_API_KEY"),
}
"""By LangChain's name: the base URL, and the environment variables of the API key.

The base URL is always passed on, so that no environment variable of a package redirects questions.
"""


def provider_called(name: str) -> Provider:
    """The provider that LangChain calls ``name``; without particulars if none are listed here."""
    if name not in _PROVIDERS:
        return Provider("", None, ())
    base_url, *variables = _PROVIDERS[name]
    return Provider(f"langchain_{name}", base_url, tuple(variables))


def is_loopback(url: str) -> bool:
    """Whether a URL leads to this machine by its loopback interface."""
    host = urlsplit(url).hostname or ""
    try:
        address = ip_address(host)
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
    return (getattr(address, "ipv4_mapped", None) or address).is_loopback


def constructor_arguments(name: str, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Settings under the names and in the units of a provider's class in LangChain.

    Retries of the provider's client are switched off: ours count.

    Args:
        name: LangChain's name of the provider.
        settings: ``base_url``, ``temperature``, ``max_tokens`` and ``timeout`` (in s); those which
            are ``None`` are left out.
    """
    arguments = {key: value for key, value in settings.items() if value is not None}
    if name == "ollama":  # it has no retries
        arguments["num_predict"] = arguments.pop("max_tokens")
        arguments["client_kwargs"] = {"timeout": arguments.pop("timeout")}
        return arguments
    if name == "openrouter":
        arguments["timeout"] = round(1000 * arguments["timeout"])
    # Google's client takes 0 as its default, which is five, and 1 as none.
    arguments["max_retries"] = 1 if name == "google_genai" else 0
    return arguments
