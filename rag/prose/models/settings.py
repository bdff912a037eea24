"""Checks of the settings of chat models; no message repeats what looks like an API key."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from ....index.errors import UsageError, echoed

NAME_LENGTH = 60
EXTRACTIVE = "extractive"
"""What answers without a chat model say of their answerer."""

_RANGES: dict[str, tuple[type, float, float]] = {
    "max_tokens": (int, 1, 1_000_000),
    "temperature": (float, 0, 2),
    "timeout": (float, 0.01, 3600),
    "stall": (float, 0.01, 3600),
    "retries": (int, 0, 10),
    "prompt_tokens": (int, 100, 1_000_000),
    "price_in": (float, 0, 1_000_000),
    "price_out": (float, 0, 1_000_000),
    "max_cost_per_day": (float, 0, 1_000_000),
    "max_cost_per_account": (float, 0, 1_000_000),
    "max_questions_per_day": (int, 0, 1_000_000_000),
    "max_questions_per_account": (int, 0, 1_000_000_000),
}
_TYPES = {
    **{key: numbers[0] for key, numbers in _RANGES.items()},
    **{"default": bool, "cache": bool},
}
_MODEL = re.compile(r"[a-z][a-z0-9_]*:[!-~]{1,200}")
_KEY_NAME = re.compile(r"key|token|secret|passw|credential|auth|bearer", re.IGNORECASE)
_KEY_VALUE = re.compile(
    r"\b(?:sk|pk|rk|gsk|xai|AIza|hf|ghp|key|bearer)[-_ ]?[\w-]{8,}", re.IGNORECASE
)
_STORED_KEY = re.compile(r"\b(?:sk-|gsk_|xai-|hf_|ghp_|AIza)[\w-]{20,}")
"""So certain that it is no name of a model."""


def check_names(name: str, keys: Iterable[str], expected: Iterable[str]) -> None:
    """Check the keys of the table ``[models.NAME]``.

    Raises:
        UsageError: if a key is none of the ``expected`` ones, or means an API key.
    """
    names = list(expected)
    for key in keys:
        if key not in names and (_KEY_NAME.search(key) or _KEY_VALUE.search(key)):
            raise holds_key(name)
        if key not in names:
            raise UsageError(
                f"[models.{name}] has no setting {echoed(key)}; expected one of "
                f"{', '.join(names)}. Correct or remove it"
            )


def check_setting(name: str, key: str, value: object) -> None:
    """Check the type and the range of a setting of the table ``[models.NAME]``.

    Raises:
        UsageError: if it has a wrong type, is out of range or holds an API key.
    """
    expected = _TYPES.get(key, str)
    if type(value) is not expected and (expected, type(value)) != (float, int):
        raise wrong_setting(name, key, value, f"a value of type {expected.__name__}")
    if _STORED_KEY.search(str(value)):
        raise holds_key(name)
    if key in _RANGES:
        _check_range(name, key, value)
    elif key == "model" and not _MODEL.fullmatch(str(value)):
        raise wrong_setting(name, key, value, "PROVIDER:MODEL, such as 'openai:gpt-5-mini'")
    elif key == "base_url":
        _check_url(name, str(value))


def check_name(name: str) -> None:
    """Check what a model is called.

    Raises:
        UsageError: if it is empty, long or not printable.
    """
    if not (name.strip() and name.isprintable() and len(name) <= NAME_LENGTH):
        raise UsageError(
            f"a chat model is called {echoed(name)}; expected 1 to {NAME_LENGTH} printable "
            "characters. Rename its table [models.NAME] in loccit.toml"
        )
    if name == EXTRACTIVE:
        raise UsageError(
            f"a chat model is called {echoed(name)}, as answers without one are; expected another "
            "name. Rename its table [models.NAME] in loccit.toml"
        )


def wrong_setting(name: str, key: str, came: object, expected: str) -> UsageError:
    """The error of a setting; it does not repeat a value that looks like an API key."""
    if _KEY_VALUE.search(str(came)):
        return holds_key(name)
    return UsageError(
        f"[models.{name}] {key} is {echoed(came)}; expected {expected}. "
        f"Correct {key} in loccit.toml, or the argument"
    )


def holds_key(name: str) -> UsageError:
    """The error of a table that holds what looks like an API key; it does not repeat it."""
    return UsageError(
        f"[models.{name}] holds what looks like an API key or a password; expected none in a file. "
        "Remove it from loccit.toml, and set the environment variable that the provider's "
        "package reads, such as OPENAI_API_KEY"
    )


def _check_range(name: str, key: str, value: Any) -> None:
    low, high = _RANGES[key][1:]
    if not (math.isfinite(value) and low <= value <= high):
        raise wrong_setting(name, key, value, f"a number from {low:,} to {high:,}")


def _check_url(name: str, url: str) -> None:
    try:
        parts = urlsplit(url)
        is_plain = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        parts, is_plain = urlsplit(""), False
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise holds_key(name)
    if not is_plain:
        raise wrong_setting(name, "base_url", url, "http://HOST or https://HOST, with a path")
