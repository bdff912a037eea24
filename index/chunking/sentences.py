"""Split a block of text into sentences, as spans of it."""

from __future__ import annotations

import re

from ...text.sentences import is_interrogative, sentence_spans, trimmed
from ...text.spans import Span
from ..formats.parsed import BlockKind
from ..types import Sentence

_LABEL = re.compile(
    r"(?:[QA]\d{0,3}|Question(?: \d+)?|Answer(?: \d+)?)\s*[:.)]\s+"
    r"|(?:[-*•‣–]|\d{1,3}[.)])[ \t]+(?=\S)"
)
_CLASS = re.compile(r"[QA][:.)]\s")
"""The name of a class in a list: "A: below 3.5"."""
_WHOLE = {BlockKind.ROW, BlockKind.TABLE_HEAD, BlockKind.CODE}


def sentence_text(sentence: Sentence, text: str) -> str:
    """A sentence of a document's ``text``; for a table row, with its column names before it."""
    words = text[sentence.start : sentence.end]
    return f"{sentence.header.of(text)}\n{words}" if sentence.header else words


def split_sentences(
    text: str, kind: BlockKind = BlockKind.PARAGRAPH, language: str = "en"
) -> list[Sentence]:
    """The sentences of one block, in order, trimmed, as spans of ``text``.

    An interview label (``Q1:``) or a bullet is outside the first sentence. A date or a bare number
    punctuated as a sentence belongs to the next one. A table row and a block of code are one
    sentence each.

    Args:
        text: the block.
        kind: its kind.
        language: ISO 639-1 code that picks the sentence rules.
    """
    is_named = kind is BlockKind.ITEM and _CLASS.match(text)
    label = None if kind in _WHOLE or is_named else _LABEL.match(text)
    start = label.end() if label else 0
    if kind in _WHOLE:
        spans = [trimmed(text, Span(start, len(text)))]
    else:
        spans = sentence_spans(text, start, language)
    return [
        Sentence(span.start, span.end, is_interrogative(span.of(text)))
        for span in spans
        if any(letter.isalnum() for letter in span.of(text))
    ]
