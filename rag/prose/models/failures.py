"""Why a chat model failed, in words of our own: what a client raises may hold keys and prompts."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, NamedTuple

from ....index.errors import echoed
from .config import ModelConfig
from .providers import provider_called

_STATUS_OF = {
    "ModelAuthenticationError": 401,
    "ModelPermissionDeniedError": 403,
    "ModelNotFoundError": 404,
    "ContextOverflowError": 413,
    "ModelRateLimitError": 429,
    "ModelInvalidRequestError": 400,
    "ModelAPIError": 500,
}
"""HTTP statuses of LangChain's errors, for clients whose errors have none."""

_QUOTA = re.compile(r"quota|billing|credit|insufficient.?(funds|balance)|payment required")
_TOO_LONG = re.compile(
    r"context.{0,20}(length|window|size|limit)|too many (input )?tokens|(prompt|input) is too long|"
    r"input tokens exceed"
)
_FILTERED = re.compile(r"content.?(filter|management|policy)|safety|filtered|moderation")


class Failure(NamedTuple):
    """Why a request failed.

    Attributes:
        cause: in a line.
        is_transient: whether the same request may succeed later.
        pause: seconds that the server asks to wait; ``None`` if it does not.
        refuses_temperature: whether it may succeed without the temperature.
    """

    cause: str
    is_transient: bool = False
    pause: float | None = None
    refuses_temperature: bool = False


def failure_of(error: BaseException, config: ModelConfig) -> Failure:
    """Tell why a request failed from what LangChain or a provider's client raised.

    Args:
        error: what was raised.
        config: the model's settings.
    """
    chain = list(_chain(error))
    text = " ".join(f"{link} {getattr(link, 'body', '')}" for link in chain).lower()[:20_000]
    status = next(filter(None, map(_status, chain)), 0)
    if status in (0, 402, 403, 429) and (_QUOTA.search(text) or status == 402):
        return Failure("the account's quota or credit is used up; see the provider's billing page")
    if status == 413 or (status in (0, 400, 422) and _TOO_LONG.search(text)):
        return Failure(
            "the prompt is longer than the model takes; lower prompt_tokens in loccit.toml"
        )
    if status in (400, 422):
        return _refused_request(text, status)
    if status:
        return _by_status(status, config, _pause(chain))
    return _without_status(chain)


def _refused_request(text: str, status: int) -> Failure:
    if "temperature" in text:
        return Failure(
            f"the model takes no such temperature ({status}); remove it from loccit.toml",
            refuses_temperature=True,
        )
    if _FILTERED.search(text):
        return Failure(f"the provider's content filter refuses the question ({status})")
    return Failure(f"the server refuses the request ({status}); check the settings of the model")


def _by_status(status: int, config: ModelConfig, pause: float | None) -> Failure:
    variables = (
        " or ".join(provider_called(config.provider_name).key_variables)
        or "the provider's variable"
    )
    model = config.model.partition(":")[2]
    causes = {
        401: f"the API key is missing or refused (401); check {variables} in the environment",
        403: "access is refused (403): the key, the account or the country may not use the model",
        404: f"the server has no model {echoed(model)} (404); check model and base_url",
    }
    if status in causes:
        return Failure(causes[status])
    if status == 429:
        return Failure("the provider's rate limit is reached (429)", True, pause)
    if status >= 500 or status in (408, 409, 425):
        return Failure(f"the model's server failed ({status})", True, pause)
    return Failure(f"the model's server answered with status {status}; check base_url")


def _without_status(chain: list[BaseException]) -> Failure:
    names = {kind.__name__ for link in chain for kind in type(link).__mro__}
    if any("Timeout" in name for name in names):
        return Failure("the model's server did not answer in time", True)
    if any(re.search(r"Connect|Network|Protocol|ReadError|OSError", name) for name in names):
        return Failure("the connection to the model's server failed or was cut", True)
    if "APIError" in names:
        return Failure("the model's server broke off with an error of its own", True)
    if "ModelRefusalError" in names:
        return Failure("the model refuses to answer")
    if names & {"ValueError", "TypeError", "LookupError", "AttributeError"}:
        return Failure("the server sent something else than a model's reply; check base_url")
    return Failure(f"the model's client failed ({type(chain[0]).__name__})")


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """An error and what it was raised from, the last first."""
    for _ in range(5):
        if error is None:
            return
        yield error
        error = error.__cause__ or error.__context__


def _status(error: BaseException) -> int:
    """The HTTP status of an error; 0 if it has none."""
    response = getattr(error, "response", None)
    holders = [(error, "status_code"), (response, "status_code"), (error, "code")]
    values = [getattr(holder, name, None) for holder, name in holders]
    if isinstance(response, dict):  # as Amazon's client has it
        values.append((response.get("ResponseMetadata") or {}).get("HTTPStatusCode"))
    for value in values:
        if isinstance(value, int) and 300 <= value < 600:
            return value
    kinds = [kind.__name__ for kind in type(error).__mro__]
    return next((_STATUS_OF[kind] for kind in kinds if kind in _STATUS_OF), 0)


def _pause(chain: list[BaseException]) -> float | None:
    """Seconds that the ``retry-after`` of a response asks to wait."""
    for error in chain:
        holder = getattr(error, "response", None) or error
        headers: Any = getattr(holder, "headers", None) or {}
        for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
            seconds = _seconds(headers.get(name))
            if seconds is not None:
                return max(0.0, seconds * unit)
    return None


def _seconds(value: Any) -> float | None:
    """A number, or the seconds until a date of HTTP."""
    try:
        seconds = float(value)
        return seconds if math.isfinite(seconds) else None
    except (TypeError, ValueError):
        pass
    try:
        return (parsedate_to_datetime(value) - datetime.now(UTC)).total_seconds()
    except (TypeError, ValueError):
        return None
