"""Pack adjacent sentences into chunks by their size in word pieces."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from ...text.spans import Span, stretches
from ..types import Sentence

CountTokens = Callable[[Sequence[str]], list[int]]
"""Counts the word pieces of each text, without the encoder's special tokens."""

_LONGEST_TOKEN = 32
"""Characters per word piece at most: an encoder may map a very long word to a single one."""
_RIPE = 0.75
"""Share of the mean chunk size from which the start of a block is a good place to cut."""


class Unit(NamedTuple):
    """A sentence to pack.

    Attributes:
        lead: where a slice that begins with the sentence starts: at its block's label, if any.
        sentence: the sentence.
        size: word pieces from ``lead`` to the end of the sentence.
        joined: word pieces from the end of the sentence before to the end of this one.
        opens_block: whether the sentence is the first of its block.
    """

    lead: int
    sentence: Sentence
    size: int
    joined: int
    opens_block: bool


def to_units(
    text: str,
    start: int | None,
    spoken: Sequence[tuple[int, Sentence]],
    count: CountTokens,
    most: int,
) -> list[Unit]:
    """Sentences as units to pack; those longer than ``most`` word pieces are cut.

    Args:
        text: the document's text.
        start: where the first slice starts, if before the lead of its first sentence.
        spoken: sentences in order, each with its lead.
        count: counts the word pieces of texts.
        most: the largest size of a unit, in word pieces.
    """
    sizes = count([text[lead : sentence.end] for lead, sentence in spoken]) if spoken else []
    pieces = [
        piece
        for (lead, sentence), size in zip(spoken, sizes, strict=True)
        for piece in _fitting(text, lead, sentence, count, most if size > most else 0)
    ]
    if pieces and start is not None:
        (_, first), opens = pieces[0]
        pieces[0] = ((start, first), opens)
    before = [pieces[0][0][0] if pieces else 0, *(sentence.end for (_, sentence), _ in pieces)]
    owns = count([text[lead : sentence.end] for (lead, sentence), _ in pieces]) if pieces else []
    joined = count(
        [text[at : sentence.end] for at, ((_, sentence), _) in zip(before, pieces, strict=False)]
    )
    return [
        Unit(lead, sentence, size, more, opens)
        for ((lead, sentence), opens), size, more in zip(pieces, owns, joined, strict=True)
    ]


def _fitting(
    text: str, lead: int, sentence: Sentence, count: CountTokens, most: int
) -> Iterator[tuple[tuple[int, Sentence], bool]]:
    """A sentence with its lead and whether it opens its block; cut into pieces if ``most`` > 0."""
    opens = lead < sentence.start or text[lead - 1 : lead] == "\n"
    if not most:
        yield (lead, sentence), opens
        return
    for number, piece in enumerate(cut(text, Span(lead, sentence.end), count, most)):
        if piece.end > sentence.start:
            part = replace(sentence, start=max(piece.start, sentence.start), end=piece.end)
            yield (piece.start, part), opens and number == 0


def cut(text: str, long: Span, count: CountTokens, most: int) -> list[Span]:
    """A span in pieces of at most ``most`` word pieces, cut at its strongest breaks."""
    from semantic_text_splitter import TextSplitter

    splitter = TextSplitter.from_callback(lambda piece: count([piece])[0], most)
    return [
        Span(stretch.start + at, stretch.start + at + len(piece))
        for stretch in stretches(text, long)
        for at, piece in splitter.chunk_indices(stretch.of(text))
    ]


def bounded(count: CountTokens) -> CountTokens:
    """A token counter that never reports a very long text as few word pieces."""

    def counted(texts: Sequence[str]) -> list[int]:
        sizes = zip(count(texts), texts, strict=True)
        return [max(size, len(text) // _LONGEST_TOKEN) for size, text in sizes]

    return counted


def pack(units: Sequence[Unit], target: int) -> Iterator[list[Unit]]:
    """Adjacent units in groups of up to ``target`` word pieces, of about equal size.

    Cuts are preferred at the start of a block.
    """
    remaining = sum(unit.joined for unit in units)
    group: list[Unit] = []
    size = 0
    for unit in units:
        mean = remaining / max(1, math.ceil(remaining / target))
        ripe = unit.opens_block and size >= _RIPE * mean
        full = size + unit.joined > target or size + unit.joined / 2 > mean
        if group and remaining > target and (ripe or full):
            yield group
            remaining -= size
            group, size = [], 0
        size += unit.joined if group else unit.size
        group.append(unit)
    if group:
        yield group
