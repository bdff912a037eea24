"""Read the message chunks that LangChain makes of a provider's stream."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from ...types import Usage
from .pieces import STOP, Finished, Quiet, TextPiece

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage

_REASON_KEYS = ("finish_reason", "stop_reason", "stopReason", "done_reason")
_REASONS = {
    STOP: "stop end_turn stop_sequence complete completed eos eos_token end",
    "length": "length max_tokens max_output_tokens max_length model_length error_limit "
    "model_context_window_exceeded",
    "content_filter": "content_filter content_filtered safety recitation blocklist spii "
    "prohibited_content guardrail_intervened error_toxic language",
    "tool_calls": "tool_calls tool_call tool_use function_call malformed_function_call",
    "refusal": "refusal",
}
"""What providers say for each reason, in lower case."""

_REASON_OF = {word: reason for reason, words in _REASONS.items() for word in words.split()}
_TOOL_BLOCKS = {"tool_call", "tool_call_chunk", "invalid_tool_call", "server_tool_call"}


class Chunk(NamedTuple):
    """What a chunk of a reply holds.

    Attributes:
        text: characters of the reply; may be empty.
        has_reasoning: whether there is reasoning in it.
        ends_as: ``tool_calls`` or ``refusal`` if it calls a tool or refuses; else ``""``.
        reason: why the reply ended, in the provider's word; ``""`` if it says nothing of that.
        usage: tokens to be added up; ``None`` if it says nothing of them.
    """

    text: str
    has_reasoning: bool = False
    ends_as: str = ""
    reason: str = ""
    usage: Usage | None = None


def read_chunk(message: AIMessage) -> Chunk:
    """Read a message chunk of any provider."""
    blocks: list[Any] = list(message.content_blocks)
    # Before langchain-core 1.7.5 a refusal was a block of no standard, with itself as the value.
    kinds = {(block.get("value") or block).get("type") for block in blocks}
    texts = [block.get("text") or "" for block in blocks if block.get("type") == "text"]
    calls_tool = bool(kinds & _TOOL_BLOCKS or getattr(message, "tool_call_chunks", None))
    return Chunk(
        "".join(texts),
        "reasoning" in kinds,
        "refusal" if "refusal" in kinds else "tool_calls" if calls_tool else "",
        _reason(message.response_metadata),
        _usage(message.usage_metadata),
    )


def _reason(metadata: Mapping[str, Any]) -> str:
    values = [metadata.get(key) for key in _REASON_KEYS]
    details = metadata.get("incomplete_details")  # the first of OpenAI's two ways has no status
    if isinstance(details, Mapping):
        values.append(details.get("reason"))
    values.append(metadata.get("status"))
    return next((value for value in values if value and isinstance(value, str)), "")


def _usage(metadata: Mapping[str, Any] | None) -> Usage | None:
    if not metadata:
        return None
    return Usage(metadata.get("input_tokens") or 0, metadata.get("output_tokens") or 0)


class ReplyReader:
    """Reads the chunks of a reply, in their order.

    Attributes:
        has_begun: whether text, reasoning or the call of a tool has come.
    """

    def __init__(self) -> None:
        self.has_begun = False
        self._has_text = False
        self._ends_as = ""
        self._reason = ""
        self._usage: Usage | None = None

    def read(self, chunk: Chunk) -> TextPiece | Quiet | None:
        """Read the next chunk; gives what it is to the reader of the reply, if anything."""
        self._ends_as = chunk.ends_as or self._ends_as
        self._reason = chunk.reason or self._reason
        if chunk.usage:
            counted = self._usage or Usage(0, 0)
            self._usage = Usage(
                counted.tokens_in + chunk.usage.tokens_in,
                counted.tokens_out + chunk.usage.tokens_out,
            )
        self.has_begun |= bool(chunk.text or chunk.has_reasoning or chunk.ends_as)
        self._has_text |= bool(chunk.text.strip())
        if chunk.text:
            return TextPiece(chunk.text)
        return Quiet(is_reasoning=True) if chunk.has_reasoning else None

    def finished(self, without_temperature: bool = False) -> Finished:
        """How the reply ended, after its last chunk."""
        reason = _REASON_OF.get(self._reason.lower(), _plain(self._reason))
        if reason in (STOP, "missing") and self._ends_as:
            reason = self._ends_as
        elif reason == STOP and not self._has_text:
            reason = "empty"
        return Finished(reason, self._usage, without_temperature)


def _plain(reason: str) -> str:
    """A reason that is not in the list, if it looks like a reason."""
    if not reason:
        return "missing"
    return reason.lower() if re.fullmatch(r"[A-Za-z_ -]{1,40}", reason) else "unknown"
