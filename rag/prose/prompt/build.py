"""The prompt that asks a chat model for an answer from passages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple, Protocol

from ....index.errors import UsageError
from ....index.types import Hit
from ..budget import count_tokens
from .conversation import conversation_block
from .neutral import neutral_line
from .passages import PromptPassage, fitting_passages, together, whole_passage
from .wording import ChatMessage, examples, instruction, version, worded

_LONGEST_QUESTION = 2000
_CONVERSATION_SHARE = 8
"""At most one eighth of a prompt is conversation."""
_WRAPPING = 4
"""Tokens that a chat model's template puts around a message, about."""
_KEPT = 0.75
"""A server's count below this share of ours shows a cut, not another tokenizer: of 3,000 tokens, a
window of 2,048 keeps two thirds."""


class PromptLimits(Protocol):
    """How long a prompt and the reply to it may be."""

    @property
    def prompt_tokens(self) -> int:
        """How many tokens a prompt may have; those of the reply are apart."""
        ...

    @property
    def max_tokens(self) -> int:
        """How many tokens a reply may have."""
        ...


@dataclass(frozen=True, slots=True)
class PromptSettings:
    """Limits of a prompt and the reply to it.

    Attributes:
        prompt_tokens: how many tokens a prompt may have.
        max_tokens: how many tokens a reply may have, its reasoning included.
    """

    prompt_tokens: int = 3000
    max_tokens: int = 2000


@dataclass(frozen=True, slots=True)
class Prompt:
    """What a chat model is asked.

    Attributes:
        messages: in order; LangChain takes them as they are.
        passages: what the model may cite; that of number n is ``passages[n - 1]``.
        tokens: of all messages, by OpenAI's ``o200k_base``, with 4 for the wrapping of each.
        version: changes whenever the wording of the prompts does.
    """

    messages: tuple[ChatMessage, ...]
    passages: tuple[PromptPassage, ...]
    tokens: int
    version: str


class _Frame(NamedTuple):
    """A prompt around its passages."""

    has_examples: bool
    conversation: str
    question: str

    @property
    def tokens(self) -> int:
        return _opening_tokens(self.has_examples) + _tokens([self._last("")])

    def messages(self, passages: str) -> tuple[ChatMessage, ...]:
        return (*_opening(self.has_examples), self._last(passages))

    def _last(self, passages: str) -> ChatMessage:
        return ChatMessage("human", _asking(self.conversation, passages, self.question))


def build_prompt(
    question: str,
    history: Sequence[tuple[str, str]],
    hits: Sequence[Hit],
    settings: PromptLimits,
    window: int | None = None,
) -> Prompt:
    """Build the prompt that asks for an answer from passages.

    As many hits are shown as fit, the best first. Before the best one is cut to fewer whole
    sentences, the conversation and the examples are left out.

    Args:
        question: as it is to be answered; at most 2,000 characters of it are used.
        history: the questions before it and their answers, oldest first.
        hits: search results, the best first; one or more.
        settings: the limits.
        window: how many tokens the model reads and writes in all, if that is known: what the reply
            may take is kept free in it.

    Raises:
        UsageError: if the limits leave no room for any of the best hit.
        ValueError: if there are no hits.
    """
    if not hits:
        raise ValueError("there are no hits; expected at least one to answer from")
    room = settings.prompt_tokens
    if window is not None:
        room = min(room, window - settings.max_tokens)
    wanted = min(whole_passage(1, hits[0]).tokens, room // 2)
    for frame in _frames(question, history, room):
        spare = room - frame.tokens
        if spare >= wanted:
            break
    passages = fitting_passages(hits, spare)
    if not passages:
        raise _no_room(room, frame.tokens, window)
    messages = frame.messages(together(passages))
    return Prompt(messages, tuple(passages), _tokens(messages), version())


def was_cut(reported: int | None, counted: int) -> bool:
    """Whether a server cut a prompt to fit its model, which then did not see all of it.

    A server that leaves out of its count what it kept from an earlier prompt seems to have cut it.

    Args:
        reported: the tokens of the prompt by the server's count; ``None`` or 0 if it counts none.
        counted: ``Prompt.tokens``.
    """
    return reported is not None and 0 < reported < _KEPT * counted


def _frames(question: str, history: Sequence[tuple[str, str]], room: int) -> Iterator[_Frame]:
    """The frames that a prompt may have, the best first."""
    asked = neutral_line(question, _LONGEST_QUESTION)
    before = conversation_block(history, room // _CONVERSATION_SHARE)
    yield _Frame(True, before, asked)
    yield _Frame(True, "", asked)
    yield _Frame(False, "", asked)


@cache
def _opening(has_examples: bool) -> tuple[ChatMessage, ...]:
    """The messages before the question: the instruction, and examples of questions with replies."""
    messages = [ChatMessage("system", instruction("answer"))]
    for example in examples("answer") if has_examples else ():
        asking = _asking("", example["passages"].strip(), example["question"])
        messages += [ChatMessage("human", asking), ChatMessage("ai", example["reply"])]
    return tuple(messages)


def _asking(conversation: str, passages: str, question: str) -> str:
    return worded(
        "answer", "question", conversation=conversation, passages=passages, question=question
    ).strip()


@cache
def _opening_tokens(has_examples: bool) -> int:
    return _tokens(_opening(has_examples))


def _tokens(messages: Sequence[ChatMessage]) -> int:
    return sum(count_tokens(message.text).tokens + _WRAPPING for message in messages)


def _no_room(room: int, taken: int, window: int | None) -> UsageError:
    kept_free = "prompt_tokens" if window is None else "prompt_tokens and the model's window"
    return UsageError(
        f"{kept_free} leave {room:,} tokens for a prompt; expected more than {taken:,} for this "
        "question, and about 100 for a passage. Raise prompt_tokens, lower max_tokens where the "
        "window is small, or ask a shorter question"
    )
