"""How a document begins: its title, its byline, its opening sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

import numpy as np

from ...index.generations.listing import Listed
from ...index.search import Index
from ...index.types import Document, Hit, Sentence
from ...text.signs import fold
from ...text.wordings import wording
from ..evidence.features import sentence_text
from ..reader.types import Evidence

_NO_PROSE = {"heading", "question", "meta", "table head", "code"}
_ENDED = re.compile(r"[.!…。！？?][\"'”’»)\]]*$")
_LEAST_WORDS = 5
_SEARCHED = 6
"""Chunks, and blocks, at a document's start that are searched."""
_COMPARED = 2000
"""Documents that are compared at most to choose typical ones."""


def openings(index: Index, listed: Listed, most: int = 1) -> list[Evidence]:
    """The first ``most`` statements of a document; of a table the names of its columns.

    A statement has five words or more and is no heading, byline or question. Where there is none,
    the first sentence of any kind; nothing if the document has no chunk.
    """
    leads: list[Evidence] = []
    first: Evidence | None = None
    for hit in islice(index.passages(listed), _SEARCHED):
        document = index.document(listed.name)
        for number, sentence in enumerate(hit.chunk.sentences):
            text = sentence_text(hit, sentence)
            evidence = Evidence(hit, sentence, text, 1.0, 0.0, number)
            if sentence.header:
                head = Sentence(*sentence.header)
                return [_at(hit, document, head.start, head.end)]
            first = first or evidence
            if _is_statement(document, sentence, text):
                leads.append(evidence)
            if len(leads) == most:
                return leads
    return leads or ([first] if first else [])


def statements(index: Index, listed: Listed) -> Iterator[Evidence]:
    """Every statement of a document's first chunks."""
    document = index.document(listed.name)
    for hit in islice(index.passages(listed), _SEARCHED):
        for number, sentence in enumerate(hit.chunk.sentences):
            text = sentence_text(hit, sentence)
            if _is_statement(document, sentence, text):
                yield Evidence(hit, sentence, text, 1.0, 0.0, number)


def heading(index: Index, listed: Listed) -> Evidence | None:
    """The document's title as it stands in its text; ``None`` where it does not."""
    title = _key(listed.title)
    kinds = frozenset({"heading", "paragraph", "meta"})
    return _block(index, listed, kinds, lambda text: bool(title) and wording(text) == title)


def byline(index: Index, listed: Listed) -> Evidence | None:
    """The line that names the document's author; ``None`` where none does."""
    author = _key(listed.author)
    return _block(
        index, listed, frozenset({"meta"}), lambda text: bool(author) and author in wording(text)
    )


def spread(index: Index, documents: Sequence[Listed], most: int) -> list[Listed]:
    """Choose documents that together are typical of all, by their first chunks.

    Greedy facility location: each document chosen adds most to the sum, over all documents, of the
    cosine to the nearest chosen one. Of more than 2,000 documents evenly spaced ones are compared.

    Args:
        index: an open index.
        documents: the documents to choose from.
        most: how many are chosen at most, 1 or more.

    Returns:
        The documents, in the order given.
    """
    able = [document for document in documents if document.first is not None]
    able = able[:: max(1, -(-len(able) // _COMPARED))]
    if len(able) <= most:
        return able
    vectors = index.chunk_vectors(
        [document.first for document in able if document.first is not None]
    )
    alike = vectors @ vectors.T
    closest = np.full(len(able), -1.0, dtype=np.float32)
    chosen: list[int] = []
    for _ in range(most):
        gains = np.maximum(alike, closest).sum(axis=1)
        gains[chosen] = -np.inf
        chosen.append(int(gains.argmax()))
        closest = np.maximum(closest, alike[chosen[-1]])
    return [able[number] for number in sorted(chosen)]


def _block(
    index: Index, listed: Listed, kinds: frozenset[str], fits: Callable[[str], bool]
) -> Evidence | None:
    """The first of a document's opening blocks that fits; ``None`` without a chunk."""
    document = index.document(listed.name)
    hit = next(index.passages(listed), None)
    for block in document.blocks[:_SEARCHED]:
        if hit and block.kind in kinds and fits(document.text[block.start : block.end]):
            return _at(hit, document, block.start, block.end)
    return None


def _at(hit: Hit, document: Document, start: int, end: int) -> Evidence:
    """Evidence for a span of a document that need not be a sentence of a chunk."""
    return Evidence(hit, Sentence(start, end), document.text[start:end], 1.0, 0.0, -1)


def _is_statement(document: Document, sentence: Sentence, text: str) -> bool:
    text = fold(text)
    if sentence.interrogative or text.endswith(":") or not _ENDED.search(text):
        return False
    if len(wording(text).split()) < _LEAST_WORDS:
        return False
    kinds = (block.kind for block in document.blocks if block.start <= sentence.start < block.end)
    return not _NO_PROSE.intersection(kinds)


def _key(text: str | None) -> str:
    return wording(text) if text else ""
