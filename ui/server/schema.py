"""The OpenAPI schemas of the HTTP API."""

from __future__ import annotations

from typing import Any

from ...index.filters import DATE_PATTERN, LONGEST_PATTERN
from ...rag.config import RagConfig

MOST_HITS = 100
"""Maximum number of passages in a search."""
_TEXT = {"type": "string"}
_DATE = {**_TEXT, "pattern": f"^{DATE_PATTERN}$"}
_FILTERS = {
    "type": ["object", "null"],
    "properties": {"after": _DATE, "before": _DATE, "in": {**_TEXT, "maxLength": LONGEST_PATTERN}},
    "additionalProperties": False,
}
_HISTORY = {
    "type": ["array", "null"],
    "items": {"type": "array", "items": _TEXT, "minItems": 2, "maxItems": 2},
    "description": "The previous questions and answers, oldest first.",
}
_K = {"type": "integer", "minimum": 1, "maximum": MOST_HITS, "default": 5}


def ask_body(config: RagConfig) -> dict[str, Any]:
    """The properties of the request body of ``/api/ask``."""
    history = {**_HISTORY, "maxItems": config.max_history}
    return {"question": _question(config), "history": history, "filters": _FILTERS}


def search_body(config: RagConfig) -> dict[str, Any]:
    """The properties of the request body of ``/api/search``."""
    return {"question": _question(config), "k": _K, "filters": _FILTERS}


def _question(config: RagConfig) -> dict[str, Any]:
    return {
        **_TEXT,
        "pattern": r"[^\W_]",
        "maxLength": config.max_question,
        "description": "The question.",
        "examples": ["What does Iran fear?"],
    }


_ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {"error": _TEXT},
}
_REFUSALS = {
    400: "The question or another part of the request is not valid.",
    401: "Not signed in.",
    403: "The request comes from a page of another site.",
    404: "There is no such document, or its file has changed since it was indexed.",
    405: "The path does not support this method; see Allow.",
    408: "The request did not arrive in time.",
    411: "The request has no Content-Length.",
    413: "The request is too large.",
    429: "Too many requests; see Retry-After.",
    503: "The server is busy, or the index cannot be read; see Retry-After.",
}


def described(
    summary: str, body: dict[str, Any] | None = None, media_type: str = "application/json"
) -> dict[str, Any]:
    """The description of a route, as keyword arguments of FastAPI's decorators.

    Args:
        summary: one line.
        body: properties of the JSON object in the request; ``None`` if there is no body.
        media_type: media type of the response.
    """
    content = {"application/json": {"schema": _ERROR}}
    responses: dict[int | str, Any] = {
        200: {"description": "Success.", "content": {media_type: {}}},
        **{status: {"description": why, "content": content} for status, why in _REFUSALS.items()},
    }
    extra: dict[str, Any] = {}
    if body is not None:
        schema = {
            "type": "object",
            "required": ["question"],
            "properties": body,
            "additionalProperties": False,
        }
        extra["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": schema}},
        }
    return {"summary": summary, "responses": responses, "openapi_extra": extra}
