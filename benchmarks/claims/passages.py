"""The passages of the claim sets, which are plain text, as search results."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from loccit.index.chunking.sentences import split_sentences
from loccit.index.formats.parsed import Metadata
from loccit.index.types import Chunk, Hit, Sentence, SourcePlace
from loccit.rag.prose.gate.passages import NumberedPassage
from loccit.text.spans import Span

_BLOCK = re.compile(r"(?:[^\n]|\n(?!\s*\n))+")
_LINE = re.compile(r"[^\n]+")
_LISTED = re.compile(r"\n\s*(?:\d+[.)]|\d+\.\d|[-*]|\w+:)")
_ENDED = re.compile(r"[.:!?][\"”]?$")
_FIGURES = re.compile(r"[\d.,:%-]+|.*\d{4}.*")


def passages(sources: Sequence[str]) -> list[NumberedPassage]:
    """Texts as the passages of a prompt, numbered from 1."""
    return [_passage(number, text) for number, text in enumerate(sources, start=1)]


def _passage(number: int, text: str) -> NumberedPassage:
    heading, sentences = "", list[Sentence]()
    for block in _BLOCK.finditer(text):
        if "\t" in block[0]:
            sentences += _rows(block)
        elif "\n" not in block[0] and not _ENDED.search(block[0].strip()):
            heading = heading or block[0]
        else:
            sentences += _sentences(block)
    name = f"passage {number}"
    chunk = Chunk(name, 0, len(text), text, tuple(sentences), heading=heading)
    place = SourcePlace(None, None, None)
    hit = Hit(number, chunk, heading or name, Metadata(), place, 1.0, number, "both")
    columns = (sentence.header.of(text) if sentence.header else "" for sentence in sentences)
    return NumberedPassage(number, hit, tuple(columns))


def _rows(block: re.Match[str]) -> Iterator[Sentence]:
    """The rows of a table, under its first one if that has no figures."""
    places = [
        Span(block.start() + m.start(), block.start() + m.end()) for m in _LINE.finditer(block[0])
    ]
    cells = _LINE.findall(block[0])[0].split("\t")
    has_names = len(places) > 1 and not any(_FIGURES.fullmatch(cell.strip()) for cell in cells)
    header = places[0] if has_names else None
    for place in places[1:] if header else places:
        yield Sentence(place.start, place.end, header=header)


def _sentences(block: re.Match[str]) -> Iterator[Sentence]:
    pieces = (
        _LINE.finditer(block[0]) if _LISTED.search(block[0]) else [re.match(r"(?s).*", block[0])]
    )
    for piece in filter(None, pieces):
        start = block.start() + piece.start()
        for sentence in split_sentences(piece[0]):
            yield Sentence(start + sentence.start, start + sentence.end, sentence.interrogative)
