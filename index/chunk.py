"""Cut a document into chunks: whole sentences, within the encoder's limit, under one heading."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from . import sentences
from .config import IndexConfig
from .types import BlockKind, Chunk, Document, Passage, Sentence, Span, TextBlock

CountTokens = Callable[[Sequence[str]], list[int]]
"""Word pieces of each text, without the encoder's own first and last token."""

_LABELLED = re.compile(r"(?:Q\d{0,3}|Question(?: \d+)?)\s*[:.)]\s")
_QUESTION_WORDS = 80
_SPECIAL_TOKENS = 2
_CONTEXT_SHARE = 3
"""At most a third of what the encoder reads goes to title, heading and question."""


class _Unit(NamedTuple):
    """A sentence to pack: ``lead`` is where its block starts, for the first one of a block."""

    lead: int
    sentence: Sentence
    tokens: int
    opens_block: bool


@dataclass(slots=True)
class _Section:
    """Blocks under one heading or one interview question."""

    heading: Span | None
    start: int | None = None
    question: TextBlock | None = None
    blocks: list[TextBlock] = field(default_factory=list)


def chunk(document: Document, count: CountTokens, limit: int, config: IndexConfig) -> list[Chunk]:
    """The chunks of a document, in order; every sentence lies in exactly one of them.

    Args:
        document: a cleaned document.
        count: word pieces of texts by the encoder's own tokenizer.
        limit: word pieces that the encoder reads at once, its special tokens included.
        config: ``chunk_tokens`` and ``language`` are used.
    """
    found: list[Chunk] = []
    for section in _sections(document):
        most_context = limit // _CONTEXT_SHARE
        context = _Context(document, section, count, most_context, config.language)
        most = limit - _SPECIAL_TOKENS - context.tokens
        units = list(_units(document, section, count, most, config.language))
        target = most if section.question else min(config.chunk_tokens, most)
        for group in _pack(units, target):
            begin = group[0].lead
            if group[0] is units[0] and section.start is not None:
                begin = section.start
            found.append(_chunk(document, begin, group, context))
        if not units and section.start is not None and section.heading:
            found.append(_chunk(document, section.start, [], context, section.heading.end))
    return found


def passage(chunk: Chunk) -> Passage:
    """What is embedded for a chunk: its context, its text, and a span for each sentence."""
    before = f"{chunk.context}\n" if chunk.context else ""
    shift = len(before) - chunk.start
    spans = tuple(Span(one.start + shift, one.end + shift) for one in chunk.sentences)
    return Passage(before + chunk.text, spans)


def _chunk(
    document: Document, begin: int, group: Sequence[_Unit], context: _Context, end: int = 0
) -> Chunk:
    last = group[-1].sentence.end if group else end
    return Chunk(
        document=document.name,
        start=begin,
        end=last,
        text=document.text[begin:last],
        sentences=tuple(unit.sentence for unit in group),
        context=context.outside(Span(begin, last)),
        heading=context.heading,
    )


def _sections(document: Document) -> Iterator[_Section]:
    """Blocks grouped by heading and interview question, leading headings included."""
    questions = _questions(document)
    section = _Section(None)
    for number, block in enumerate(document.blocks):
        is_heading = block.kind is BlockKind.HEADING
        if (is_heading or number in questions) and (section.blocks or section.question):
            yield section
            section = _Section(section.heading)
        if is_heading:
            section.heading = Span(block.start, block.end)
        if is_heading or block.kind is BlockKind.META:
            section.start = block.start if section.start is None else section.start
        elif number in questions:
            section.question = block
            section.blocks.append(block)
        else:
            section.blocks.append(block)
    if section.blocks or section.start is not None:
        yield section


def _questions(document: Document) -> set[int]:
    """Numbers of the blocks that are an interviewer's questions.

    Either labelled (``Q1:``), or one of at least two blocks of the document that end in a
    question and are followed by a block that does not.
    """
    texts = [document.text[block.start : block.end] for block in document.blocks]
    prose = {BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.QUESTION}
    labelled, asking = set(), set()
    for number, (block, text) in enumerate(zip(document.blocks, texts, strict=True)):
        if block.kind not in prose or not sentences.is_interrogative(text):
            continue
        if _LABELLED.match(text):
            labelled.add(number)
        answered = number + 1 < len(texts) and not sentences.is_interrogative(texts[number + 1])
        if answered and len(text.split()) <= _QUESTION_WORDS:
            asking.add(number)
    return labelled or (asking if len(asking) > 1 else set())


class _Context:
    """Title, heading and question of a section, within a share of the encoder's limit."""

    def __init__(
        self,
        document: Document,
        section: _Section,
        count: CountTokens,
        most: int,
        language: str,
    ) -> None:
        text = document.text
        heading, question = section.heading, section.question
        self.heading = " ".join(heading.of(text).split()) if heading else ""
        title = document.metadata.title or ""
        parts: list[tuple[str, Span | None]] = []
        if title and title != self.heading:
            parts.append((title, _find_title(document, title)))
        if heading:
            parts.append((self.heading, heading))
        if question:
            asking = text[question.start : question.end]
            pieces = sentences.split_sentences(asking, question.kind, language)
            asked = [one for one in pieces if one.interrogative]
            span = Span(question.start + asked[-1].start, question.start + asked[-1].end)
            parts.append((" ".join(span.of(text).split()), span))
        sizes = count([part for part, _ in parts]) if parts else []
        while parts and sum(sizes) > most:
            del parts[0], sizes[0]
        self._parts = parts
        self.tokens = sum(sizes)

    def outside(self, slice_: Span) -> str:
        """The context of a slice: the parts that it does not hold itself."""
        return "\n".join(
            part
            for part, span in self._parts
            if span is None or not (slice_.start <= span.start and span.end <= slice_.end)
        )


def _find_title(document: Document, title: str) -> Span | None:
    """Where the title stands as the document's first heading, if it does."""
    for block in document.blocks[:3]:
        if block.kind is BlockKind.HEADING:
            span = Span(block.start, block.end)
            return span if " ".join(span.of(document.text).split()) == title else None
    return None


def _units(
    document: Document, section: _Section, count: CountTokens, most: int, language: str
) -> Iterator[_Unit]:
    """The sentences of a section with their sizes; one that is too long is cut."""
    found: list[tuple[int, Sentence, bool]] = []
    for block in section.blocks:
        text = document.text[block.start : block.end]
        for number, one in enumerate(sentences.split_sentences(text, block.kind, language)):
            start, end = block.start + one.start, block.start + one.end
            lead = block.start if number == 0 else start
            found.append((lead, Sentence(start, end, one.interrogative), number == 0))
    sizes = count([document.text[one.start : one.end] for _, one, _ in found]) if found else []
    for (lead, one, opens), size in zip(found, sizes, strict=True):
        if size <= most:
            yield _Unit(lead, one, size, opens)
            continue
        for number, piece in enumerate(_cut(document.text, one, count, most)):
            length = count([document.text[piece.start : piece.end]])[0]
            at_start = number == 0
            yield _Unit(lead if at_start else piece.start, piece, length, opens and at_start)


def _cut(text: str, long: Sentence, count: CountTokens, most: int) -> Iterator[Sentence]:
    """A sentence longer than the encoder reads, in pieces at its weightiest breaks."""
    from semantic_text_splitter import TextSplitter

    splitter = TextSplitter.from_callback(lambda piece: count([piece])[0], most)
    for offset, piece in splitter.chunk_indices(text[long.start : long.end]):
        start = long.start + offset
        yield Sentence(start, start + len(piece), long.interrogative)


def _pack(units: Sequence[_Unit], target: int) -> Iterator[list[_Unit]]:
    """Neighbouring sentences up to ``target`` word pieces, of about equal size.

    A block's start is preferred for a cut once a chunk is three quarters of the mean size.
    """
    total = sum(unit.tokens for unit in units)
    mean = total / max(1, math.ceil(total / target))
    group: list[_Unit] = []
    size = 0
    for unit in units:
        ripe = unit.opens_block and size >= 0.75 * mean
        if group and (size + unit.tokens > target or ripe):
            yield group
            group, size = [], 0
        group.append(unit)
        size += unit.tokens
    if group:
        yield group
