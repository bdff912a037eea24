"""Split an answer into claims, and a source into sentences."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from ...index.chunking.sentences import split_sentences
from ...index.formats.decode import well_formed
from ...text.signs import fold

_LINE = re.compile(r"[^\n]+")
_WRAPPED = re.compile(r"(?<=[a-z])-[ \t]*\n[ \t]*(?=[a-z])")
_SIGNS = str.maketrans(
    {
        **dict.fromkeys("’‘ʼ´`", "'"),
        **dict.fromkeys("“”„«»", '"'),
        **dict.fromkeys("‐‑−", "-"),
        **dict.fromkeys("–—", "–"),
    }
)
_LOOSE = re.compile(r"(?<=[\w)\"']) (?=[,.;:!?](?:\s|$)|'s\b|n't\b)")
_CONTRACTED = (
    (re.compile(r"\b(c|C)an(?:'t|not)\b"), r"\1an not"),
    (re.compile(r"\b(w|W)on't\b"), r"\1ill not"),
    (re.compile(r"\b(s|S)han't\b"), r"\1hall not"),
    (re.compile(r"(?<=[a-z])n't\b"), " not"),
)
_SPACES = re.compile(r"\s+")
_BULLET = re.compile(r"\n[ \t]*(?=(?:[-*•‣]|\d{1,2}[.)])[ \t])")


def split_claims(text: str) -> list[tuple[int, int]]:
    """Split an answer into claims: its sentences. A line break ends a claim.

    Returns:
        Half-open spans ``(start, end)`` in code points, in order. They do not overlap, neither
        begin nor end with white space, and cover every letter and digit of the text.
    """
    spans = [span for line in _LINE.finditer(well_formed(text)) for span in _of_line(line)]
    claims: list[tuple[int, int]] = []
    at = 0
    for number, (start, end) in enumerate(spans):
        begin = start if number and not _has_letters(text[at:start]) else at
        at = end
        claims.append(_trimmed(text, begin, end))
    if _has_letters(text[at:]):
        begin = claims.pop()[0] if claims else 0
        claims.append(_trimmed(text, begin, len(text)))
    return claims


def _of_line(line: re.Match[str]) -> list[tuple[int, int]]:
    """The sentences of a line, as spans of the text that the line is part of."""
    sentences = split_sentences(line[0])
    spans = [(line.start() + span.start, line.start() + span.end) for span in sentences]
    if spans and _has_letters(line[0][: spans[0][0] - line.start()]):
        spans[0] = (line.start(), spans[0][1])
    return spans


def _has_letters(text: str) -> bool:
    return any(letter.isalnum() for letter in text)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), end - len(piece) + len(piece.rstrip())


def plain(text: str) -> str:
    """Normalise a text for comparison.

    Quote marks, dashes and spaces get one form each, words hyphenated at a line's end are joined,
    and "n't" becomes "not".
    """
    text = unicodedata.normalize("NFKC", fold(_WRAPPED.sub("", text)).translate(_SIGNS))
    text = _SPACES.sub(" ", text.translate(_SIGNS)).strip()
    text = _LOOSE.sub("", text)
    for form, whole in _CONTRACTED:
        text = form.sub(whole, text)
    return text


@lru_cache(maxsize=512)
def source_sentences(text: str) -> tuple[str, ...]:
    """The sentences of a source, normalised by ``plain``; a blank line or a bullet ends one."""
    blocks = [part for block in re.split(r"\n\s*\n", text) for part in _BULLET.split(block)]
    plain_blocks = map(plain, blocks)
    return tuple(block[start:end] for block in plain_blocks for start, end in split_claims(block))
