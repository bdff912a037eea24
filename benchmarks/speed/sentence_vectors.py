"""Compare sentence vectors pooled from the chunk's pass with sentences encoded by themselves.

    python -m benchmarks.speed.sentence_vectors squad2/dev-v2.0.json [--questions 300]

For answerable questions, the paragraph that holds the answer is encoded once and its sentences
apart. Prints how alike the two vectors are, how often the sentence nearest to the question holds
the answer by each, and the seconds of each.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from pathlib import Path
from typing import Any

import numpy as np
from loccit.index import Encoder, Passage, Span, open_encoder
from loccit.index.chunking.sentences import split_sentences

SEED = 0


def read(path: Path, encoder: Encoder) -> list[tuple[str, Passage, list[bool]]]:
    """Questions with the paragraph that answers them and which of its sentences do.

    Only paragraphs of several sentences that the encoder reads whole.
    """
    cases = []
    for article in json.loads(path.read_text(encoding="utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            text = paragraph["context"]
            if encoder.count_tokens([text])[0] > encoder.max_tokens - 2:
                continue
            spans = tuple(Span(span.start, span.end) for span in split_sentences(text))
            for asked in paragraph["qas"]:
                places = [(a["answer_start"], len(a["text"])) for a in asked["answers"]]
                right = [
                    any(span.start <= at and at + size <= span.end for at, size in places)
                    for span in spans
                ]
                if any(right) and len(spans) > 1:
                    cases.append((asked["question"], Passage(text, spans), right))
    random.Random(SEED).shuffle(cases)
    return cases


def main() -> None:
    """Print the comparison."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("set", type=Path, help="a SQuAD file")
    parser.add_argument("--questions", type=int, default=300)
    options = parser.parse_args()
    encoder: Any = open_encoder("sentence-transformers/all-MiniLM-L6-v2", notify=print)
    asked = read(options.set, encoder)[: options.questions]
    passages = [passage for _, passage, _ in asked]
    start = time.perf_counter()
    pooled = [encoded.spans for encoded in encoder.encode_passages(passages)]
    middle = time.perf_counter()
    apart = [encoder.encode_questions([s.of(p.text) for s in p.spans]) for p in passages]
    end = time.perf_counter()
    cosines = np.concatenate([(a * b).sum(axis=1) for a, b in zip(pooled, apart, strict=True)])
    questions = encoder.encode_questions([question for question, _, _ in asked])
    print(f"{len(asked)} questions, {len(cosines)} sentences")
    print(f"cosine of the two vectors: mean {cosines.mean():.3f}, 5 % below "
          f"{np.quantile(cosines, 0.05):.3f}")  # fmt: skip
    for name, vectors, seconds in (
        ("pooled from the paragraph's pass", pooled, middle - start),
        ("encoded by themselves", apart, end - middle),
    ):
        best = [int(np.argmax(v @ q)) for v, q in zip(vectors, questions, strict=True)]
        hit = np.mean([right[n] for (_, _, right), n in zip(asked, best, strict=True)])
        print(f"{name:<34} nearest sentence right {hit:.3f}   {seconds:6.1f} s")


if __name__ == "__main__":
    main()
