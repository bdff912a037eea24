"""Read a chat model's reply while it comes."""

from __future__ import annotations

from collections.abc import Iterator

from ...index.formats.decode import well_formed
from .cutter import Cutter
from .emphasis import Emphasis
from .events import Event, LineEnd, LineKind, LineStart, Marked, Part, ReplySentence, Thinking
from .lines import Lines
from .markers import Markers
from .thoughts import Signal, Thoughts


class ReplyStream:
    """Reads a reply in pieces, and tells its sentences as soon as they are whole.

    The events and what is held depend on the characters alone, not on how they are cut into pieces:
    each is read for itself. Time is in proportion to their number, and of a line at most 1,000
    characters are held.
    """

    def __init__(self) -> None:
        self._thoughts = Thoughts()
        self._speech = _Speech()
        self._has_thought = False
        self._has_spoken = False
        self._is_over = False

    @property
    def is_thinking(self) -> bool:
        """Whether the model is thinking now; at the end, whether it never came to speak again."""
        return self._thoughts.is_inside

    @property
    def held(self) -> str:
        """The text so far that was not let go yet, without marks; ``""`` for none."""
        return self._speech.held

    def feed(self, piece: str) -> list[Event]:
        """Read the next piece of the reply.

        Args:
            piece: any number of characters; lone surrogates are read as U+FFFD.

        Returns:
            What it completes, in order.

        Raises:
            ValueError: if the reply has ended.
        """
        self._check_open("feed()")
        return [event for char in well_formed(piece) for event in self._read(char)]

    def finish(self) -> list[Event]:
        """End the reply.

        Returns:
            The sentences that were held, in order.

        Raises:
            ValueError: if it has ended before.
        """
        self._check_open("finish()")
        self._is_over = True
        events = [event for char in self._thoughts.finish() for event in self._speech.read(char)]
        return [*events, *self._speech.finish()]

    def _check_open(self, call: str) -> None:
        if self._is_over:
            raise ValueError(
                f"{call} came after the reply had ended; expected nothing after finish(). "
                "Open a ReplyStream for each reply"
            )

    def _read(self, char: str) -> Iterator[Event]:
        passed = self._thoughts.read(char)
        if isinstance(passed, Signal):
            yield from self._heed(passed)
            return
        for spoken in passed:
            for sentence in self._speech.read(spoken):
                self._has_spoken = True
                yield sentence

    def _heed(self, signal: Signal) -> Iterator[Event]:
        if signal is Signal.THOUGHT and self._has_spoken:
            yield from self._speech.read("\n")
            return
        if signal is Signal.THOUGHT:
            self._speech = _Speech()
        if signal is not Signal.SPEAKS and not self._has_thought:
            self._has_thought = True
            yield Thinking()


def read_reply(text: str) -> list[Event]:
    """The events of a whole reply, in order; see ``ReplyStream``."""
    stream = ReplyStream()
    return [*stream.feed(text), *stream.finish()]


class _Speech:
    """What is said, from characters to sentences: lines, then markers, then emphasis."""

    def __init__(self) -> None:
        self._lines = Lines()
        self._markers = Markers()
        self._emphasis = Emphasis()
        self._cutter = Cutter()
        self._is_code = False

    @property
    def held(self) -> str:
        return self._cutter.held

    def read(self, char: str) -> Iterator[ReplySentence]:
        for part in self._lines.read(char):
            yield from self._read_part(part)

    def finish(self) -> Iterator[ReplySentence]:
        for part in self._lines.finish():
            yield from self._read_part(part)
        yield from self._flush()
        yield from self._cutter.finish()

    def _read_part(self, part: Part) -> Iterator[ReplySentence]:
        if isinstance(part, str) and not self._is_code:
            for marked in self._markers.read(part):
                yield from self._read_marked(marked)
            return
        if isinstance(part, LineStart):
            self._is_code = part.kind is LineKind.CODE
        elif isinstance(part, LineEnd):
            yield from self._flush()
        yield from self._cutter.read(part)

    def _read_marked(self, part: Marked) -> Iterator[ReplySentence]:
        for plain in self._emphasis.read(part):
            yield from self._cutter.read(plain)

    def _flush(self) -> Iterator[ReplySentence]:
        """Read what markers and emphasis hold at a line's end."""
        for marked in self._markers.finish():
            yield from self._read_marked(marked)
        for plain in self._emphasis.finish():
            yield from self._cutter.read(plain)
