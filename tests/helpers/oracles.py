"""What several tests compare against: checks and strippers written apart from the package."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

from hypothesis import strategies as st
from loccit.index import Document, Span
from loccit.index.chunking.sentences import split_sentences
from loccit.index.cleaning.clean import clean
from loccit.index.formats.parsed import Blob, BlockKind, Parsed
from loccit.index.formats.registry import format_named
from loccit.index.sources.load import parse, parse_text

NOT_ANSWERS = {BlockKind.HEADING, BlockKind.META, BlockKind.TABLE_HEAD}

UNUSUAL = "é🙂👩‍👩‍👧北京語カナ한글\u00a0\u202f\u0301\u200d’“”—-'\u00ad\ufeffẞİ"
"""Emoji, CJK, no-break spaces, combining marks, joiners, typographic signs, odd case pairs."""

any_text = st.text(
    st.sampled_from(list('aAbz019 \t\r\n.?!:*_#>|-`~[](){}<&;=\\/"') + list(UNUSUAL)),
    max_size=200,
) | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=100)

plain_words = st.text(
    st.sampled_from(list("abcdeghknoprstuvz") + list("éß北京語カ한🙂🎻")), min_size=1, max_size=8
).filter(lambda word: any(letter.isalpha() for letter in word))
"""Words without any sign that a markup language knows."""


def make_document(text: str, format_: str, name: str = "a") -> Document:
    """A text parsed and cleaned as a file of this format would be."""
    row = format_named(format_)
    assert row
    return clean(*parse_text(Blob(name, Path(name), b""), text, row))


def read_document(path: Path) -> tuple[str, Document]:
    """A file's decoded text, and the document it gives."""
    source, parsed = parse(Blob(path.name, path, path.read_bytes()))
    return source.text, clean(source, parsed)


def check_runs(parsed: Parsed, text: str) -> None:
    """Runs lie in the source, in order and apart; those of equal length are its own characters.

    Any other stands for an entity, or is white space where the source has something else.
    """
    reached = 0
    for block in parsed.blocks:
        assert block.runs
        for run in block.runs:
            assert reached <= run.start <= run.end <= len(text)
            reached = run.end
            written = text[run.start : run.end]
            if len(run.text) == len(written):
                assert written == run.text
            else:
                assert html.unescape(written) == run.text or run.text.isspace()


def check_blocks(document: Document) -> None:
    """Blocks lie in the text, in order and apart, with nothing but white space between them."""
    reached = 0
    for block in document.blocks:
        assert reached <= block.start < block.end <= len(document.text)
        assert not document.text[reached : block.start].strip()
        reached = block.end
    assert reached == len(document.text)


def sentences_of(document: Document) -> Iterator[Span]:
    """Spans in the document's text of the sentences of all blocks that may answer."""
    for block in document.blocks:
        if block.kind not in NOT_ANSWERS:
            for sentence in split_sentences(
                document.text[block.start : block.end], block.kind, "en"
            ):
                yield Span(block.start + sentence.start, block.start + sentence.end)


def collapse(text: str) -> str:
    """All white space as single spaces."""
    return " ".join(text.split())


def words_of(text: str) -> str:
    """Letters and digits alone."""
    return "".join(letter for letter in text if unicodedata.category(letter)[0] in "LN")


_COMMENT = re.compile(r"<!--.*?-->|<(script|style|noscript)\b.*?</\1\s*>", re.S | re.I)
_INLINE = re.compile(r"</?(?:a|abbr|b|cite|em|font|i|span|strong|sub|sup|time|u)\b[^>]*>", re.I)
_TAG = re.compile(r"</?[a-z!][^>]*>", re.I)


def strip_html(source: str) -> str:
    """A page's text: block tags become a space, inline tags nothing, entities what they mean."""
    text = _INLINE.sub("", _COMMENT.sub("", source))
    return collapse(html.unescape(_TAG.sub(" ", text)))


def strip_markdown(source: str) -> str:
    """The text of simple Markdown: no emphasis, links as their words, no marks at line starts."""
    text = re.sub(r"^[ \t]*(?:[>#]+|[-+*](?=\s)|\d+[.)](?=\s))[ \t]*", "", source, flags=re.M)
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"(?<!\\)(?:\*+|~~|`|\|)", " " if "|" in text else "", text)
    return collapse(html.unescape(re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)))
