"""Split a block of text into sentences, as spans of it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..errors import is_panic
from ..formats import metadata
from ..signs import fold
from ..stretches import stretches
from ..types import BlockKind, Sentence, Span

_LABEL = re.compile(
    r"(?:[QA]\d{0,3}|Question(?: \d+)?|Answer(?: \d+)?)\s*[:.)]\s+"
    r"|(?:[-*•‣–]|\d{1,3}[.)])[ \t]+(?=\S)"
)
_WIDE_SPACE = re.compile(r"[^\S\n\r\t ]")
_QUESTION_MARK = re.compile(r"[?？]['\"”’)\]]*$")
_WHOLE = {BlockKind.ROW, BlockKind.TABLE_HEAD, BlockKind.CODE}
_FRAGMENT = re.compile(r"\W*+(?:\d++|[A-Za-z])?+\W*+")


def is_interrogative(text: str) -> bool:
    """Whether a text ends in a question mark, closing quotes apart."""
    return bool(_QUESTION_MARK.search(fold(text).rstrip()))


def said(sentence: Sentence, text: str) -> str:
    """A sentence of a document's ``text``; a table's row comes after its columns' names."""
    own = text[sentence.start : sentence.end]
    return f"{sentence.header.of(text)}\n{own}" if sentence.header else own


def split_sentences(
    text: str, kind: BlockKind = BlockKind.PARAGRAPH, language: str = "en"
) -> list[Sentence]:
    """The sentences of one block, in order, trimmed, as spans of ``text``.

    An interview label (``Q1:``) or a bullet is outside the first one. A date or a bare number
    that stands as a sentence belongs to the one that follows. A table row and a piece of code are
    one sentence each.
    """
    label = None if kind in _WHOLE else _LABEL.match(text)
    start = label.end() if label else 0
    if kind in _WHOLE:
        spans = [Span(start, len(text))]
    else:
        boundaries = [
            span
            for stretch in stretches(text, Span(start, len(text)))
            for span in _boundaries(text, stretch, language)
        ]
        spans = list(_join_fragments(text, boundaries))
    trimmed = (_trim(text, span) for span in spans)
    return [
        Sentence(span.start, span.end, is_interrogative(span.of(text)))
        for span in trimmed
        if any(letter.isalnum() for letter in span.of(text))
    ]


def _boundaries(text: str, stretch: Span, language: str) -> Iterator[Span]:
    """The splitter's boundaries; one span where it fails.

    It counts bytes beside wide spaces, so each is given to it as a plain one.
    """
    from sentencex import get_sentence_boundaries

    try:
        boundaries = get_sentence_boundaries(language, _WIDE_SPACE.sub(" ", stretch.of(text)))
    except BaseException as error:
        if not is_panic(error):
            raise
        boundaries = [{"start_index": 0, "end_index": stretch.end - stretch.start}]
    for found in boundaries:
        yield Span(stretch.start + found["start_index"], stretch.start + found["end_index"])


def _join_fragments(text: str, spans: list[Span]) -> Iterator[Span]:
    begin: int | None = None
    for span in spans:
        piece = span.of(text).strip()
        begin = span.start if begin is None else begin
        if span is not spans[-1] and (_FRAGMENT.fullmatch(piece) or metadata.parse_date(piece)):
            continue
        yield Span(begin, span.end)
        begin = None


def _trim(text: str, span: Span) -> Span:
    piece = span.of(text)
    start = span.start + len(piece) - len(piece.lstrip())
    return Span(start, max(start, span.end - len(piece) + len(piece.rstrip())))
