"""The sentences of a text, as spans of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .dates import parse_date
from .signs import fold
from .spans import Span, stretches

_WIDE_SPACE = re.compile(r"[^\S\n\r\t ]")
_QUESTION_MARK = re.compile(r"[?？]['\"”’)\]]*$")
_FRAGMENT = re.compile(r"\W*+(?:\d++|[A-Za-z])?+\W*+")


def is_panic(error: BaseException) -> bool:
    """Whether an error is a panic of a library written in Rust, which is no ``Exception``."""
    return type(error).__name__ == "PanicException"


def is_interrogative(text: str) -> bool:
    """Whether a text ends in a question mark, closing quotes aside."""
    return bool(_QUESTION_MARK.search(fold(text).rstrip()))


def sentence_spans(text: str, start: int, language: str = "en") -> list[Span]:
    """The sentences of a text from ``start`` on, in order, trimmed.

    A date or a bare number on its own is joined to the next sentence.
    """
    boundaries = [
        span
        for stretch in stretches(text, Span(start, len(text)))
        for span in _boundaries(text, stretch, language)
    ]
    return [trimmed(text, span) for span in _join_fragments(text, boundaries)]


def _boundaries(text: str, stretch: Span, language: str) -> Iterator[Span]:
    """The splitter's boundaries; one span where it fails.

    It miscounts beside wide spaces, so each is replaced by a plain one first.
    """
    from sentencex import get_sentence_boundaries

    try:
        boundaries = get_sentence_boundaries(language, _WIDE_SPACE.sub(" ", stretch.of(text)))
    except BaseException as error:
        if not is_panic(error):
            raise
        boundaries = [{"start_index": 0, "end_index": stretch.end - stretch.start}]
    for boundary in boundaries:
        yield Span(stretch.start + boundary["start_index"], stretch.start + boundary["end_index"])


def _join_fragments(text: str, spans: list[Span]) -> Iterator[Span]:
    begin: int | None = None
    for span in spans:
        piece = span.of(text).strip()
        begin = span.start if begin is None else begin
        if span is not spans[-1] and (_FRAGMENT.fullmatch(piece) or parse_date(piece)):
            continue
        yield Span(begin, span.end)
        begin = None


def trimmed(text: str, span: Span) -> Span:
    """A span of a text without the white space at its ends."""
    piece = span.of(text)
    start = span.start + len(piece) - len(piece.lstrip())
    return Span(start, max(start, span.end - len(piece) + len(piece.rstrip())))
