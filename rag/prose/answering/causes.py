"""Why an answer is not all that a chat model was asked for, in a line."""

from __future__ import annotations

from ..models.config import ModelConfig

_ENDS = {
    "content_filter": "the provider's content filter stopped the reply",
    "refusal": "the model refuses to answer",
    "tool_calls": "the model called a tool, and there is none",
    "empty": "the reply is empty",
    "missing": "the server did not say that the reply is complete",
}
BROKEN_OFF = "The reply broke off in it.", "broken_off"
REPEATED = "It was said before.", "repeated"
BESIDE = "It is true, but it does not answer the question.", "beside"
"""Why a sentence is not shown, beside the reasons of the gate, and the kinds of these reasons."""

NOT_STATED = "it replied that the passages do not state the answer"


def ending(reason: str, config: ModelConfig) -> str:
    """Why a reply ended that did not come to its end.

    Args:
        reason: see ``Finished.reason``.
        config: the model's settings.
    """
    if reason == "length":
        return f"the reply reached its longest length, {config.max_tokens:,} tokens (max_tokens)"
    return _ENDS.get(reason, f"the reply ended before its end ({reason})")


def broken_off(cause: str) -> str:
    """What is said where some sentences were shown before."""
    return f"the reply broke off: {cause}"


def nothing_shown(dropped: int, notes: int) -> str:
    """Why nothing of a whole reply is shown.

    Args:
        dropped: how many of its sentences could not be verified.
        notes: how many say that the passages do not state something.
    """
    if dropped:
        return f"none of its sentences could be shown ({dropped} dropped)"
    return "it replied only what the passages do not state" if notes else "the reply says nothing"


def prompt_was_cut(reported: int, counted: int) -> str:
    """The note that the server did not show the model all of the prompt.

    Args:
        reported: tokens of the prompt by the server's count.
        counted: by ours.
    """
    return (
        f"The model's server counted {reported:,} tokens of a prompt of about {counted:,}: it may "
        "have cut the prompt. Raise the context length of the server, or lower prompt_tokens in "
        "loccit.toml."
    )
