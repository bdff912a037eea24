"""Cut what a chat model says into sentences, and let each go when it is sure to be whole."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import replace

from ...text.sentences import trimmed
from ...text.spans import Span
from .boundaries import has_word, is_open, is_settled, split, visible_size
from .events import Ending, LineEnd, LineKind, LineStart, Marker, Part, ReplySentence
from .line_text import LineText

AHEAD = 4
"""Characters of what comes next that let a sentence go; white space and markers do not count."""
LONGEST = 1000
"""Characters of a sentence from which on it is cut at a space."""
_STOPS = frozenset(".!?…。！？｡．؟۔।")
_CLOSERS = frozenset("\"'”’»)]」』）")
"""What may close a sentence after its full stop."""
_SPLIT = frozenset({LineKind.PARAGRAPH, LineKind.ITEM, LineKind.QUOTE})
"""Kinds of lines that may have several sentences."""


class Cutter:
    """Cuts the parts of a reply into sentences.

    A sentence waits for the first characters of the next one: a marker may come before these.
    """

    def __init__(self) -> None:
        self._line = LineStart(LineKind.PARAGRAPH)
        self._text = LineText()
        self._waiting: deque[tuple[ReplySentence, int]] = deque()
        """Sentences of lines that ended, each with how many characters had been seen then."""
        self._seen = 0
        self._stop = 0
        """Where the text's last full stop ends, with what closes the sentence; 0 for none."""
        self._after_stop = 0
        self._leads: bool | None = None
        """Whether markers stand before their sentences; ``None`` before the first letter."""
        self._is_piece = False

    @property
    def held(self) -> str:
        """The text that waits."""
        waiting = [sentence.text for sentence, _ in self._waiting]
        return " ".join([*waiting, str(self._text)]).strip()

    def read(self, part: Part) -> Iterator[ReplySentence]:
        """Read the next part, and yield the sentences that it lets go."""
        if isinstance(part, LineStart):
            self._line = part
        elif isinstance(part, Marker):
            self._cite(part.numbers)
        elif isinstance(part, LineEnd):
            yield from self._end_line("line")
        else:
            yield from self._add(part)

    def finish(self) -> Iterator[ReplySentence]:
        """Yield the sentences that wait at the end of the reply."""
        yield from self._end_line("reply")
        yield from (sentence for sentence, _ in self._waiting)
        self._waiting.clear()

    def _cite(self, numbers: tuple[int, ...]) -> None:
        if self._leads is None:
            self._leads = True
        is_opening = not len(self._text) and self._line == LineStart(LineKind.PARAGRAPH)
        if self._leads or not is_opening or not self._cite_waiting(numbers):
            self._text.cite(numbers)

    def _cite_waiting(self, numbers: tuple[int, ...]) -> bool:
        """Add numbers to the last sentence that waits; return whether there is one."""
        if not self._waiting:
            return False
        sentence, seen = self._waiting.pop()
        cited = tuple(dict.fromkeys((*sentence.numbers, *numbers)))
        self._waiting.append((replace(sentence, numbers=cited), seen))
        return True

    def _add(self, char: str) -> Iterator[ReplySentence]:
        if not self._text.add(char) or char.isspace():
            return
        if char.isalnum():
            self._leads = bool(self._leads)
        self._seen += 1
        yield from self._let_go()
        if self._line.kind in _SPLIT and self._is_due(char):
            yield from self._cut_at_stop(char)
        if len(self._text) > LONGEST:
            yield from self._cut_long()

    def _let_go(self) -> Iterator[ReplySentence]:
        while self._waiting and self._seen - self._waiting[0][1] >= AHEAD:
            yield self._waiting.popleft()[0]

    def _is_due(self, char: str) -> bool:
        """Note a character, and say whether a sentence may have ended some characters ago."""
        is_closing = char in _CLOSERS and self._stop == len(self._text) - 1 > 0
        if char in _STOPS or is_closing:
            self._stop, self._after_stop = len(self._text), 0
        else:
            self._after_stop += 1
        return self._stop > 0 and self._after_stop >= AHEAD

    def _cut_at_stop(self, char: str) -> Iterator[ReplySentence]:
        """Cut there, unless it is within a quotation or hangs on how the last word goes on."""
        text = str(self._text)
        if is_open(text[: self._stop]):
            self._stop = 0
        elif is_settled(text):
            self._stop = 0
            yield from self._cut_before_last(self._spans())

    def _spans(self) -> list[Span]:
        text = str(self._text)
        return split(text) if self._line.kind in _SPLIT else [trimmed(text, Span(0, len(text)))]

    def _cut_before_last(self, spans: Sequence[Span]) -> Iterator[ReplySentence]:
        """Cut the sentences that are followed by enough of the next one."""
        text = str(self._text)
        count = len(spans) - 1
        while count > 0 and visible_size(text[spans[count].start :]) < AHEAD:
            count -= 1
        if count > 0:
            yield from self._cut(spans, count, "next")

    def _cut_long(self) -> Iterator[ReplySentence]:
        """Cut a text that is too long: between its sentences if there are several."""
        text, spans = str(self._text), self._spans()
        if len(spans) > 1:
            yield from self._cut(spans, len(spans) - 1, "next")
            return
        end = text.rfind(" ", 1, LONGEST)
        end = LONGEST if end < 0 else end
        self._is_piece = True
        halves = [Span(0, end), Span(end, len(text))]
        yield from self._cut([trimmed(text, half) for half in halves], 1, "bound")
        self._is_piece = True

    def _cut(self, spans: Sequence[Span], count: int, ending: Ending) -> list[ReplySentence]:
        """Cut the first sentences; those without a letter or digit are left out."""
        sentences = []
        for text, numbers in self._text.cut(spans, count, bool(self._leads)):
            is_piece, self._is_piece = self._is_piece, False
            if has_word(text):
                sentences.append(ReplySentence(text, numbers, self._line.kind, ending, is_piece))
        self._stop = 0
        return sentences

    def _end_line(self, ending: Ending) -> Iterator[ReplySentence]:
        text, bullet = str(self._text), self._line.bullet
        if not has_word(text):
            self._end_blank_line(f"{bullet} {text}".strip(), ending)
            yield from self._let_go()
        else:
            yield from self._cut_before_last(self._spans())
            spans = self._spans()
            sentences = self._cut(spans, len(spans), "next")
            sentences[-1:] = [replace(sentence, ending=ending) for sentence in sentences[-1:]]
            self._waiting.extend((sentence, self._seen) for sentence in sentences)
        self._line, self._stop, self._is_piece = LineStart(LineKind.PARAGRAPH), 0, False

    def _end_blank_line(self, text: str, ending: Ending) -> None:
        """End a line without letters or digits, unless its bullet has some: a number as a reply."""
        numbers = self._text.clear()
        if has_word(text):
            sentence = ReplySentence(text, numbers, self._line.kind, ending)
            self._seen += len(self._line.bullet)
            self._waiting.append((sentence, self._seen))
        elif numbers and (ending == "reply" or not self._leads):
            self._cite_waiting(numbers)
        elif numbers:
            self._text.cite(numbers)
