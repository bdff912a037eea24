"""The tokens of a text for lexical search: identifiers whole and in parts."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from .lexicon import words
from .signs import fold_within_lines
from .spans import Span

_SIGNS = str.maketrans(
    {
        **dict.fromkeys("’‘ʼ＇´`", "'"),
        **dict.fromkeys("‐‑‒–—―−", "-"),
        "\u00ad": None,
    }
)
_IDENTIFIER = re.compile(r"[^\W_]\w*(?:(?:\.?[&/:@+-]|[.']|,(?=\d{3}\b))[^\W_]\w*)*(?:\+\+|#)?")
_BROKEN = re.compile(r"(?<=([^\W_]))[-\u2010\u00ad][ \t]*\r?\n[ \t]*(?=([^\W_]))")
_HALF = 40
"""Characters on either side of a line's end that may belong to the broken word."""
_WORD = re.compile(r"[^\W_]+")
_PARTS = re.compile(r"\.?[-/:@&_]")
_ACRONYM = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]?")
_NUMBER = re.compile(r"\d+(?:\.\d+)*")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff]+")

STOP_WORDS = words(
    "words.stop", "words.auxiliaries", "words.interrogatives", "words.third_person",
    "words.first_and_second_person", "words.demonstratives",
)  # fmt: skip
"""Words that carry no topic; a question is searched without them."""


def joined_lines(text: str) -> str:
    """Join words that a hyphen breaks at a line's end.

    Between a letter and a lower-case letter the hyphen is removed; elsewhere it is part of the
    word and stays.
    """
    return _BROKEN.sub(_join, text) if "\n" in text else text


def line_breaks(text: str) -> list[tuple[Span, str]]:
    """Where ``joined_lines`` changes a text, and what it puts there, in order."""
    return [(Span(*match.span()), _join(match)) for match in _BROKEN.finditer(text)]


def _join(match: re.Match[str]) -> str:
    return "" if match[1].isalpha() and match[2].islower() else "-"


def tokenize(text: str) -> list[str]:
    """Words in order, lower case, each identifier whole and then in its parts.

    ``U.S.-Iran's`` gives ``u.s.-iran``, ``u.s``, ``iran``; ``60-percent`` gives ``60-percent``,
    ``60``, ``percent``. All forms of apostrophes are equal, as are those of hyphens; a possessive
    ``'s`` and invisible characters are removed; Chinese, Japanese and Korean runs give their pairs
    of characters. A word that a hyphen breaks at a line's end is joined, and gives its parts as
    well: it may be a compound.
    """
    text = fold_within_lines(text)
    if "\n" not in text:
        return _tokens(text)
    compounds = (token for compound in _compounds(text) for token in _tokens(compound))
    return [*_tokens(joined_lines(text)), *compounds]


def _compounds(text: str) -> Iterator[str]:
    """The words that are broken at a line's end, with their hyphens."""
    for span, _ in line_breaks(text):
        before = _WORD.findall(text[max(0, span.start - _HALF) : span.start])
        after = _WORD.match(text[span.end : span.end + _HALF])
        if before and after and text[span.start] != "\u00ad":
            yield f"{before[-1]}-{after[0]}"


def _tokens(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKC", text.translate(_SIGNS)).translate(_SIGNS).casefold()
    return [token for match in _IDENTIFIER.finditer(plain) for token in _emit(match[0])]


def topic_tokens(text: str) -> list[str]:
    """The distinct tokens of a question that carry its topic; all of them if none do."""
    tokens = list(dict.fromkeys(tokenize(text)))
    return [token for token in tokens if token not in STOP_WORDS] or tokens


def _emit(identifier: str) -> Iterator[str]:
    if identifier.isascii() and identifier.isalnum():
        yield identifier
        return
    identifier = identifier.replace(",", "").removesuffix("'s")
    if _CJK.search(identifier):
        yield from _pairs(identifier)
        return
    yield identifier
    parts = [part.removesuffix("'s") for part in _PARTS.split(identifier) if part]
    for part in parts:
        if part != identifier:
            yield part
        if "." in part and not _NUMBER.fullmatch(part) and not _ACRONYM.fullmatch(part):
            yield from (piece for piece in part.split(".") if piece)


def _pairs(identifier: str) -> Iterator[str]:
    """Pairs of neighbouring characters of each CJK run, and the tokens between the runs."""
    last = 0
    for run in _CJK.finditer(identifier):
        yield from tokenize(identifier[last : run.start()])
        characters = run[0]
        yield from (characters[n : n + 2] for n in range(max(1, len(characters) - 1)))
        last = run.end()
    yield from tokenize(identifier[last:])
