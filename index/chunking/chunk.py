"""Cut a document into chunks: whole sentences under one heading, within the encoder's limit."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from ...text.sentences import is_interrogative
from ...text.spans import Span
from ..config import IndexConfig
from ..formats.parsed import BlockKind
from ..types import Chunk, Document, Sentence, TextBlock
from . import sentences
from .fill import CountTokens, bounded, cut, pack, to_units

_LABELLED = re.compile(r"(?:Q\d{0,3}|Question(?: \d+)?)\s*[:.)]\s")
_QUESTION_WORDS = 80
_SPECIAL_TOKENS = 2
_CONTEXT_SHARE = 3
"""At most one third of the encoder's input goes to title, heading and question."""
_HEAD_SHARE = 5
"""At most one fifth goes to the column names of a table."""
_LONGEST_HEADING, _LONGEST_HEAD = 1000, 4000
"""Characters of a heading, and of the column names, which are encoded with each row."""


@dataclass(slots=True)
class _Section:
    """Blocks under one heading or one interview question.

    Attributes:
        heading: the current heading, if any.
        start: where the headings and bylines before the first block start.
        last: where they end.
        question: the interview question, if any.
        blocks: the blocks, the question included.
    """

    heading: Span | None
    start: int | None = None
    last: int = 0
    question: TextBlock | None = None
    blocks: list[TextBlock] = field(default_factory=list)


def chunk_document(
    document: Document,
    count: CountTokens,
    limit: int,
    config: IndexConfig,
    left_out: Collection[int] = (),
) -> list[Chunk]:
    """The chunks of a document, in order; every sentence is in exactly one of them.

    Args:
        document: a cleaned document.
        count: counts the word pieces of texts with the encoder's tokenizer.
        limit: size of the encoder's input in word pieces, special tokens included.
        config: ``chunk_tokens`` and ``language`` are used.
        left_out: numbers of the blocks that are in no chunk.
    """
    chunks: list[Chunk] = []
    count = bounded(count)
    for section in _sections(document, frozenset(left_out)):
        context = _Context(document, section, count, limit, config.language)
        most = limit - _SPECIAL_TOKENS - context.tokens
        target = most if section.question else min(config.chunk_tokens, most)
        spoken = _sentences(document, section, config.language)
        start = section.start
        if start is not None and _is_too_long(document, start, spoken, count, most):
            head = Span(start, section.blocks[0].start if section.blocks else section.last)
            pieces = cut(document.text, head, count, most)
            chunks += [_chunk(document, piece, (), context) for piece in pieces]
            start = None
        for group in pack(to_units(document.text, start, spoken, count, most), target):
            slice_ = Span(group[0].lead, group[-1].sentence.end)
            chunks.append(_chunk(document, slice_, [unit.sentence for unit in group], context))
    return chunks


def _is_too_long(
    document: Document,
    start: int,
    spoken: Sequence[tuple[int, Sentence]],
    count: CountTokens,
    most: int,
) -> bool:
    """Whether a section's headings leave no room for its first sentence, or it has none."""
    if not spoken:
        return True
    return count([document.text[start : spoken[0][1].end]])[0] > most


def _chunk(
    document: Document, slice_: Span, spoken: Sequence[Sentence], context: _Context
) -> Chunk:
    return Chunk(
        document=document.name,
        start=slice_.start,
        end=slice_.end,
        text=slice_.of(document.text),
        sentences=tuple(spoken),
        context=context.outside(slice_, spoken),
        heading=context.heading,
    )


def _sections(document: Document, left_out: Collection[int]) -> Iterator[_Section]:
    """The blocks grouped by heading and interview question, leading headings included."""
    questions = _questions(document)
    section = _Section(None)
    for number, block in enumerate(document.blocks):
        if number in left_out:
            if section.blocks or section.start is not None:
                yield section
            section = _Section(section.heading)
            continue
        is_heading = block.kind is BlockKind.HEADING
        if (is_heading or number in questions) and (section.blocks or section.question):
            yield section
            section = _Section(section.heading)
        if is_heading:
            section.heading = Span(block.start, block.end)
        if is_heading or block.kind is BlockKind.META:
            if not section.blocks:
                section.start = block.start if section.start is None else section.start
                section.last = block.end
        elif number in questions:
            section.question = block
            section.blocks.append(block)
        else:
            section.blocks.append(block)
    if section.blocks or section.start is not None:
        yield section


def _questions(document: Document) -> set[int]:
    """Numbers of the blocks that are an interviewer's questions.

    They are labelled (``Q1:``), or at least two blocks of the document end in a question and are
    each followed by a block that does not.
    """
    texts = [document.text[block.start : block.end] for block in document.blocks]
    prose = {BlockKind.PARAGRAPH, BlockKind.ITEM, BlockKind.QUESTION}
    labelled, asking = set(), set()
    for number, (block, text) in enumerate(zip(document.blocks, texts, strict=True)):
        if block.kind not in prose or not is_interrogative(text):
            continue
        if _LABELLED.match(text):
            labelled.add(number)
        answered = number + 1 < len(texts) and not is_interrogative(texts[number + 1])
        if answered and len(text.split()) <= _QUESTION_WORDS:
            asking.add(number)
    return labelled or (asking if len(asking) > 1 else set())


class _Context:
    """Title, heading and question of a section, within their share of the encoder's input."""

    def __init__(
        self,
        document: Document,
        section: _Section,
        count: CountTokens,
        limit: int,
        language: str,
    ) -> None:
        text, most = document.text, limit // _CONTEXT_SHARE
        heading, question = section.heading, section.question
        self.heading = _shortened(heading.of(text)) if heading else ""
        title = _shortened(document.own_title or "")
        parts: list[tuple[str, Span | None]] = []
        if title and title != self.heading:
            parts.append((title, _find_title(document, title)))
        if heading:
            parts.append((self.heading, heading))
        if question:
            asking = text[question.start : question.end]
            pieces = sentences.split_sentences(asking, question.kind, language)
            asked = [piece for piece in pieces if piece.interrogative]
            if asked:
                span = Span(question.start + asked[-1].start, question.start + asked[-1].end)
                parts.append((" ".join(span.of(text).split()), span))
        sizes = count([part for part, _ in parts]) if parts else []
        while parts and sum(sizes) > most:
            del parts[0], sizes[0]
        self._parts = parts
        self._text = text
        columns = [head.of(text) for head in set(_heads(document, section.blocks).values())]
        self._room = max(
            (size for size in count(columns) if size <= limit // _HEAD_SHARE), default=0
        )
        self._count = count
        self.tokens = sum(sizes) + self._room

    def outside(self, slice_: Span, spoken: Sequence[Sentence]) -> str:
        """The context of a slice: the parts that it does not contain itself.

        If it begins within a table, the column names are the last part.
        """
        parts = [
            part
            for part, span in self._parts
            if span is None or not (slice_.start <= span.start and span.end <= slice_.end)
        ]
        columns = spoken[0].header if spoken else None
        if columns and columns.start < slice_.start:
            names = columns.of(self._text)
            if self._count([names])[0] <= self._room:
                parts.append(names)
        return "\n".join(parts)


def _shortened(text: str) -> str:
    """A title or heading on one line, shortened: every chunk below it has a copy."""
    return " ".join(text[:_LONGEST_HEADING].split())


def _find_title(document: Document, title: str) -> Span | None:
    """The span of the title in the document's first heading, if it is there."""
    for block in document.blocks[:3]:
        if block.kind is BlockKind.HEADING:
            span = Span(block.start, block.end)
            return span if _shortened(span.of(document.text)) == title else None
    return None


def _heads(document: Document, blocks: Sequence[TextBlock]) -> dict[int, Span]:
    """The span of the column names for each table row, by the row's start."""
    head_of_row: dict[int, Span] = {}
    head: Span | None = None
    before: BlockKind | None = None
    for block in blocks:
        if block.kind is BlockKind.TABLE_HEAD:
            start = head.start if head and before is BlockKind.TABLE_HEAD else block.start
            head = Span(start, block.end) if block.end - start <= _LONGEST_HEAD else None
        elif block.kind is not BlockKind.ROW:
            head = None
        elif head:
            head_of_row[block.start] = head
        before = block.kind
    return head_of_row


def _sentences(document: Document, section: _Section, language: str) -> list[tuple[int, Sentence]]:
    """The sentences of a section, each with the start of a slice that begins with it."""
    placed: list[tuple[int, Sentence]] = []
    heads = _heads(document, section.blocks)
    ends, begun = {head.start: head.end for head in heads.values()}, set[Span]()
    in_use = 0
    for block in section.blocks:
        in_use = max(in_use, ends.get(block.start, 0))
        if block.kind is BlockKind.TABLE_HEAD and block.end <= in_use:
            continue
        text, head = document.text[block.start : block.end], heads.get(block.start)
        for number, sentence in enumerate(sentences.split_sentences(text, block.kind, language)):
            start, end = block.start + sentence.start, block.start + sentence.end
            lead = block.start if number == 0 else start
            if head and head not in begun:
                lead = head.start
                begun.add(head)
            placed.append((lead, Sentence(start, end, sentence.interrogative, head)))
    return placed
