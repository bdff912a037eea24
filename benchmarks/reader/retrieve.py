"""Retrieve the chunks of a pool that look like answers: dense and lexical ranks, fused."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from loccit.index.chunking.embedded_text import passage
from loccit.index.encoders.base import Encoder
from loccit.index.types import Passage

from .chunks import ReadChunk
from .sources import Labelled, Text

Pool = npt.NDArray[np.int64]
_RANKS = 60
"""Of reciprocal rank fusion (Cormack et al. 2009)."""
_K1, _B = 1.2, 0.75
"""Of BM25 (Robertson and Zaragoza 2009)."""
_LEAST_ANSWER = 3
"""Characters of an answer that says that a chunk may hold it."""


def encode_chunks(chunks: Sequence[ReadChunk], encoder: Encoder) -> npt.NDArray[np.float32]:
    """Vectors of chunks: float32, shape (n, d)."""
    passages = [Passage(passage(read.chunk).text) for read in chunks]
    return np.stack([encoded.vector for encoded in encoder.encode_passages(passages)])


def retrieve(
    questions: Sequence[Labelled],
    texts: Sequence[Text],
    chunks: Sequence[ReadChunk],
    vectors: npt.NDArray[np.float32],
    pools: Mapping[str, Pool],
    pieces: Sequence[Sequence[int]],
    encoder: Encoder,
    most: int,
) -> npt.NDArray[np.int32]:
    """The best chunks of each question's pool that do not hold its answer: int32, (n, most)."""
    asked = np.concatenate(
        [
            encoder.encode_questions([question.text for question in questions[at : at + 64]])
            for at in range(0, len(questions), 64)
        ]
    )
    by_pool: dict[str, list[int]] = defaultdict(list)
    for number, question in enumerate(questions):
        by_pool[texts[question.document].pool].append(number)
    candidates = np.full((len(questions), most), -1, dtype=np.int32)
    for name, numbers in by_pool.items():
        pool = pools[name]
        matrix, frequencies = _term_matrix([chunks[chunk] for chunk in pool])
        for at in range(0, len(numbers), 256):
            batch = numbers[at : at + 256]
            dense = asked[batch] @ vectors[pool].T
            lexical = _query_matrix([pieces[n] for n in batch], frequencies, len(pool)) @ matrix.T
            for row, number in enumerate(batch):
                fused = _fuse(dense[row], lexical[row].toarray()[0], 3 * most)
                answers = _answers(questions[number], texts)
                chosen = [c for c in pool[fused] if not _holds(chunks[c], answers)][:most]
                candidates[number, : len(chosen)] = chosen
    return candidates


def _fuse(
    dense: npt.NDArray[np.float32], lexical: npt.NDArray[np.float32], most: int
) -> npt.NDArray[np.int64]:
    """Reciprocal rank fusion of the best of two rankings, the best first."""
    points: dict[int, float] = defaultdict(float)
    for scores in (dense, lexical):
        count = min(most, len(scores))
        best = np.argpartition(-scores, count - 1)[:count]
        for rank, number in enumerate(best[np.argsort(-scores[best], kind="stable")]):
            points[int(number)] += 1 / (_RANKS + rank)
    return np.array(sorted(points, key=lambda number: (-points[number], number)), dtype=np.int64)


def _term_matrix(chunks: Sequence[ReadChunk]) -> tuple[Any, npt.NDArray[np.float64]]:
    """BM25 weights of word pieces, sparse (n, vocabulary), and chunks that hold each piece."""
    from scipy.sparse import csr_matrix

    width = 30522
    rows, columns, weights = [], [], []
    lengths = [len(read.pieces.ids) for read in chunks]
    mean = max(1.0, float(np.mean(lengths)))
    frequencies = np.zeros(width)
    for row, (read, length) in enumerate(zip(chunks, lengths, strict=True)):
        terms, counts = np.unique(
            np.array([*read.pieces.context, *read.pieces.ids]), return_counts=True
        )
        frequencies[terms] += 1
        rows += [row] * len(terms)
        columns += terms.tolist()
        weights += (counts * (_K1 + 1) / (counts + _K1 * (1 - _B + _B * length / mean))).tolist()
    shape = (len(chunks), width)
    return csr_matrix((weights, (rows, columns)), shape=shape, dtype=np.float32), frequencies


def _query_matrix(
    questions: Sequence[Sequence[int]], frequencies: npt.NDArray[np.float64], total: int
) -> Any:
    """The rarity of each question's word pieces, sparse (n, vocabulary)."""
    from scipy.sparse import csr_matrix

    rarity = np.log(1 + (total - frequencies + 0.5) / (frequencies + 0.5))
    rows = [row for row, pieces in enumerate(questions) for _ in set(pieces)]
    columns = [piece for pieces in questions for piece in sorted(set(pieces))]
    shape = (len(questions), len(frequencies))
    return csr_matrix((rarity[columns], (rows, columns)), shape=shape, dtype=np.float32)


def _answers(question: Labelled, texts: Sequence[Text]) -> list[str]:
    text = texts[question.document].text
    spans = [text[start:end].casefold() for start, end in (*question.spans, *question.sentences)]
    return [answer for answer in spans if len(answer) >= _LEAST_ANSWER]


def _holds(read: ReadChunk, answers: Sequence[str]) -> bool:
    """Whether a chunk has the words of an answer: it may answer too, and is no negative."""
    text = read.chunk.text.casefold()
    return any(answer in text for answer in answers)
