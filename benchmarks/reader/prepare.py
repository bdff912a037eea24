"""Turn the training sets into word pieces, labels and retrieved windows, kept as arrays."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt
from loccit.index.encoders.base import Encoder

from .chunks import ReadChunk, read_document
from .retrieve import Pool, encode_chunks, retrieve
from .sources import SOURCES, Labelled, Text, read_sources

Ints = npt.NDArray[np.int32]
CANDIDATES = 16
"""Retrieved windows that are kept for each question."""
_HELD_OUT = 20
"""One of so many documents is kept for early stopping."""


@dataclass(frozen=True)
class Ragged:
    """Rows of different lengths: row ``i`` is ``values[bounds[i]:bounds[i + 1]]``."""

    values: npt.NDArray[np.int32]
    bounds: npt.NDArray[np.int64]

    @classmethod
    def of(cls, rows: Iterable[Sequence[int] | Sequence[tuple[int, int]]], width: int = 0) -> Self:
        """From rows of numbers, or of tuples of ``width`` numbers."""
        arrays = [
            np.array(row, dtype=np.int32).reshape((-1, width) if width else -1) for row in rows
        ]
        bounds = np.cumsum([0, *map(len, arrays)])
        empty = np.zeros((0, width) if width else 0, dtype=np.int32)
        return cls(np.concatenate([empty, *arrays]), bounds)

    def __getitem__(self, number: int) -> Ints:
        return self.values[self.bounds[number] : self.bounds[number + 1]]

    def __len__(self) -> int:
        return len(self.bounds) - 1


@dataclass(frozen=True)
class Prepared:
    """All windows and questions.

    Attributes:
        chunk, context, preceding: word pieces of each chunk, its context, the sentence before.
        sentences: (first, end) word pieces of each chunk's sentences.
        question: word pieces of each question.
        source: number of each question's set in ``SOURCES``.
        positives: (chunk, sentence) pairs that answer; empty for a question that nothing answers.
        span: (chunk, first, last) word pieces of the short answer; (-1, -1, -1) where unknown.
        is_any: whether only some of ``positives`` answer, and it is unknown which.
        asked_of: (first, end) chunks of the passage that each question was asked of.
        candidates: retrieved chunks, the best first, those that hold an answer's text left out;
            -1 where there are fewer.
        is_held_out: whether the question belongs to a document kept for early stopping.
        weight: how often it is read in one pass.
        supports, denies: (chunk, sentence) pairs that bear out or deny a claim or what a question
            supposes.
        is_claim: whether it is a claim instead of a question.
    """

    chunk: Ragged
    context: Ragged
    preceding: Ragged
    sentences: Ragged
    question: Ragged
    source: Ints
    positives: Ragged
    span: Ints
    is_any: npt.NDArray[np.bool_]
    asked_of: Ints
    candidates: Ints
    is_held_out: npt.NDArray[np.bool_]
    weight: npt.NDArray[np.float32]
    supports: Ragged
    denies: Ragged
    is_claim: npt.NDArray[np.bool_]

    def save(self, path: Path) -> None:
        """Write one compressed file of arrays."""
        arrays: dict[str, Any] = {}
        for entry in fields(self):
            value = getattr(self, entry.name)
            if isinstance(value, Ragged):
                arrays[f"{entry.name}.values"] = value.values
                arrays[f"{entry.name}.bounds"] = value.bounds
            else:
                arrays[entry.name] = value
        np.savez_compressed(path, **arrays)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what ``save`` wrote."""
        with np.load(path) as arrays:
            return cls(
                **{
                    entry.name: Ragged(
                        arrays[f"{entry.name}.values"], arrays[f"{entry.name}.bounds"]
                    )
                    if f"{entry.name}.values" in arrays
                    else arrays[entry.name]
                    for entry in fields(cls)
                }
            )


def prepare(folder: Path, tokenizer: Any, encoder: Encoder) -> Prepared:
    """Read the sets of ``folder``, cut and label them, and retrieve windows for each question."""
    texts, questions = read_sources(folder)
    documents = [read_document(n, text, tokenizer, encoder) for n, text in enumerate(texts)]
    chunks = [chunk for document in documents for chunk in document]
    firsts = np.cumsum([0, *map(len, documents)])
    labels = [
        _label(question, documents[question.document], int(firsts[question.document]))
        for question in questions
    ]
    pieces = [tokenizer.encode(q.text, add_special_tokens=False).ids for q in questions]
    pools = _pools(texts, firsts)
    vectors = encode_chunks(chunks, encoder)
    candidates = retrieve(questions, texts, chunks, vectors, pools, pieces, encoder, CANDIDATES)
    names = [source.name for source in SOURCES]
    return Prepared(
        chunk=Ragged.of(chunk.pieces.ids for chunk in chunks),
        context=Ragged.of(chunk.pieces.context for chunk in chunks),
        preceding=Ragged.of(chunk.preceding for chunk in chunks),
        sentences=Ragged.of((chunk.pieces.sentences for chunk in chunks), 2),
        question=Ragged.of(pieces),
        source=np.array([names.index(q.set) for q in questions], dtype=np.int32),
        positives=Ragged.of((label.positives for label in labels), 2),
        span=np.array([label.span for label in labels], dtype=np.int32),
        is_any=np.array([label.is_any for label in labels]),
        asked_of=np.array([label.asked_of for label in labels], dtype=np.int32),
        candidates=candidates,
        is_held_out=np.array([_is_kept(texts[q.document]) for q in questions]),
        weight=np.array([q.weight for q in questions], dtype=np.float32),
        supports=Ragged.of(([] for _ in questions), 2),
        denies=Ragged.of(([] for _ in questions), 2),
        is_claim=np.zeros(len(questions), dtype=bool),
    )


def join(parts: Sequence[Prepared]) -> Prepared:
    """Several as one: the chunks of each are numbered on from those of the one before."""
    firsts = np.cumsum([0, *(len(part.chunk) for part in parts)])
    joined: dict[str, Any] = {}
    for entry in fields(Prepared):
        values = [getattr(part, entry.name) for part in parts]
        if entry.name in ("positives", "supports", "denies"):
            moved = [
                Ragged(ragged.values + np.array([first, 0], dtype=np.int32), ragged.bounds)
                for ragged, first in zip(values, firsts, strict=False)
            ]
            joined[entry.name] = _joined(moved)
        elif isinstance(values[0], Ragged):
            joined[entry.name] = _joined(values)
        else:
            joined[entry.name] = np.concatenate(
                [
                    _moved(entry.name, array, int(first))
                    for array, first in zip(values, firsts, strict=False)
                ]
            )
    return Prepared(**joined)


def _joined(parts: Sequence[Ragged]) -> Ragged:
    ends = np.cumsum([0, *(len(part.values) for part in parts)])
    bounds = [part.bounds[1:] + end for part, end in zip(parts, ends, strict=False)]
    return Ragged(
        np.concatenate([part.values for part in parts]),
        np.concatenate([np.zeros(1, dtype=np.int64), *bounds]),
    )


def _moved(name: str, array: npt.NDArray[Any], first: int) -> npt.NDArray[Any]:
    """An array whose chunk numbers, if it holds any, count from ``first``."""
    if name == "candidates":
        return np.where(array >= 0, array + first, array)
    if name == "asked_of":
        return array + first
    if name == "span":
        moved = array.copy()
        moved[array[:, 0] >= 0, 0] += first
        return moved
    return array


def is_held_out(name: str) -> bool:
    """Whether a document, subject or group of claims is kept for early stopping."""
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % _HELD_OUT == 0


def _is_kept(text: Text) -> bool:
    return is_held_out(f"{text.pool}/{text.title}")


def _pools(texts: Sequence[Text], firsts: npt.NDArray[np.int64]) -> dict[str, Pool]:
    """The chunks of each pool."""
    members: dict[str, list[int]] = {}
    for number, text in enumerate(texts):
        members.setdefault(text.pool, []).extend(range(firsts[number], firsts[number + 1]))
    return {name: np.array(chunks, dtype=np.int64) for name, chunks in members.items()}


@dataclass(frozen=True)
class _Label:
    positives: list[tuple[int, int]]
    span: tuple[int, int, int]
    is_any: bool
    asked_of: tuple[int, int]


def _label(question: Labelled, document: Sequence[ReadChunk], first: int) -> _Label:
    """Where a question is answered, in chunks, sentences and word pieces."""
    start, end = question.within
    inside = [
        first + number
        for number, read in enumerate(document)
        if read.chunk.start < end and start < read.chunk.end
    ]
    asked_of = (inside[0], inside[-1] + 1) if inside else (0, 0)
    if not question.answerable:
        return _Label([], (-1, -1, -1), False, asked_of)
    if question.spans:
        place = _sentence_at(question.spans[0], document, first)
        span = _piece_span(question.spans[0], document, first)
        return _Label([place] if place else [], span, False, asked_of)
    if question.sentences:
        marked = [_sentence_at(span, document, first) for span in question.sentences]
        return _Label(sorted({place for place in marked if place}), (-1, -1, -1), False, asked_of)
    every = [
        (number, sentence)
        for number in inside
        for sentence in range(len(document[number - first].chunk.sentences))
    ]
    return _Label(every, (-1, -1, -1), True, asked_of)


def _sentence_at(
    span: tuple[int, int], document: Sequence[ReadChunk], first: int
) -> tuple[int, int] | None:
    """The chunk and sentence that hold most of a span."""
    overlaps = [
        (min(sentence.end, span[1]) - max(sentence.start, span[0]), -number, -place)
        for number, read in enumerate(document)
        if read.chunk.start < span[1] and span[0] < read.chunk.end
        for place, sentence in enumerate(read.chunk.sentences)
    ]
    if not overlaps or max(overlaps)[0] <= 0:
        return None
    _, number, place = max(overlaps)
    return first - number, -place


def _piece_span(
    span: tuple[int, int], document: Sequence[ReadChunk], first: int
) -> tuple[int, int, int]:
    """The chunk, and its first and last word piece, of a span; -1 where it is not whole."""
    for number, read in enumerate(document):
        chunk, pieces = read.chunk, read.pieces
        if not chunk.start <= span[0] < span[1] <= chunk.end or len(pieces.text) != len(chunk.text):
            continue
        begin, stop = span[0] - chunk.start, span[1] - chunk.start
        inside = [n for n, (a, b) in enumerate(pieces.offsets) if a < stop and begin < b]
        if inside:
            return first + number, inside[0], inside[-1]
    return -1, -1, -1
