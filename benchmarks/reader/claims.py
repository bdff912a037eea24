"""The public sets of claims as windows to train on."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from loccit.index.types import Chunk, Sentence
from loccit.rag.reader.windows import Pieces, read_chunk
from loccit.text.sentences import sentence_spans

from .prepare import CANDIDATES, Prepared, Ragged, is_held_out

CLAIMS = ("foolmetwice-dev-test", "fever-symmetric", "q2-wow", "entailmentbank-dev-test")
_MOST_DISTRACTORS = 3
_LONGEST = 400
"""Characters of a distracting sentence."""


class _Claim(NamedTuple):
    claim: list[int]
    pieces: Pieces
    supports: list[int]
    denies: list[int]
    group: str


def prepare_claims(folder: Path, tokenizer: Any, seed: int = 0) -> Prepared:
    """Each claim with its evidence and, where the set has some, distracting sentences around it."""
    claims = list(_claims(folder, tokenizer, random.Random(seed)))
    numbers = range(len(claims))
    none = np.full((len(claims), CANDIDATES), -1, dtype=np.int32)
    return Prepared(
        chunk=Ragged.of(claim.pieces.ids for claim in claims),
        context=Ragged.of(claim.pieces.context for claim in claims),
        preceding=Ragged.of([] for _ in claims),
        sentences=Ragged.of((claim.pieces.sentences for claim in claims), 2),
        question=Ragged.of(claim.claim for claim in claims),
        source=np.full(len(claims), -1, dtype=np.int32),
        positives=Ragged.of(([] for _ in claims), 2),
        span=np.full((len(claims), 3), -1, dtype=np.int32),
        is_any=np.zeros(len(claims), dtype=bool),
        asked_of=np.array([(number, number + 1) for number in numbers], dtype=np.int32),
        candidates=none,
        is_held_out=np.array([is_held_out(claim.group) for claim in claims]),
        weight=np.ones(len(claims), dtype=np.float32),
        supports=Ragged.of(([(n, at) for at in claims[n].supports] for n in numbers), 2),
        denies=Ragged.of(([(n, at) for at in claims[n].denies] for n in numbers), 2),
        is_claim=np.ones(len(claims), dtype=bool),
    )


def _claims(folder: Path, tokenizer: Any, rng: random.Random) -> Iterator[_Claim]:
    for name in CLAIMS:
        with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
            for record in map(json.loads, lines):
                others = [text for text in record.get("distractors", []) if len(text) < _LONGEST]
                rng.shuffle(others)
                count = rng.randrange(_MOST_DISTRACTORS + 1)
                yield _claim(record, others[:count], tokenizer, rng)


def _claim(
    record: dict[str, Any], distractors: Sequence[str], tokenizer: Any, rng: random.Random
) -> _Claim:
    parts = [(record["evidence"], True), *((text, False) for text in distractors)]
    rng.shuffle(parts)
    text, sentences, evident = "", [], []
    for part, is_evidence in parts:
        start = len(text)
        text += part + " "
        for span in sentence_spans(part, 0):
            sentences.append(Sentence(start + span.start, start + span.end))
            if is_evidence:
                evident.append(len(sentences) - 1)
    chunk = Chunk("", 0, len(text), text, tuple(sentences), record.get("title") or "")
    return _Claim(
        claim=tokenizer.encode(record["claim"], add_special_tokens=False).ids,
        pieces=read_chunk(tokenizer, chunk),
        supports=evident if record["label"] == "supported" else [],
        denies=evident if record["label"] == "refuted" else [],
        group=f"{record['set']}/{record['group']}",
    )
