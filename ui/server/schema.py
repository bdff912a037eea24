"""What the HTTP interface takes and gives, as OpenAPI describes it to programs."""

from __future__ import annotations

from typing import Any

from ...index import DATE_PATTERN, LONGEST_PATTERN
from ...rag import RagConfig

MOST_HITS = 100
"""Passages that a search may ask for."""
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
    "description": "The questions and answers before, the oldest first.",
}
_K = {"type": "integer", "minimum": 1, "maximum": MOST_HITS, "default": 5}


def ask_body(config: RagConfig) -> dict[str, Any]:
    """The properties of what ``/api/ask`` takes."""
    history = {**_HISTORY, "maxItems": config.max_history}
    return {"question": _question(config), "history": history, "filters": _FILTERS}


def search_body(config: RagConfig) -> dict[str, Any]:
    """The properties of what ``/api/search`` takes."""
    return {"question": _question(config), "k": _K, "filters": _FILTERS}


def _question(config: RagConfig) -> dict[str, Any]:
    return {
        **_TEXT,
        "pattern": r"[^\W_]",
        "maxLength": config.max_question,
        "description": "A question in words.",
        "examples": ["What does Iran fear?"],
    }


_ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {"error": _TEXT},
}
_REFUSALS = {
    400: "What was asked is no question, or a part of it is wrong.",
    401: "Nobody is signed in.",
    403: "The request comes from a page of another site.",
    404: "There is no such document, or its file is not the one that was read.",
    405: "The path is asked by another method; see Allow.",
    408: "The request did not arrive in time.",
    411: "The request does not say its length.",
    413: "The request is too large.",
    429: "The client has asked too often; see Retry-After.",
    503: "Too much is being done, or the index cannot be read; see Retry-After.",
}


def described(
    summary: str, body: dict[str, Any] | None = None, media_type: str = "application/json"
) -> dict[str, Any]:
    """How a route is described, as keyword arguments of FastAPI's decorators.

    Args:
        summary: one line.
        body: the properties of the JSON object that it takes; ``None`` if it takes none.
        media_type: of what it gives.
    """
    content = {"application/json": {"schema": _ERROR}}
    responses: dict[int | str, Any] = {
        200: {"description": "What was asked for.", "content": {media_type: {}}},
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
