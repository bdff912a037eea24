"""Tell what a chat model thinks from what it says, by the tags around it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum

_STYLES = (
    (
        ("<think>", "<thinking>", "<thought>", "<seed:think>"),
        ("</think>", "</thinking>", "</thought>", "</seed:think>"),
    ),
    (("<reasoning>",), ("</reasoning>",)),
    (("<reflection>",), ("</reflection>",)),
    (("<analysis>",), ("</analysis>",)),
    (("<scratchpad>",), ("</scratchpad>",)),
    (("[think]",), ("[/think]",)),
    (("◁think▷",), ("◁/think▷",)),
    (("<|begin_of_thought|>",), ("<|end_of_thought|>",)),
    (("<|start_thinking|>",), ("<|end_thinking|>",)),
)
"""Tags that open thinking, and those that close it; models mix up those of one style."""
_CHANNEL = (("<|channel|>analysis", "<|channel|>commentary"), ("<|end|>", "<|channel|>final"))
"""The same of replies in channels; where nothing is open, these end no thinking."""
_CLOSERS = {
    opening: frozenset(closing)
    for openings, closing in (*_STYLES, _CHANNEL)
    for opening in openings
}
_STRAY = frozenset(closing for _, closings in _STYLES for closing in closings)
_SILENT = frozenset(
    "<|start|>assistant <|message|> <|channel|>final <|end|> <|return|> <|im_end|> <|eot_id|> "
    "<|endoftext|> <|start_response|> <|end_response|> <|begin_of_solution|> <|end_of_solution|> "
    "<answer> </answer>".split()
)
"""Tags around what is said, which say nothing themselves."""


def _prefixes(tags: Iterable[str]) -> frozenset[str]:
    return frozenset(tag[:size] for tag in tags for size in range(1, len(tag) + 1))


_TAGS = _CLOSERS.keys() | _STRAY | _SILENT
_PREFIXES = _prefixes(_TAGS)
_CLOSING_PREFIXES = {opening: _prefixes(closers) for opening, closers in _CLOSERS.items()}


class Signal(Enum):
    """What a tag says.

    Attributes:
        THINKS: thinking begins.
        SPEAKS: thinking ended, or a tag says nothing.
        THOUGHT: thinking ended that had no beginning: what came before may have been thinking.
    """

    THINKS = "thinks"
    SPEAKS = "speaks"
    THOUGHT = "thought"


class Thoughts:
    """Takes out what a model thinks, character by character.

    No tag has a character of another tag's beginning inside it, so what turns out to be no tag is
    never read twice.
    """

    def __init__(self) -> None:
        self._held = ""
        self._opening = ""

    @property
    def is_inside(self) -> bool:
        """Whether thinking has begun and has not ended."""
        return bool(self._opening)

    def read(self, char: str) -> str | Signal:
        """Read the next character.

        Returns:
            What is said: nothing, or what was held as the beginning of a tag and is none, and the
            character. A signal if the character completes a tag.
        """
        prefixes = _CLOSING_PREFIXES[self._opening] if self._opening else _PREFIXES
        held = self._held + char
        if held.lower() in prefixes:
            self._held = held
            return self._complete(held.lower())
        if self._held and char.lower() in prefixes:
            spoken, self._held = self._held, char
        else:
            spoken, self._held = held, ""
        return "" if self._opening else spoken

    def finish(self) -> str:
        """What was held at the end of the reply and is said after all."""
        spoken, self._held = self._held, ""
        return "" if self._opening else spoken

    def _complete(self, tag: str) -> str | Signal:
        if self._opening:
            if tag not in _CLOSERS[self._opening]:
                return ""
            self._opening = self._held = ""
            return Signal.SPEAKS
        if tag not in _TAGS:
            return ""
        self._held = ""
        if tag in _CLOSERS:
            self._opening = tag
            return Signal.THINKS
        return Signal.THOUGHT if tag in _STRAY else Signal.SPEAKS
