"""The questions of our own writing as windows to train on."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
from loccit.index import Encoder, Index, build_index
from loccit.index.types import Hit
from loccit.rag.reader.windows import Pieces, read_chunk

from ..sets.subjects import Question, Quoted, Subject, subjects
from .prepare import CANDIDATES, Prepared, Ragged, is_held_out

_LONGEST_PRECEDING = 40


class _Read(NamedTuple):
    """The chunks of a subject in word pieces, and its questions with their labels."""

    pieces: list[Pieces]
    preceding: list[list[int]]
    questions: list[list[int]]
    positives: list[list[tuple[int, int]]]
    denies: list[list[tuple[int, int]]]
    spans: list[tuple[int, int, int]]
    candidates: list[list[int]]


def prepare_subjects(tokenizer: Any, encoder: Encoder) -> Prepared:
    """Windows and labels to train on; every question keeps its own subject's chunks."""
    reads, first, kept = [], 0, []
    for subject in subjects("fit", "train"):
        reads.append(_read(subject, tokenizer, encoder, first))
        first += len(reads[-1].pieces)
        kept += [is_held_out(subject.name)] * len(subject.questions)
    count = sum(len(read.questions) for read in reads)
    candidates = np.full((count, CANDIDATES), -1, dtype=np.int32)
    for row, chunks in enumerate(chunks for read in reads for chunks in read.candidates):
        candidates[row, : len(chunks)] = chunks
    return Prepared(
        chunk=Ragged.of(pieces.ids for read in reads for pieces in read.pieces),
        context=Ragged.of(pieces.context for read in reads for pieces in read.pieces),
        preceding=Ragged.of(pieces for read in reads for pieces in read.preceding),
        sentences=Ragged.of((p.sentences for read in reads for p in read.pieces), 2),
        question=Ragged.of(question for read in reads for question in read.questions),
        source=np.full(count, -1, dtype=np.int32),
        positives=Ragged.of((places for read in reads for places in read.positives), 2),
        span=np.array([span for read in reads for span in read.spans], dtype=np.int32),
        is_any=np.zeros(count, dtype=bool),
        asked_of=np.zeros((count, 2), dtype=np.int32),
        candidates=candidates,
        is_held_out=np.array(kept),
        weight=np.ones(count, dtype=np.float32),
        supports=Ragged.of(([] for _ in range(count)), 2),
        denies=Ragged.of((places for read in reads for places in read.denies), 2),
        is_claim=np.zeros(count, dtype=bool),
    )


def asked_with_history(question: Question) -> str:
    """A question as the reader sees it: a follow-up behind the question before it."""
    before = question.history[-1][0] + " " if question.history else ""
    return before + question.text


def _read(subject: Subject, tokenizer: Any, encoder: Encoder, first: int) -> _Read:
    with tempfile.TemporaryDirectory() as folder:
        build_index([subject.documents], folder, encoder=encoder)
        index = Index.open(folder, encoder)
        hits = [hit for entry in index.listing() for hit in index.passages(entry)]
        ids = [hit.chunk_id for hit in hits]
        vectors = index.chunk_vectors(ids)
        texts = {name: index.document(name).text for name in index.names}
        index.close()
    pieces = [read_chunk(tokenizer, hit.chunk) for hit in hits]
    asked = [asked_with_history(question) for question in subject.questions]
    cosines = encoder.encode_questions(asked) @ vectors.T

    def placed(quotes: Sequence[Quoted]) -> list[tuple[int, int]]:
        return [(first + chunk, place) for chunk, place in _places(quotes, texts, hits)]

    return _Read(
        pieces=pieces,
        preceding=_preceding(hits, pieces),
        questions=[tokenizer.encode(text, add_special_tokens=False).ids for text in asked],
        positives=[placed(question.evidence) for question in subject.questions],
        denies=[placed(question.contradicted_by) for question in subject.questions],
        spans=[_span(question, texts, hits, pieces, first) for question in subject.questions],
        candidates=[
            [first + int(chunk) for chunk in np.argsort(-row, kind="stable")[:CANDIDATES]]
            for row in cosines
        ],
    )


def _preceding(hits: Sequence[Hit], pieces: Sequence[Pieces]) -> list[list[int]]:
    preceding: list[list[int]] = [[]]
    for hit, after, read in zip(hits, hits[1:], pieces, strict=False):
        first, end = read.sentences[-1] if read.sentences else (0, 0)
        is_same = hit.chunk.document == after.chunk.document
        preceding.append(read.ids[first:end][-_LONGEST_PRECEDING:] if is_same else [])
    return preceding[: len(hits)]


def _places(
    evidence: Sequence[Quoted], texts: dict[str, str], hits: Sequence[Hit]
) -> list[tuple[int, int]]:
    """(chunk, sentence) of all sentences that quotes hold, or that hold quotes."""
    places = set()
    for quoted in evidence:
        start = texts[quoted.document].index(quoted.quote)
        end = start + len(quoted.quote)
        for number, hit in enumerate(hits):
            if hit.chunk.document != quoted.document:
                continue
            for place, sentence in enumerate(hit.chunk.sentences):
                shared = min(end, sentence.end) - max(start, sentence.start)
                if 2 * shared > min(end - start, sentence.end - sentence.start):
                    places.add((number, place))
    return sorted(places)


def _span(
    question: Question,
    texts: dict[str, str],
    hits: Sequence[Hit],
    pieces: Sequence[Pieces],
    first: int,
) -> tuple[int, int, int]:
    """(chunk, first, last) word pieces of the only short answer; -1 where there are several."""
    if len(question.answers) != 1:
        return -1, -1, -1
    for quoted in question.evidence:
        if quoted.quote.count(question.answers[0]) != 1:
            continue
        start = texts[quoted.document].index(quoted.quote) + quoted.quote.index(question.answers[0])
        end = start + len(question.answers[0])
        for number, (hit, read) in enumerate(zip(hits, pieces, strict=True)):
            chunk = hit.chunk
            if chunk.document != quoted.document or not chunk.start <= start < end <= chunk.end:
                continue
            before = chunk.sentences[0].start if chunk.sentences else chunk.start
            inside = [
                place
                for place, (a, b) in enumerate(read.offsets)
                if a < end - before and start - before < b
            ]
            if inside and len(read.text) == chunk.end - before:
                return first + number, inside[0], inside[-1]
    return -1, -1, -1
