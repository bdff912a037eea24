"""What a document says of itself first: its title, its byline, its opening sentences."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

import numpy as np

from ...index import Document, Hit, Index, Listed, Sentence
from ...text import fold, wording
from ..evidence.features import sentence_text
from ..types import Evidence

_NO_PROSE = {"heading", "question", "meta", "table head", "code"}
_ENDED = re.compile(r"[.!…。！？?][\"'”’»)\]]*$")
_LEAST_WORDS = 5
_LOOKED_AT = 6
"""Passages in which an opening sentence is looked for."""
_COMPARED = 2000
"""Documents among which those are chosen that stand for all."""


def openings(index: Index, one: Listed, most: int = 1) -> list[Evidence]:
    """The first ``most`` real sentences of a document; of a table the names of its columns.

    Real is a statement of five words or more that is no heading, byline or question. Where there
    is none, the first sentence of any kind; nothing if the document has no passage.
    """
    found: list[Evidence] = []
    first: Evidence | None = None
    for hit, _ in zip(index.passages(one), range(_LOOKED_AT), strict=False):
        document = index.document(one.name)
        for number, sentence in enumerate(hit.chunk.sentences):
            text = sentence_text(hit, sentence)
            evidence = Evidence(hit, sentence, text, 1.0, 0.0, number)
            if sentence.header:
                head = Sentence(*sentence.header)
                return [_at(hit, document, head.start, head.end)]
            first = first or evidence
            if _is_real(document, sentence, text):
                found.append(evidence)
            if len(found) == most:
                return found
    return found or ([first] if first else [])


def statements(index: Index, one: Listed) -> Iterator[Evidence]:
    """Every real sentence of a document's first passages."""
    document = index.document(one.name)
    for hit, _ in zip(index.passages(one), range(_LOOKED_AT), strict=False):
        for number, sentence in enumerate(hit.chunk.sentences):
            text = sentence_text(hit, sentence)
            if _is_real(document, sentence, text):
                yield Evidence(hit, sentence, text, 1.0, 0.0, number)


def heading(index: Index, one: Listed) -> Evidence | None:
    """The document's title as it stands in its text; ``None`` where it does not."""
    title = _key(one.title)
    kinds = frozenset({"heading", "paragraph", "meta"})
    return _block(index, one, kinds, lambda text: bool(title) and wording(text) == title)


def byline(index: Index, one: Listed) -> Evidence | None:
    """The line that names the document's author; ``None`` where none does."""
    author = _key(one.author)
    return _block(
        index, one, frozenset({"meta"}), lambda text: bool(author) and author in wording(text)
    )


def spread(index: Index, documents: Sequence[Listed], most: int) -> list[Listed]:
    """At most ``most`` documents whose first passages together stand nearest to all the others'.

    Chosen one by one, each the one that adds most to the sum over all documents of the cosine to
    the nearest chosen (greedy facility location); in the order of ``documents``. Of more than
    2,000 documents, evenly spaced ones are compared.
    """
    able = [one for one in documents if one.first is not None]
    able = able[:: max(1, -(-len(able) // _COMPARED))]
    if len(able) <= most:
        return able
    vectors = index.chunk_vectors([one.first for one in able if one.first is not None])
    alike = vectors @ vectors.T
    nearest = np.full(len(able), -1.0, dtype=np.float32)
    chosen: list[int] = []
    for _ in range(most):
        gains = np.maximum(alike, nearest).sum(axis=1)
        gains[chosen] = -np.inf
        chosen.append(int(gains.argmax()))
        nearest = np.maximum(nearest, alike[chosen[-1]])
    return [able[number] for number in sorted(chosen)]


def _block(
    index: Index, one: Listed, kinds: frozenset[str], fits: Callable[[str], bool]
) -> Evidence | None:
    """The first of a document's opening blocks that fits; nothing without a passage."""
    document = index.document(one.name)
    hit = next(index.passages(one), None)
    for block in document.blocks[:_LOOKED_AT]:
        if hit and block.kind in kinds and fits(document.text[block.start : block.end]):
            return _at(hit, document, block.start, block.end)
    return None


def _at(hit: Hit, document: Document, start: int, end: int) -> Evidence:
    """Evidence for a span of a document that need not be one of its passages' sentences."""
    return Evidence(hit, Sentence(start, end), document.text[start:end], 1.0, 0.0, -1)


def _is_real(document: Document, sentence: Sentence, text: str) -> bool:
    text = fold(text)
    if sentence.interrogative or text.endswith(":") or not _ENDED.search(text):
        return False
    if len(wording(text).split()) < _LEAST_WORDS:
        return False
    kinds = (one.kind for one in document.blocks if one.start <= sentence.start < one.end)
    return not _NO_PROSE.intersection(kinds)


def _key(text: str | None) -> str:
    return wording(text) if text else ""
