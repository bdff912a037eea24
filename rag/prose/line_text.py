"""The text of a line while it comes, and the citation markers that were taken out of it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from ...text.spans import Span

_CLOSES = frozenset(".,;:!?…)")
"""What follows text without a space."""


class LineText:
    """Text with runs of white space as one, and where markers stood in it.

    A marker takes along the space before it if the text goes on with a full stop or the like, and
    parentheses that held nothing else. It leaves a space between words that it stood between.
    """

    def __init__(self) -> None:
        self._chars: list[str] = []
        self._markers: list[tuple[int, tuple[int, ...]]] = []
        """Where each stood, after the white space before it is taken off, and what it cites."""
        self._is_after_marker = False

    def __len__(self) -> int:
        return len(self._chars)

    def __str__(self) -> str:
        return "".join(self._chars)

    def add(self, char: str) -> bool:
        """Add a character; return whether it was added."""
        last = self._chars[-1] if self._chars else " "
        if char.isspace():
            if not last.isspace():
                self._chars.append(char)
            return not last.isspace()
        if self._is_after_marker:
            if char == ")" and last == "(":
                del self._chars[-1]
                return False
            self._close_gap(last, char)
        self._is_after_marker = False
        self._chars.append(char)
        return True

    def _close_gap(self, last: str, char: str) -> None:
        """Mend the white space where a marker was taken out between two characters."""
        if char in _CLOSES and self._chars and last.isspace():
            del self._chars[-1]
        elif char.isalnum() and (last.isalnum() or last in _CLOSES):
            self._chars.append(" ")

    def cite(self, numbers: tuple[int, ...]) -> None:
        """Note a marker here."""
        is_spaced = bool(self._chars) and self._chars[-1].isspace()
        self._markers.append((len(self._chars) - is_spaced, numbers))
        self._is_after_marker = True

    def cut(
        self, spans: Sequence[Span], count: int, leads: bool
    ) -> list[tuple[str, tuple[int, ...]]]:
        """Take sentences off the beginning.

        Args:
            spans: the sentences of the text, in order; at least one.
            count: how many of them to take, 1 or more.
            leads: whether markers stand before their sentences.

        Returns:
            The text of each, and the numbers of its markers, each once, in order.
        """
        text = str(self)
        end = spans[count].start if count < len(spans) else len(text)
        numbers: list[dict[int, None]] = [{} for _ in spans[:count]]
        kept = []
        for place, cited in self._markers:
            sentence = _sentence_of(place, spans, leads)
            if sentence < count:
                numbers[sentence] |= dict.fromkeys(cited)
            else:
                kept.append((max(0, place - end), cited))
        self._chars, self._markers = self._chars[end:], kept
        return [
            (span.of(text), tuple(cited))
            for span, cited in zip(spans[:count], numbers, strict=True)
        ]

    def clear(self) -> tuple[int, ...]:
        """Remove all; return the numbers of the markers, each once, in order."""
        numbers = dict.fromkeys(number for _, cited in self._markers for number in cited)
        self._chars, self._markers, self._is_after_marker = [], [], False
        return tuple(numbers)


def _sentence_of(place: int, spans: Sequence[Span], leads: bool) -> int:
    """Which sentence a marker belongs to: the one that it stands in, before, or after."""
    if leads:
        return bisect_right([span.end for span in spans[:-1]], place)
    return bisect_left([span.start for span in spans[1:]], place)
