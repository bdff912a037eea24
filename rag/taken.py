"""The characters of a text that spans have taken."""

from __future__ import annotations

from collections.abc import Iterable


class Taken:
    """Which characters of a text are part of some span; asking takes no time for each span."""

    def __init__(self, length: int, spans: Iterable[tuple[int, int]] = ()) -> None:
        self._taken = bytearray(length)
        for start, end in spans:
            self.add(start, end)

    def add(self, start: int, end: int) -> None:
        """Take ``[start, end)``, in code points, inside of the text."""
        self._taken[start:end] = b"\1" * (end - start)

    def holds(self, start: int, end: int) -> bool:
        """Whether a character of ``[start, end)`` is taken."""
        return 1 in self._taken[start:end]

    def blanked(self, text: str) -> str:
        """The text with a space for each character that is taken."""
        return "".join(
            " " if is_taken else sign for sign, is_taken in zip(text, self._taken, strict=True)
        )
